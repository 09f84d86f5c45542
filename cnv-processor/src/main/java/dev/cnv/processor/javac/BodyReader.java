package dev.cnv.processor.javac;

import com.sun.source.tree.*;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import dev.cnv.processor.effect.Act;
import dev.cnv.processor.effect.Body;
import dev.cnv.processor.effect.Node;
import dev.cnv.processor.read.Marks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of one source into facts. The value of an expression is a number of
 * {@link Body}; statements have none.
 *
 * <p>The body of a lambda counts for the method that writes it: whoever is given a function need not
 * answer for it. Besides, each function is kept by its interface, for those who call one from a field.
 */
final class BodyReader extends TreePathScanner<Integer, Void> {

    private static final Set<String> OF_OBJECTS = Set.of(
            "toString",
            "equals",
            "hashCode",
            "compareTo",
            "finalize",
            "clone",
            "writeObject",
            "writeReplace");

    private final Trees trees;
    private final Universe universe;
    private final Types types;
    private final OwnedFields owned;
    private final Findings findings;
    private final CompilationUnitTree unit;
    private @Nullable Frame frame;
    private Frame.@Nullable Scope scope;
    private final Map<TypeElement, Initializers> initializers = new HashMap<>();

    private record Initializers(Frame ofInstances, Frame ofClass, Node instances, Node type) {}

    BodyReader(
            Trees trees,
            Universe universe,
            OwnedFields owned,
            Findings findings,
            CompilationUnitTree unit) {
        this.trees = trees;
        this.universe = universe;
        this.types = universe.types();
        this.owned = owned;
        this.findings = findings;
        this.unit = unit;
    }

    // What a node is, where it is

    private @Nullable Element element() {
        Element found = trees.getElement(getCurrentPath());
        if (found == null || found.asType().getKind() == TypeKind.ERROR) {
            findings.broken();
        }
        return found;
    }

    private @Nullable TypeMirror type(Tree tree) {
        TypeMirror type = trees.getTypeMirror(new TreePath(getCurrentPath(), tree));
        if (type != null && type.getKind() == TypeKind.ERROR) {
            findings.broken();
        }
        return type;
    }

    // What javac has resolved has a type, even where it is wrong.
    private void resolved() {
        if (trees.getTypeMirror(getCurrentPath()) == null) {
            findings.unattributed(unit);
        }
    }

    private TreePlace place(Tree tree) {
        return new TreePlace(unit, tree, trees.getSourcePositions());
    }

    private Frame at() {
        if (frame == null) {
            throw new IllegalStateException(
                    "code outside of a method: " + getCurrentPath().getLeaf());
        }
        return frame;
    }

    private int value(@Nullable Tree tree) {
        Integer value = tree == null ? null : scan(tree, null);
        return value == null ? Body.FRESH : value;
    }

    private void allocate(Tree tree, String what) {
        Frame in = at();
        if (!in.allocates) {
            in.allocates = true;
            in.body.act(Act.ALLOCATION.bit(), place(tree), what);
        }
    }

    /** A primitive that becomes an object. */
    private void box(@Nullable TypeMirror to, Tree expression) {
        if (to != null
                && !to.getKind().isPrimitive()
                && to.getKind() != TypeKind.VOID
                && !at().allocates) {
            TypeMirror from = type(expression);
            if (from != null && from.getKind().isPrimitive()) {
                allocate(expression, "boxing of " + from);
            }
        }
    }

    // Classes and methods

    @Override
    public @Nullable Integer visitCompilationUnit(CompilationUnitTree tree, Void unused) {
        for (Tree member : tree.getTypeDecls()) {
            if (member instanceof ClassTree) {
                scan(member, null);
            }
        }
        return null;
    }

    @Override
    public @Nullable Integer visitModifiers(ModifiersTree tree, Void unused) {
        return null;
    }

    @Override
    public @Nullable Integer visitClass(ClassTree tree, Void unused) {
        if (!(element() instanceof TypeElement type)) {
            findings.unattributed(unit);
            return null;
        }
        if (findings.generated(type)) {
            return null;
        }
        Frame.Scope outerScope = scope;
        Frame outerFrame = frame;
        scope = new Frame.Scope(type, outerFrame);
        Initializers made = initializers(type);
        for (Tree member : tree.getMembers()) {
            frame = outerFrame;
            switch (member) {
                case VariableTree field -> field(field, made);
                case BlockTree block -> {
                    frame = block.isStatic() ? made.ofClass() : made.ofInstances();
                    scan(block, null);
                }
                default -> {
                    if (member instanceof ClassTree) {
                        frame = null;
                    }
                    scan(member, null);
                }
            }
        }
        close(made.ofInstances(), made.instances());
        accessors(type);
        initializeAbove(type, made.ofClass(), tree);
        close(made.ofClass(), made.type());
        Frame.Scope own = scope;
        scope = outerScope;
        frame = outerFrame;
        if (type.getNestingKind() == NestingKind.ANONYMOUS && outerFrame != null && own != null) {
            anonymous(own, outerFrame, tree);
        }
        return null;
    }

