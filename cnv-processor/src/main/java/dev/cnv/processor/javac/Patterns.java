package dev.cnv.processor.javac;

import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.PatternTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.YieldTree;
import dev.cnv.processor.effect.Body;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;

/**
 * Patterns, and the switches and cases that match against them.
 */
final class Patterns {

    private final Reading here;

    Patterns(Reading here) {
        this.here = here;
    }

    int binding(BindingPatternTree tree) {
        Element variable = here.element(tree.getVariable());
        if (variable != null) {
            int held = here.at().body.join();
            here.at().body.flow(here.at().matched, held);
            here.at().body.flow(here.at().body.load(here.at().matched), held);
            here.at().declare(variable, held);
        }
        return Body.FRESH;
    }

    /** The parts of a record are read by its accessors, which may be written by hand. */
    int deconstruction(DeconstructionPatternTree tree) {
        int whole = here.at().matched;
        List<? extends RecordComponentElement> components = Types.element(
                        here.type(tree.getDeconstructor()))
                .map(TypeElement::getRecordComponents)
                .orElse(List.of());
        for (int i = 0; i < tree.getNestedPatterns().size(); i++) {
            int part = here.at().body.join();
            here.at().body.flow(whole, part);
            here.at().body.flow(here.at().body.load(whole), part);
            if (i < components.size() && components.get(i).getAccessor() != null) {
                int read = here.universe.call(
                        here.at().body,
                        components.get(i).getAccessor(),
                        null,
                        new int[] {whole},
                        here.place(tree),
                        here.at().type);
                here.at().body.flow(read, part);
            }
            PatternTree nested = tree.getNestedPatterns().get(i);
            matching(part, () -> here.scan(nested));
        }
        return Body.FRESH;
    }

    int instance(InstanceOfTree tree) {
        int value = here.value(tree.getExpression());
        if (tree.getPattern() != null) {
            matching(value, () -> here.scan(tree.getPattern()));
        }
        return Body.FRESH;
    }

    private void matching(int value, Runnable inside) {
        int before = here.at().matched;
        here.at().matched = value;
        inside.run();
        here.at().matched = before;
    }

    int statement(SwitchTree tree) {
        matching(here.value(tree.getExpression()), () -> here.scan(tree.getCases()));
        return Body.FRESH;
    }

    int expression(SwitchExpressionTree tree) {
        int before = here.at().yielded;
        int result = here.at().body.join();
        here.at().yielded = result;
        matching(here.value(tree.getExpression()), () -> here.scan(tree.getCases()));
        here.at().yielded = before;
        return here.types.immutable(here.type(tree)) ? Body.FRESH : result;
    }

    void one(CaseTree tree) {
        here.scan(tree.getLabels());
        here.scan(tree.getGuard());
        here.scan(tree.getStatements());
        if (tree.getBody() instanceof ExpressionTree expression) {
            here.at().body.flow(here.value(expression), yieldTarget());
        } else {
            here.scan(tree.getBody());
        }
    }

    private int yieldTarget() {
        return here.at().yielded == Body.FRESH ? here.at().body.join() : here.at().yielded;
    }

    void yielded(YieldTree tree) {
        here.at().body.flow(here.value(tree.getValue()), yieldTarget());
    }
}
