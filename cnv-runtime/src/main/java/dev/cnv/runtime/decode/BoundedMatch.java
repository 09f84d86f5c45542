package dev.cnv.runtime.decode;

import java.util.regex.Pattern;

/**
 * Matches a text against a pattern within a number of character reads that is proportional to the
 * text's length, so that no text makes a backtracking pattern run for ever.
 */
enum BoundedMatch {
    /** The whole text matches. */
    MATCHES,
    /** It does not. */
    DIFFERS,
    /** Whether it does could not be found out within the budget or the stack. */
    TOO_COSTLY;

    /** Reads allowed for any text. */
    static final long BASE_READS = 10_000;

    /** Further reads allowed for each character. */
    static final long READS_PER_CHARACTER = 64;

    static BoundedMatch of(Pattern pattern, String text) {
        Reads reads = new Reads(BASE_READS + READS_PER_CHARACTER * text.length());
        try {
            return pattern.matcher(new Counted(text, reads)).matches() ? MATCHES : DIFFERS;
        } catch (ReadsExceeded | StackOverflowError _) {
            // The matcher recurses once for each repetition of a group: a long text can use up the
            // stack. Nothing is left behind by either.
            return TOO_COSTLY;
        }
    }

    private static final class Reads {
        private long left;

        Reads(long allowed) {
            left = allowed;
        }

        void take() {
            if (--left < 0) {
                throw new ReadsExceeded();
            }
        }
    }

    private static final class ReadsExceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ReadsExceeded() {
            super("the pattern read more characters than allowed", null, false, false);
        }
    }

    private record Counted(CharSequence text, Reads reads) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            reads.take();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), reads);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
