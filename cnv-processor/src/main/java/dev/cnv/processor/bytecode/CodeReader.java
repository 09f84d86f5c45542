package dev.cnv.processor.bytecode;

import dev.cnv.processor.effect.Act;
import dev.cnv.processor.effect.Body;
import dev.cnv.processor.effect.Place;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.*;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs over the code of one method once and keeps, for each place on the operand stack, where its
 * value comes from. Where ways meet, so do their stacks and their local variables. Behind a caught
 * exception, and in methods with very many branches, a local variable holds everything that is ever
 * put into its slot.
 */
final class CodeReader {

    private static final String METAFACTORY = "java.lang.invoke.LambdaMetafactory";
    private static final String CONCATENATION = "java.lang.invoke.StringConcatFactory";

    private final ClassModel model;
    private final String file;
    private final Set<String> owned;
    private final MethodModel method;
    private final Calls calls;
    private final Body body = new Body();
    private final Map<Integer, Integer> locals = new HashMap<>();
    private final Locals now = new Locals();
    private final Set<Label> targets = new HashSet<>();
    private final Map<Label, List<Integer>> stacks = new HashMap<>();
    private final Map<Integer, Integer> inputs = new HashMap<>();
    private final Set<Label> passed = new HashSet<>();
    private final Set<Label> handlers = new HashSet<>();
    private List<Integer> stack = new ArrayList<>();
    private boolean reachable = true;
    private boolean counted;
    private int line;

    CodeReader(ClassModel model, String file, Set<String> owned, MethodModel method, Calls calls) {
        this.model = model;
        this.file = file;
        this.owned = owned;
        this.method = method;
        this.calls = calls;
    }

    Body read() {
        parameters();
        if (method.flags().has(AccessFlag.SYNCHRONIZED)) {
            body.act(Act.BLOCKING.bit(), place(), "synchronized");
        }
        for (CodeElement element : method.code().orElseThrow()) {
            switch (element) {
                case ExceptionCatch caught -> handlers.add(caught.handler());
                case BranchInstruction branch -> targets.add(branch.target());
                case TableSwitchInstruction table -> targets(table.cases(), table.defaultTarget());
                case LookupSwitchInstruction table -> targets(table.cases(), table.defaultTarget());
                case StoreInstruction store
                when store.typeKind() == TypeKind.REFERENCE -> now.slots.add(store.slot());
                default -> {}
            }
        }
        for (CodeElement element : method.code().orElseThrow()) {
            switch (element) {
                case LineNumber number -> line = number.line();
                case LabelTarget target -> label(target.label());
                case Instruction instruction when reachable -> step(instruction);
                default -> {}
            }
        }
        return body;
    }

    private void targets(List<SwitchCase> cases, Label otherwise) {
        cases.forEach(one -> targets.add(one.target()));
        targets.add(otherwise);
    }

    /** What each local variable holds at the instruction that is read. */
    private final class Locals {
        private static final int MAX_MEETINGS = 50_000;

        private final Set<Integer> slots = new TreeSet<>();
        private final Map<Integer, Integer> values = new HashMap<>();
        private final Map<Label, Map<Integer, Integer>> met = new HashMap<>();

        private boolean tooMany() {
            return (long) targets.size() * slots.size() > MAX_MEETINGS;
        }

        int load(int slot) {
            Integer value = tooMany() ? null : values.get(slot);
            return value == null ? local(slot) : value;
        }

        void store(int slot, int value) {
            body.flow(value, local(slot));
            values.put(slot, value);
        }

        /** A way from here to a label. */
        void leave(Label to) {
            if (!tooMany()) {
                slots.forEach(slot -> body.flow(load(slot), at(to, slot)));
            }
        }

        /** What any way to the label brings: also one that is read later. */
        void arrive(Label at) {
            values.clear();
            if (!handlers.contains(at) && !tooMany()) {
                slots.forEach(slot -> values.put(slot, at(at, slot)));
            }
        }

