package dev.cnv.processor.javac;

import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import dev.cnv.processor.effect.Body;
import dev.cnv.processor.read.Marks;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;

/**
 * Functions that a body writes: lambdas and method references.
 */
final class Functions {

    private final Reading here;
    private final Allocations allocations;
    private final NewObjects objects;

    Functions(Reading here, Allocations allocations, NewObjects objects) {
        this.here = here;
        this.allocations = allocations;
        this.objects = objects;
    }

    int lambda(LambdaExpressionTree tree) {
        Frame in = here.at();
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
            Element variable = here.element(parameter);
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
            allocations.add(tree, "lambda that captures");
        }
        in.captures = outerCaptures || captured;
        return in.body.copy(result);
    }

    private boolean lambdaBody(LambdaExpressionTree tree, Frame in, int result) {
        if (tree.getBody() instanceof ExpressionTree expression) {
            in.body.flow(here.value(expression), result);
        } else {
            here.scan(tree.getBody());
        }
        return in.captures;
    }

    private void register(ExpressionTree tree, Frame in, int from) {
        TypeMirror type = here.trees.getTypeMirror(here.path());
        int to = in.body.size();
        Types.element(type)
                .ifPresent(function -> in.functions.add(new Frame.Function(
                        from,
                        to,
                        function,
                        "a " + function.getSimpleName() + " in " + in.type.getSimpleName()
                                + here.place(tree).text())));
    }

    int reference(MemberReferenceTree tree) {
        Frame in = here.at();
        int bound = Body.FRESH;
        Element qualifier = here.element(tree.getQualifierExpression());
        boolean onType = qualifier instanceof TypeElement;
        if ((!onType && qualifier != null)
                || !(tree.getQualifierExpression() instanceof IdentifierTree)) {
            bound = here.value(tree.getQualifierExpression());
        }
        int from = in.body.size();
        int input = in.functionInput;
        int result = Body.FRESH;
        if (here.element() instanceof ExecutableElement method) {
            int[] arguments = Frame.arguments(method, input);
            boolean constructor = method.getKind() == ElementKind.CONSTRUCTOR;
            boolean isStatic = method.getModifiers().contains(Modifier.STATIC);
            arguments[0] =
                    constructor ? in.body.join() : isStatic ? Body.FRESH : onType ? input : bound;
            TypeElement receiver = constructor || isStatic
                    ? null
                    : Types.element(here.type(tree.getQualifierExpression()))
                            .orElse(Types.owner(method));
            here.findings.call(method, here.place(tree), in, here.path());
            result = here.universe.call(
                    in.body, method, receiver, arguments, here.place(tree), in.type);
            if (constructor) {
                in.body.store(input, arguments[0]);
                result = arguments[0];
                if (here.universe.known(Types.owner(method))) {
                    objects.function(Types.owner(method), result, tree);
                }
            }
        }
        register(tree, in, from);
        if (bound != Body.FRESH) {
            allocations.add(tree, "method reference that captures");
        }
        int function = in.body.join();
        in.body.store(result, function);
        return function;
    }

    /** Whether a variable is of a type that functions are written for. */
    static boolean isFunction(Element variable) {
        return Types.element(variable.asType()).filter(Marks::functional).isPresent();
    }

    /** Whether an argument is a function, or made of the method's variables that hold some. */
    static boolean isFunction(ExpressionTree tree, Reading here) {
        return isFunction(tree) || (here.at().holdsFunctions() && fromVariable(tree, here));
    }

    private static boolean fromVariable(ExpressionTree tree, Reading here) {
        return switch (tree) {
            case IdentifierTree _ ->
                here.element(tree) instanceof VariableElement variable
                        && here.at().input(variable) != Body.FRESH;
            case MethodInvocationTree _, ConditionalExpressionTree _ ->
                Types.element(here.type(tree)).filter(Marks::functional).isPresent();
            case ParenthesizedTree parens -> fromVariable(parens.getExpression(), here);
            default -> false;
        };
    }

    private static boolean isFunction(ExpressionTree tree) {
        return switch (tree) {
            case LambdaExpressionTree _, MemberReferenceTree _ -> true;
            case ParenthesizedTree parens -> isFunction(parens.getExpression());
            case TypeCastTree cast -> isFunction(cast.getExpression());
            default -> false;
        };
    }
}
