package dev.cnv.processor.javac;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import dev.cnv.processor.effect.Body;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Texts made of other things, which are asked for their own.
 */
final class Concatenations {

    private final Reading here;
    private final Allocations allocations;

    Concatenations(Reading here, Allocations allocations) {
        this.here = here;
        this.allocations = allocations;
    }

    int binary(BinaryTree tree) {
        boolean sum = tree.getKind() == Tree.Kind.PLUS;
        int left = here.value(tree.getLeftOperand());
        int right = here.value(tree.getRightOperand());
        if (sum && isString(here.type(tree)) && !constant(tree)) {
            allocations.add(tree, "string concatenation");
            shown(tree.getLeftOperand(), left);
            shown(tree.getRightOperand(), right);
        }
        return Body.FRESH;
    }

    /** What becomes part of a text is asked for its own. */
    void shown(ExpressionTree tree, int value) {
        Types.element(here.type(tree))
                .filter(type -> !here.types.platform(type))
                .ifPresent(type -> here.types
                        .method(type, "toString", "()")
                        .ifPresent(method -> here.universe.call(
                                here.at().body,
                                method,
                                type,
                                new int[] {value},
                                here.place(tree),
                                here.at().type)));
    }

    private boolean constant(ExpressionTree tree) {
        return switch (tree) {
            case LiteralTree _ -> true;
            case BinaryTree binary ->
                constant(binary.getLeftOperand()) && constant(binary.getRightOperand());
            case ParenthesizedTree parens -> constant(parens.getExpression());
            default ->
                here.element(tree) instanceof VariableElement variable
                        && variable.getConstantValue() != null;
        };
    }

    static boolean isString(@Nullable TypeMirror type) {
        return Types.element(type)
                .map(t -> t.getQualifiedName().contentEquals("java.lang.String"))
                .orElse(false);
    }
}
