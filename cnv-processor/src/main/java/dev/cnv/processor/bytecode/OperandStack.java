package dev.cnv.processor.bytecode;

import dev.cnv.processor.effect.Body;
import java.lang.classfile.Opcode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where what is on the operand stack comes from. A long or double is one entry; instructions that
 * move by slots look at kinds first.
 */
final class OperandStack {

    private final Body body;
    private final List<Boolean> wide = new ArrayList<>();
    private List<Integer> values = new ArrayList<>();

    OperandStack(Body body) {
        this.body = body;
    }

    void push(int value) {
        push(value, false);
    }

    /** Pushes a value of one slot or of two. */
    void push(int value, boolean two) {
        values.add(value);
        wide.add(two);
    }

    int pop() {
        if (values.isEmpty()) {
            return Body.SHARED;
        }
        wide.removeLast();
        return values.removeLast();
    }

    void pop(int count) {
        for (int i = 0; i < count; i++) {
            pop();
        }
    }

    void clear() {
        values = new ArrayList<>();
        wide.clear();
    }

    /** What is on it now, from the bottom. */
    List<Integer> values() {
        return new ArrayList<>(values);
    }

    /** Takes other values; of their kinds nothing new is known. */
    void replace(List<Integer> others) {
        values = new ArrayList<>(others);
        fit();
    }

    /** Two ways meet here: each entry may be what either brings. */
    void meet(List<Integer> others) {
        join(values, others);
        fit();
    }

    /** Two ways meet elsewhere, of which one is from here. */
    void joinInto(List<Integer> others) {
        join(others, values);
    }

    private void join(List<Integer> into, List<Integer> from) {
        if (into.size() == from.size()) {
            for (int i = 0; i < into.size(); i++) {
                into.set(i, joined(into.get(i), from.get(i)));
            }
        }
    }

    private int joined(int one, int other) {
        if (one == other) {
            return one;
        }
        int met = body.join();
        body.flow(one, met);
        body.flow(other, met);
        return met;
    }

    private void fit() {
        while (wide.size() > values.size()) {
            wide.removeLast();
        }
        while (wide.size() < values.size()) {
            wide.add(false);
        }
    }

    /** An instruction that only moves entries. */
    void move(Opcode opcode) {
        switch (opcode) {
            case POP -> pop();
            case POP2 -> pop(topWide(0) ? 1 : 2);
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
        int from = values.size() - count;
        int to = from - below;
        if (to < 0) {
            return;
        }
        values.addAll(to, new ArrayList<>(values.subList(from, values.size())));
        wide.addAll(to, new ArrayList<>(wide.subList(from, wide.size())));
    }
}
