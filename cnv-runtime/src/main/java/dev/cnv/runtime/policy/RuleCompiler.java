package dev.cnv.runtime.policy;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.policy.Condition.AllOf;
import dev.cnv.runtime.policy.Condition.AnyOf;
import dev.cnv.runtime.policy.Condition.Not;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes code of rules: a hidden class with one method per rule, and more where a rule has more than
 * {@value #MAX_METHOD_PARTS} conditions. The conditions are constants of that class.
 *
 * <p>The class calls {@link Leaves} and nothing else, and is unloaded with the rules.
 *
 * <p><b>Threading:</b> stateless.
 */
final class RuleCompiler {

    /** How many conditions one method asks at most, so that it stays far below the platform's limits. */
    static final int MAX_METHOD_PARTS = 32;

    /** How many conditions one class asks at most: its constants have a limit too. */
    static final int MAX_PARTS = 8192;

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final ClassDesc SELF =
            ClassDesc.of(RuleCompiler.class.getPackageName(), "CompiledRulesOfVerb");
    private static final ClassDesc REQUEST = desc(PolicyRequest.class);
    private static final ClassDesc LEAVES = desc(Leaves.class);
    private static final MethodTypeDesc ASK = MethodTypeDesc.of(ConstantDescs.CD_boolean, REQUEST);
    private static final DirectMethodHandleDesc CLASS_DATA_AT = MethodHandleDesc.ofMethod(
            DirectMethodHandleDesc.Kind.STATIC,
            desc(MethodHandles.class),
            "classDataAt",
            MethodTypeDesc.of(
                    ConstantDescs.CD_Object,
                    ConstantDescs.CD_MethodHandles_Lookup,
                    ConstantDescs.CD_String,
                    ConstantDescs.CD_Class,
                    ConstantDescs.CD_int));

    /** What came of compiling. */
    sealed interface Result {

        /**
         * Code.
         *
         * @param code the code
         */
        record Code(CompiledRules code) implements Result {}

        /**
         * No code.
         *
         * @param why why not
         */
        record None(String why) implements Result {}
    }

    /** Compiles at most {@link VerbRules#MAX_COMPILED_COUNT} rules. */
    Result compile(VerbDescriptor verb, List<PolicyRule> rules) {
        VerbConditions answers = new VerbConditions(verb);
        List<Condition> conditions =
                rules.stream().map(rule -> answers.of(rule.when())).toList();
        int count = conditions.stream().mapToInt(RuleCompiler::leaves).sum();
        if (count > MAX_PARTS) {
            return new Result.None(
                    "conditionCount=" + count + " about the verb is more than " + MAX_PARTS);
        }
        Unit unit = new Unit();
        byte[] bytes = ClassFile.of().build(SELF, type -> unit.write(type, conditions));
        try {
            MethodHandles.Lookup hidden =
                    LOOKUP.defineHiddenClassWithClassData(bytes, List.copyOf(unit.constants), true);
            MethodHandle constructor =
                    hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class));
            return new Result.Code((CompiledRules) constructor.invoke());
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal) {
                throw fatal;
            }
            return new Result.None("no class can be defined here: " + e);
        }
    }

    private static ClassDesc desc(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }

    /** The methods and constants of one class. */
    private static final class Unit {

        private final List<Condition> constants = new ArrayList<>();
        private final List<Condition> pending = new ArrayList<>();

        void write(ClassBuilder type, List<Condition> rules) {
            type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
            type.withInterfaceSymbols(desc(CompiledRules.class));
            type.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    ConstantDescs.MTD_void,
                    ClassFile.ACC_PRIVATE,
                    code -> code.aload(0)
                            .invokespecial(
                                    ConstantDescs.CD_Object,
                                    ConstantDescs.INIT_NAME,
                                    ConstantDescs.MTD_void)
                            .return_());
            type.withMethodBody(
                    "applied",
                    MethodTypeDesc.of(ConstantDescs.CD_long, REQUEST),
                    ClassFile.ACC_PUBLIC,
                    code -> applied(code, rules));
            for (int i = 0; i < pending.size(); i++) {
                Condition condition = pending.get(i);
                type.withMethodBody(
                        "ask" + i,
                        ASK,
                        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                        code -> new Method(this).write(code, condition));
            }
        }

        /** Asks rule by rule; which rules apply is gathered in the local variable 2. */
        private void applied(CodeBuilder code, List<Condition> rules) {
            code.loadConstant(always(rules)).lstore(2);
            for (int i = 0; i < rules.size(); i++) {
                Condition rule = rules.get(i);
                if (VerbConditions.isAlways(rule) || VerbConditions.isNever(rule)) {
                    continue;
                }
                Label next = code.newLabel();
                code.aload(1).invokestatic(SELF, later(rule), ASK).ifeq(next);
                code.lload(2).loadConstant(1L << i).lor().lstore(2);
                code.labelBinding(next);
            }
            code.lload(2).lreturn();
        }

        private static long always(List<Condition> rules) {
            long bits = 0;
            for (int i = 0; i < rules.size(); i++) {
                bits |= VerbConditions.isAlways(rules.get(i)) ? 1L << i : 0;
            }
            return bits;
        }

        /** The name of a method that asks a condition, to be written later. */
        String later(Condition condition) {
            pending.add(condition);
            return "ask" + (pending.size() - 1);
        }

        DynamicConstantDesc<Object> constant(Condition condition) {
            constants.add(condition);
            return DynamicConstantDesc.ofNamed(
                    CLASS_DATA_AT,
                    ConstantDescs.DEFAULT_NAME,
                    desc(condition.getClass()),
                    constants.size() - 1);
        }
    }

    /**
     * One method: jumps to where the answer is known. What does not fit into it is asked by further
     * methods.
     */
    private static final class Method {

        private final Unit unit;
        private int parts;

        Method(Unit unit) {
            this.unit = unit;
        }

        void write(CodeBuilder code, Condition condition) {
            Label no = code.newLabel();
            Condition split = split(condition);
            parts = 0;
            jump(code, split, false, no, true);
            code.iconst_1().ireturn();
            code.labelBinding(no).iconst_0().ireturn();
        }

        /** Goes to the label when the condition's answer is this one, and on when it is the other. */
        private void jump(
                CodeBuilder code, Condition condition, boolean when, Label to, boolean first) {
            switch (condition) {
                case Condition.Always() -> {
                    if (when) {
                        code.goto_(to);
                    }
                }
                case Not(Condition part) -> jump(code, part, !when, to, first);
                case AllOf(List<Condition> all) -> {
                    if (first || fits(condition)) {
                        jump(code, all, true, when, to);
                    } else {
                        branch(further(code, condition), when, to);
                    }
                }
                case AnyOf(List<Condition> any) -> {
                    if (first || fits(condition)) {
                        jump(code, any, false, when, to);
                    } else {
                        branch(further(code, condition), when, to);
                    }
                }
                default -> branch(leaf(code, condition), when, to);
            }
        }

        /**
         * Asks the parts of an all or an any in order.
         *
         * @param goOn the answer of a part after which the next one is asked: true for an all
         */
        private void jump(
                CodeBuilder code, List<Condition> list, boolean goOn, boolean when, Label to) {
            boolean straight = when != goOn;
            Label end = code.newLabel();
            for (Condition part : list.subList(0, list.size() - 1)) {
                jump(code, part, !goOn, straight ? to : end, false);
            }
            jump(code, list.getLast(), when, to, false);
            code.labelBinding(end);
        }

        private static void branch(CodeBuilder code, boolean when, Label to) {
            if (when) {
                code.ifne(to);
            } else {
                code.ifeq(to);
            }
        }

        private boolean fits(Condition condition) {
            int count = leaves(condition);
            if (parts + count > MAX_METHOD_PARTS) {
                return false;
            }
            parts += count;
            return true;
        }

        private CodeBuilder further(CodeBuilder code, Condition condition) {
            return code.aload(0).invokestatic(SELF, unit.later(condition), ASK);
        }

        private CodeBuilder leaf(CodeBuilder code, Condition leaf) {
            return code.loadConstant(unit.constant(leaf))
                    .aload(0)
                    .invokestatic(
                            LEAVES,
                            "holds",
                            MethodTypeDesc.of(
                                    ConstantDescs.CD_boolean, desc(leaf.getClass()), REQUEST));
        }
    }

    /** The same condition, whose list of parts has at most {@value #MAX_METHOD_PARTS}. */
    private static Condition split(Condition condition) {
        return switch (condition) {
            case AllOf(List<Condition> all)
            when all.size() > MAX_METHOD_PARTS ->
                split(new AllOf(chunks(all).stream().<Condition>map(AllOf::new).toList()));
            case AnyOf(List<Condition> any)
            when any.size() > MAX_METHOD_PARTS ->
                split(new AnyOf(chunks(any).stream().<Condition>map(AnyOf::new).toList()));
            case Not(Condition part) -> new Not(split(part));
            default -> condition;
        };
    }

    private static List<List<Condition>> chunks(List<Condition> parts) {
        List<List<Condition>> chunks = new ArrayList<>();
        for (int from = 0; from < parts.size(); from += MAX_METHOD_PARTS) {
            chunks.add(parts.subList(from, Math.min(parts.size(), from + MAX_METHOD_PARTS)));
        }
        return chunks;
    }

    private static int leaves(Condition condition) {
        return switch (condition) {
            case AllOf(List<Condition> parts) ->
                parts.stream().mapToInt(RuleCompiler::leaves).sum();
            case AnyOf(List<Condition> parts) ->
                parts.stream().mapToInt(RuleCompiler::leaves).sum();
            case Not(Condition part) -> leaves(part);
            default -> 1;
        };
    }
}
