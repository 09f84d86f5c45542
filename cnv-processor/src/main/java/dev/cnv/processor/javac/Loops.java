package dev.cnv.processor.javac;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which loops have an end that can be seen: their condition compares a variable that the loop counts
 * up or down by something, or halves, and never sets to anything else.
 */
final class Loops {

    private Loops() {}

    static boolean bounded(ForLoopTree loop) {
        return bounded(loop.getCondition(), loop.getUpdate(), loop.getStatement());
    }

    static boolean bounded(WhileLoopTree loop) {
        return bounded(loop.getCondition(), List.of(), loop.getStatement());
    }

    static boolean bounded(DoWhileLoopTree loop) {
        return bounded(loop.getCondition(), List.of(), loop.getStatement());
    }

    private static boolean bounded(
            @Nullable ExpressionTree condition, List<? extends Tree> update, Tree body) {
        if (condition == null) {
            return false;
        }
        Steps steps = new Steps();
        steps.scan(update, null);
        steps.scan(body, null);
        steps.scan(condition, null);
        Set<String> counted = new HashSet<>(steps.counted);
        counted.removeAll(steps.set);
        return ends(condition, counted);
    }

    private static boolean ends(ExpressionTree condition, Set<String> counted) {
        return switch (condition) {
            case ParenthesizedTree parens -> ends(parens.getExpression(), counted);
            case BinaryTree binary ->
                switch (binary.getKind()) {
                    case CONDITIONAL_AND ->
                        ends(binary.getLeftOperand(), counted)
                                || ends(binary.getRightOperand(), counted);
                    case CONDITIONAL_OR ->
                        ends(binary.getLeftOperand(), counted)
                                && ends(binary.getRightOperand(), counted);
                    case LESS_THAN,
                            LESS_THAN_EQUAL,
                            GREATER_THAN,
                            GREATER_THAN_EQUAL,
                            NOT_EQUAL_TO ->
                        names(binary.getLeftOperand(), counted)
                                || names(binary.getRightOperand(), counted);
                    default -> false;
                };
            default -> false;
        };
    }

    private static boolean names(ExpressionTree operand, Set<String> counted) {
        boolean[] found = {false};
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitIdentifier(IdentifierTree tree, Void unused) {
                found[0] |= counted.contains(tree.getName().toString());
                return null;
            }
        }.scan(operand, null);
        return found[0];
    }

    /** What a loop does to its variables. */
    private static final class Steps extends TreeScanner<Void, Void> {
        final Set<String> counted = new HashSet<>();
        final Set<String> set = new HashSet<>();

        @Override
        public Void visitUnary(UnaryTree tree, Void unused) {
            switch (tree.getKind()) {
                case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
                    name(tree.getExpression(), counted);
                default -> {}
            }
            return super.visitUnary(tree, null);
        }

        @Override
        public Void visitCompoundAssignment(CompoundAssignmentTree tree, Void unused) {
            boolean steps = switch (tree.getKind()) {
                case PLUS_ASSIGNMENT, MINUS_ASSIGNMENT -> !zero(tree.getExpression());
                case RIGHT_SHIFT_ASSIGNMENT,
                        UNSIGNED_RIGHT_SHIFT_ASSIGNMENT,
                        DIVIDE_ASSIGNMENT,
                        LEFT_SHIFT_ASSIGNMENT -> true;
                default -> false;
            };
            name(tree.getVariable(), steps ? counted : set);
            return super.visitCompoundAssignment(tree, null);
        }

        @Override
        public Void visitAssignment(AssignmentTree tree, Void unused) {
            name(tree.getVariable(), clearsBit(tree) ? counted : set);
            return super.visitAssignment(tree, null);
        }

        /** {@code x &= x - 1} is a compound; {@code x = x & (x - 1)} an assignment. */
        private static boolean clearsBit(AssignmentTree tree) {
            return tree.getExpression() instanceof BinaryTree binary
                    && binary.getKind() == Tree.Kind.AND
                    && binary.getLeftOperand()
                            .toString()
                            .equals(tree.getVariable().toString());
        }

        private static boolean zero(ExpressionTree tree) {
            return tree instanceof LiteralTree literal
                    && literal.getValue() instanceof Number number
                    && number.longValue() == 0;
        }

        private static void name(ExpressionTree variable, Set<String> to) {
            if (variable instanceof IdentifierTree identifier) {
                to.add(identifier.getName().toString());
            }
        }
    }
}