        private int at(Label label, int slot) {
            return met.computeIfAbsent(label, _ -> new HashMap<>())
                    .computeIfAbsent(slot, _ -> body.join());
        }
    }

    private void parameters() {
        int slot = 0;
        int local = 0;
        if (!method.flags().has(AccessFlag.STATIC)) {
            parameter(local++, body.slot(0));
        }
        for (ClassDesc type : method.methodTypeSymbol().parameterList()) {
            slot++;
            if (!calls.immutable(type.descriptorString())) {
                parameter(local, body.slot(slot));
            }
            local += TypeKind.from(type).slotSize();
        }
    }

    private void parameter(int local, int value) {
        now.slots.add(local);
        now.store(local, value);
    }

    private int local(int index) {
        return locals.computeIfAbsent(index, _ -> body.join());
    }

    private String self() {
        return model.thisClass().asInternalName().replace('/', '.');
    }

    private Place place() {
        return Place.of(file, line);
    }

    // The stack. A long or double is one entry; instructions that move by slots look at kinds
    // first.

    private final List<Boolean> wide = new ArrayList<>();

    private void push(int value) {
        stack.add(value);
        wide.add(false);
    }

    private void pushWide(int value, boolean two) {
        stack.add(value);
        wide.add(two);
    }

    private int pop() {
        if (stack.isEmpty()) {
            return Body.SHARED;
        }
        wide.removeLast();
        return stack.removeLast();
    }

    private void label(Label label) {
        passed.add(label);
        if (reachable && targets.contains(label)) {
            now.leave(label);
        }
        if (targets.contains(label) || handlers.contains(label)) {
            now.arrive(label);
        }
        List<Integer> from = stacks.get(label);
        if (handlers.contains(label)) {
            stack = new ArrayList<>(List.of(Body.FRESH));
        } else if (from != null && reachable && from.size() == stack.size()) {
            for (int i = 0; i < from.size(); i++) {
                stack.set(i, meet(from.get(i), stack.get(i)));
            }
        } else if (from != null && !reachable) {
            stack = new ArrayList<>(from);
        }
        // Some compilers put a loop's body before its condition: then only a later jump leads
        // there.
        if (from != null || handlers.contains(label) || targets.contains(label)) {
            reachable = true;
        }
        while (wide.size() > stack.size()) {
            wide.removeLast();
        }
        while (wide.size() < stack.size()) {
            wide.add(false);
        }
    }

    private int meet(int one, int other) {
        if (one == other) {
            return one;
        }
        int met = body.join();
        body.flow(one, met);
        body.flow(other, met);
        return met;
    }

    private void jump(Label target) {
        now.leave(target);
        if (passed.contains(target)) {
            if (!counted) {
                body.act(Act.LOOP.bit(), place(), "loop");
            }
            return;
        }
        List<Integer> known = stacks.get(target);
        if (known == null) {
            stacks.put(target, new ArrayList<>(stack));
        } else if (known.size() == stack.size()) {
            for (int i = 0; i < known.size(); i++) {
                known.set(i, meet(known.get(i), stack.get(i)));
            }
        }
    }

    private void stop() {
        reachable = false;
        stack = new ArrayList<>();
        wide.clear();
    }

