package dev.cnv.runtime.delegation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path as text that means the same on every machine: segments between slashes, without {@code .} and
 * empty ones. Whether a link leads elsewhere is the file system's business and not seen here.
 *
 * <p>A path with a segment {@code ..} is no such text: where it leads depends on links. Nor is one with
 * another segment of dots and spaces only, which some machines read as {@code ..}; with a backslash, a
 * zero character or a drive, which separate on some machines only; or with two slashes in front, which
 * name another machine on some.
 */
record PathText(boolean absolute, List<String> segments) {

    /** Reads a path. */
    static Optional<PathText> of(String text) {
        if (!plain(text)) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        int from = 0;
        while (from <= text.length()) {
            int to = end(text, from);
            if (climbs(text, from, to)) {
                return Optional.empty();
            }
            if (!stays(text, from, to)) {
                segments.add(text.substring(from, to));
            }
            from = to + 1;
        }
        return Optional.of(new PathText(text.startsWith("/"), List.copyOf(segments)));
    }

    /**
     * Whether a path is another or below it; the same as reading both and comparing their segments, but
     * makes no objects.
     *
     * @param upper a path in the form that {@link #text} gives
     * @param path any text
     */
    static boolean below(String upper, String path) {
        boolean absolute = upper.startsWith("/");
        if (!plain(path) || absolute != path.startsWith("/")) {
            return false;
        }
        int expected = absolute ? 1 : upper.equals(".") ? upper.length() : 0;
        int from = 0;
        while (from <= path.length()) {
            int to = end(path, from);
            if (climbs(path, from, to)) {
                return false;
            }
            if (expected < upper.length() && !stays(path, from, to)) {
                int end = end(upper, expected);
                if (end - expected != to - from
                        || !upper.regionMatches(expected, path, from, to - from)) {
                    return false;
                }
                expected = end + 1;
            }
            from = to + 1;
        }
        return expected >= upper.length();
    }

    private static boolean plain(String text) {
        boolean drive = text.length() > 1 && text.charAt(1) == ':' && isLetter(text.charAt(0));
        return text.length() <= ArgumentConstraint.MAX_TEXT_LENGTH
                && !drive
                && !text.startsWith("//")
                && text.indexOf('\\') < 0
                && text.indexOf('\0') < 0;
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static int end(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }

    /** Whether a segment names the place where it stands. */
    private static boolean stays(String text, int from, int to) {
        return to == from || (to == from + 1 && text.charAt(from) == '.');
    }

    /** Whether a segment leads up, or may be read so: dots and spaces only. */
    private static boolean climbs(String text, int from, int to) {
        if (stays(text, from, to)) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '.' && text.charAt(i) != ' ') {
                return false;
            }
        }
        return true;
    }

    /** Whether another path is this one or below it. */
    boolean holds(PathText other) {
        return absolute == other.absolute
                && segments.size() <= other.segments.size()
                && segments.equals(other.segments.subList(0, segments.size()));
    }

    String text() {
        String joined = String.join("/", segments);
        return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
    }
}