    /** Whoever makes an anonymous object answers for all that it does. */
    private void anonymous(Frame.Scope own, Frame outer, ClassTree tree) {
        if (!outer.isStatic) {
            outer.body.flow(outer.self, own.closure);
        }
        int object = outer.body.copy(own.closure);
        outer.body.store(own.closure, object);
        for (Element method : own.made) {
            if (method instanceof ExecutableElement executable) {
                int[] arguments = arguments(executable, object);
                outer.body.call(() -> List.of(universe.node(executable)), arguments, place(tree));
            }
        }
    }

    private static int[] arguments(ExecutableElement method, int all) {
        int[] arguments = new int[method.getParameters().size() + 1];
        java.util.Arrays.fill(arguments, all);
        return arguments;
    }

    private Initializers initializers(TypeElement type) {
        return initializers.computeIfAbsent(type, t -> {
            String name = t.getSimpleName().toString();
            return new Initializers(
                    new Frame(t, scope, false),
                    new Frame(t, scope, true),
                    Node.of(name + " fields"),
                    universe.initial(t));
        });
    }

    private void close(Frame closed, Node node) {
        node.body(closed.body);
        functions(closed);
    }

    /** What nobody wrote of a record: methods that answer with its parts. */
    private void accessors(TypeElement type) {
        for (RecordComponentElement component : type.getRecordComponents()) {
            ExecutableElement accessor = component.getAccessor();
            if (accessor != null && universe.node(accessor).body() == null) {
                Body body = new Body();
                body.returns(body.load(body.slot(0)));
                universe.node(accessor).body(body);
            }
        }
    }

    /** The classes above a class are initialised before it. */
    private void initializeAbove(TypeElement type, Frame ofClass, Tree tree) {
        Types.element(type.getSuperclass())
                .filter(universe::known)
                .ifPresent(above -> ofClass.body.call(
                        () -> List.of(universe.initial(above)),
                        new int[] {Body.FRESH},
                        place(tree)));
    }

    private void functions(Frame closed) {
        for (Frame.Function function : closed.functions) {
            Node node = Node.folded(function.name());
            node.body(closed.body.part(function.from(), function.to()));
            universe.function(function.type(), node);
        }
    }

    private void field(VariableTree field, Initializers made) {
        if (field.getInitializer() == null) {
            return;
        }
        boolean isStatic = field.getModifiers().getFlags().contains(Modifier.STATIC)
                || scope == null
                || scope.type.getKind().isInterface();
        frame = isStatic ? made.ofClass() : made.ofInstances();
        TreePath path = new TreePath(getCurrentPath(), field);
        Element element = trees.getElement(path);
        int value = value(field.getInitializer());
        if (!isStatic && element != null) {
            at().body.store(value, at().self);
        }
    }

    @Override
    public @Nullable Integer visitMethod(MethodTree tree, Void unused) {
        if (!(element() instanceof ExecutableElement method)) {
            return null;
        }
        if (scope != null) {
            scope.made.add(method);
        }
        findings.method(method, tree, unit);
        if (tree.getBody() == null) {
            return null;
        }
        Frame before = frame;
        Frame own = new Frame(
                Types.owner(method), scope, method.getModifiers().contains(Modifier.STATIC));
        frame = own;
        for (int i = 0; i < tree.getParameters().size(); i++) {
            VariableElement parameter = method.getParameters().get(i);
            int slot = types.immutable(parameter.asType()) ? Body.FRESH : own.body.slot(i + 1);
            int variable = own.body.join();
            own.body.flow(slot, variable);
            own.declare(parameter, variable);
            Element declared = trees.getElement(
                    new TreePath(getCurrentPath(), tree.getParameters().get(i)));
            if (declared != null) {
                own.declare(declared, variable);
            }
        }
        if (method.getModifiers().contains(Modifier.SYNCHRONIZED)) {
            own.body.act(Act.BLOCKING.bit(), place(tree), "synchronized");
        }
        scan(tree.getBody(), null);
        initialize(method, tree, own);
        universe.node(method).body(own.body);
        functions(own);
        frame = before;
        return null;
    }

