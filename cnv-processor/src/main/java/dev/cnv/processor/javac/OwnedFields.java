package dev.cnv.processor.javac;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * Fields that only ever hold what their own object made: what is done to such a value is done to the
 * object. Without them an object that was given something would seem to change it whenever it changes
 * a list of its own.
 */
final class OwnedFields {

    private final Map<TypeElement, Set<String>> names = new HashMap<>();

    /** Looks at a class's fields and everything assigned to them. */
    void add(TypeElement type, ClassTree tree) {
        Set<String> owned = new HashSet<>();
        for (Tree member : tree.getMembers()) {
            if (member instanceof VariableTree field
                    && (field.getModifiers().getFlags().contains(Modifier.PRIVATE)
                            || field.getModifiers().getFlags().contains(Modifier.FINAL))
                    && !field.getModifiers().getFlags().contains(Modifier.STATIC)
                    && (field.getInitializer() == null || made(field.getInitializer()))) {
                owned.add(field.getName().toString());
            }
        }
        if (!owned.isEmpty()) {
            tree.accept(
                    new TreeScanner<Void, Void>() {
                        @Override
                        public Void visitAssignment(AssignmentTree assignment, Void unused) {
                            if (!made(assignment.getExpression())) {
                                owned.remove(name(assignment.getVariable()));
                            }
                            return super.visitAssignment(assignment, null);
                        }
                    },
                    null);
        }
        names.put(type, owned);
    }

    boolean owned(VariableElement field) {
        return field.getEnclosingElement() instanceof TypeElement type
                && names.getOrDefault(type, Set.of())
                        .contains(field.getSimpleName().toString());
    }

    private static boolean made(ExpressionTree value) {
        return switch (value.getKind()) {
            case NEW_CLASS,
                    NEW_ARRAY,
                    NULL_LITERAL,
                    STRING_LITERAL,
                    INT_LITERAL,
                    LONG_LITERAL,
                    BOOLEAN_LITERAL -> true;
            default -> false;
        };
    }

    private static String name(ExpressionTree variable) {
        return switch (variable) {
            case IdentifierTree identifier -> identifier.getName().toString();
            case MemberSelectTree select -> select.getIdentifier().toString();
            default -> "";
        };
    }
}
