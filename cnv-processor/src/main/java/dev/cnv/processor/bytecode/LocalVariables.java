package dev.cnv.processor.bytecode;

import dev.cnv.processor.effect.Body;
import java.lang.classfile.Label;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What each local variable holds at the instruction that is read. Behind a caught exception, and in
 * methods with very many branches, it is everything that is ever put into the variable's slot.
 */
final class LocalVariables {

    private static final int MAX_MEETINGS = 50_000;

    private final Body body;
    private final Set<Label> targets;
    private final Set<Integer> slots = new TreeSet<>();
    private final Map<Integer, Integer> ever = new HashMap<>();
    private final Map<Integer, Integer> values = new HashMap<>();
    private final Map<Label, Map<Integer, Integer>> met = new HashMap<>();

    /** Variables of a method that jumps to some labels, which are known before anything is read. */
    LocalVariables(Body body, Set<Label> targets) {
        this.body = body;
        this.targets = targets;
    }

    /** A slot that references are put into. */
    void declare(int slot) {
        slots.add(slot);
    }

    int load(int slot) {
        Integer value = tooMany() ? null : values.get(slot);
        return value == null ? ever(slot) : value;
    }

    void store(int slot, int value) {
        body.flow(value, ever(slot));
        values.put(slot, value);
    }

    /** A way from here to a label. */
    void leave(Label to) {
        if (!tooMany()) {
            slots.forEach(slot -> body.flow(load(slot), at(to, slot)));
        }
    }

    /** What any way to the label brings: also one that is read later. */
    void arrive(Label at, boolean caught) {
        values.clear();
        if (!caught && !tooMany()) {
            slots.forEach(slot -> values.put(slot, at(at, slot)));
        }
    }

    private boolean tooMany() {
        return (long) targets.size() * slots.size() > MAX_MEETINGS;
    }

    private int ever(int slot) {
        return ever.computeIfAbsent(slot, _ -> body.join());
    }

    private int at(Label label, int slot) {
        return met.computeIfAbsent(label, _ -> new HashMap<>())
                .computeIfAbsent(slot, _ -> body.join());
    }
}