    private void step(Instruction instruction) {
        switch (instruction) {
            case LoadInstruction load ->
                pushWide(
                        load.typeKind() == TypeKind.REFERENCE ? now.load(load.slot()) : Body.FRESH,
                        load.typeKind().slotSize() == 2);
            case StoreInstruction store -> {
                int value = pop();
                if (store.typeKind() == TypeKind.REFERENCE) {
                    now.store(store.slot(), value);
                }
            }
            case IncrementInstruction _ -> counted = true;
            case ArrayLoadInstruction load -> {
                pop();
                int array = pop();
                pushWide(
                        load.typeKind() == TypeKind.REFERENCE ? body.load(array) : Body.FRESH,
                        load.typeKind().slotSize() == 2);
            }
            case ArrayStoreInstruction _ -> {
                int value = pop();
                pop();
                int array = pop();
                body.change(array, place(), "an element of an array");
                body.store(value, array);
            }
            case FieldInstruction field -> field(field);
            case InvokeInstruction invoke -> invoke(invoke);
            case InvokeDynamicInstruction invoke -> dynamic(invoke);
            case NewObjectInstruction made -> {
                allocate("new " + simple(made.className().asInternalName()));
                push(body.join());
            }
            case NewPrimitiveArrayInstruction _ -> array(1);
            case NewReferenceArrayInstruction _ -> array(1);
            case NewMultiArrayInstruction many -> array(many.dimensions());
            case BranchInstruction branch -> branch(branch);
            case TableSwitchInstruction table -> {
                pop();
                table.cases().forEach(one -> jump(one.target()));
                jump(table.defaultTarget());
                stop();
            }
            case LookupSwitchInstruction table -> {
                pop();
                table.cases().forEach(one -> jump(one.target()));
                jump(table.defaultTarget());
                stop();
            }
            case ReturnInstruction returned -> {
                if (returned.typeKind() == TypeKind.REFERENCE) {
                    body.returns(pop());
                }
                stop();
            }
            case ThrowInstruction _ -> stop();
            case ConstantInstruction constant ->
                pushWide(Body.FRESH, constant.typeKind().slotSize() == 2);
            case TypeCheckInstruction check -> {
                if (check.opcode() == Opcode.INSTANCEOF) {
                    pop();
                    push(Body.FRESH);
                } else if (calls.immutable(check.type().asSymbol().descriptorString())) {
                    pop();
                    push(Body.FRESH);
                }
            }
            case MonitorInstruction _ -> {
                pop();
                body.act(Act.BLOCKING.bit(), place(), "synchronized");
            }
            case ConvertInstruction convert -> {
                pop();
                pushWide(Body.FRESH, convert.toType().slotSize() == 2);
            }
            case OperatorInstruction operator -> operator(operator);
            case StackInstruction moved -> move(moved.opcode());
            default -> {}
        }
    }

    private void array(int dimensions) {
        allocate("new array");
        for (int i = 0; i < dimensions; i++) {
            pop();
        }
        push(body.join());
    }

    private void allocate(String what) {
        body.act(Act.ALLOCATION.bit(), place(), what);
    }

    private static String simple(String internal) {
        return internal.substring(internal.lastIndexOf('/') + 1).replace('$', '.');
    }

    private void operator(OperatorInstruction operator) {
        String name = operator.opcode().name();
        boolean one = name.endsWith("NEG") || name.equals("ARRAYLENGTH");
        pop();
        if (!one) {
            pop();
        }
        boolean comparison = name.contains("CMP");
        pushWide(
                Body.FRESH,
                !comparison
                        && !name.equals("ARRAYLENGTH")
                        && operator.typeKind().slotSize() == 2);
    }

    private void branch(BranchInstruction branch) {
        switch (branch.opcode()) {
            case GOTO, GOTO_W -> {
                jump(branch.target());
                stop();
            }
            case IF_ACMPEQ,
                    IF_ACMPNE,
                    IF_ICMPEQ,
                    IF_ICMPGE,
                    IF_ICMPGT,
                    IF_ICMPLE,
                    IF_ICMPLT,
                    IF_ICMPNE -> {
                pop();
                pop();
                jump(branch.target());
            }
            default -> {
                pop();
                jump(branch.target());
            }
        }
    }

    private void move(Opcode opcode) {
        switch (opcode) {
            case POP -> pop();
            case POP2 -> {
                if (!topWide(0)) {
                    pop();
                }
                pop();
            }
            case DUP -> copy(1, 0);
            case DUP_X1 -> copy(1, 1);
            case DUP_X2 -> copy(1, topWide(1) ? 1 : 2);
            case DUP2 -> copy(topWide(0) ? 1 : 2, 0);
            case DUP2_X1 -> copy(topWide(0) ? 1 : 2, 1);
            case DUP2_X2 -> {
                int moved = topWide(0) ? 1 : 2;
                copy(moved, topWide(moved) ? 1 : 2);
            }
            case SWAP -> {
                int top = pop();
                int below = pop();
                push(top);
                push(below);
            }
            default -> {}
        }
    }

