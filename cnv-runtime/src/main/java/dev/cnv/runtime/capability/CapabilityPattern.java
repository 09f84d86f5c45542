package dev.cnv.runtime.capability;

import java.util.ArrayList;
import java.util.List;
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
