package dev.cnv.runtime.policy.text;

/**
 * A piece of a policy's text.
 *
 * @param kind what it is
 * @param text its characters; of a string those that it stands for
 * @param line its line, from 1
 * @param column its column, from 1
 */
record Token(Kind kind, String text, int line, int column) {

    enum Kind {
        /** Letters, digits and {@code . _ * / : @ + -}. */
        WORD,
        /** In quotation marks. */
        STRING,
        /** One of {@code ; , ( ) [ ] = != < <= > >=}. */
        SIGN,
        /** Behind the last piece. */
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    /** The piece for messages. */
    String shown() {
        String cut = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        return switch (kind) {
            case END -> "the end of the text";
            case STRING -> "the text \"" + cut + "\"";
            case WORD, SIGN -> "'" + cut + "'";
        };
    }

    PolicyTextException fault(String what) {
        return new PolicyTextException(line, column, what);
    }
}
