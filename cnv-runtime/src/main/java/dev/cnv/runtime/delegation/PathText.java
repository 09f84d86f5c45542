package dev.cnv.runtime.delegation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path as text that means the same on every machine: segments between slashes, without {@code .} and
 * empty ones. Whether a link leads elsewhere is the file system's business and not seen here.
 */
record PathText(boolean absolute, List<String> segments) {

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

    /**
     * Reads a path. A path with {@code ..} is no such text: where it leads depends on links. Nor is one
     * with a backslash, a zero character or a drive: they separate on some machines only.
     */
    static Optional<PathText> of(String text) {
        if (text.indexOf('\\') >= 0
                || text.indexOf('\0') >= 0
                || DRIVE.matcher(text).matches()) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        for (String segment : text.split("/", -1)) {
            if (segment.equals("..")) {
                return Optional.empty();
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return Optional.of(new PathText(text.startsWith("/"), List.copyOf(segments)));
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
