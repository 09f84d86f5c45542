package dev.cnv.runtime.capability;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A set of capability ids, written as a dotted path with wildcards: {@code *} stands for exactly one
 * segment, {@code **} as the last segment for one or more. {@code account.*} holds {@code
 * account.transfer} but not {@code account.card.block}; {@code account.**} holds both; {@code **}
 * holds all. As capability ids have two to eight segments, so have patterns, {@code **} alone
 * excepted: {@code account} would hold nothing and is refused.
 *
 * @param text the pattern
 */
public record CapabilityPattern(String text) implements Comparable<CapabilityPattern> {

    private static final int MAX_SEGMENTS = 8;

    private static final String REST = "**";

    private static final String SEGMENT = "([a-z][a-z0-9]*(-[a-z0-9]+)*|\\*)";

    private static final Pattern FORM = Pattern.compile(
            "\\*\\*|" + SEGMENT + "(\\." + SEGMENT + "){0,6}\\.(" + SEGMENT + "|\\*\\*)");

    /** Every capability. */
    public static final CapabilityPattern ALL = new CapabilityPattern("**");

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public CapabilityPattern {
        if (text.length() > CapabilityId.MAX_LENGTH || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("pattern=" + text
                    + " is not two to eight dotted segments where * stands for one segment and a last ** for"
                    + " one or more, such as account.* or account.**");
        }
    }

    /**
     * Says whether a capability is in the set.
     *
     * @param id the capability
     * @return true when the pattern matches the whole path
     */
    public boolean matches(CapabilityId id) {
        return includes(segments(), id.segments());
    }

    /**
     * Says whether every capability of another pattern is in this one.
     *
     * @param narrower the other pattern
     * @return true when this pattern holds all that {@code narrower} holds
     */
    public boolean includes(CapabilityPattern narrower) {
        return includes(segments(), narrower.segments());
    }

    /**
     * The pattern of every capability that is in this one and in another. There is always a single one,
     * as {@code **} stands at the end only.
     *
     * @param other the other pattern
     * @return the pattern in its {@link #normal} form; empty when they have no capability in common
     */
    public Optional<CapabilityPattern> meet(CapabilityPattern other) {
        List<String> one = segments();
        List<String> two = other.segments();
        List<String> longer = one.size() >= two.size() ? one : two;
        List<String> shorter = one.size() >= two.size() ? two : one;
        if (shorter.size() < longer.size() && !shorter.getLast().equals(REST)) {
            return Optional.empty();
        }
        List<String> both = new ArrayList<>();
        for (int i = 0; i < longer.size(); i++) {
            Optional<String> segment =
                    meet(longer.get(i), i < shorter.size() ? shorter.get(i) : REST);
            if (segment.isEmpty()) {
                return Optional.empty();
            }
            both.add(segment.get());
        }
        return normal(both);
    }

    /** What two segments have in common, where {@code **} ends a pattern. */
    private static Optional<String> meet(String one, String two) {
        if (one.equals(two) || two.equals(REST)) {
            return Optional.of(one);
        }
        if (one.equals(REST)) {
            return Optional.of(two);
        }
        return one.equals("*")
                ? Optional.of(two)
                : two.equals("*") ? Optional.of(one) : Optional.empty();
    }

    /**
     * The pattern's one form: patterns that hold the same capabilities for their segments and their
     * length have the same. {@code *.**} is {@code **}, and a {@code **} behind which no capability has
     * room for more than one segment is {@code *}.
     *
     * @return a pattern that holds the same capabilities
     */
    public CapabilityPattern normal() {
        return normal(segments()).filter(form -> !form.equals(this)).orElse(this);
    }

    /** Empty when even the shortest capability of the pattern would be too long. */
    private static Optional<CapabilityPattern> normal(List<String> segments) {
        if (segments.equals(List.of("*", REST))) {
            return Optional.of(ALL);
        }
        String text = String.join(".", segments);
        // Two more segments need three characters where the two of "**" stand.
        if (text.endsWith(REST) && text.length() >= CapabilityId.MAX_LENGTH) {
            text = text.substring(0, text.length() - 1);
        }
        return text.length() > CapabilityId.MAX_LENGTH
                ? Optional.empty()
                : Optional.of(new CapabilityPattern(text));
    }

    @Override
    public int compareTo(CapabilityPattern other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    /**
     * The segments in the one form that each set has: an id has at least two segments, so a bare
     * {@code **} is {@code *.**}; it has at most eight, so an eighth {@code **} is {@code *}.
     */
    private List<String> segments() {
        if (text.equals("**")) {
            return List.of("*", "**");
        }
        List<String> segments = List.of(text.split("\\.", -1));
        if (segments.size() < MAX_SEGMENTS || !text.endsWith("**")) {
            return segments;
        }
        List<String> full = new ArrayList<>(segments.subList(0, MAX_SEGMENTS - 1));
        full.add("*");
        return full;
    }

    private static boolean includes(List<String> wide, List<String> narrow) {
        for (int i = 0; i < wide.size(); i++) {
            if (i >= narrow.size()) {
                return false;
            }
            String segment = wide.get(i);
            if (segment.equals("**")) {
                return true;
            }
            boolean fits = segment.equals("*")
                    ? !narrow.get(i).equals("**")
                    : segment.equals(narrow.get(i));
            if (!fits) {
                return false;
            }
        }
        return wide.size() == narrow.size();
    }
}
