package dev.cnv.processor.javac;

import dev.cnv.processor.effect.Body;
import dev.cnv.processor.effect.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** A method while it is read: its facts so far, and what its variables are. */
final class Frame {

    final Body body = new Body();
    final TypeElement type;
    final @Nullable Scope scope;
    final boolean isStatic;
    final int self;

    /** Functions written in the method: their place among its facts, and whom to tell. */
    final List<Function> functions = new ArrayList<>();

    private final Map<Element, Integer> variables = new HashMap<>();
    private final Map<Element, Integer> inputs = new HashMap<>(0);

    /** Whether an allocation was noted already: one is as bad as two. */
    boolean allocates;

    /** Whether a constructor calls another one of its class, or one of its superclass. */
    boolean callsThis;

    /** See {@link #callsThis}. */
    boolean callsSuper;

    /** Whether the function that is read uses anything from around it. */
    boolean captures;

    /** Where what the innermost function returns goes; negative in the method itself. */
    int functionResult = -1;

    /** What a function that is read next may be given. */
    int functionInput = Body.FRESH;

    /** What patterns are matched against. */
    int matched = Body.FRESH;

    /** Where the innermost switch expression's values go. */
    int yielded = Body.FRESH;

    /** A function. */
    record Function(int from, int to, TypeElement type, String name) {}

    /** The class that a method is in, while it is read. */
    static final class Scope {
        final TypeElement type;
        final @Nullable Frame around;
        final int closure;
        final List<Element> made = new ArrayList<>();

        Scope(TypeElement type, @Nullable Frame around) {
            this.type = type;
            this.around = around;
            this.closure = around == null ? Body.FRESH : around.body.join();
        }
    }

    Frame(TypeElement type, @Nullable Scope scope, boolean isStatic) {
        this.type = type;
        this.scope = scope;
        this.isStatic = isStatic;
        this.self = isStatic ? Body.FRESH : body.slot(0);
    }

    void declare(Element variable, int value) {
        variables.put(variable, value);
    }

    /** The value of a local variable; one from around the class is reached over the object. */
    int variable(Element variable) {
        Integer here = variables.get(variable);
        if (here != null) {
            return here;
        }
        if (scope != null && scope.around != null) {
            int outside = scope.around.variable(variable);
            scope.around.body.flow(outside, scope.closure);
            return body.load(self);
        }
        int value = body.join();
        variables.put(variable, value);
        return value;
    }

    /** A variable that functions are put into; what they are given is not known yet. */
    void declareFunction(Element variable) {
        inputs.put(variable, body.join());
    }

    /** What the functions in a variable are given; {@link Body#FRESH} when it holds none. */
    int input(Element variable) {
        return inputs.isEmpty() ? Body.FRESH : inputs.getOrDefault(variable, Body.FRESH);
    }

    /** A value may be given to the functions that have an input. */
    void give(int value, int input) {
        if (input != Body.FRESH) {
            body.flow(value, input);
        }
    }

    /** Whether any variable may hold a function that is written in the method. */
    boolean holdsFunctions() {
        return !inputs.isEmpty();
    }

    /** Arguments of a method, all of them the same value. */
    static int[] arguments(ExecutableElement method, int all) {
        int[] arguments = new int[method.getParameters().size() + 1];
        Arrays.fill(arguments, all);
        return arguments;
    }

    /** Tells of the functions that were written in the method, which is complete. */
    void publish(Universe universe) {
        for (Function function : functions) {
            Node node = Node.folded(function.name());
            node.body(body.part(function.from(), function.to()));
            universe.function(function.type(), node);
        }
    }

    boolean holds(Element variable) {
        return variables.containsKey(variable);
    }
}
