package dev.cnv.runtime.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {

    private static final List<String> VERBS =
            List.of("transfer", "transcript", "list", "lift", "life", "delete", "show");

    @Test
    void closest_oneOrTwoEdits_findsTheName() {
        assertEquals(List.of("transfer"), DidYouMean.closest("trasnfer", VERBS));
        assertEquals(List.of("transfer"), DidYouMean.closest("tranfr", VERBS));
        assertEquals(List.of("delete"), DidYouMean.closest("deletee", VERBS));
    }

    @Test
    void closest_beginning_findsTheNamesThatGoOn() {
        assertEquals(List.of("transcript", "transfer"), DidYouMean.closest("trans", VERBS));
        assertEquals(List.of("show"), DidYouMean.closest("showing", VERBS));
    }

    @Test
    void closest_manyNames_givesTheThreeClosest() {
        assertEquals(
                List.of("lift", "lint", "list"),
                DidYouMean.closest("lit", List.of("life", "list", "lint", "lift", "limit")));
    }

    @Test
    void closest_nothingAlike_isEmpty() {
        assertEquals(List.of(), DidYouMean.closest("xyzzy", VERBS));
        assertEquals(List.of(), DidYouMean.closest("", VERBS));
        assertEquals(List.of(), DidYouMean.closest("ab", List.of("xy", "")));
        assertEquals(
                List.of(), DidYouMean.closest("x".repeat(100_000), List.of("x".repeat(99_999))));
    }

    private record Typo(String name, String wrong) {}

    @Test
    void closest_twoRandomEdits_stillFindsTheName() {
        Property.named("did-you-mean")
                .oneIn(2)
                .check(
                        draws -> {
                            String name = "abcd" + draws.text(6, "abcdef-");
                            return new Typo(name, edited(draws, edited(draws, name)));
                        },
                        typo -> assertTrue(
                                DidYouMean.closest(typo.wrong, List.of(typo.name, "zzzzzz"))
                                        .contains(typo.name)));
    }

    private static String edited(Draws draws, String name) {
        int at = draws.between(0, name.length() - 1);
        String letter = draws.oneOf("a", "q", "-");
        return switch ((int) draws.upTo(2)) {
            case 0 -> name.substring(0, at) + letter + name.substring(at);
            case 1 -> name.substring(0, at) + letter + name.substring(at + 1);
            default -> name.length() > 3 ? name.substring(0, at) + name.substring(at + 1) : name;
        };
    }
}
