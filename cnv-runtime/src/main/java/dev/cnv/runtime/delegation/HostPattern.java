package dev.cnv.runtime.delegation;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A host by its name, or all hosts below a name. {@code api.example.org} is that host;
 * {@code *.example.org} is every host with one or more labels in front of {@code .example.org}, and not
 * {@code example.org} itself.
 *
 * <p>A name is labels of 1 to 63 ASCII letters, digits and inner hyphens between dots, 253 characters
 * at most, whose last label begins with a letter, so that no address in any spelling ({@code 127.1},
 * {@code 2130706433}, {@code 0x7f.1}) is a name. Case is not looked at, for ASCII letters only. An
 * internationalised name is written in its ASCII form ({@code xn--...}): names that look alike are
 * different names. Nothing else is a host: no address, port, user, URL, underscore, space or dot at the
 * end. Nothing is looked up, so a name is not bound to an address.
 *
 * <p><b>Threading:</b> immutable.
 *
 * @param below true for the hosts below the name, false for the host of that name
 * @param name the name in lower case
 */
public record HostPattern(boolean below, String name) implements Comparable<HostPattern> {

    /** The longest host name, in characters. */
    public static final int MAX_LENGTH = 253;

    /** The longest label, in characters. */
    private static final int MAX_LABEL_LENGTH = 63;

    /** The longest name to be below of: a label of any length fits in front. */
    private static final int MAX_UPPER_LENGTH = MAX_LENGTH - MAX_LABEL_LENGTH - 1;

    private static final String BELOW = "*.";

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when the name is no host name in lower case, or one to be below of
     *     has more than 189 characters
     */
    public HostPattern {
        if (!hostName(name).equals(Optional.of(name))
                || (below && name.length() > MAX_UPPER_LENGTH)) {
            throw new IllegalArgumentException("host=" + Form.quoted(below ? BELOW + name : name)
                    + " is not a lower-case host name such as api.example.org or *.example.org:"
                    + " no address, port, user, path or final dot; write other letters as xn--");
        }
    }

    /**
     * Reads a pattern.
     *
     * @param text a host name, or {@code *.} and a host name; upper case is made lower case
     * @return the pattern
     * @throws IllegalArgumentException when it is neither
     */
    public static HostPattern parse(String text) {
        boolean below = text.startsWith(BELOW);
        String name = below ? text.substring(BELOW.length()) : text;
        return new HostPattern(below, hostName(name).orElse(name));
    }

    /**
     * Whether this pattern holds every host that another holds.
     *
     * @param narrower the other pattern
     * @return true when this one is the same or wider
     */
    public boolean includes(HostPattern narrower) {
        return narrower.below
                ? below && (name.equals(narrower.name) || isBelow(narrower.name))
                : holds(narrower.name);
    }

    /** Whether a name in lower case is held. */
    boolean holds(String host) {
        return below ? isBelow(host) : name.equals(host);
    }

    private boolean isBelow(String host) {
        int dot = host.length() - name.length() - 1;
        return dot > 0 && host.charAt(dot) == '.' && host.endsWith(name);
    }

    /** The patterns that are in no other. */
    static NavigableSet<HostPattern> normal(NavigableSet<HostPattern> hosts) {
        NavigableSet<HostPattern> normal = new TreeSet<>();
        for (HostPattern host : hosts) {
            if (hosts.stream().noneMatch(wide -> !wide.equals(host) && wide.includes(host))) {
                normal.add(host);
            }
        }
        return Collections.unmodifiableNavigableSet(normal);
    }

    /** A host name in lower case; empty for any other text. */
    static Optional<String> hostName(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        char[] name = text.toCharArray();
        int label = 0;
        for (int i = 0; i <= name.length; i++) {
            if (i == name.length || name[i] == '.') {
                if (!isLabel(name, label, i)) {
                    return Optional.empty();
                }
                label = i == name.length ? label : i + 1;
            } else if (name[i] >= 'A' && name[i] <= 'Z') {
                name[i] = (char) (name[i] + 'a' - 'A');
            }
        }
        return isLetter(name[label]) ? Optional.of(new String(name)) : Optional.empty();
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isLabel(char[] name, int from, int to) {
        if (from == to
                || to - from > MAX_LABEL_LENGTH
                || name[from] == '-'
                || name[to - 1] == '-') {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = name[i];
            if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(HostPattern other) {
        int order = name.compareTo(other.name);
        return order != 0 ? order : Boolean.compare(below, other.below);
    }

    /** {@return the pattern as {@link #parse} reads it} */
    @Override
    public String toString() {
        return below ? BELOW + name : name;
    }
}