    /** A constructor runs its fields' initializers, and the first use of a class those of its own. */
    private void initialize(ExecutableElement method, MethodTree tree, Frame own) {
        Initializers made = initializers(own.type);
        if (method.getKind() == ElementKind.CONSTRUCTOR && !own.callsThis) {
            own.body.call(() -> List.of(made.instances()), new int[] {own.self}, place(tree));
            if (!own.callsSuper) {
                Types.element(own.type.getSuperclass())
                        .filter(above -> !types.platform(above))
                        .flatMap(above -> types.method(above, "<init>", "()"))
                        .ifPresent(above -> own.body.call(
                                universe.targets(above, null), new int[] {own.self}, place(tree)));
            }
            if (own.type.getKind() == ElementKind.RECORD && tree.getParameters().isEmpty()) {
                return;
            }
        }
        if (own.isStatic || method.getKind() == ElementKind.CONSTRUCTOR) {
            own.body.call(() -> List.of(made.type()), new int[] {Body.FRESH}, place(tree));
        }
    }

    // Variables

    @Override
    public @Nullable Integer visitVariable(VariableTree tree, Void unused) {
        Element variable = element();
        if (variable == null) {
            return null;
        }
        int held = at().body.join();
        at().declare(variable, held);
        if (variable.getKind() == ElementKind.EXCEPTION_PARAMETER) {
            // Whoever threw it knows what is in it.
            at().body.store(Body.SHARED, held);
        }
        if (tree.getInitializer() != null) {
            box(variable.asType(), tree.getInitializer());
            int value = value(tree.getInitializer());
            if (!types.immutable(variable.asType())) {
                at().body.flow(value, held);
            }
        }
        return null;
    }

    @Override
    public Integer visitBindingPattern(BindingPatternTree tree, Void unused) {
        Element variable = trees.getElement(new TreePath(getCurrentPath(), tree.getVariable()));
        if (variable != null) {
            int held = at().body.join();
            at().body.flow(at().matched, held);
            at().body.flow(at().body.load(at().matched), held);
            at().declare(variable, held);
        }
        return Body.FRESH;
    }

    /** The parts of a record are read by its accessors, which may be written by hand. */
    @Override
    public Integer visitDeconstructionPattern(DeconstructionPatternTree tree, Void unused) {
        int whole = at().matched;
        List<? extends RecordComponentElement> components = Types.element(
                        type(tree.getDeconstructor()))
                .map(TypeElement::getRecordComponents)
                .orElse(List.of());
        for (int i = 0; i < tree.getNestedPatterns().size(); i++) {
            int part = at().body.join();
            at().body.flow(whole, part);
            at().body.flow(at().body.load(whole), part);
            if (i < components.size() && components.get(i).getAccessor() != null) {
                int read = universe.call(
                        at().body,
                        components.get(i).getAccessor(),
                        null,
                        new int[] {whole},
                        place(tree),
                        at().type);
                at().body.flow(read, part);
            }
            PatternTree nested = tree.getNestedPatterns().get(i);
            matching(part, () -> scan(nested, null));
        }
        return Body.FRESH;
    }

    @Override
    public Integer visitIdentifier(IdentifierTree tree, Void unused) {
        Element element = element();
        if (element == null) {
            return Body.FRESH;
        }
        Frame in = at();
        String name = tree.getName().toString();
        if (name.equals("this") || name.equals("super")) {
            in.captures = true;
            return in.self;
        }
        return switch (element.getKind()) {
            case LOCAL_VARIABLE,
                    PARAMETER,
                    EXCEPTION_PARAMETER,
                    RESOURCE_VARIABLE,
                    BINDING_VARIABLE -> {
                if (in.functionResult >= 0) {
                    in.captures = true;
                }
                yield types.immutable(element.asType())
                        ? Body.FRESH
                        : types.shared(element.asType()) ? Body.SHARED : in.variable(element);
            }
            case FIELD, ENUM_CONSTANT -> {
                boolean isStatic = element.getModifiers().contains(Modifier.STATIC);
                int object = isStatic ? Body.FRESH : implicit(Types.owner(element));
                yield field((VariableElement) element, object, in);
            }
            default -> Body.FRESH;
        };
    }

    private int field(VariableElement field, int object, Frame in) {
        if (!field.getModifiers().contains(Modifier.STATIC)) {
            in.captures = true;
        }
        if (field.getModifiers().contains(Modifier.STATIC) && !(in.isStatic && initializing(in))) {
            if (universe.read(in.body, field, in.type, place(getCurrentPath().getLeaf()))) {
                return Body.FRESH;
            }
        }
        if (types.immutable(field.asType()) || field.getConstantValue() != null) {
            return Body.FRESH;
        }
        if (field.getModifiers().contains(Modifier.STATIC)) {
            return Body.SHARED;
        }
        return owned.owned(field) ? object : in.body.load(object);
    }

