package dev.cnv.processor.javac;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import dev.cnv.processor.effect.Body;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Assignments: what a variable is given, and what an object is changed by.
 */
final class Assignments {

    private final Reading here;
    private final Allocations allocations;
    private final Initializers initializers;
    private final Variables variables;
    private final Concatenations concatenations;

    Assignments(
            Reading here,
            Allocations allocations,
            Initializers initializers,
            Variables variables,
            Concatenations concatenations) {
        this.here = here;
        this.allocations = allocations;
        this.initializers = initializers;
        this.variables = variables;
        this.concatenations = concatenations;
    }

    int assignment(AssignmentTree tree) {
        allocations.box(here.type(tree.getVariable()), tree.getExpression());
        Element target = here.element(tree.getVariable());
        int value = here.value(tree.getExpression(), input(target));
        assign(tree.getVariable(), value);
        return value;
    }

    /** What a function may be given that is put into a variable: of a field, by all who call such. */
    private int input(@Nullable Element target) {
        return target != null && target.getKind().isField()
                ? Functions.isFunction(target) ? here.at().body.given() : Body.FRESH
                : target == null ? Body.FRESH : here.at().input(target);
    }

    private void assign(ExpressionTree target, int value) {
        switch (target) {
            case ParenthesizedTree parens -> assign(parens.getExpression(), value);
            case ArrayAccessTree access -> {
                int array = here.value(access.getExpression());
                here.scan(access.getIndex());
                change(array, access, "an element of an array", value);
            }
            default -> assignVariable(target, value);
        }
    }

    private void assignVariable(ExpressionTree target, int value) {
        Element element = here.element(target);
        if (!(element instanceof VariableElement variable)) {
            here.findings.broken();
            return;
        }
        if (variable.getKind() != ElementKind.FIELD) {
            if (!here.types.immutable(variable.asType())) {
                here.at().body.flow(value, here.at().variable(variable));
            }
            return;
        }
        String what = "assignment to " + Types.owner(variable).getSimpleName() + "."
                + variable.getSimpleName();
        if (variable.getModifiers().contains(Modifier.STATIC)) {
            here.universe.read(here.at().body, variable, here.at().type, here.place(target));
            if (!initializers.running(here.at())) {
                change(Body.SHARED, target, what, value);
            }
        } else {
            int object = target instanceof MemberSelectTree select
                    ? here.value(select.getExpression())
                    : variables.implicit(Types.owner(variable));
            change(object, target, what, value);
        }
    }

    private void change(int object, Tree tree, String what, int value) {
        here.at().body.change(object, here.place(tree), what);
        here.at().body.store(value, object);
    }

    int compound(CompoundAssignmentTree tree) {
        int added = here.value(tree.getExpression());
        TypeMirror type = here.type(tree.getVariable());
        if (tree.getKind() == Tree.Kind.PLUS_ASSIGNMENT && Concatenations.isString(type)) {
            allocations.add(tree, "string concatenation");
            concatenations.shown(tree.getExpression(), added);
        } else if (type != null && !type.getKind().isPrimitive()) {
            allocations.add(
                    tree,
                    "boxing of the result of "
                            + tree.getKind().name().toLowerCase(java.util.Locale.ROOT));
        }
        assign(tree.getVariable(), Body.FRESH);
        return Body.FRESH;
    }

    int unary(UnaryTree tree) {
        switch (tree.getKind()) {
            case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT -> {
                TypeMirror type = here.type(tree.getExpression());
                if (type != null && !type.getKind().isPrimitive()) {
                    allocations.add(tree, "boxing of a counter");
                }
                assign(tree.getExpression(), Body.FRESH);
            }
            default -> here.scan(tree.getExpression());
        }
        return Body.FRESH;
    }
}
