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
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * Fields that only ever hold what their own object made: what is done to such a value is done to the
 * object. Without them an object that was given something would seem to change it whenever it changes
 * a list of its own.
 */
final class OwnedFields {

    private final Map<TypeElement, Set<String>> names = new HashMap<>();

    /** By the outermost class, the names of fields of objects to which something from outside is assigned. */
    private final Map<TypeElement, Set<String>> given = new HashMap<>();

    /** Looks at a class's fields and everything assigned to them. */
    void add(TypeElement type, ClassTree tree) {
        Set<String> owned = new HashSet<>();
        for (Tree member : tree.getMembers()) {
            if (member instanceof VariableTree field
                    && (field.getModifiers().getFlags().contains(Modifier.PRIVATE)
                            || field.getModifiers().getFlags().contains(Modifier.FINAL))
                    && !field.getModifiers().getFlags().contains(Modifier.STATIC)
                    && type.getKind() != ElementKind.RECORD
                    && (field.getInitializer() == null || made(field.getInitializer()))) {
                owned.add(field.getName().toString());
            }
        }
        if (type.getNestingKind() == NestingKind.TOP_LEVEL) {
            given.put(type, given(tree));
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

    /** A private field may be assigned by every class that is in the same outermost one. */
    private static Set<String> given(ClassTree outermost) {
        Set<String> given = new HashSet<>();
        outermost.accept(
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitAssignment(AssignmentTree assignment, Void unused) {
                        if (assignment.getVariable() instanceof MemberSelectTree select
                                && !select.getExpression().toString().equals("this")
                                && !made(assignment.getExpression())) {
                            given.add(select.getIdentifier().toString());
                        }
                        return super.visitAssignment(assignment, null);
                    }
                },
                null);
        return given;
    }

    boolean owned(VariableElement field) {
        String name = field.getSimpleName().toString();
        return field.getEnclosingElement() instanceof TypeElement type
                && names.getOrDefault(type, Set.of()).contains(name)
                && (field.getModifiers().contains(Modifier.FINAL)
                        || !given.getOrDefault(outermost(type), Set.of()).contains(name));
    }

    private static TypeElement outermost(TypeElement type) {
        TypeElement found = type;
        for (Element at = type; at != null; at = at.getEnclosingElement()) {
            if (at instanceof TypeElement around) {
                found = around;
            }
        }
        return found;
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
