package dev.cnv.processor.javac;

import com.sun.source.tree.*;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import dev.cnv.annotations.DataTag;
import dev.cnv.processor.diagnostic.Code;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Follows the values of sensitive parameters through a verb's method, and through methods of the
 * module that are given one, to logs, exceptions and results. Within a method the order of statements
 * does not matter; what is kept in fields is not followed, and a digest, a signature or a cipher ends
 * the trail.
 */
final class Sensitive {

    private static final Set<String> CARRIERS = Set.of(
            "java.lang.String",
            "java.lang.CharSequence",
            "java.lang.Object",
            "java.lang.StringBuilder",
            "java.lang.StringBuffer",
            "java.util.Optional",
            "java.util.List",
            "java.util.Set",
            "java.util.Map",
            "java.util.Collection",
            "java.util.stream.Stream",
            "java.util.Formatter");
    private static final List<String> ENDS = List.of("java.security.", "javax.crypto.");
    private static final List<String> LOGS = List.of(
            "java.lang.System.Logger",
            "java.util.logging.",
            "org.slf4j.",
            "org.apache.logging.",
            "org.apache.commons.logging.",
            "java.io.PrintStream");

    private final Types types;
    private final Findings findings;
    private final Printer printer;
    private final Map<String, Boolean> returning = new HashMap<>();

    Sensitive(Types types, Findings findings, Printer printer) {
        this.types = types;
        this.findings = findings;
        this.printer = printer;
    }

    void check(Collection<Verdicts.Found> verbs) {
        for (Verdicts.Found found : verbs) {
            Set<Element> given = new HashSet<>();
            for (VariableElement parameter : found.method().getParameters()) {
                if (Findings.sensitive(types.elements(), parameter)) {
                    given.add(parameter);
                }
            }
            if (!given.isEmpty()) {
                follow(found, found.method(), given, true);
            }
        }
    }

    /** Whether a method that is given sensitive values returns one. */
    private boolean follow(
            Verdicts.Found verb, ExecutableElement method, Set<Element> given, boolean top) {
        Findings.Source source = findings.methods().get(method);
        if (source == null || source.tree().getBody() == null) {
            return false;
        }
        String key = verb.verb().capability().id() + types.key(method) + given;
        Boolean known = returning.putIfAbsent(key, false);
        if (known != null) {
            return known;
        }
        Flow flow = new Flow(verb, given, top);
        TreePath path = printer.trees().getPath(source.unit(), source.tree());
        int before;
        do {
            before = flow.held.size();
            flow.scan(path, null);
        } while (flow.held.size() > before);
        flow.printing = true;
        flow.scan(path, null);
        returning.put(key, flow.returns);
        return flow.returns;
    }

    /** One method. The value of an expression is whether it may carry what is sensitive. */
    private final class Flow extends TreePathScanner<Boolean, Void> {
        private final Verdicts.Found verb;
        private final boolean top;
        private final Trees trees = printer.trees();
        final Set<Element> held;
        boolean printing;
        boolean returns;
        private int functions;

        Flow(Verdicts.Found verb, Set<Element> given, boolean top) {
            this.verb = verb;
            this.held = new HashSet<>(given);
            this.top = top;
        }

        @Override
        public Boolean reduce(@Nullable Boolean one, @Nullable Boolean other) {
            return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
        }

        private boolean carries(@Nullable Tree tree) {
            return tree != null && Boolean.TRUE.equals(scan(tree, null));
        }

        private boolean carrier(@Nullable TypeMirror type) {
            if (type == null || type.getKind().isPrimitive() || type.getKind() == TypeKind.VOID) {
                return false;
            }
            return type.getKind() == TypeKind.ARRAY
                    || Types.element(type)
                            .map(t -> CARRIERS.contains(Types.name(t)))
                            .orElse(false);
        }

        private @Nullable Element element(Tree tree) {
            return trees.getElement(new TreePath(getCurrentPath(), tree));
        }

        private @Nullable Element here() {
            return trees.getElement(getCurrentPath());
        }

        private void report(Code code, Tree tree, String how, String fix) {
            if (printing) {
                printer.print(
                        code,
                        verb.method(),
                        new TreePlace(
                                getCurrentPath().getCompilationUnit(),
                                tree,
                                trees.getSourcePositions()),
                        "a sensitive parameter of the verb "
                                + verb.verb().capability().id() + " " + how,
                        fix);
            }
        }

        @Override
        public Boolean visitIdentifier(IdentifierTree tree, Void unused) {
            return held.contains(here());
        }

        @Override
        public Boolean visitVariable(VariableTree tree, Void unused) {
            Element variable = here();
            if (carries(tree.getInitializer()) && variable != null) {
                held.add(variable);
            }
            return false;
        }

        @Override
        public Boolean visitAssignment(AssignmentTree tree, Void unused) {
            return assigned(tree.getVariable(), carries(tree.getExpression()));
        }

