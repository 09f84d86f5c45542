package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class HostPatternTest {

    private static boolean admits(String pattern, String host) {
        return ArgumentConstraint.hostIn(pattern).admits(JsonNodeFactory.instance.stringNode(host));
    }

    @ParameterizedTest
    @CsvSource({
        "example.org, example.org, true",
        "example.org, EXAMPLE.Org, true",
        "EXAMPLE.org, example.org, true",
        "example.org, api.example.org, false",
        "example.org, example.org.evil.com, false",
        "example.org, xexample.org, false",
        "*.example.org, api.example.org, true",
        "*.example.org, a.b.example.org, true",
        "*.example.org, example.org, false",
        "*.example.org, evil-example.org, false",
        "*.example.org, .example.org, false",
        "*.example.org, api.example.org.evil.com, false",
        "localhost, localhost, true",
        "xn--bcher-kva.example, XN--bcher-kva.example, true"
    })
    void admits_name_isWhenItIsThereOrBelow(String pattern, String host, boolean admitted) {
        assertEquals(admitted, admits(pattern, host));
    }

    /** All that some client takes for a host, or for more than a host. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "example.org.",
                "a..example.org",
                ".example.org",
                "-a.example.org",
                "a-.example.org",
                "a_b.example.org",
                "a b.example.org",
                "a.example.org ",
                "a.example.org\n",
                "a.example.org:80",
                "user@a.example.org",
                "user:pass@a.example.org",
                "https://a.example.org",
                "a.example.org/path",
                "a.example.org#.example.org",
                "a.example.org?x=.example.org",
                "a.example.org\\.example.org",
                "a%2eexample.org",
                "a\u0000.example.org",
                "a\u3002example.org",
                "\uff41.example.org",
                "b\u00fccher.example.org",
                "\u212a.example.org",
                "\ud800.example.org",
                "[::1]",
                "::1",
                "127.0.0.1",
                "127.1",
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "1.example.0rg",
                "*.example.org"
            })
    void admits_otherThanABareName_isFalseAndNoPatternEither(String text) {
        assertFalse(admits("*.example.org", text));
        if (!text.startsWith("*")) {
            assertThrows(IllegalArgumentException.class, () -> HostPattern.parse(text));
        }
        assertThrows(IllegalArgumentException.class, () -> HostPattern.parse("*." + text));
    }

    @Test
    void parse_lengths_areLimited() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));
        assertEquals(253, longest.length());
        assertTrue(admits(longest, longest));
        assertThrows(IllegalArgumentException.class, () -> HostPattern.parse(longest + "a"));
        assertThrows(IllegalArgumentException.class, () -> HostPattern.parse("a" + label));
        String upper = longest.substring(0, 187) + "aa";
        assertEquals(189, upper.length());
        assertTrue(HostPattern.parse("*." + upper).below());
        assertThrows(
                IllegalArgumentException.class,
                () -> HostPattern.parse(
                        "*." + upper.substring(0, 63) + ".a" + upper.substring(64)));
        assertThrows(IllegalArgumentException.class, () -> new HostPattern(false, "Example.org"));
        assertFalse(admits("*.example.org", "a".repeat(1_000_000) + ".example.org"));
    }

    @ParameterizedTest
    @CsvSource({
        "example.org, example.org, true",
        "example.org, *.example.org, false",
        "*.example.org, example.org, false",
        "*.example.org, a.example.org, true",
        "*.example.org, *.example.org, true",
        "*.example.org, *.a.example.org, true",
        "*.a.example.org, *.example.org, false",
        "*.example.org, *.xexample.org, false"
    })
    void includes_patterns_isAsTheTableSays(String wide, String narrow, boolean included) {
        assertEquals(included, HostPattern.parse(wide).includes(HostPattern.parse(narrow)));
    }

    @Test
    void hostIn_patternsInsideOthers_areLeftOut() {
        assertEquals(
                ArgumentConstraint.hostIn("*.b", "b"),
                ArgumentConstraint.hostIn("b", "*.b", "a.b", "*.a.b", "A.B"));
        assertEquals("a host in b, *.b", ArgumentConstraint.hostIn("*.b", "b").toString());
    }

    @Test
    void hostIn_noneOrTooMany_isRefused() {
        assertThrows(IllegalArgumentException.class, ArgumentConstraint::hostIn);
        String[] many = IntStream.rangeClosed(0, ArgumentConstraint.MAX_VALUE_COUNT)
                .mapToObj(i -> "h" + i)
                .toArray(String[]::new);
        assertThrows(IllegalArgumentException.class, () -> ArgumentConstraint.hostIn(many));
    }
}