    private boolean initializing(Frame in) {
        return scope != null && in == initializers(scope.type).ofClass();
    }

    @Override
    public Integer visitMemberSelect(MemberSelectTree tree, Void unused) {
        Element element = element();
        if (element == null) {
            return Body.FRESH;
        }
        String name = tree.getIdentifier().toString();
        if (name.equals("this") || name.equals("super")) {
            at().captures = true;
            TypeElement named = Types.element(type(tree)).orElse(at().type);
            return named.equals(at().type) ? at().self : at().body.load(at().self);
        }
        if (name.equals("class") || name.equals("length") || !element.getKind().isField()) {
            if (name.equals("length")) {
                scan(tree.getExpression(), null);
            }
            return Body.FRESH;
        }
        boolean isStatic = element.getModifiers().contains(Modifier.STATIC);
        int object = isStatic ? Body.FRESH : value(tree.getExpression());
        return field((VariableElement) element, object, at());
    }

    @Override
    public Integer visitArrayAccess(ArrayAccessTree tree, Void unused) {
        int array = value(tree.getExpression());
        scan(tree.getIndex(), null);
        return types.immutable(type(tree)) ? Body.FRESH : at().body.load(array);
    }

    // Assignments

    @Override
    public Integer visitAssignment(AssignmentTree tree, Void unused) {
        box(type(tree.getVariable()), tree.getExpression());
        int value = value(tree.getExpression());
        assign(tree.getVariable(), value);
        return value;
    }

    private void assign(ExpressionTree target, int value) {
        switch (target) {
            case ParenthesizedTree parens -> assign(parens.getExpression(), value);
            case ArrayAccessTree access -> {
                int array = value(access.getExpression());
                scan(access.getIndex(), null);
                change(array, access, "an element of an array", value);
            }
            default -> assignVariable(target, value);
        }
    }

    private void assignVariable(ExpressionTree target, int value) {
        Element element = trees.getElement(new TreePath(getCurrentPath(), target));
        if (!(element instanceof VariableElement variable)) {
            findings.broken();
            return;
        }
        if (variable.getKind() != ElementKind.FIELD) {
            if (!types.immutable(variable.asType())) {
                at().body.flow(value, at().variable(variable));
            }
            return;
        }
        String what = "assignment to " + Types.owner(variable).getSimpleName() + "."
                + variable.getSimpleName();
        if (variable.getModifiers().contains(Modifier.STATIC)) {
            universe.read(at().body, variable, at().type, place(target));
            if (!initializing(at())) {
                change(Body.SHARED, target, what, value);
            }
        } else {
            int object = target instanceof MemberSelectTree select
                    ? value(select.getExpression())
                    : implicit(Types.owner(variable));
            change(object, target, what, value);
        }
    }

    private void change(int object, Tree tree, String what, int value) {
        at().body.change(object, place(tree), what);
        at().body.store(value, object);
    }

    /** The object that a member without a qualifier belongs to. */
    private int implicit(TypeElement owner) {
        Frame in = at();
        in.captures = true;
        boolean here = in.type.equals(owner) || types.supertypes(in.type).contains(owner);
        return here ? in.self : in.body.load(in.self);
    }

    @Override
    public Integer visitCompoundAssignment(CompoundAssignmentTree tree, Void unused) {
        int added = value(tree.getExpression());
        TypeMirror type = type(tree.getVariable());
        if (tree.getKind() == Tree.Kind.PLUS_ASSIGNMENT && isString(type)) {
            allocate(tree, "string concatenation");
            shown(tree.getExpression(), added);
        } else if (type != null && !type.getKind().isPrimitive()) {
            allocate(
                    tree,
                    "boxing of the result of "
                            + tree.getKind().name().toLowerCase(java.util.Locale.ROOT));
        }
        assign(tree.getVariable(), Body.FRESH);
        return Body.FRESH;
    }

    @Override
    public Integer visitUnary(UnaryTree tree, Void unused) {
        switch (tree.getKind()) {
            case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT -> {
                TypeMirror type = type(tree.getExpression());
                if (type != null && !type.getKind().isPrimitive()) {
                    allocate(tree, "boxing of a counter");
                }
                assign(tree.getExpression(), Body.FRESH);
            }
            default -> scan(tree.getExpression(), null);
        }
        return Body.FRESH;
    }

    // Expressions

    @Override
    public Integer visitBinary(BinaryTree tree, Void unused) {
        boolean sum = tree.getKind() == Tree.Kind.PLUS;
        int left = value(tree.getLeftOperand());
        int right = value(tree.getRightOperand());
        if (sum && isString(type(tree)) && !constant(tree)) {
            allocate(tree, "string concatenation");
            shown(tree.getLeftOperand(), left);
            shown(tree.getRightOperand(), right);
        }
        return Body.FRESH;
    }

