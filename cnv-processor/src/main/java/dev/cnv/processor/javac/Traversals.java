package dev.cnv.processor.javac;

import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import dev.cnv.processor.effect.Act;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeMirror;

/**
 * Loops and resources: what a statement calls that nobody wrote.
 */
final class Traversals {

    private final Reading here;
    private final Allocations allocations;

    Traversals(Reading here, Allocations allocations) {
        this.here = here;
        this.allocations = allocations;
    }

    void loop(boolean bounded, Tree tree) {
        if (!bounded) {
            here.at().body.act(Act.LOOP.bit(), here.place(tree), "loop");
        }
    }

    void each(EnhancedForLoopTree tree) {
        int all = here.value(tree.getExpression());
        TypeMirror type = here.type(tree.getExpression());
        if (!(type instanceof ArrayType)) {
            allocations.add(tree, "iterator of a for loop");
            Types.element(type)
                    .filter(t -> !here.types.platform(t))
                    .flatMap(t -> here.types.method(t, "iterator", "()"))
                    .ifPresent(m -> here.universe.call(
                            here.at().body,
                            m,
                            Types.element(type).orElse(null),
                            new int[] {all},
                            here.place(tree),
                            here.at().type));
        }
        here.scan(tree.getVariable());
        Element variable = here.element(tree.getVariable());
        if (variable != null && !here.types.immutable(variable.asType())) {
            here.at().body.flow(here.at().body.load(all), here.at().variable(variable));
        }
        here.scan(tree.getStatement());
    }

    void resources(TryTree tree) {
        for (Tree resource : tree.getResources()) {
            int given = here.value(resource);
            Element variable = here.element(resource);
            if (variable != null) {
                int held = resource instanceof VariableTree ? here.at().variable(variable) : given;
                Types.element(variable.asType())
                        .ifPresent(type -> close(type, held, here.place(resource)));
            }
        }
        here.scan(tree.getBlock());
        here.scan(tree.getCatches());
        here.scan(tree.getFinallyBlock());
    }

    private void close(TypeElement type, int held, TreePlace place) {
        here.types
                .method(type, "close", "()")
                .ifPresent(close -> here.universe.call(
                        here.at().body, close, type, new int[] {held}, place, here.at().type));
    }
}
