package dev.cnv.runtime.delegation;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/**
 * What a link of a chain says about all its grants together: which capabilities, nouns and verbs they
 * are about at most, which capabilities they are never about, how far effects reach, when, and how
 * often.
 *
 * <p>{@link #intersect} is commutative, associative and idempotent, and never permits what one of the
 * two does not: allowed sets intersect (an empty {@code Optional} is all), forbidden ones unite, the
 * level, the end and the uses are the smaller, the start is the later. {@link #UNRESTRICTED} changes
 * nothing. What a whole chain permits is the intersection of its links, {@link #effective}.
 *
 * <p><b>Threading:</b> immutable.
 *
 * @param allowed patterns of which one must hold the capability; empty when all do, and no pattern when
 *     none does. None is inside another
 * @param nouns the nouns ({@link CapabilityId#noun}) that are allowed; empty when all are
 * @param verbs the verbs ({@link CapabilityId#verb}) that are allowed; empty when all are
 * @param forbidden patterns of which none may hold the capability, whatever is allowed. None is inside
 *     another
 * @param max how far effects may reach
 * @param window when
 * @param maxUses how many calls at most, at least 1; empty when there is no limit
 */
public record CapabilityConstraints(
        Optional<NavigableSet<CapabilityPattern>> allowed,
        Optional<NavigableSet<String>> nouns,
        Optional<NavigableSet<String>> verbs,
        NavigableSet<CapabilityPattern> forbidden,
        EffectLevel max,
        TimeWindow window,
        OptionalLong maxUses) {

    /** The largest number of patterns or names that one link may have of each sort. */
    public static final int MAX_LINK_COUNT = 64;

    /** The largest number after links were intersected. */
    public static final int MAX_COUNT = MAX_LINK_COUNT * Token.MAX_DEPTH;

    /** Whatever the grants say. */
    public static final CapabilityConstraints UNRESTRICTED = new CapabilityConstraints(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new TreeSet<>(),
            EffectLevel.PRIVILEGED,
            TimeWindow.ALWAYS,
            OptionalLong.empty());

    /** No capability at all, and nothing but reading: the lower end, to see what is missing. */
    public static final CapabilityConstraints NOTHING =
            UNRESTRICTED.allowing().upTo(EffectLevel.READ_ONLY);

    /**
     * Copies the sets, leaves out patterns inside others and checks the parts.
     *
     * @throws IllegalArgumentException when a set is too large, a noun or a verb is malformed, or the
     *     uses are less than 1
     */
    public CapabilityConstraints {
        allowed = allowed.map(patterns -> widest("allowed", patterns));
        forbidden = widest("forbidden", forbidden);
        nouns = nouns.map(names -> names("noun", names, CapabilityConstraints::isNoun));
        verbs = verbs.map(names -> names("verb", names, CapabilityConstraints::isVerb));
        if (maxUses.isPresent() && maxUses.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "maxUses=" + maxUses.getAsLong() + " is less than 1");
        }
    }

    private static NavigableSet<CapabilityPattern> widest(
            String name, NavigableSet<CapabilityPattern> patterns) {
        NavigableSet<CapabilityPattern> forms = new TreeSet<>();
        patterns.forEach(pattern -> forms.add(pattern.normal()));
        NavigableSet<CapabilityPattern> widest = new TreeSet<>();
        for (CapabilityPattern pattern : forms) {
            if (forms.stream().noneMatch(wide -> !wide.equals(pattern) && wide.includes(pattern))) {
                widest.add(pattern);
            }
        }
        requireCount(name, widest.size());
        return Collections.unmodifiableNavigableSet(widest);
    }

    private static NavigableSet<String> names(
            String name, NavigableSet<String> names, Predicate<String> wellFormed) {
        requireCount(name, names.size());
        for (String text : names) {
            if (!wellFormed.test(text)) {
                throw new IllegalArgumentException(name + "=" + text + " is malformed");
            }
        }
        return Collections.unmodifiableNavigableSet(new TreeSet<>(names));
    }

    private static boolean isNoun(String text) {
        return isCapability(text + ".x");
    }

    private static boolean isVerb(String text) {
        return text.indexOf('.') < 0 && isCapability("x." + text);
    }

    private static boolean isCapability(String path) {
        try {
            return new CapabilityId(path).path().equals(path);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static void requireCount(String name, int count) {
        if (count > MAX_COUNT) {
            throw new IllegalArgumentException(
                    name + "Count=" + count + " is more than " + MAX_COUNT);
        }
    }

    /**
     * What several links permit together.
     *
     * @param links each link's constraints, in any order
     * @return their intersection; {@link #UNRESTRICTED} for none
     */
    public static CapabilityConstraints effective(Collection<CapabilityConstraints> links) {
        return links.stream().reduce(UNRESTRICTED, CapabilityConstraints::intersect);
    }

    /**
     * What these constraints and others permit together.
     *
     * @param other the others
     * @return the intersection, which may permit nothing
     * @throws IllegalArgumentException when a set would have more than 1024 elements; never for the links
     *     of a chain each of which includes the next, within the limits of a link
     */
    public CapabilityConstraints intersect(CapabilityConstraints other) {
        NavigableSet<CapabilityPattern> never = new TreeSet<>(forbidden);
        never.addAll(other.forbidden);
        return new CapabilityConstraints(
                both(allowed, other.allowed, CapabilityConstraints::meet),
                both(nouns, other.nouns, CapabilityConstraints::common),
                both(verbs, other.verbs, CapabilityConstraints::common),
                never,
                max.covers(other.max) ? other.max : max,
                window.intersect(other.window),
                fewer(maxUses, other.maxUses));
    }

    private static <T> Optional<NavigableSet<T>> both(
            Optional<NavigableSet<T>> one,
            Optional<NavigableSet<T>> other,
            BinaryOperator<NavigableSet<T>> intersection) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return Optional.of(intersection.apply(one.get(), other.get()));
    }

    private static NavigableSet<String> common(
            NavigableSet<String> one, NavigableSet<String> other) {
        NavigableSet<String> common = new TreeSet<>(one);
        common.retainAll(other);
        return common;
    }

    /** The patterns of every pair; those inside others are left out later. */
    private static NavigableSet<CapabilityPattern> meet(
            NavigableSet<CapabilityPattern> one, NavigableSet<CapabilityPattern> other) {
        NavigableSet<CapabilityPattern> both = new TreeSet<>();
        for (CapabilityPattern pattern : one) {
            other.forEach(second -> pattern.meet(second).ifPresent(both::add));
        }
        return both;
    }

    private static OptionalLong fewer(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() ? one : other;
        }
        return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
    }

    /**
     * Whether these constraints permit all that others permit. It says so exactly when
     * {@link #intersect} gives the others back.
     *
     * @param narrower the others
     * @return true when these are the same or wider
     */
    public boolean includes(CapabilityConstraints narrower) {
        return widened(narrower).isEmpty();
    }

    /**
     * In what respects others are wider than these.
     *
     * @param child the others
     * @return each such part by name, with a sentence; empty when these include the others
     */
    public Map<String, String> widened(CapabilityConstraints child) {
        Map<String, String> parts = new TreeMap<>();
        outside(allowed, child.allowed, CapabilityConstraints::isIn)
                .ifPresent(more ->
                        parts.put("allowed", "allowed=" + more + " is not in " + all(allowed)));
        outside(nouns, child.nouns, NavigableSet::contains)
                .ifPresent(
                        more -> parts.put("nouns", "nouns=" + more + " is not in " + all(nouns)));
        outside(verbs, child.verbs, NavigableSet::contains)
                .ifPresent(
                        more -> parts.put("verbs", "verbs=" + more + " is not in " + all(verbs)));
        List<CapabilityPattern> dropped = forbidden.stream()
                .filter(pattern -> !isIn(child.forbidden, pattern))
                .toList();
        if (!dropped.isEmpty()) {
            parts.put(
                    "forbidden", "forbidden=" + Form.shown(dropped) + " is not forbidden any more");
        }
        if (!max.covers(child.max)) {
            parts.put("max", "max=" + child.max + " reaches further than max=" + max);
        }
        if (!window.includes(child.window)) {
            parts.put("window", "window=" + child.window + " is not in window=" + window);
        }
        if (!fewer(maxUses, child.maxUses).equals(child.maxUses)) {
            parts.put(
                    "maxUses",
                    "maxUses="
                            + (child.maxUses.isPresent() ? child.maxUses.getAsLong() : "unlimited")
                            + " is more than maxUses=" + maxUses.getAsLong());
        }
        return parts;
    }

    private static boolean isIn(
            NavigableSet<CapabilityPattern> patterns, CapabilityPattern pattern) {
        return patterns.stream().anyMatch(wide -> wide.includes(pattern));
    }

    private static <T> Optional<String> outside(
            Optional<NavigableSet<T>> wide,
            Optional<NavigableSet<T>> narrow,
            BiPredicate<NavigableSet<T>, T> in) {
        if (wide.isEmpty()) {
            return Optional.empty();
        }
        if (narrow.isEmpty()) {
            return Optional.of("all");
        }
        List<T> more = narrow.get().stream()
                .filter(value -> !in.test(wide.get(), value))
                .toList();
        return more.isEmpty() ? Optional.empty() : Optional.of(Form.shown(more));
    }

    private static <T> String all(Optional<NavigableSet<T>> values) {
        return values.map(set -> set.isEmpty() ? "none" : Form.shown(set)).orElse("all");
    }

    /**
     * Whether a capability is allowed and not forbidden.
     *
     * @param capability the capability
     * @return true when it may be called, other constraints aside; what is forbidden is not, even when it
     *     is allowed
     */
    public boolean names(CapabilityId capability) {
        return forbidden.stream().noneMatch(pattern -> pattern.matches(capability))
                && allowed.filter(
                                patterns -> patterns.stream().noneMatch(p -> p.matches(capability)))
                        .isEmpty()
                && nouns.filter(names -> !names.contains(capability.noun())).isEmpty()
                && verbs.filter(names -> !names.contains(capability.verb())).isEmpty();
    }

    /**
     * Whether a verb may be called at a moment. Uses are counted elsewhere.
     *
     * @param verb the verb
     * @param now the moment
     * @return true when capability, effects and moment are permitted
     */
    public boolean permits(VerbDescriptor verb, Instant now) {
        return names(verb.id()) && max.covers(verb.effects().level()) && window.holds(now);
    }

    /**
     * These constraints with other allowed capabilities.
     *
     * @param patterns the patterns, such as {@code file.*}; none allows nothing
     * @return new constraints
     */
    public CapabilityConstraints allowing(String... patterns) {
        return new CapabilityConstraints(
                Optional.of(patterns(patterns)), nouns, verbs, forbidden, max, window, maxUses);
    }

    /**
     * These constraints with other allowed nouns.
     *
     * @param names the nouns, such as {@code account.card}; none allows nothing
     * @return new constraints
     */
    public CapabilityConstraints allowingNouns(String... names) {
        return new CapabilityConstraints(
                allowed,
                Optional.of(new TreeSet<>(List.of(names))),
                verbs,
                forbidden,
                max,
                window,
                maxUses);
    }

    /**
     * These constraints with other allowed verbs.
     *
     * @param names the verbs, such as {@code read}; none allows nothing
     * @return new constraints
     */
    public CapabilityConstraints allowingVerbs(String... names) {
        return new CapabilityConstraints(
                allowed,
                nouns,
                Optional.of(new TreeSet<>(List.of(names))),
                forbidden,
                max,
                window,
                maxUses);
    }

    /**
     * These constraints with more forbidden capabilities.
     *
     * @param patterns the patterns, such as {@code account.close}
     * @return new constraints
     */
    public CapabilityConstraints forbidding(String... patterns) {
        NavigableSet<CapabilityPattern> more = new TreeSet<>(forbidden);
        more.addAll(patterns(patterns));
        return new CapabilityConstraints(allowed, nouns, verbs, more, max, window, maxUses);
    }

    /**
     * These constraints with another level.
     *
     * @param level how far effects may reach
     * @return new constraints
     */
    public CapabilityConstraints upTo(EffectLevel level) {
        return new CapabilityConstraints(allowed, nouns, verbs, forbidden, level, window, maxUses);
    }

    /**
     * These constraints with another window.
     *
     * @param when the window
     * @return new constraints
     */
    public CapabilityConstraints during(TimeWindow when) {
        return new CapabilityConstraints(allowed, nouns, verbs, forbidden, max, when, maxUses);
    }

    /**
     * These constraints with another number of uses.
     *
     * @param uses how many calls at most
     * @return new constraints
     * @throws IllegalArgumentException when there are less than 1
     */
    public CapabilityConstraints atMost(long uses) {
        return new CapabilityConstraints(
                allowed, nouns, verbs, forbidden, max, window, OptionalLong.of(uses));
    }

    private static NavigableSet<CapabilityPattern> patterns(String... texts) {
        NavigableSet<CapabilityPattern> patterns = new TreeSet<>();
        for (String text : texts) {
            patterns.add(new CapabilityPattern(text));
        }
        return patterns;
    }

    /** {@return the constraints in words} */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        allowed.ifPresent(_ -> parts.add("capabilities " + all(allowed)));
        nouns.ifPresent(_ -> parts.add("nouns " + all(nouns)));
        verbs.ifPresent(_ -> parts.add("verbs " + all(verbs)));
        if (!forbidden.isEmpty()) {
            parts.add("never " + Form.shown(forbidden));
        }
        parts.add("up to " + max);
        parts.add(window.toString());
        maxUses.ifPresent(uses -> parts.add("at most " + uses + " uses"));
        return String.join(", ", parts);
    }
}
