package dev.cnv.runtime.policy.text;

import dev.cnv.runtime.decode.DidYouMean;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The pieces of a policy's text, with one piece to look ahead.
 *
 * <p><b>Threading:</b> used by one thread.
 */
final class Tokens {

    private final Lexer lexer;
    private Token next;

    Tokens(String text) {
        lexer = new Lexer(text);
        next = lexer.next();
    }

    Token peek() {
        return next;
    }

    Token take() {
        Token taken = next;
        next = lexer.next();
        return taken;
    }

    boolean takeSign(String sign) {
        if (!next.is(sign)) {
            return false;
        }
        take();
        return true;
    }

    boolean takeWord(String word) {
        if (!next.isWord(word)) {
            return false;
        }
        take();
        return true;
    }

    void requireSign(String sign, String where) {
        if (!takeSign(sign)) {
            throw expected("'" + sign + "' " + where, List.of());
        }
    }

    void requireWord(String word, String where) {
        if (!takeWord(word)) {
            throw expected("'" + word + "' " + where, List.of(word));
        }
    }

    /** A word that is one of several. */
    Token choice(String what, Collection<String> words) {
        if (next.kind() != Token.Kind.WORD || !words.contains(next.text())) {
            throw expected(what, words);
        }
        return take();
    }

    /** A constant of an enum, by its name. */
    <E extends Enum<E>> E constant(String what, Class<E> type) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
        return Enum.valueOf(type, choice(what + ", one of " + names, names).text());
    }

    /** A string in quotation marks. */
    Token string(String what) {
        if (next.kind() != Token.Kind.STRING) {
            throw expected(what + " in \"quotation marks\"", List.of());
        }
        return take();
    }

    /** A word, or a string in quotation marks. */
    Token name(String what) {
        if (next.kind() != Token.Kind.WORD && next.kind() != Token.Kind.STRING) {
            throw expected(what, List.of());
        }
        return take();
    }

    Token word(String what) {
        if (next.kind() != Token.Kind.WORD) {
            throw expected(what, List.of());
        }
        return take();
    }

    int integer(String what, int min, int max) {
        Token token = word(what + ", " + min + " to " + max);
        if (token.text().matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(token.text());
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw token.fault(
                "expected " + what + ", " + min + " to " + max + ", found " + token.shown());
    }

    /** What a value's own check refuses is refused with the place where it stands. */
    static <T> T checked(Token where, Function<String, T> value) {
        try {
            return value.apply(where.text());
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw where.fault(String.valueOf(e.getMessage()));
        }
    }

    /** The next piece is not what stands here; of near words one may have been meant. */
    PolicyTextException expected(String what, Collection<String> words) {
        String message = "expected " + what + ", found " + next.shown();
        if (next.kind() == Token.Kind.WORD) {
            List<String> near = DidYouMean.closest(next.text(), words);
            if (near.isEmpty()) {
                near = DidYouMean.closest(next.text().toUpperCase(Locale.ROOT), words);
            }
            if (near.isEmpty()) {
                near = DidYouMean.closest(next.text().toLowerCase(Locale.ROOT), words);
            }
            message += near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
        }
        return next.fault(message);
    }
}
