package dev.cnv.cedar;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts Cedar text into tokens, one ahead. White space and comments are passed over.
 *
 * <p>Not safe for use by several threads.
 */
final class CedarTokens {

    /** What a token is. */
    enum Kind {
        /** A name or a reserved word. */
        NAME,
        /** A string literal; the token's text is its value. */
        TEXT,
        /** Decimal digits. */
        DIGITS,
        /** An operator, a bracket, a comma, a semicolon. */
        SIGN,
        /** The end of the text. */
        END
    }

    /**
     * A token and where it begins.
     *
     * @param escapedStars where the text has a star that was escaped, as in patterns only
     */
    record Token(Kind kind, String text, int line, int column, List<Integer> escapedStars) {

        boolean is(Kind other, String expected) {
            return kind == other && text.equals(expected);
        }

        /** {@return the refusal of this token} */
        CedarRefusedException refused(String why) {
            return new CedarRefusedException("line=" + line + " column=" + column, why);
        }

        /** {@return the token for a message} */
        String shown() {
            if (kind == Kind.END) {
                return "the end";
            }
            String start = text.length() > 40 ? text.substring(0, 40) + "..." : text;
            return kind == Kind.TEXT ? CedarText.quoted(start.replaceAll("\\p{Cs}", "?")) : start;
        }
    }

    private static final Set<String> TWO = Set.of("::", "==", "&&", "||", "<=", ">=");
    private static final String ONE = "@(){}[],;.!-<>";

    private final String source;
    private int at;
    private int line = 1;
    private int lineStart;
    private Token next;

    CedarTokens(String source) {
        this.source = source;
        this.next = read();
    }

    /** {@return the next token, which stays} */
    Token peek() {
        return next;
    }

    /** {@return the next token, which is gone then} */
    Token take() {
        if (!next.escapedStars().isEmpty()) {
            throw next.refused("the text has \\*, which only a pattern after like may have");
        }
        return takeAny();
    }

    /** {@return the pattern that is next, which is gone then} */
    Token takePattern() {
        if (next.kind() != Kind.TEXT) {
            throw next.refused("found " + next.shown() + " where a pattern is expected");
        }
        return takeAny();
    }

    private Token takeAny() {
        Token token = next;
        if (token.kind() != Kind.END) {
            next = read();
        }
        return token;
    }

    /** Takes a sign or a word when it is next. */
    boolean takeIf(String text) {
        boolean there = next.kind() != Kind.TEXT && next.text().equals(text);
        if (there) {
            take();
        }
        return there;
    }

    /** Takes a sign or a word. */
    void expect(String text) {
        if (!takeIf(text)) {
            throw next.refused("found " + next.shown() + " where " + text + " is expected");
        }
    }

    /** Takes a token of a kind. */
    Token expect(Kind kind, String what) {
        if (next.kind() != kind) {
            throw next.refused("found " + next.shown() + " where " + what + " is expected");
        }
        return take();
    }

    private Token read() {
        skip();
        if (at == source.length()) {
            return token(Kind.END, "");
        }
        char c = source.charAt(at);
        if (c == '"') {
            return text();
        }
        if (digit(c)) {
            return word(Kind.DIGITS);
        }
        return nameStart(c) ? word(Kind.NAME) : sign(c);
    }

    private void skip() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\n') {
                at++;
                line++;
                lineStart = at;
            } else if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (source.startsWith("//", at)) {
                int end = source.indexOf('\n', at);
                at = end < 0 ? source.length() : end;
            } else {
                return;
            }
        }
    }

    private Token sign(char c) {
        String two = source.substring(at, Math.min(source.length(), at + 2));
        String sign = TWO.contains(two) ? two : String.valueOf(c);
        if (sign.length() == 1 && ONE.indexOf(c) < 0) {
            throw token(Kind.SIGN, "")
                    .refused("the character U+" + Integer.toHexString(source.codePointAt(at))
                            + " begins nothing that CNV's rules have a form for");
        }
        Token token = token(Kind.SIGN, sign);
        at += sign.length();
        return token;
    }

    private Token word(Kind kind) {
        int end = at + 1;
        while (end < source.length() && wordPart(kind, source.charAt(end))) {
            end++;
        }
        Token token = token(kind, source.substring(at, end));
        at = end;
        return token;
    }

    private static boolean wordPart(Kind kind, char c) {
        return digit(c) || (kind == Kind.NAME && nameStart(c));
    }

    private static boolean nameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private Token text() {
        Token start = token(Kind.TEXT, "");
        StringBuilder value = new StringBuilder();
        List<Integer> stars = new ArrayList<>();
        at++;
        while (true) {
            if (at == source.length()) {
                throw start.refused("the text has no closing quotation mark");
            }
            char c = source.charAt(at++);
            if (c == '"') {
                return new Token(
                        Kind.TEXT,
                        value.toString(),
                        start.line(),
                        start.column(),
                        List.copyOf(stars));
            }
            if (source.startsWith("\\*", at - 1)) {
                stars.add(value.length());
                value.append(source.charAt(at++));
            } else if (c == '\\') {
                value.appendCodePoint(escape(start));
            } else if (c < ' ') {
                throw start.refused("the text has a control character that is not escaped");
            } else if (Character.isSurrogate(c) && !paired(c)) {
                throw start.refused("the text has a lone surrogate");
            } else {
                value.append(c);
            }
        }
    }

    private boolean paired(char c) {
        return Character.isHighSurrogate(c)
                ? at < source.length() && Character.isLowSurrogate(source.charAt(at))
                : Character.isHighSurrogate(source.charAt(at - 2));
    }

    private int escape(Token start) {
        char c = at < source.length() ? source.charAt(at++) : ' ';
        return switch (c) {
            case '"', '\'', '\\' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '0' -> 0;
            case 'u' -> unicode(start);
            default ->
                throw start.refused("the text has an escape that is none of"
                        + " \\\" \\' \\\\ \\n \\r \\t \\0 \\u{...}");
        };
    }

    private int unicode(Token start) {
        int end = source.indexOf('}', at);
        boolean framed = at < source.length() && source.charAt(at) == '{';
        if (!framed || end < at + 2 || end > at + 7) {
            throw start.refused("the text has an escape \\u without 1 to 6 digits in braces");
        }
        int point = 0;
        for (int i = at + 1; i < end; i++) {
            int digit = Character.digit(source.charAt(i), 16);
            if (digit < 0 || source.charAt(i) > 'f') {
                throw start.refused("the text has an escape \\u whose digits are not hexadecimal");
            }
            point = point * 16 + digit;
        }
        if (point > Character.MAX_CODE_POINT
                || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
            throw start.refused("the text has an escape \\u that is no character");
        }
        at = end + 1;
        return point;
    }

    private Token token(Kind kind, String text) {
        return new Token(kind, text, line, at - lineStart + 1, List.of());
    }
}