        @Override
        public Boolean visitCompoundAssignment(CompoundAssignmentTree tree, Void unused) {
            return assigned(tree.getVariable(), carries(tree.getExpression()));
        }

        private boolean assigned(ExpressionTree target, boolean carries) {
            if (carries
                    && element(target) instanceof VariableElement variable
                    && !variable.getKind().isField()) {
                held.add(variable);
            }
            return carries;
        }

        @Override
        public Boolean visitBinary(BinaryTree tree, Void unused) {
            boolean left = carries(tree.getLeftOperand());
            boolean right = carries(tree.getRightOperand());
            return (left || right) && carrier(trees.getTypeMirror(getCurrentPath()));
        }

        @Override
        public Boolean visitConditionalExpression(ConditionalExpressionTree tree, Void unused) {
            scan(tree.getCondition(), null);
            boolean then = carries(tree.getTrueExpression());
            boolean otherwise = carries(tree.getFalseExpression());
            return then || otherwise;
        }

        @Override
        public Boolean visitInstanceOf(InstanceOfTree tree, Void unused) {
            super.visitInstanceOf(tree, null);
            return false;
        }

        @Override
        public Boolean visitMemberReference(MemberReferenceTree tree, Void unused) {
            scan(tree.getQualifierExpression(), null);
            return false;
        }

        @Override
        public Boolean visitClass(ClassTree tree, Void unused) {
            super.visitClass(tree, null);
            return false;
        }

        @Override
        public Boolean visitLambdaExpression(LambdaExpressionTree tree, Void unused) {
            functions++;
            boolean body = carries(tree.getBody());
            functions--;
            return body
                    && tree.getBody() instanceof ExpressionTree expression
                    && carrier(trees.getTypeMirror(new TreePath(getCurrentPath(), expression)));
        }

        @Override
        public Boolean visitMethodInvocation(MethodInvocationTree tree, Void unused) {
            boolean receiver = tree.getMethodSelect() instanceof MemberSelectTree select
                    && carries(select.getExpression());
            Set<Integer> given = new HashSet<>();
            for (int i = 0; i < tree.getArguments().size(); i++) {
                if (carries(tree.getArguments().get(i))) {
                    given.add(i);
                }
            }
            if ((!receiver && given.isEmpty()) || !(here() instanceof ExecutableElement method)) {
                return false;
            }
            TypeElement owner = Types.owner(method);
            String name = Types.name(owner);
            if (LOGS.stream().anyMatch(name::startsWith)) {
                report(
                        Code.SENSITIVE_LOGGED,
                        tree,
                        "is given to " + Types.shortName(method),
                        "leave it out: logs are read by many");
                return false;
            }
            if (ENDS.stream().anyMatch(name::startsWith)) {
                return false;
            }
            if (findings.methods().containsKey(method)) {
                return called(method, given);
            }
            return carrier(trees.getTypeMirror(getCurrentPath())) && types.platform(owner);
        }

        private boolean called(ExecutableElement method, Set<Integer> given) {
            Set<Element> parameters = new HashSet<>();
            List<? extends VariableElement> all = method.getParameters();
            for (int index : given) {
                if (!all.isEmpty()) {
                    parameters.add(all.get(Math.min(index, all.size() - 1)));
                }
            }
            return !parameters.isEmpty() && follow(verb, method, parameters, false);
        }

        @Override
        public Boolean visitNewClass(NewClassTree tree, Void unused) {
            boolean carries = false;
            for (ExpressionTree argument : tree.getArguments()) {
                carries |= carries(argument);
            }
            scan(tree.getClassBody(), null);
            if (!carries || !(here() instanceof ExecutableElement constructor)) {
                return false;
            }
            TypeElement type = Types.owner(constructor);
            if (types.supertypes(type).stream()
                    .anyMatch(t -> Types.name(t).equals("java.lang.Throwable"))) {
                report(
                        Code.SENSITIVE_IN_EXCEPTION,
                        tree,
                        "is put into a " + type.getSimpleName(),
                        "leave it out: messages of exceptions reach logs and callers");
                return false;
            }
            return type.getKind() == javax.lang.model.element.ElementKind.RECORD
                    || CARRIERS.contains(Types.name(type));
        }

        @Override
        public Boolean visitReturn(ReturnTree tree, Void unused) {
            if (carries(tree.getExpression()) && functions == 0) {
                returns = true;
                boolean marked = verb.verb()
                        .effects()
                        .map(e -> e.data().contains(DataTag.SECRETS)
                                || e.data().contains(DataTag.CREDENTIALS))
                        .orElse(false);
                if (top && !marked) {
                    report(
                            Code.SENSITIVE_RETURNED,
                            tree,
                            "is returned",
                            "leave it out, or say data = DataTag.SECRETS in @Effects");
                }
            }
            return false;
        }
    }
}