    /** What becomes part of a text is asked for its own. */
    private void shown(ExpressionTree tree, int value) {
        Types.element(type(tree))
                .filter(type -> !types.platform(type))
                .ifPresent(type -> types.method(type, "toString", "()")
                        .ifPresent(method -> universe.call(
                                at().body,
                                method,
                                type,
                                new int[] {value},
                                place(tree),
                                at().type)));
    }

    private boolean constant(ExpressionTree tree) {
        return switch (tree) {
            case LiteralTree _ -> true;
            case BinaryTree binary ->
                constant(binary.getLeftOperand()) && constant(binary.getRightOperand());
            case ParenthesizedTree parens -> constant(parens.getExpression());
            default ->
                trees.getElement(new TreePath(getCurrentPath(), tree))
                                instanceof VariableElement variable
                        && variable.getConstantValue() != null;
        };
    }

    private static boolean isString(@Nullable TypeMirror type) {
        return Types.element(type)
                .map(t -> t.getQualifiedName().contentEquals("java.lang.String"))
                .orElse(false);
    }

    @Override
    public Integer visitParenthesized(ParenthesizedTree tree, Void unused) {
        return value(tree.getExpression());
    }

    @Override
    public Integer visitTypeCast(TypeCastTree tree, Void unused) {
        box(type(tree), tree.getExpression());
        return value(tree.getExpression());
    }

    @Override
    public Integer visitConditionalExpression(ConditionalExpressionTree tree, Void unused) {
        scan(tree.getCondition(), null);
        int result = at().body.join();
        at().body.flow(value(tree.getTrueExpression()), result);
        at().body.flow(value(tree.getFalseExpression()), result);
        return types.immutable(type(tree)) ? Body.FRESH : result;
    }

    @Override
    public Integer visitInstanceOf(InstanceOfTree tree, Void unused) {
        int value = value(tree.getExpression());
        if (tree.getPattern() != null) {
            matching(value, () -> scan(tree.getPattern(), null));
        }
        return Body.FRESH;
    }

    private void matching(int value, Runnable inside) {
        int before = at().matched;
        at().matched = value;
        inside.run();
        at().matched = before;
    }

    @Override
    public Integer visitSwitch(SwitchTree tree, Void unused) {
        matching(value(tree.getExpression()), () -> scan(tree.getCases(), null));
        return Body.FRESH;
    }

    @Override
    public Integer visitSwitchExpression(SwitchExpressionTree tree, Void unused) {
        int before = at().yielded;
        int result = at().body.join();
        at().yielded = result;
        matching(value(tree.getExpression()), () -> scan(tree.getCases(), null));
        at().yielded = before;
        return types.immutable(type(tree)) ? Body.FRESH : result;
    }

    @Override
    public @Nullable Integer visitCase(CaseTree tree, Void unused) {
        scan(tree.getLabels(), null);
        scan(tree.getGuard(), null);
        scan(tree.getStatements(), null);
        if (tree.getBody() instanceof ExpressionTree expression) {
            at().body.flow(value(expression), yieldTarget());
        } else {
            scan(tree.getBody(), null);
        }
        return null;
    }

    private int yieldTarget() {
        return at().yielded == Body.FRESH ? at().body.join() : at().yielded;
    }

    @Override
    public @Nullable Integer visitYield(YieldTree tree, Void unused) {
        at().body.flow(value(tree.getValue()), yieldTarget());
        return null;
    }

    @Override
    public @Nullable Integer visitReturn(ReturnTree tree, Void unused) {
        if (tree.getExpression() != null) {
            Frame in = at();
            int value = value(tree.getExpression());
            if (in.functionResult >= 0) {
                in.body.flow(value, in.functionResult);
            } else {
                returnBoxed(tree);
                in.body.returns(value);
            }
        }
        return null;
    }

    private void returnBoxed(ReturnTree tree) {
        for (TreePath path = getCurrentPath(); path != null; path = path.getParentPath()) {
            if (path.getLeaf() instanceof MethodTree) {
                if (trees.getElement(path) instanceof ExecutableElement method) {
                    box(method.getReturnType(), tree.getExpression());
                }
                return;
            }
        }
    }

    @Override
    public Integer visitNewArray(NewArrayTree tree, Void unused) {
        allocate(tree, "new array");
        scan(tree.getDimensions(), null);
        int array = at().body.join();
        if (tree.getInitializers() != null) {
            for (ExpressionTree element : tree.getInitializers()) {
                at().body.store(value(element), array);
            }
        }
        return array;
    }

    // Statements that wait or go on

