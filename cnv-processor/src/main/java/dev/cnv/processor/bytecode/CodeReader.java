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
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Set;

/**
 * Runs over the code of one method once and says what it does, with where each value on the operand
 * stack comes from. Where ways meet, so do their stacks and their local variables.
 */
final class CodeReader {

    private final ClassModel model;
    private final String file;
    private final String self;
    private final Set<String> owned;
    private final MethodModel method;
    private final Calls calls;
    private final Body body = new Body();
    private final OperandStack stack = new OperandStack(body);
    private final ControlFlow flow = new ControlFlow(body, stack);
    private final LocalVariables locals = flow.locals();
    private final DynamicCalls dynamic;
    private boolean counted;
    private int line;

    CodeReader(ClassModel model, String file, Set<String> owned, MethodModel method, Calls calls) {
        this.model = model;
        this.file = file;
        this.self = model.thisClass().asInternalName().replace('/', '.');
        this.owned = owned;
        this.method = method;
        this.calls = calls;
        this.dynamic = new DynamicCalls(body, calls, self);
    }

    Body read() {
        parameters();
        if (method.flags().has(AccessFlag.SYNCHRONIZED)) {
            body.act(Act.BLOCKING.bit(), place(), "synchronized");
        }
        method.code().orElseThrow().forEach(flow::note);
        for (CodeElement element : method.code().orElseThrow()) {
            switch (element) {
                case LineNumber number -> line = number.line();
                case LabelTarget target -> flow.label(target.label());
                case Instruction instruction when flow.isReachable() -> step(instruction);
                default -> {}
            }
        }
        return body;
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
        locals.declare(local);
        locals.store(local, value);
    }

    private Place place() {
        return Place.of(file, line);
    }

    private void jump(Label target) {
        if (flow.jump(target) && !counted) {
            body.act(Act.LOOP.bit(), place(), "loop");
        }
    }

    private void table(List<SwitchCase> cases, Label otherwise) {
        stack.pop();
        cases.forEach(one -> jump(one.target()));
        jump(otherwise);
        flow.stop();
    }

    private void step(Instruction instruction) {
        switch (instruction) {
            case LoadInstruction load ->
                stack.push(
                        load.typeKind() == TypeKind.REFERENCE
                                ? locals.load(load.slot())
                                : Body.FRESH,
                        load.typeKind().slotSize() == 2);
            case StoreInstruction store -> {
                int value = stack.pop();
                if (store.typeKind() == TypeKind.REFERENCE) {
                    locals.store(store.slot(), value);
                }
            }
            case IncrementInstruction _ -> counted = true;
            case ArrayLoadInstruction load -> {
                stack.pop();
                int array = stack.pop();
                stack.push(
                        load.typeKind() == TypeKind.REFERENCE ? body.load(array) : Body.FRESH,
                        load.typeKind().slotSize() == 2);
            }
            case ArrayStoreInstruction _ -> {
                int value = stack.pop();
                stack.pop();
                int array = stack.pop();
                body.change(array, place(), "an element of an array");
                body.store(value, array);
            }
            case FieldInstruction field -> field(field);
            case InvokeInstruction invoke -> invoke(invoke);
            case InvokeDynamicInstruction invoke -> dynamic(invoke);
            case NewObjectInstruction made -> {
                allocate("new " + simple(made.className().asInternalName()));
                stack.push(body.join());
            }
            case NewPrimitiveArrayInstruction _ -> array(1);
            case NewReferenceArrayInstruction _ -> array(1);
            case NewMultiArrayInstruction many -> array(many.dimensions());
            case BranchInstruction branch -> branch(branch);
            case TableSwitchInstruction table -> table(table.cases(), table.defaultTarget());
            case LookupSwitchInstruction table -> table(table.cases(), table.defaultTarget());
            case ReturnInstruction returned -> {
                if (returned.typeKind() == TypeKind.REFERENCE) {
                    body.returns(stack.pop());
                }
                flow.stop();
            }
            case ThrowInstruction _ -> flow.stop();
            case ConstantInstruction constant ->
                stack.push(Body.FRESH, constant.typeKind().slotSize() == 2);
            case TypeCheckInstruction check -> {
                if (check.opcode() == Opcode.INSTANCEOF) {
                    stack.pop();
                    stack.push(Body.FRESH);
                } else if (calls.immutable(check.type().asSymbol().descriptorString())) {
                    stack.pop();
                    stack.push(Body.FRESH);
                }
            }
            case MonitorInstruction _ -> {
                stack.pop();
                body.act(Act.BLOCKING.bit(), place(), "synchronized");
            }
            case ConvertInstruction convert -> {
                stack.pop();
                stack.push(Body.FRESH, convert.toType().slotSize() == 2);
            }
            case OperatorInstruction operator -> operator(operator);
            case StackInstruction moved -> stack.move(moved.opcode());
            default -> {}
        }
    }

    private void array(int dimensions) {
        allocate("new array");
        stack.pop(dimensions);
        stack.push(body.join());
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
        stack.pop();
        if (!one) {
            stack.pop();
        }
        boolean comparison = name.contains("CMP");
        stack.push(
                Body.FRESH,
                !comparison
                        && !name.equals("ARRAYLENGTH")
                        && operator.typeKind().slotSize() == 2);
    }

    private void branch(BranchInstruction branch) {
        switch (branch.opcode()) {
            case GOTO, GOTO_W -> {
                jump(branch.target());
                flow.stop();
            }
            case IF_ACMPEQ,
                    IF_ACMPNE,
                    IF_ICMPEQ,
                    IF_ICMPGE,
                    IF_ICMPGT,
                    IF_ICMPLE,
                    IF_ICMPLT,
                    IF_ICMPNE -> {
                stack.pop();
                stack.pop();
                jump(branch.target());
            }
            default -> {
                stack.pop();
                jump(branch.target());
            }
        }
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
                stack.push(immutable || stateless ? Body.FRESH : Body.SHARED, two);
            }
            case GETFIELD -> {
                int object = stack.pop();
                int read = (own
                                ? owned.contains(name)
                                : calls.owned(
                                        field.owner().asInternalName().replace('/', '.'), name))
                        ? object
                        : body.load(object);
                stack.push(immutable ? Body.FRESH : read, two);
            }
            case PUTSTATIC -> {
                stack.pop();
                boolean initial = own && method.methodName().equalsString("<clinit>");
                if (!initial) {
                    body.change(Body.SHARED, place(), what);
                }
            }
            default -> {
                int value = stack.pop();
                int object = stack.pop();
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
            int value = stack.pop();
            arguments[i] = calls.immutable(type.parameterType(i - 1).descriptorString())
                    ? Body.FRESH
                    : value;
        }
        boolean isStatic = invoke.opcode() == Opcode.INVOKESTATIC;
        arguments[0] = isStatic ? Body.FRESH : stack.pop();
        if (invoke.owner().asInternalName().startsWith("java/")) {
            dynamic.inputs(arguments);
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
                    self);
        }
        result(type.returnType(), result);
    }

    private void result(ClassDesc type, int value) {
        if (!type.descriptorString().equals("V")) {
            stack.push(
                    calls.immutable(type.descriptorString()) ? Body.FRESH : value,
                    TypeKind.from(type).slotSize() == 2);
        }
    }

    private void dynamic(InvokeDynamicInstruction invoke) {
        int[] values = new int[invoke.typeSymbol().parameterCount()];
        for (int i = values.length - 1; i >= 0; i--) {
            values[i] = stack.pop();
        }
        result(invoke.typeSymbol().returnType(), dynamic.make(invoke, values, place()));
    }
}