    private boolean topWide(int depth) {
        int index = wide.size() - 1 - depth;
        return index >= 0 && wide.get(index);
    }

    /** Copies some entries below some others. */
    private void copy(int count, int below) {
        int from = stack.size() - count;
        int to = from - below;
        if (to < 0) {
            return;
        }
        stack.addAll(to, new ArrayList<>(stack.subList(from, stack.size())));
        wide.addAll(to, new ArrayList<>(wide.subList(from, wide.size())));
    }

    private void field(FieldInstruction field) {
        String type = field.type().stringValue();
        boolean two = type.equals("J") || type.equals("D");
        boolean immutable = calls.immutable(type);
        boolean own = field.owner().asInternalName().equals(model.thisClass().asInternalName());
        String name = field.name().stringValue();
        String what = "assignment to " + simple(field.owner().asInternalName()) + "." + name;
        switch (field.opcode()) {
            case GETSTATIC -> {
                String from = field.owner().asInternalName();
                boolean stateless =
                        (from.startsWith("java/nio/") || from.equals("java/lang/System"))
                                && !method.methodName().equalsString("<clinit>")
                                && calls.read(body, from.replace('/', '.'), name, place());
                pushWide(immutable || stateless ? Body.FRESH : Body.SHARED, two);
            }
            case GETFIELD -> {
                int object = pop();
                int read = (own
                                ? owned.contains(name)
                                : calls.owned(
                                        field.owner().asInternalName().replace('/', '.'), name))
                        ? object
                        : body.load(object);
                pushWide(immutable ? Body.FRESH : read, two);
            }
            case PUTSTATIC -> {
                pop();
                boolean initial = own && method.methodName().equalsString("<clinit>");
                if (!initial) {
                    body.change(Body.SHARED, place(), what);
                }
            }
            default -> {
                int value = pop();
                int object = pop();
                body.change(object, place(), what);
                body.store(value, object);
            }
        }
    }

    private void invoke(InvokeInstruction invoke) {
        MethodTypeDesc type = invoke.typeSymbol();
        int count = type.parameterCount();
        int[] arguments = new int[count + 1];
        for (int i = count; i > 0; i--) {
            int value = pop();
            arguments[i] = calls.immutable(type.parameterType(i - 1).descriptorString())
                    ? Body.FRESH
                    : value;
        }
        boolean isStatic = invoke.opcode() == Opcode.INVOKESTATIC;
        arguments[0] = isStatic ? Body.FRESH : pop();
        if (invoke.owner().asInternalName().startsWith("java/")) {
            inputs(arguments);
        }
        String owner = invoke.owner().asInternalName().replace('/', '.');
        String name = invoke.name().stringValue();
        int result;
        if (owner.startsWith("[")) {
            result = body.copy(arguments[0]);
        } else {
            if (name.equals("<init>")) {
                for (int i = 1; i <= count; i++) {
                    body.store(arguments[i], arguments[0]);
                }
            }
            boolean virtual = invoke.opcode() == Opcode.INVOKEVIRTUAL
                    || invoke.opcode() == Opcode.INVOKEINTERFACE;
            result = calls.call(
                    body,
                    owner,
                    name,
                    invoke.type().stringValue(),
                    virtual,
                    arguments,
                    place(),
                    self());
        }
        result(type.returnType(), result);
    }

