package dev.cnv.examples.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {

    private static final Pattern HUNK =
            Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@");

    @Test
    void replacing_distantPlaces_areSeparateHunks() {
        String text = "a\n1\n2\n3\n4\n5\n6\n7\na\n";
        assertEquals("""
                --- a/f
                +++ b/f
                @@ -1,4 +1,5 @@
                -a
                +b
                +c
                 1
                 2
                 3
                @@ -6,4 +7,5 @@
                 5
                 6
                 7
                -a
                +b
                +c
                """, UnifiedDiff.replacing("f", text, "a", "b\nc"));
    }

    @Test
    void replacing_lastLineWithoutLineFeed_saysSo() {
        assertEquals("""
                --- a/f
                +++ b/f
                @@ -1 +1 @@
                -a
                \\ No newline at end of file
                +b
                \\ No newline at end of file
                """, UnifiedDiff.replacing("f", "a", "a", "b"));
    }

    /** The diff, applied to the text before, gives the text after. */
    @Test
    void replacing_anything_appliesToTheReplacedText() {
        SplittableRandom random = new SplittableRandom(1);
        int changed = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = text(random, 60);
            String find = text(random, 3) + "a";
            String replacement = text(random, 4);
            String diff = UnifiedDiff.replacing("f", text, find, replacement);
            changed += diff.isEmpty() ? 0 : 1;
            assertEquals(
                    text.replace(find, replacement),
                    apply(text, diff),
                    () -> "text=" + text + " find=" + find + " replacement=" + replacement + "\n"
                            + diff);
        }
        assertEquals(true, changed > 5_000);
    }

    private static String text(SplittableRandom random, int max) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(max); left > 0; left--) {
            text.append("a\n\nb".charAt(random.nextInt(4)));
        }
        return text.toString();
    }

    /** A plain reader of unified diffs that believes nothing. */
    private static String apply(String text, String diff) {
        List<String> before = lines(text);
        List<String> after = new ArrayList<>();
        List<String> lines = lines(diff);
        int at = 0;
        for (int i = 2; i < lines.size(); ) {
            Matcher hunk = HUNK.matcher(lines.get(i++).strip());
            assertEquals(true, hunk.matches());
            int oldLeft = hunk.group(2) == null ? 1 : Integer.parseInt(hunk.group(2));
            int newLeft = hunk.group(4) == null ? 1 : Integer.parseInt(hunk.group(4));
            int from = Integer.parseInt(hunk.group(1)) - (oldLeft == 0 ? 0 : 1);
            after.addAll(before.subList(at, from));
            at = from;
            assertEquals(Integer.parseInt(hunk.group(3)) - (newLeft == 0 ? 0 : 1), after.size());
            while (oldLeft > 0 || newLeft > 0) {
                String line = lines.get(i++);
                boolean bare = i < lines.size() && lines.get(i).startsWith("\\");
                String content = bare ? line.substring(1, line.length() - 1) : line.substring(1);
                i += bare ? 1 : 0;
                if (line.charAt(0) != '+') {
                    assertEquals(before.get(at++), content);
                    oldLeft--;
                }
                if (line.charAt(0) != '-') {
                    after.add(content);
                    newLeft--;
                }
            }
        }
        after.addAll(before.subList(at, before.size()));
        return String.join("", after);
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)"));
    }
}
