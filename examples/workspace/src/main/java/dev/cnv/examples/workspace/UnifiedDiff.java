package dev.cnv.examples.workspace;

import java.util.ArrayList;
import java.util.List;

/** The replacement of a text by another as a unified diff with three lines of context. */
final class UnifiedDiff {

    private static final int CONTEXT_LINES = 3;

    private final List<String> before;
    private final StringBuilder out = new StringBuilder();

    /**
     * Lines that are replaced.
     *
     * @param from the first line, counted from 0
     * @param to behind the last line
     * @param lines what comes in their place
     */
    private record Change(int from, int to, List<String> lines) {}

    private UnifiedDiff(List<String> before) {
        this.before = before;
    }

    /**
     * Replaces every occurrence of a text.
     *
     * @param path for the diff's head
     * @param text the text before
     * @param find what is replaced, not empty
     * @param replacement what comes in its place
     * @return the diff, empty when nothing is replaced
     */
    static String replacing(String path, String text, String find, String replacement) {
        UnifiedDiff diff = new UnifiedDiff(lines(text));
        List<Change> changes = diff.changes(text, find, replacement);
        if (changes.isEmpty()) {
            return "";
        }
        diff.out.append("--- a/").append(path).append("\n+++ b/").append(path).append('\n');
        int shift = 0;
        for (List<Change> hunk : hunks(changes)) {
            shift = diff.writeHunk(hunk, shift);
        }
        return diff.out.toString();
    }

    /** Lines with their line feeds. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, end));
            from = end;
        }
        return lines;
    }

    private List<Change> changes(String text, String find, String replacement) {
        List<Change> changes = new ArrayList<>();
        int line = 0;
        int lineStart = 0;
        int at = text.indexOf(find);
        while (at >= 0) {
            while (lineStart + before.get(line).length() <= at) {
                lineStart += before.get(line++).length();
            }
            int first = line;
            StringBuilder after = new StringBuilder(text.substring(lineStart, at));
            int done = at;
            while (at >= 0 && at < lineStart + lengthOf(line)) {
                after.append(text, done, at).append(replacement);
                done = at + find.length();
                at = text.indexOf(find, done);
                // A line that loses its line feed takes the next one in.
                while (line + 1 < before.size() && lineStart + before.get(line).length() <= done) {
                    lineStart += before.get(line++).length();
                }
            }
            int end = lineStart + lengthOf(line);
            after.append(text, Math.min(done, end), end);
            changes.add(new Change(first, line + 1, lines(after.toString())));
            lineStart = end;
            line++;
        }
        return changes;
    }

    private int lengthOf(int line) {
        return before.get(line).length();
    }

    private static List<List<Change>> hunks(List<Change> changes) {
        List<List<Change>> hunks = new ArrayList<>();
        for (Change change : changes) {
            if (hunks.isEmpty()
                    || change.from() - hunks.getLast().getLast().to() > 2 * CONTEXT_LINES) {
                hunks.add(new ArrayList<>());
            }
            hunks.getLast().add(change);
        }
        return hunks;
    }

    private int writeHunk(List<Change> hunk, int shift) {
        int from = Math.max(0, hunk.getFirst().from() - CONTEXT_LINES);
        int to = Math.min(before.size(), hunk.getLast().to() + CONTEXT_LINES);
        int grown = hunk.stream()
                .mapToInt(change -> change.lines().size() - (change.to() - change.from()))
                .sum();
        out.append("@@ -").append(range(from, to - from));
        out.append(" +").append(range(from + shift, to - from + grown)).append(" @@\n");
        int at = from;
        for (Change change : hunk) {
            write(' ', before.subList(at, change.from()));
            write('-', before.subList(change.from(), change.to()));
            write('+', change.lines());
            at = change.to();
        }
        write(' ', before.subList(at, to));
        return shift + grown;
    }

    /** A range of no lines is named by the line before it. */
    private static String range(int from, int count) {
        return (count == 0 ? from : from + 1) + (count == 1 ? "" : "," + count);
    }

    private void write(char mark, List<String> lines) {
        for (String line : lines) {
            out.append(mark).append(line);
            if (!line.endsWith("\n")) {
                out.append("\n\\ No newline at end of file\n");
            }
        }
    }
}
