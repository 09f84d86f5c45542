package dev.cnv.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Lets a file stand behind the commands that are about one, without its option: {@code cnv receipt
 * verify FILE} is {@code cnv receipt verify --file=FILE}.
 */
final class FileWords {

    private static final Set<String> ABOUT_A_FILE = Set.of("receipt verify", "receipt show");

    private FileWords() {}

    /** The words with the option. */
    static String[] named(String... words) {
        if (words.length < 3
                || words[2].startsWith("-")
                || !ABOUT_A_FILE.contains(words[0] + " " + words[1])) {
            return words;
        }
        List<String> named = new ArrayList<>(List.of(words));
        named.set(2, "--file=" + words[2]);
        return named.toArray(String[]::new);
    }
}
