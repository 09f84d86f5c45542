package dev.cnv.runtime.canonical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.Draws;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Broken text is refused with one exception, and what is read has a canonical form that reads the same. */
class StrictJsonFuzzTest {

    private static final String PIECES = "{}[]:,\"\\ud8090e+-.truefalsn aA\u00e9";
    private static final String VALID =
            "{\"a\":[1,-2.50,1e3,\"x\\u00e9\\ud83d\\ude00\\n\"],\"b\":{\"c\":null,\"d\":[true,false,{}]},\"\":0.001}";

    @Test
    void parse_anyText_isRefusedOrHasACanonicalForm() {
        Property.named("strict-json-fuzz")
                .check(draws -> draws.text(40, PIECES), StrictJsonFuzzTest::check);
    }

    @Test
    void parse_anyBytes_areRefusedOrHaveACanonicalForm() {
        Property.named("strict-json-bytes")
                .check(
                        draws -> new String(Fuzz.bytes(draws, 40), StandardCharsets.UTF_8),
                        StrictJsonFuzzTest::check);
    }

    @Test
    void parse_changedText_isRefusedOrHasACanonicalForm() {
        AtomicInteger read = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Property.named("strict-json-changed")
                .check(
                        draws -> Fuzz.changed(draws, VALID, PIECES),
                        text -> (check(text) ? read : refused).incrementAndGet());
        assertTrue(read.get() > 100 && refused.get() > 100, "read=" + read + " refused=" + refused);
    }

    /** An object read member by member: whatever it is asked, the one exception or a value. */
    @Test
    void strictObject_anyQuestion_isAnsweredOrRefused() {
        Property.named("strict-object-fuzz")
                .oneIn(2)
                .check(StrictJsonFuzzTest::question, Runnable::run);
    }

    @Test
    void parse_beyondALimit_isRefused() {
        String deepest = "[".repeat(StrictJson.MAX_DEPTH) + "]".repeat(StrictJson.MAX_DEPTH);
        assertEquals(deepest, CanonicalJson.text(StrictJson.parse(deepest)));
        refused('[' + deepest + ']');
        refused("[".repeat(1_000_000));
        refused("{\"a\":".repeat(1_000_000));
        refused("9".repeat(StrictJson.MAX_NUMBER_LENGTH + 1));
        refused("1e" + "9".repeat(50));
        refused('"' + "x".repeat(StrictJson.MAX_STRING_LENGTH + 1) + '"');
    }

    private static void refused(String text) {
        assertThrows(JsonRefusedException.class, () -> StrictJson.parse(text));
    }

    private static boolean check(String text) {
        String canonical;
        try {
            canonical = CanonicalJson.text(StrictJson.parse(text));
        } catch (JsonRefusedException _) {
            return false;
        }
        assertEquals(canonical, CanonicalJson.text(StrictJson.parse(canonical)));
        return true;
    }

    private static Runnable question(Draws draws) {
        String text = Fuzz.changed(draws, VALID, PIECES);
        String name = draws.oneOf("a", "b", "", "x");
        int kind = draws.between(0, 7);
        return () -> {
            try {
                StrictObject object =
                        StrictObject.of("o", StrictJson.parse(text), Set.of("a", "b", "", "x"));
                switch (kind) {
                    case 0 -> object.any(name);
                    case 1 -> assertTrue(object.text(name, 3).length() <= 3);
                    case 2 -> object.value(name, 9, Digest::new);
                    case 3 -> assertTrue(Math.abs(object.integer(name, -3, 3)) <= 3);
                    case 4 -> object.mark(name);
                    case 5 -> object.choice(name, Thread.State.class);
                    case 6 -> assertTrue(object.array(name, 4).size() <= 4);
                    default ->
                        StrictObject.tagged("o", StrictJson.parse(text), Set.of("a"))
                                .tag();
                }
            } catch (JsonRefusedException e) {
                assertTrue(e.getMessage() != null && !e.getMessage().isBlank());
            }
        };
    }
}
