package dev.cnv.processor.bytecode;

import dev.cnv.processor.effect.Act;
import dev.cnv.processor.effect.Body;
import dev.cnv.processor.effect.Place;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What {@code invokedynamic} makes: functions, and texts of other things. */
final class DynamicCalls {

    private static final String METAFACTORY = "java.lang.invoke.LambdaMetafactory";
    private static final String CONCATENATION = "java.lang.invoke.StringConcatFactory";

    private final Body body;
    private final Calls calls;
    private final String caller;
    private final Map<Integer, Integer> inputs = new HashMap<>();

    /** Calls of a body of a class, by the class's name. */
    DynamicCalls(Body body, Calls calls, String caller) {
        this.body = body;
        this.calls = calls;
        this.caller = caller;
    }

    /** Adds what is done, and gives the value that is made of those that it holds. */
    int make(InvokeDynamicInstruction invoke, int[] values, Place place) {
        int made = body.join();
        for (int value : values) {
            body.store(value, made);
        }
        switch (factory(invoke)) {
            case METAFACTORY -> {
                for (var argument : invoke.bootstrapArgs()) {
                    if (argument instanceof DirectMethodHandleDesc handle) {
                        function(handle, values, made, place);
                    }
                }
                // One that holds nothing is made once.
                if (values.length > 0) {
                    allocate("lambda that captures", place);
                }
            }
            case CONCATENATION -> {
                allocate("string concatenation", place);
                shown(invoke.typeSymbol(), values, place);
            }
            default -> allocate(invoke.bootstrapMethod().owner().displayName(), place);
        }
        return made;
    }

    private void allocate(String what, Place place) {
        body.act(Act.ALLOCATION.bit(), place, what);
    }

    private static String factory(InvokeDynamicInstruction invoke) {
        ClassDesc owner = invoke.bootstrapMethod().owner();
        return owner.packageName() + "." + owner.displayName();
    }

    /** What becomes part of a text is asked for its own. */
    private void shown(MethodTypeDesc type, int[] values, Place place) {
        for (int i = 0; i < values.length; i++) {
            String part = type.parameterType(i).descriptorString();
            if (part.startsWith("L") && !part.startsWith("Ljava/")) {
                calls.call(
                        body,
                        part.substring(1, part.length() - 1).replace('/', '.'),
                        "toString",
                        "()Ljava/lang/String;",
                        true,
                        new int[] {values[i]},
                        place,
                        caller);
            }
        }
    }

    /**
     * A function is given what a method of the JDK that calls it has: its receiver, its arguments. Other
     * methods are taken to give it what they made.
     */
    void inputs(int[] arguments) {
        for (int argument : arguments) {
            Integer input = inputs.get(argument);
            if (input != null) {
                for (int other : arguments) {
                    if (other != argument) {
                        body.flow(other, input);
                        body.flow(body.load(other), input);
                    }
                }
            }
        }
    }

    /** A body that calls a function with what the function holds. */
    static Body calling(String caller, DirectMethodHandleDesc handle, Calls calls) {
        Body body = new Body();
        int[] arguments = new int
                [MethodTypeDesc.ofDescriptor(handle.lookupDescriptor()).parameterCount() + 1];
        int held = body.load(body.slot(0));
        Arrays.fill(arguments, held);
        arguments[0] = isInstance(handle) ? held : Body.FRESH;
        new DynamicCalls(body, calls, caller).call(handle, arguments, Place.UNKNOWN);
        return body;
    }

    /** Whoever makes a function answers for it. What it will be given is not known: what it holds. */
    private void function(DirectMethodHandleDesc handle, int[] captured, int made, Place place) {
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(handle.lookupDescriptor());
        int[] arguments = new int[type.parameterCount() + 1];
        int input = inputs.computeIfAbsent(made, _ -> body.join());
        int first = isInstance(handle) ? 0 : 1;
        for (int i = first; i < arguments.length; i++) {
            int at = i - first;
            boolean given = i > 0 && calls.immutable(type.parameterType(i - 1).descriptorString());
            arguments[i] = given ? Body.FRESH : at < captured.length ? captured[at] : input;
        }
        if (isConstructor(handle)) {
            arguments[0] = body.join();
        }
        call(handle, arguments, place);
    }

    private void call(DirectMethodHandleDesc handle, int[] arguments, Place place) {
        ClassDesc owner = handle.owner();
        String name = owner.packageName().isEmpty()
                ? owner.displayName()
                : owner.descriptorString()
                        .substring(1, owner.descriptorString().length() - 1)
                        .replace('/', '.');
        calls.call(
                body,
                name,
                isConstructor(handle) ? "<init>" : handle.methodName(),
                handle.lookupDescriptor(),
                isInstance(handle) && handle.kind() != DirectMethodHandleDesc.Kind.SPECIAL,
                arguments,
                place,
                caller);
    }

    private static boolean isConstructor(DirectMethodHandleDesc handle) {
        return handle.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR;
    }

    private static boolean isInstance(DirectMethodHandleDesc handle) {
        return switch (handle.kind()) {
            case CONSTRUCTOR, STATIC, INTERFACE_STATIC -> false;
            default -> true;
        };
    }
}
