package dev.cnv.processor.bytecode;

import dev.cnv.processor.effect.Body;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the ways through a method's code part and meet, and with them its stack and its variables. */
final class ControlFlow {

    private final OperandStack stack;
    private final LocalVariables locals;
    private final Set<Label> targets = new HashSet<>();
    private final Set<Label> handlers = new HashSet<>();
    private final Set<Label> passed = new HashSet<>();
    private final Map<Label, List<Integer>> stacks = new HashMap<>();
    private boolean reachable = true;

    ControlFlow(Body body, OperandStack stack) {
        this.stack = stack;
        this.locals = new LocalVariables(body, targets);
    }

    /** The variables whose ways these are. */
    LocalVariables locals() {
        return locals;
    }

    /** Notes where jumps lead and what is stored; every element is shown before the first is read. */
    void note(CodeElement element) {
        switch (element) {
            case ExceptionCatch caught -> handlers.add(caught.handler());
            case BranchInstruction branch -> targets.add(branch.target());
            case TableSwitchInstruction table -> note(table.cases(), table.defaultTarget());
            case LookupSwitchInstruction table -> note(table.cases(), table.defaultTarget());
            case StoreInstruction store
            when store.typeKind() == TypeKind.REFERENCE -> locals.declare(store.slot());
            default -> {}
        }
    }

    private void note(List<SwitchCase> cases, Label otherwise) {
        cases.forEach(one -> targets.add(one.target()));
        targets.add(otherwise);
    }

    boolean isReachable() {
        return reachable;
    }

    /** The code goes on at a label. */
    void label(Label label) {
        boolean target = targets.contains(label);
        boolean handler = handlers.contains(label);
        passed.add(label);
        if (reachable && target) {
            locals.leave(label);
        }
        if (target || handler) {
            locals.arrive(label, handler);
        }
        List<Integer> from = stacks.get(label);
        if (handler) {
            stack.replace(List.of(Body.FRESH));
        } else if (from != null && reachable) {
            stack.meet(from);
        } else if (from != null) {
            stack.replace(from);
        }
        // Some compilers put a loop's body before its condition: then only a later jump leads
        // there.
        reachable |= from != null || handler || target;
    }

    /** A jump from here; tells whether it goes back. */
    boolean jump(Label target) {
        locals.leave(target);
        if (passed.contains(target)) {
            return true;
        }
        List<Integer> known = stacks.get(target);
        if (known == null) {
            stacks.put(target, stack.values());
        } else {
            stack.joinInto(known);
        }
        return false;
    }

    /** The code does not go on from here. */
    void stop() {
        reachable = false;
        stack.clear();
    }
}
