package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Schema.Anything;
import dev.cnv.runtime.graph.Schema.Null;
import dev.cnv.runtime.graph.Schema.Sequence;
import dev.cnv.runtime.graph.Schema.Structure;
import dev.cnv.runtime.graph.Schema.Union;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which types of a table fit which, coinductively (Amadio and Cardelli, "Subtyping recursive types",
 * 1993): a pair that is met again while it is being decided holds, unless something else refutes it.
 *
 * <p><b>Threading:</b> not safe for use by several threads.
 */
/*
 * Implementation notes. A refutation found under assumptions is final, because assumptions only make
 * more fit: it is kept. What was found to hold since a refuted pair was entered may have leaned on
 * that pair, and is forgotten. What is still held when the outermost question is answered is a
 * consistent set, and is kept.
 */
final class Subtyping {

    /** Pairs compared for one question; beyond it the answer is no. */
    static final int MAX_STEPS = 100_000;

    private final TypeTable table;
    private final FitMode mode;
    private final int maxSteps;
    private final Map<Long, Mismatch> refuted = new HashMap<>();
    private final Set<Long> holding = new HashSet<>();
    private final List<Long> trail = new ArrayList<>();
    private int steps;

    Subtyping(TypeTable table, FitMode mode) {
        this(table, mode, MAX_STEPS);
    }

    Subtyping(TypeTable table, FitMode mode, int maxSteps) {
        this.table = table;
        this.mode = mode;
        this.maxSteps = maxSteps;
    }

    /** The question had more parts than allowed. */
    private static final class StepsExceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StepsExceeded() {
            super("", null, false, false);
        }
    }

    /** Empty when every value of the producer fits, else why not. */
    Optional<Mismatch> check(int producer, int consumer) {
        steps = 0;
        try {
            Optional<Mismatch> answer = fits(producer, consumer);
            trail.clear();
            return answer;
        } catch (StepsExceeded e) {
            forgetFrom(0);
            return Optional.of(Mismatch.of(
                    "the comparison takes more than " + maxSteps + " steps, and is given up"));
        }
    }

    private Optional<Mismatch> fits(int producer, int consumer) {
        int from = table.resolved(producer);
        int to = table.resolved(consumer);
        long pair = (long) from << 32 | to;
        if (from == to || holding.contains(pair)) {
            return Optional.empty();
        }
        Mismatch before = refuted.get(pair);
        if (before != null) {
            return Optional.of(before);
        }
        if (++steps > maxSteps) {
            throw new StepsExceeded();
        }
        int mark = trail.size();
        trail.add(pair);
        holding.add(pair);
        Optional<Mismatch> answer = decide(from, to);
        answer.ifPresent(mismatch -> {
            forgetFrom(mark);
            refuted.put(pair, mismatch);
        });
        return answer;
    }

    private void forgetFrom(int mark) {
        while (trail.size() > mark) {
            holding.remove(trail.removeLast());
        }
    }

    private Optional<Mismatch> decide(int from, int to) {
        TypeTable.Type producer = table.type(from);
        TypeTable.Type consumer = table.type(to);
        if (consumer.schema() instanceof Anything) {
            return Optional.empty();
        }
        if (producer.schema() instanceof Union) {
            for (int i = 0; i < producer.children().length; i++) {
                Optional<Mismatch> option = fits(producer.children()[i], to);
                if (option.isPresent()) {
                    return option;
                }
            }
            return Optional.empty();
        }
        if (consumer.schema() instanceof Union) {
            return anyOption(from, consumer);
        }
        return decidePlain(producer, consumer);
    }

    private Optional<Mismatch> anyOption(int from, TypeTable.Type consumer) {
        Mismatch last = Mismatch.of("");
        for (int option : consumer.children()) {
            Optional<Mismatch> refusal = fits(from, option);
            if (refusal.isEmpty()) {
                return refusal;
            }
            last = refusal.get();
        }
        return Optional.of(Mismatch.of(Kinds.name(table.type(from).schema())
                + " fits none of " + consumer.children().length + " options; the last: "
                + Mismatch.join(last.where(), "") + (last.where().isEmpty() ? "" : " ")
                + last.why()));
    }

    private Optional<Mismatch> decidePlain(TypeTable.Type producer, TypeTable.Type consumer) {
        Schema from = producer.schema();
        Schema to = consumer.schema();
        if (from instanceof Structure && to instanceof Structure) {
            return new StructureFit(table, mode, this::fits).check(producer, consumer);
        }
        if (from instanceof Sequence given && to instanceof Sequence expected) {
            return sequences(producer, given, consumer, expected);
        }
        if (from instanceof Null && to instanceof Null) {
            return Optional.empty();
        }
        if (mode.converts() && to instanceof Sequence expected) {
            return wrapped(producer, consumer, expected);
        }
        return Scalars.fit(from, to, mode);
    }

    private Optional<Mismatch> sequences(
            TypeTable.Type producer, Sequence given, TypeTable.Type consumer, Sequence expected) {
        if (given.minItems() < expected.minItems() || given.maxItems() > expected.maxItems()) {
            return Optional.of(Mismatch.of("an array of " + given.minItems() + ".."
                    + given.maxItems() + " items, expected " + expected.minItems() + ".."
                    + expected.maxItems()));
        }
        if (expected.distinct() && !given.distinct() && given.maxItems() > 1) {
            return Optional.of(Mismatch.of("an array that may repeat items, expected distinct"));
        }
        if (expected.distinct() && mode != FitMode.EXACT && given.maxItems() > 1) {
            // A change could make two items equal.
            return new Subtyping(table, FitMode.EXACT, maxSteps)
                    .check(producer.children()[0], consumer.children()[0])
                    .map(inside -> inside.under("[]"));
        }
        return given.maxItems() == 0
                ? Optional.empty()
                : fits(producer.children()[0], consumer.children()[0])
                        .map(inside -> inside.under("[]"));
    }

    /** Only scalars are wrapped, once: else a value would fit an array of arrays without end. */
    private Optional<Mismatch> wrapped(
            TypeTable.Type producer, TypeTable.Type consumer, Sequence expected) {
        Schema from = producer.schema();
        Schema element = table.type(consumer.children()[0]).schema();
        if (!Kinds.scalar(from) || !Kinds.scalar(element)) {
            return Scalars.fit(from, expected, mode);
        }
        if (expected.minItems() > 1 || expected.maxItems() < 1) {
            return Optional.of(Mismatch.of("one value, expected an array of " + expected.minItems()
                    + ".." + expected.maxItems() + " items"));
        }
        return Scalars.fit(from, element, mode).map(inside -> inside.under("[]"));
    }
}
