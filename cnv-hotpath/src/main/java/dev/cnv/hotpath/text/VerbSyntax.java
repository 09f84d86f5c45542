package dev.cnv.hotpath.text;

import java.util.Arrays;
import java.util.Map;

/**
 * What can follow the words that lead to a noun or a verb.
 *
 * <p><b>Threading:</b> immutable.
 */
final class VerbSyntax {

    /** What {@link #verb} is for a noun that is no verb. */
    static final int NO_VERB = -1;

    private static final int LETTERS = 128;

    /** The verb that is called here, or {@link #NO_VERB}. */
    final int verb;

    /** The nodes that a further word leads to, by word. */
    final WordTable words;

    /** Whether a further word leads anywhere. */
    final boolean leaf;

    /** Codes of options by name, without the hyphens. */
    final WordTable options;

    /** A bit for each parameter that must be given. */
    final long required;

    /** How many values may stand alone. */
    final int maxPositionals;

    private final int[] letters = new int[LETTERS];

    private final boolean root;

    VerbSyntax(
            boolean root,
            int verb,
            Map<String, Integer> words,
            Map<String, Integer> options,
            Map<Character, Integer> letters,
            long required,
            int maxPositionals) {
        this.root = root;
        this.verb = verb;
        this.words = WordTable.of(words);
        this.leaf = words.isEmpty();
        this.options = WordTable.of(options);
        this.required = required;
        this.maxPositionals = maxPositionals;
        Arrays.fill(this.letters, WordTable.ABSENT);
        letters.forEach((letter, code) -> this.letters[letter] = code);
    }

    /** Whether no word has been read yet. */
    boolean isRoot() {
        return root;
    }

    /** The code of an option of one letter, or {@link WordTable#ABSENT}. */
    int letter(byte letter) {
        return letter < 0 ? WordTable.ABSENT : letters[letter];
    }
}