    /**
     * A function is given what a method of the JDK that calls it has: its receiver, its arguments. Other
     * methods are taken to give it what they made.
     */
    private void inputs(int[] arguments) {
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

    private void result(ClassDesc type, int value) {
        if (!type.descriptorString().equals("V")) {
            pushWide(
                    calls.immutable(type.descriptorString()) ? Body.FRESH : value,
                    TypeKind.from(type).slotSize() == 2);
        }
    }

    private void dynamic(InvokeDynamicInstruction invoke) {
        MethodTypeDesc type = invoke.typeSymbol();
        int captured = type.parameterCount();
        int[] values = new int[captured];
        for (int i = captured - 1; i >= 0; i--) {
            values[i] = pop();
        }
        String bootstrap = invoke.bootstrapMethod().owner().displayName();
        String factory = invoke.bootstrapMethod().owner().packageName() + "." + bootstrap;
        int made = body.join();
        for (int value : values) {
            body.store(value, made);
        }
        if (factory.equals(METAFACTORY)) {
            for (var argument : invoke.bootstrapArgs()) {
                if (argument instanceof DirectMethodHandleDesc handle) {
                    function(handle, values, made);
                }
            }
            if (captured > 0) {
                allocate("lambda that captures");
            }
        } else {
            if (factory.equals(CONCATENATION)) {
                allocate("string concatenation");
                shown(type, values);
            } else {
                allocate(bootstrap);
            }
        }
        result(type.returnType(), made);
    }

    /** What becomes part of a text is asked for its own. */
    private void shown(MethodTypeDesc type, int[] values) {
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
                        place(),
                        self());
            }
        }
    }

    /** A body that calls a function with what the function holds. */
    static Body calling(
            ClassModel model, MethodModel in, DirectMethodHandleDesc handle, Calls calls) {
        CodeReader reader = new CodeReader(model, "", Set.of(), in, calls);
        int[] arguments = new int
                [MethodTypeDesc.ofDescriptor(handle.lookupDescriptor()).parameterCount() + 1];
        int held = reader.body.load(reader.body.slot(0));
        java.util.Arrays.fill(arguments, held);
        boolean constructor = handle.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR;
        boolean isStatic = handle.kind() == DirectMethodHandleDesc.Kind.STATIC
                || handle.kind() == DirectMethodHandleDesc.Kind.INTERFACE_STATIC;
        arguments[0] = isStatic || constructor ? Body.FRESH : held;
        reader.call(handle, arguments, constructor, !isStatic && !constructor);
        return reader.body;
    }

    /** Whoever makes a function answers for it. What it will be given is not known: what it holds. */
    private void function(DirectMethodHandleDesc handle, int[] captured, int made) {
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(handle.lookupDescriptor());
        boolean constructor = handle.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR;
        boolean isStatic = handle.kind() == DirectMethodHandleDesc.Kind.STATIC
                || handle.kind() == DirectMethodHandleDesc.Kind.INTERFACE_STATIC;
        int[] arguments = new int[type.parameterCount() + 1];
        int input = inputs.computeIfAbsent(made, _ -> body.join());
        int first = isStatic || constructor ? 1 : 0;
        for (int i = first; i < arguments.length; i++) {
            int at = i - first;
            boolean given = i > 0 && calls.immutable(type.parameterType(i - 1).descriptorString());
            arguments[i] = given ? Body.FRESH : at < captured.length ? captured[at] : input;
        }
        if (constructor) {
            arguments[0] = body.join();
        }
        call(handle, arguments, constructor, !isStatic && !constructor);
    }

    private void call(
            DirectMethodHandleDesc handle, int[] arguments, boolean constructor, boolean instance) {
        ClassDesc owner = handle.owner();
        String name = owner.packageName().isEmpty()
                ? owner.displayName()
                : owner.descriptorString()
                        .substring(1, owner.descriptorString().length() - 1)
                        .replace('/', '.');
        boolean virtual = instance && handle.kind() != DirectMethodHandleDesc.Kind.SPECIAL;
        calls.call(
                body,
                name,
                constructor ? "<init>" : handle.methodName(),
                handle.lookupDescriptor(),
                virtual,
                arguments,
                place(),
                self());
    }
}