    @Override
    public @Nullable Integer visitSynchronized(SynchronizedTree tree, Void unused) {
        at().body.act(Act.BLOCKING.bit(), place(tree), "synchronized");
        return super.visitSynchronized(tree, null);
    }

    @Override
    public @Nullable Integer visitWhileLoop(WhileLoopTree tree, Void unused) {
        loop(Loops.bounded(tree), tree);
        return super.visitWhileLoop(tree, null);
    }

    @Override
    public @Nullable Integer visitDoWhileLoop(DoWhileLoopTree tree, Void unused) {
        loop(Loops.bounded(tree), tree);
        return super.visitDoWhileLoop(tree, null);
    }

    @Override
    public @Nullable Integer visitForLoop(ForLoopTree tree, Void unused) {
        loop(Loops.bounded(tree), tree);
        return super.visitForLoop(tree, null);
    }

    private void loop(boolean bounded, Tree tree) {
        if (!bounded) {
            at().body.act(Act.LOOP.bit(), place(tree), "loop");
        }
    }

    @Override
    public @Nullable Integer visitEnhancedForLoop(EnhancedForLoopTree tree, Void unused) {
        int all = value(tree.getExpression());
        TypeMirror type = type(tree.getExpression());
        if (!(type instanceof ArrayType)) {
            allocate(tree, "iterator of a for loop");
            Types.element(type)
                    .filter(t -> !types.platform(t))
                    .flatMap(t -> types.method(t, "iterator", "()"))
                    .ifPresent(m -> universe.call(
                            at().body,
                            m,
                            Types.element(type).orElse(null),
                            new int[] {all},
                            place(tree),
                            at().type));
        }
        scan(tree.getVariable(), null);
        Element variable = trees.getElement(new TreePath(getCurrentPath(), tree.getVariable()));
        if (variable != null && !types.immutable(variable.asType())) {
            at().body.flow(at().body.load(all), at().variable(variable));
        }
        scan(tree.getStatement(), null);
        return null;
    }

    @Override
    public @Nullable Integer visitTry(TryTree tree, Void unused) {
        for (Tree resource : tree.getResources()) {
            Integer given = scan(resource, null);
            Element variable = trees.getElement(new TreePath(getCurrentPath(), resource));
            if (variable != null) {
                int held = resource instanceof VariableTree
                        ? at().variable(variable)
                        : given == null ? Body.FRESH : given;
                Types.element(variable.asType())
                        .ifPresent(type -> close(type, held, place(resource)));
            }
        }
        scan(tree.getBlock(), null);
        scan(tree.getCatches(), null);
        scan(tree.getFinallyBlock(), null);
        return null;
    }

    private void close(TypeElement type, int held, TreePlace place) {
        types.method(type, "close", "()")
                .ifPresent(close ->
                        universe.call(at().body, close, type, new int[] {held}, place, at().type));
    }

    // Calls

    @Override
    public Integer visitMethodInvocation(MethodInvocationTree tree, Void unused) {
        resolved();
        Element element = element();
        ExpressionTree select = tree.getMethodSelect();
        if (!(element instanceof ExecutableElement method)) {
            scan(select, null);
            scan(tree.getArguments(), null);
            return Body.FRESH;
        }
        boolean isStatic = method.getModifiers().contains(Modifier.STATIC);
        TypeElement receiver = null;
        int object = Body.FRESH;
        if (select instanceof MemberSelectTree qualified) {
            if (!isStatic) {
                object = value(qualified.getExpression());
                receiver = qualified.getExpression().toString().endsWith("super")
                        ? null
                        : Types.element(type(qualified.getExpression()))
                                .orElse(Types.owner(method));
            }
        } else if (method.getKind() == ElementKind.CONSTRUCTOR) {
            object = at().self;
            String name = select.toString();
            at().callsThis |= name.equals("this");
            at().callsSuper |= name.equals("super");
        } else if (!isStatic) {
            object = implicit(Types.owner(method));
            receiver = at().type;
            if (!types.supertypes(receiver).contains(Types.owner(method))) {
                receiver = Types.owner(method);
            }
        }
        if (select instanceof MemberSelectTree qualified
                && type(qualified.getExpression()) instanceof ArrayType) {
            allocate(tree, "clone of an array");
            return at().body.copy(object);
        }
        findings.call(method, place(tree), at(), getCurrentPath());
        if (method.getSimpleName().contentEquals("forName")) {
            named(method, tree);
        }
        return invoke(tree, method, receiver, object, tree.getArguments());
    }

