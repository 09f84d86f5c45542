package dev.cnv.runtime.decode;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Finds what a caller who mistyped a name may have meant.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class DidYouMean {

    private static final int MAX_SUGGESTIONS = 3;
    private static final int MAX_DISTANCE = 2;
    private static final int MAX_LENGTH = 200;

    private DidYouMean() {}

    private record Candidate(String name, int distance) {}

    /**
     * The closest names: those that are at most two edits away (a letter more, less or other, or two
     * neighbours swapped) or that one is a beginning of the other. An edit distance that would
     * replace the whole word does not count.
     *
     * @param wrong what the caller wrote
     * @param known the names there are
     * @return at most three names, the closest first, then by name; empty when none is close
     */
    public static List<String> closest(String wrong, Collection<String> known) {
        if (wrong.isEmpty() || wrong.length() > MAX_LENGTH) {
            return List.of();
        }
        return known.stream()
                .distinct()
                .map(name -> new Candidate(name, closeness(wrong, name)))
                .filter(candidate -> candidate.distance <= MAX_DISTANCE + 1)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(MAX_SUGGESTIONS)
                .map(Candidate::name)
                .toList();
    }

    /** {@return the edit distance if it is small, 3 for a beginning, more for neither} */
    private static int closeness(String wrong, String name) {
        int distance = Math.abs(wrong.length() - name.length()) > MAX_DISTANCE
                ? Integer.MAX_VALUE
                : distance(wrong, name);
        if (distance <= MAX_DISTANCE && distance < Math.max(wrong.length(), name.length())) {
            return distance;
        }
        boolean beginning = !name.isEmpty() && (name.startsWith(wrong) || wrong.startsWith(name));
        return beginning ? MAX_DISTANCE + 1 : Integer.MAX_VALUE;
    }

    /** The optimal string alignment distance, by rows. */
    private static int distance(String one, String other) {
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (swapped(one, i, other, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[other.length()];
    }

    private static boolean swapped(String one, int i, String other, int j) {
        return i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
    }
}
