package dev.cnv.runtime.policy.text;

/**
 * Cuts a policy's text into pieces, one at a time. White space and what stands from {@code #} to the
 * end of a line is passed over.
 *
 * <p><b>Threading:</b> used by one thread.
 */
final class Lexer {

    /** The longest word, in characters. */
    static final int MAX_WORD_LENGTH = 400;

    /** The longest string, in UTF-16 code units of what it stands for. */
    static final int MAX_STRING_LENGTH = 64 * 1024;

    private static final String WORD_SIGNS = "._*/:@+-";
    private static final String SIGNS = ";,()[]=";

    private final String text;
    private int at;
    private int line = 1;
    private int lineStart;

    Lexer(String text) {
        this.text = text;
    }

    Token next() {
        skip();
        int column = column();
        if (at == text.length()) {
            return new Token(Token.Kind.END, "", line, column);
        }
        char c = text.charAt(at);
        if (c == '"') {
            return string(column);
        }
        if (isWord(c)) {
            return word(column);
        }
        return sign(c, column);
    }

    private int column() {
        return at - lineStart + 1;
    }

    private void skip() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                at++;
                line++;
                lineStart = at;
            } else if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                return;
            }
        }
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || WORD_SIGNS.indexOf(c) >= 0;
    }

    private Token word(int column) {
        int from = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (at - from > MAX_WORD_LENGTH) {
            throw new PolicyTextException(
                    line,
                    column,
                    "a word has " + (at - from) + " characters, more than " + MAX_WORD_LENGTH);
        }
        return new Token(Token.Kind.WORD, text.substring(from, at), line, column);
    }

    private Token sign(char c, int column) {
        String sign = String.valueOf(c);
        boolean equal = at + 1 < text.length() && text.charAt(at + 1) == '=';
        if (c == '<' || c == '>' || (c == '!' && equal)) {
            sign = equal ? c + "=" : sign;
        } else if (SIGNS.indexOf(c) < 0) {
            throw new PolicyTextException(
                    line,
                    column,
                    "unexpected character " + shown(c)
                            + "; texts stand in \"quotation marks\", comments behind #");
        }
        at += sign.length();
        return new Token(Token.Kind.SIGN, sign, line, column);
    }

    private static String shown(char c) {
        return c > ' ' && c < 127 ? "'" + c + "'" : String.format("U+%04X", (int) c);
    }

    private Token string(int column) {
        StringBuilder out = new StringBuilder();
        at++;
        while (true) {
            if (at == text.length() || text.charAt(at) == '\n') {
                throw new PolicyTextException(line, column, "this text has no closing \"");
            }
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                break;
            }
            if (out.length() >= MAX_STRING_LENGTH) {
                throw new PolicyTextException(
                        line,
                        column,
                        "this text has more than " + MAX_STRING_LENGTH + " characters");
            }
            out.append(c == '\\' ? escape() : plain(c));
        }
        String value = out.toString();
        requirePairs(value, column);
        return new Token(Token.Kind.STRING, value, line, column);
    }

    private char plain(char c) {
        if (c < ' ') {
            throw new PolicyTextException(
                    line,
                    column(),
                    "a text has the character " + shown(c) + "; write it as \\u"
                            + String.format("%04x", (int) c));
        }
        at++;
        return c;
    }

    private char escape() {
        int column = column();
        char c = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        at += 2;
        return switch (c) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex(column);
            default ->
                throw new PolicyTextException(
                        line,
                        column,
                        "unknown escape; known are \\\" \\\\ \\/ \\b \\f \\n \\r \\t"
                                + " and \\u with 4 hexadecimal digits");
        };
    }

    private char hex(int column) {
        int value = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0 || text.charAt(at) > 'f') {
                throw new PolicyTextException(line, column, "\\u needs 4 hexadecimal digits");
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    private void requirePairs(String value, int column) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1));
            if (Character.isSurrogate(c) && !pair) {
                throw new PolicyTextException(line, column, "this text has a lone surrogate");
            }
            i += pair ? 1 : 0;
        }
    }
}
