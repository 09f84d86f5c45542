package dev.cnv.processor.javac;

import com.sun.source.tree.*;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import dev.cnv.processor.effect.Act;
import dev.cnv.processor.effect.Body;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of one source into facts. The value of an expression is a number of
 * {@link Body}; statements have none.
 *
 * <p>The body of a lambda counts for the method that writes it: whoever is given a function need not
 * answer for it. Besides, each function is kept by its interface, for those who call one from a field.
 */
final class BodyReader extends TreePathScanner<Integer, Void> {

    private final Reading here;
    private final Allocations allocations;
    private final Declarations declarations;
    private final Variables variables;
    private final Assignments assignments;
    private final Concatenations concatenations;
    private final Patterns patterns;
    private final Traversals traversals;
    private final Invocations invocations;
    private final NewObjects objects;
    private final Functions functions;

    BodyReader(
            Trees trees,
            Universe universe,
            OwnedFields owned,
            Findings findings,
            CompilationUnitTree unit) {
        here = new Reading(trees, universe, owned, findings, unit, this);
        allocations = new Allocations(here);
        Initializers initializers = new Initializers(here);
        declarations = new Declarations(here, initializers);
        variables = new Variables(here, allocations, initializers);
        concatenations = new Concatenations(here, allocations);
        assignments = new Assignments(here, allocations, initializers, variables, concatenations);
        patterns = new Patterns(here);
        traversals = new Traversals(here, allocations);
        invocations = new Invocations(here, allocations, variables);
        objects = new NewObjects(here, allocations);
        functions = new Functions(here, allocations, objects);
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
        declarations.type(tree);
        return null;
    }

    @Override
    public @Nullable Integer visitMethod(MethodTree tree, Void unused) {
        declarations.method(tree);
        return null;
    }

    // Variables

    @Override
    public @Nullable Integer visitVariable(VariableTree tree, Void unused) {
        variables.declare(tree);
        return null;
    }

    @Override
    public Integer visitIdentifier(IdentifierTree tree, Void unused) {
        return variables.name(tree);
    }

    @Override
    public Integer visitMemberSelect(MemberSelectTree tree, Void unused) {
        return variables.member(tree);
    }

    @Override
    public Integer visitArrayAccess(ArrayAccessTree tree, Void unused) {
        return variables.element(tree);
    }

    @Override
    public Integer visitAssignment(AssignmentTree tree, Void unused) {
        return assignments.assignment(tree);
    }

    @Override
    public Integer visitCompoundAssignment(CompoundAssignmentTree tree, Void unused) {
        return assignments.compound(tree);
    }

    @Override
    public Integer visitUnary(UnaryTree tree, Void unused) {
        return assignments.unary(tree);
    }

    // Expressions

    @Override
    public Integer visitBinary(BinaryTree tree, Void unused) {
        return concatenations.binary(tree);
    }

    @Override
    public Integer visitParenthesized(ParenthesizedTree tree, Void unused) {
        return here.value(tree.getExpression());
    }

    @Override
    public Integer visitTypeCast(TypeCastTree tree, Void unused) {
        allocations.box(here.type(tree), tree.getExpression());
        return here.value(tree.getExpression());
    }

    @Override
    public Integer visitConditionalExpression(ConditionalExpressionTree tree, Void unused) {
        scan(tree.getCondition(), null);
        int result = here.at().body.join();
        here.at().body.flow(here.value(tree.getTrueExpression()), result);
        here.at().body.flow(here.value(tree.getFalseExpression()), result);
        return here.types.immutable(here.type(tree)) ? Body.FRESH : result;
    }

    @Override
    public Integer visitMethodInvocation(MethodInvocationTree tree, Void unused) {
        return invocations.call(tree);
    }

    @Override
    public Integer visitNewClass(NewClassTree tree, Void unused) {
        return objects.made(tree);
    }

    @Override
    public Integer visitNewArray(NewArrayTree tree, Void unused) {
        return allocations.array(tree);
    }

    @Override
    public Integer visitLambdaExpression(LambdaExpressionTree tree, Void unused) {
        return functions.lambda(tree);
    }

    @Override
    public Integer visitMemberReference(MemberReferenceTree tree, Void unused) {
        return functions.reference(tree);
    }

    // Patterns

    @Override
    public Integer visitBindingPattern(BindingPatternTree tree, Void unused) {
        return patterns.binding(tree);
    }

    @Override
    public Integer visitDeconstructionPattern(DeconstructionPatternTree tree, Void unused) {
        return patterns.deconstruction(tree);
    }

    @Override
    public Integer visitInstanceOf(InstanceOfTree tree, Void unused) {
        return patterns.instance(tree);
    }

    @Override
    public Integer visitSwitch(SwitchTree tree, Void unused) {
        return patterns.statement(tree);
    }

    @Override
    public Integer visitSwitchExpression(SwitchExpressionTree tree, Void unused) {
        return patterns.expression(tree);
    }

    @Override
    public @Nullable Integer visitCase(CaseTree tree, Void unused) {
        patterns.one(tree);
        return null;
    }

    @Override
    public @Nullable Integer visitYield(YieldTree tree, Void unused) {
        patterns.yielded(tree);
        return null;
    }

    // Statements

    @Override
    public @Nullable Integer visitReturn(ReturnTree tree, Void unused) {
        if (tree.getExpression() != null) {
            Frame in = here.at();
            int value = here.value(tree.getExpression());
            if (in.functionResult >= 0) {
                in.body.flow(value, in.functionResult);
            } else {
                allocations.returned(tree);
                in.body.returns(value);
            }
        }
        return null;
    }

    @Override
    public @Nullable Integer visitSynchronized(SynchronizedTree tree, Void unused) {
        here.at().body.act(Act.BLOCKING.bit(), here.place(tree), "synchronized");
        return super.visitSynchronized(tree, null);
    }

    @Override
    public @Nullable Integer visitWhileLoop(WhileLoopTree tree, Void unused) {
        traversals.loop(Loops.bounded(tree), tree);
        return super.visitWhileLoop(tree, null);
    }

    @Override
    public @Nullable Integer visitDoWhileLoop(DoWhileLoopTree tree, Void unused) {
        traversals.loop(Loops.bounded(tree), tree);
        return super.visitDoWhileLoop(tree, null);
    }

    @Override
    public @Nullable Integer visitForLoop(ForLoopTree tree, Void unused) {
        traversals.loop(Loops.bounded(tree), tree);
        return super.visitForLoop(tree, null);
    }

    @Override
    public @Nullable Integer visitEnhancedForLoop(EnhancedForLoopTree tree, Void unused) {
        traversals.each(tree);
        return null;
    }

    @Override
    public @Nullable Integer visitTry(TryTree tree, Void unused) {
        traversals.resources(tree);
        return null;
    }
}