    /** To look for a class by its name is to use it. Of a name that is made at run time nothing is known. */
    private void named(ExecutableElement method, MethodInvocationTree tree) {
        if (!Types.name(Types.owner(method)).equals("java.lang.Class")) {
            return;
        }
        for (ExpressionTree argument : tree.getArguments()) {
            Object constant = argument instanceof LiteralTree literal
                    ? literal.getValue()
                    : trees.getElement(new TreePath(getCurrentPath(), argument))
                                    instanceof VariableElement variable
                            ? variable.getConstantValue()
                            : null;
            if (constant instanceof String name) {
                universe.named(at().body, name, at().type, place(tree));
            }
        }
    }

    private int invoke(
            Tree tree,
            ExecutableElement method,
            @Nullable TypeElement receiver,
            int object,
            List<? extends ExpressionTree> given) {
        Frame in = at();
        int[] arguments = new int[Math.max(method.getParameters().size(), given.size()) + 1];
        arguments[0] = object;
        int input = in.body.join();
        in.body.flow(object, input);
        in.body.flow(in.body.load(object), input);
        List<Integer> functions = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (isFunction(given.get(i))) {
                functions.add(i);
            } else {
                arguments[i + 1] = value(given.get(i));
                in.body.flow(arguments[i + 1], input);
                in.body.flow(in.body.load(arguments[i + 1]), input);
                boxArgument(method, i, given.get(i));
            }
        }
        varargs(tree, method, given);
        int results = in.body.join();
        for (int i : functions) {
            int before = in.functionInput;
            in.functionInput = input;
            arguments[i + 1] = value(given.get(i));
            in.functionInput = before;
            in.body.flow(in.body.load(arguments[i + 1]), results);
        }
        int result = universe.call(in.body, method, receiver, arguments, place(tree), in.type);
        if (types.shared(type(tree))) {
            return Body.SHARED;
        }
        if (functions.isEmpty() || types.immutable(method.getReturnType())) {
            return result;
        }
        in.body.flow(result, results);
        return results;
    }

    private static boolean isFunction(ExpressionTree tree) {
        return switch (tree) {
            case LambdaExpressionTree _, MemberReferenceTree _ -> true;
            case ParenthesizedTree parens -> isFunction(parens.getExpression());
            case TypeCastTree cast -> isFunction(cast.getExpression());
            default -> false;
        };
    }

    private void boxArgument(ExecutableElement method, int index, ExpressionTree given) {
        List<? extends VariableElement> parameters = method.getParameters();
        if (!at().allocates && !parameters.isEmpty()) {
            TypeMirror to =
                    parameters.get(Math.min(index, parameters.size() - 1)).asType();
            if (method.isVarArgs()
                    && index >= parameters.size() - 1
                    && to instanceof ArrayType array) {
                to = array.getComponentType();
            }
            box(to, given);
        }
    }

    private void varargs(
            Tree tree, ExecutableElement method, List<? extends ExpressionTree> given) {
        if (!method.isVarArgs() || at().allocates) {
            return;
        }
        int count = method.getParameters().size();
        boolean asArray = given.size() == count
                && (type(given.getLast()) instanceof ArrayType
                        || type(given.getLast()) == null
                        || given.getLast().getKind() == Tree.Kind.NULL_LITERAL);
        if (!asArray) {
            allocate(tree, "array for the variable arguments of " + Types.shortName(method));
        }
    }

    @Override
    public Integer visitNewClass(NewClassTree tree, Void unused) {
        resolved();
        allocate(tree, "new " + tree.getIdentifier());
        int enclosing = value(tree.getEnclosingExpression());
        if (tree.getClassBody() != null) {
            scan(tree.getClassBody(), null);
        }
        int object = at().body.join();
        if (!(element() instanceof ExecutableElement constructor)) {
            scan(tree.getArguments(), null);
            return object;
        }
        TypeElement type = Types.owner(constructor);
        at().body.store(enclosing, object);
        if (!type.getModifiers().contains(Modifier.STATIC)
                && type.getNestingKind() != NestingKind.TOP_LEVEL
                && !at().isStatic) {
            at().body.store(at().self, object);
        }
        invokeConstructor(tree, constructor, object);
        if (universe.known(type)) {
            functionObject(type, object, tree);
        }
        return object;
    }

    private void invokeConstructor(NewClassTree tree, ExecutableElement constructor, int object) {
        Frame in = at();
        List<? extends ExpressionTree> given = tree.getArguments();
        int[] arguments = new int[Math.max(constructor.getParameters().size(), given.size()) + 1];
        arguments[0] = object;
        boolean anonymous = tree.getClassBody() != null;
        for (int i = 0; i < given.size(); i++) {
            arguments[i + 1] = value(given.get(i));
            in.body.store(arguments[i + 1], object);
            boxArgument(constructor, i, given.get(i));
        }
        if (!anonymous || !Types.owner(constructor).getKind().isInterface()) {
            universe.call(in.body, constructor, null, arguments, place(tree), in.type);
        }
    }

    /** An object of a class that extends one of the JDK's types is a bundle of functions. */
    private void functionObject(TypeElement type, int object, Tree tree) {
        for (ExecutableElement method : universe.callbacks(type)) {
            int[] arguments = arguments(method, object);
            if (ofObject(method)) {
                at().body.causes(() -> List.of(universe.node(method)), arguments, place(tree));
            } else {
                at().body.call(() -> List.of(universe.node(method)), arguments, place(tree));
            }
        }
        for (TypeElement above : types.supertypes(type)) {
            if (types.platform(above) && Marks.functional(above)) {
                types.functionOf(above)
                        .flatMap(function -> universe.callbacks(type).stream()
                                .filter(m -> m.getSimpleName().equals(function.getSimpleName()))
                                .findFirst())
                        .ifPresent(method -> universe.function(above, universe.node(method)));
            }
        }
    }

    /** Every object has them; that one is made does not mean that anybody calls them. */
    private static boolean ofObject(ExecutableElement method) {
        return OF_OBJECTS.contains(method.getSimpleName().toString());
    }

    // Functions

    @Override
    public Integer visitLambdaExpression(LambdaExpressionTree tree, Void unused) {
        Frame in = at();
        int result = in.body.join();
        int outerResult = in.functionResult;
        int input = in.functionInput;
        boolean outerCaptures = in.captures;
        boolean outerAllocates = in.allocates;
        in.captures = false;
        in.allocates = false;
        in.functionResult = result;
        in.functionInput = Body.FRESH;
        int from = in.body.size();
        for (VariableTree parameter : tree.getParameters()) {
            Element variable = trees.getElement(new TreePath(getCurrentPath(), parameter));
            if (variable != null) {
                int held = in.body.join();
                in.body.flow(input, held);
                in.declare(variable, held);
            }
        }
        boolean captured = lambdaBody(tree, in, result);
        in.functionResult = outerResult;
        in.functionInput = input;
        in.allocates = outerAllocates;
        register(tree, in, from);
        if (captured) {
            allocate(tree, "lambda that captures");
        }
        in.captures = outerCaptures || captured;
        return in.body.copy(result);
    }

    private boolean lambdaBody(LambdaExpressionTree tree, Frame in, int result) {
        if (tree.getBody() instanceof ExpressionTree expression) {
            in.body.flow(value(expression), result);
        } else {
            scan(tree.getBody(), null);
        }
        return in.captures;
    }

    private void register(ExpressionTree tree, Frame in, int from) {
        TypeMirror type = trees.getTypeMirror(getCurrentPath());
        int to = in.body.size();
        Types.element(type)
                .ifPresent(function -> in.functions.add(new Frame.Function(
                        from,
                        to,
                        function,
                        "a " + function.getSimpleName() + " in " + in.type.getSimpleName()
                                + place(tree).text())));
    }

    @Override
    public Integer visitMemberReference(MemberReferenceTree tree, Void unused) {
        Frame in = at();
        int bound = Body.FRESH;
        Element qualifier =
                trees.getElement(new TreePath(getCurrentPath(), tree.getQualifierExpression()));
        boolean onType = qualifier instanceof TypeElement;
        if ((!onType && qualifier != null)
                || !(tree.getQualifierExpression() instanceof IdentifierTree)) {
            bound = value(tree.getQualifierExpression());
        }
        int from = in.body.size();
        int input = in.functionInput;
        int result = Body.FRESH;
        if (element() instanceof ExecutableElement method) {
            int[] arguments = arguments(method, input);
            boolean constructor = method.getKind() == ElementKind.CONSTRUCTOR;
            boolean isStatic = method.getModifiers().contains(Modifier.STATIC);
            arguments[0] =
                    constructor ? in.body.join() : isStatic ? Body.FRESH : onType ? input : bound;
            TypeElement receiver = constructor || isStatic
                    ? null
                    : Types.element(type(tree.getQualifierExpression()))
                            .orElse(Types.owner(method));
            findings.call(method, place(tree), in, getCurrentPath());
            result = universe.call(in.body, method, receiver, arguments, place(tree), in.type);
            if (constructor) {
                in.body.store(input, arguments[0]);
                result = arguments[0];
                if (universe.known(Types.owner(method))) {
                    functionObject(Types.owner(method), result, tree);
                }
            }
        }
        register(tree, in, from);
        if (bound != Body.FRESH) {
            allocate(tree, "method reference that captures");
        }
        int function = in.body.join();
        in.body.store(result, function);
        return function;
    }
}
