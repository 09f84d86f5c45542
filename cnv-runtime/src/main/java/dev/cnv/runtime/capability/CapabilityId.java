package dev.cnv.runtime.capability;

import dev.cnv.runtime.canonical.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stable name of a verb: noun or nouns, then the verb, joined by dots ({@code account.transfer}).
 *
 * @param path two to eight segments of lower-case letters, digits and single inner hyphens, each
 *     beginning with a letter; at most 120 characters
 */
public record CapabilityId(String path) implements Comparable<CapabilityId> {

    /** The longest path, in characters. */
    public static final int MAX_LENGTH = 120;

    private static final int MIN_SEGMENTS = 2;
    private static final int MAX_SEGMENTS = 8;

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when the path has another form
     */
    public CapabilityId {
        if (path.length() > MAX_LENGTH || !wellFormed(path)) {
            throw new IllegalArgumentException("capability=" + path
                    + " is not two to eight dotted segments such as account.transfer");
        }
    }

    /** By hand: a module makes ids of all its verbs at start, before a regular expression is warm. */
    private static boolean wellFormed(String path) {
        int segments = 1;
        char before = '.';
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean inside = before != '.' && before != '-';
            boolean good = (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9' && before != '.')
                    || ((c == '-' || c == '.') && inside);
            if (!good) {
                return false;
            }
            segments += c == '.' ? 1 : 0;
            before = c;
        }
        return before != '.'
                && before != '-'
                && segments >= MIN_SEGMENTS
                && segments <= MAX_SEGMENTS;
    }

    /**
     * The path's segments.
     *
     * @return two to eight segments, the verb last
     */
    public List<String> segments() {
        return List.of(path.split("\\.", -1));
    }

    /**
     * The nouns.
     *
     * @return all segments but the last, joined by dots
     */
    public String noun() {
        return path.substring(0, path.lastIndexOf('.'));
    }

    /**
     * The verb.
     *
     * @return the last segment
     */
    public String verb() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /**
     * The machine id of one version. The path is always kept beside it, so that no collision passes
     * unseen.
     *
     * @param version the version, for example {@code 1.0.0}
     * @return the SHA-256 of {@code path@version}
     */
    public Digest digest(String version) {
        return Digest.of(path + '@' + version);
    }

    /** By hand, as all of this is: what a record makes of itself is put together at its first use. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CapabilityId id && path.equals(id.path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @Override
    public int compareTo(CapabilityId other) {
        return path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return path;
    }
}
