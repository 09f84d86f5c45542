package dev.cnv.processor.effect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds the shortest way from a method to what makes it do something. */
public final class Paths {

    /** Changes of these count as changes of state: what is shared, and what belongs to the callee. */
    public static final long STATE_OF_HANDLER = Mask.SHARED | Mask.own(0) | Mask.deep(0);

    private static final int MAX_STATES = 200_000;

    private Paths() {}

    /**
     * A step: a method, and where in it the next one is called or the act is done.
     *
     * @param name the method
     * @param place where
     */
    public record Step(String name, Place place) {}

    /**
     * A way to a culprit.
     *
     * @param steps from the method of interest to the one that does it
     * @param culprit what does it, for example {@code Files.writeString}
     */
    public record Path(List<Step> steps, String culprit) {

        /** {@return the way as text, each step with file and line} */
        public String text() {
            StringBuilder text = new StringBuilder();
            for (Step step : steps) {
                text.append(step.name()).append(step.place().text()).append(" > ");
            }
            return text.append(culprit).toString();
        }

        /** {@return the first place on the way that is in a source of this compilation} */
        public Place inSource() {
            return steps.stream()
                    .map(Step::place)
                    .filter(place -> !(place instanceof Place.Known))
                    .findFirst()
                    .orElse(start());
        }

        /** {@return where it leaves the method of interest} */
        public Place start() {
            return steps.getFirst().place();
        }
    }

    /** Looking for an act (its bit), or for a change of what a mask says. */
    record State(Node node, long act, long mask) {}

    private record Seen(State state, @Nullable Seen before, Place place) {}

    /**
     * Finds the shortest way.
     *
     * @param from a method that was solved
     * @param act what it does; for {@link Act#STATE} a change of its handler's or of shared state
     * @return the way, empty when there is none
     */
    public static Optional<Path> find(Node from, Act act) {
        State start = start(from, act);
        Deque<Seen> queue = new ArrayDeque<>();
        Set<State> known = new HashSet<>();
        queue.add(new Seen(start, null, Place.UNKNOWN));
        known.add(start);
        while (!queue.isEmpty() && known.size() < MAX_STATES) {
            Seen at = queue.poll();
            Optional<Path> found = expand(at, known, queue);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    static State start(Node from, Act act) {
        return act == Act.STATE
                ? new State(from, 0, STATE_OF_HANDLER)
                : new State(from, act.bit(), 0);
    }

    /** What a method is itself to blame for; empty when it only calls who is. */
    static String culprit(State state) {
        Node node = state.node();
        Body body = node.body();
        if (isDescribed(node, state.act())) {
            return described(node);
        }
        if (isCircle(node, state.act())) {
            return "recursion of " + node.name();
        }
        for (Body.Site site : Objects.requireNonNull(body).sites()) {
            String culprit = culprit(site, body, state);
            if (!culprit.isEmpty()) {
                return culprit;
            }
        }
        return "";
    }

    /** Where a method with a body leads. */
    static List<State> next(State state) {
        Body body = Objects.requireNonNull(state.node().body());
        List<State> states = new ArrayList<>();
        for (Body.Site site : body.sites()) {
            states.addAll(next(site, body, state));
        }
        return states;
    }

    private static boolean isDescribed(Node node, long act) {
        return node.body() == null || (!node.source().isEmpty() && !bodyCounts(act));
    }

    private static String described(Node node) {
        return node.name() + (node.source().isEmpty() ? "" : " [" + node.source() + "]");
    }

    private static boolean isCircle(Node node, long act) {
        return node.recursive && act == Act.LOOP.bit();
    }

    private static Optional<Path> expand(Seen at, Set<State> known, Deque<Seen> queue) {
        Node node = at.state().node();
        Body body = node.body();
        if (body == null || isDescribed(node, at.state().act())) {
            return Optional.of(path(
                    at.before() == null
                            ? List.of(new Step(node.name(), at.place()))
                            : steps(at.before(), at.place()),
                    described(node)));
        }
        if (isCircle(node, at.state().act())) {
            return Optional.of(path(
                    at.before() == null
                            ? List.of(new Step(node.name(), recursion(node, body)))
                            : steps(at, recursion(node, body)),
                    "recursion of " + node.name()));
        }
        for (Body.Site site : body.sites()) {
            String culprit = culprit(site, body, at.state());
            if (!culprit.isEmpty()) {
                return Optional.of(path(steps(at, site.place()), culprit));
            }
        }
        for (Body.Site site : body.sites()) {
            next(site, body, at.state()).forEach(state -> {
                if (known.add(state)) {
                    queue.add(new Seen(state, at, site.place()));
                }
            });
        }
        return Optional.empty();
    }

    /** Where a method calls one of its own circle. */
    private static Place recursion(Node node, Body body) {
        for (Body.Site site : body.sites()) {
            if (site instanceof Body.Call call
                    && call.targets().get().stream()
                            .anyMatch(target -> target.low == node.low || target == node)) {
                return site.place();
            }
        }
        return Place.UNKNOWN;
    }

    private static boolean bodyCounts(long act) {
        return (act & (Act.ALLOCATION.bit() | Act.BLOCKING.bit() | Act.LOOP.bit())) != 0;
    }

    private static String culprit(Body.Site site, Body body, State state) {
        return switch (site) {
            case Body.Direct direct when (direct.acts() & state.act()) != 0 -> direct.what();
            case Body.Change change
            when (masked(state.node(), body.own(change.value())) & state.mask()) != 0 ->
                change.what();
            default -> "";
        };
    }

    private static long masked(Node node, long mask) {
        return node.folded() ? Mask.fold(mask) : mask;
    }

    private static List<State> next(Body.Site site, Body body, State state) {
        List<State> states = new ArrayList<>();
        switch (site) {
            case Body.Call call -> {
                for (Node target : call.targets().get()) {
                    next(
                            target,
                            call.acts(target),
                            state,
                            bit -> body.translate(bit, call.arguments()),
                            states);
                }
            }
            case Body.Apply apply
            when body.foreign(apply.function()) -> {
                for (Node target : apply.targets().get()) {
                    long acts = target.summary().acts();
                    next(target, acts, state, bit -> body.translate(bit, apply), states);
                }
            }
            default -> {}
        }
        return states;
    }

    private static void next(
            Node target,
            long acts,
            State state,
            LongUnaryOperator translation,
            List<State> states) {
        Summary summary = target.summary();
        if ((acts & state.act()) != 0) {
            states.add(new State(target, state.act(), 0));
        }
        if (state.mask() != 0 && summary.changes() != 0) {
            long wanted = 0;
            for (long left = summary.changes(); left != 0; left &= left - 1) {
                long bit = Long.lowestOneBit(left);
                long here = translation.applyAsLong(bit);
                if ((masked(state.node(), here) & state.mask()) != 0) {
                    wanted |= bit;
                }
            }
            if (wanted != 0) {
                states.add(new State(target, 0, wanted));
            }
        }
    }

    private static Path path(List<Step> steps, String culprit) {
        return new Path(steps, culprit);
    }

    private static List<Step> steps(Seen last, Place place) {
        List<Step> steps = new ArrayList<>();
        Place at = place;
        for (Seen seen = last; seen != null; seen = seen.before()) {
            steps.addFirst(new Step(seen.state().node().name(), at));
            at = seen.place();
        }
        return steps;
    }
}
