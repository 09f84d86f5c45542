package dev.cnv.processor.javac;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import dev.cnv.processor.effect.Body;
import dev.cnv.processor.read.Marks;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import org.jspecify.annotations.Nullable;

/**
 * Calls of methods.
 */
final class Invocations {

    private final Reading here;
    private final Allocations allocations;
    private final Variables variables;

    Invocations(Reading here, Allocations allocations, Variables variables) {
        this.here = here;
        this.allocations = allocations;
        this.variables = variables;
    }

    int call(MethodInvocationTree tree) {
        here.resolved();
        Element element = here.element();
        ExpressionTree select = tree.getMethodSelect();
        if (!(element instanceof ExecutableElement method)) {
            here.scan(select);
            here.scan(tree.getArguments());
            return Body.FRESH;
        }
        boolean isStatic = method.getModifiers().contains(Modifier.STATIC);
        TypeElement receiver = null;
        int object = Body.FRESH;
        int called = Body.FRESH;
        if (select instanceof MemberSelectTree qualified) {
            if (!isStatic) {
                called = called(qualified.getExpression());
                object = called == Body.FRESH
                        ? here.value(qualified.getExpression())
                        : here.value(qualified.getExpression(), called);
                receiver = qualified.getExpression().toString().endsWith("super")
                        ? null
                        : Types.element(here.type(qualified.getExpression()))
                                .orElse(Types.owner(method));
            }
        } else if (method.getKind() == ElementKind.CONSTRUCTOR) {
            object = here.at().self;
            String name = select.toString();
            here.at().callsThis |= name.equals("this");
            here.at().callsSuper |= name.equals("super");
        } else if (!isStatic) {
            object = variables.implicit(Types.owner(method));
            receiver = here.at().type;
            if (!here.types.supertypes(receiver).contains(Types.owner(method))) {
                receiver = Types.owner(method);
            }
        }
        if (select instanceof MemberSelectTree qualified
                && here.type(qualified.getExpression()) instanceof ArrayType) {
            allocations.add(tree, "clone of an array");
            return here.at().body.copy(object);
        }
        here.findings.call(method, here.place(tree), here.at(), here.path());
        if (method.getSimpleName().contentEquals("forName")) {
            named(method, tree);
        }
        return invoke(tree, method, receiver, object, called);
    }

    /** To look for a class by its name is to use it. Of a name that is made at run time nothing is known. */
    private void named(ExecutableElement method, MethodInvocationTree tree) {
        if (!Types.name(Types.owner(method)).equals("java.lang.Class")) {
            return;
        }
        for (ExpressionTree argument : tree.getArguments()) {
            Object constant = argument instanceof LiteralTree literal
                    ? literal.getValue()
                    : here.element(argument) instanceof VariableElement variable
                            ? variable.getConstantValue()
                            : null;
            if (constant instanceof String name) {
                here.universe.named(here.at().body, name, here.at().type, here.place(tree));
            }
        }
    }

    /** What the function that a method is called of is given; {@link Body#FRESH} when it is none. */
    private int called(ExpressionTree receiver) {
        boolean possible = here.at().holdsFunctions() || receiver instanceof ParenthesizedTree;
        return possible
                        && Types.element(here.type(receiver))
                                .filter(Marks::functional)
                                .isPresent()
                ? here.at().body.join()
                : Body.FRESH;
    }

    private int invoke(
            MethodInvocationTree tree,
            ExecutableElement method,
            @Nullable TypeElement receiver,
            int object,
            int called) {
        Frame in = here.at();
        List<? extends ExpressionTree> given = tree.getArguments();
        int[] arguments = new int[Math.max(method.getParameters().size(), given.size()) + 1];
        arguments[0] = object;
        int input = in.body.join();
        in.body.flow(object, input);
        in.body.flow(in.body.load(object), input);
        // What this call makes may be a function, which hands on what it is given.
        in.body.flow(in.functionInput, input);
        in.give(in.functionInput, called);
        List<Integer> functions = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (Functions.isFunction(given.get(i), here)) {
                functions.add(i);
            } else {
                arguments[i + 1] = here.value(given.get(i));
                in.body.flow(arguments[i + 1], input);
                in.body.flow(in.body.load(arguments[i + 1]), input);
                in.give(arguments[i + 1], called);
                if (called != Body.FRESH && method.isDefault()) {
                    in.body.flow(in.body.load(arguments[i + 1]), called);
                }
                allocations.argument(method, i, given.get(i));
            }
        }
        allocations.varargs(tree, method, given);
        int results = in.body.join();
        for (int i : functions) {
            arguments[i + 1] = here.value(given.get(i), input);
            in.body.flow(in.body.load(arguments[i + 1]), results);
            in.give(results, called);
        }
        int result =
                here.universe.call(in.body, method, receiver, arguments, here.place(tree), in.type);
        if (here.types.shared(here.type(tree))) {
            return Body.SHARED;
        }
        if (functions.isEmpty() || here.types.immutable(method.getReturnType())) {
            return result;
        }
        in.body.flow(result, results);
        return results;
    }
}
