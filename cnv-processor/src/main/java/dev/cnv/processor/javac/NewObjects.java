package dev.cnv.processor.javac;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import dev.cnv.processor.read.Marks;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;

/**
 * Objects that a body makes, with all that may be called of them.
 */
final class NewObjects {

    private static final Set<String> OF_OBJECTS = Set.of(
            "toString",
            "equals",
            "hashCode",
            "compareTo",
            "finalize",
            "clone",
            "writeObject",
            "writeReplace");

    private final Reading here;
    private final Allocations allocations;

    NewObjects(Reading here, Allocations allocations) {
        this.here = here;
        this.allocations = allocations;
    }

    int made(NewClassTree tree) {
        here.resolved();
        allocations.add(tree, "new " + tree.getIdentifier());
        int enclosing = here.value(tree.getEnclosingExpression());
        if (tree.getClassBody() != null) {
            here.scan(tree.getClassBody());
        }
        int object = here.at().body.join();
        if (!(here.element() instanceof ExecutableElement constructor)) {
            here.scan(tree.getArguments());
            return object;
        }
        TypeElement type = Types.owner(constructor);
        here.at().body.store(enclosing, object);
        if (!type.getModifiers().contains(Modifier.STATIC)
                && type.getNestingKind() != NestingKind.TOP_LEVEL
                && !here.at().isStatic) {
            here.at().body.store(here.at().self, object);
        }
        invokeConstructor(tree, constructor, object);
        if (here.universe.known(type)) {
            function(type, object, tree);
        }
        return object;
    }

    private void invokeConstructor(NewClassTree tree, ExecutableElement constructor, int object) {
        Frame in = here.at();
        List<? extends ExpressionTree> given = tree.getArguments();
        int[] arguments = new int[Math.max(constructor.getParameters().size(), given.size()) + 1];
        arguments[0] = object;
        boolean anonymous = tree.getClassBody() != null;
        for (int i = 0; i < given.size(); i++) {
            arguments[i + 1] = here.value(given.get(i));
            in.body.store(arguments[i + 1], object);
            allocations.argument(constructor, i, given.get(i));
        }
        if (!anonymous || !Types.owner(constructor).getKind().isInterface()) {
            here.universe.call(in.body, constructor, null, arguments, here.place(tree), in.type);
        }
    }

    /** An object of a class that extends one of the JDK's types is a bundle of functions. */
    void function(TypeElement type, int object, Tree tree) {
        for (ExecutableElement method : here.universe.callbacks(type)) {
            int[] arguments = Frame.arguments(method, object);
            if (ofObject(method)) {
                here.at()
                        .body
                        .causes(
                                () -> List.of(here.universe.node(method)),
                                arguments,
                                here.place(tree));
            } else {
                here.at()
                        .body
                        .call(
                                () -> List.of(here.universe.node(method)),
                                arguments,
                                here.place(tree));
            }
        }
        for (TypeElement above : here.types.supertypes(type)) {
            if (here.types.platform(above) && Marks.functional(above)) {
                here.types
                        .functionOf(above)
                        .flatMap(function -> here.universe.callbacks(type).stream()
                                .filter(m -> m.getSimpleName().equals(function.getSimpleName()))
                                .findFirst())
                        .ifPresent(method ->
                                here.universe.function(above, here.universe.node(method)));
            }
        }
    }

    /** Every object has them; that one is made does not mean that anybody calls them. */
    private static boolean ofObject(ExecutableElement method) {
        return OF_OBJECTS.contains(method.getSimpleName().toString());
    }
}
