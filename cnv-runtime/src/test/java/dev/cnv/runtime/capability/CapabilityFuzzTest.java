package dev.cnv.runtime.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.Draws;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Any text as an id and as a pattern: accepted just when a reader written by hand accepts it. */
class CapabilityFuzzTest {

    private static final String PIECES = "aaabz09--...**_A \n\u00e9\u0661";
    private static final List<String> VALID = List.of(
            "account.transfer",
            "a.b",
            "a.b.c.d.e.f.g.h",
            "cluster.node-2.drain-all",
            "a*",
            "**",
            "*.read",
            "file.**",
            "*.*.*.*.*.*.*.**");

    @Test
    void id_anyText_isWhatTheHandReaderAccepts() {
        AtomicInteger accepted = new AtomicInteger();
        Property.named("capability-id-fuzz").check(CapabilityFuzzTest::text, text -> {
            boolean valid = accepts(() -> new CapabilityId(text));
            assertEquals(id(text), valid, text);
            if (valid) {
                accepted.incrementAndGet();
                CapabilityId id = new CapabilityId(text);
                assertEquals(text, String.join(".", id.segments()));
                assertEquals(text, id.noun() + '.' + id.verb());
                assertTrue(new CapabilityPattern(text).matches(id)
                        && CapabilityPattern.ALL.matches(id));
            }
        });
        assertTrue(accepted.get() > 500, "accepted=" + accepted);
    }

    @Test
    void pattern_anyText_isWhatTheHandReaderAccepts() {
        AtomicInteger accepted = new AtomicInteger();
        Property.named("capability-pattern-fuzz").check(CapabilityFuzzTest::text, text -> {
            boolean valid = accepts(() -> new CapabilityPattern(text));
            assertEquals(pattern(text), valid, text);
            if (valid) {
                accepted.incrementAndGet();
                CapabilityPattern pattern = new CapabilityPattern(text);
                assertEquals(pattern, new CapabilityPattern(pattern.text()));
                assertTrue(pattern.includes(pattern) && CapabilityPattern.ALL.includes(pattern));
            }
        });
        assertTrue(accepted.get() > 500, "accepted=" + accepted);
    }

    /** Expressions with repeated groups overflow the stack on long texts; the length is looked at first. */
    @Test
    void longText_isRefusedBeforeItIsMatched() {
        for (Function<String, Object> reader :
                List.<Function<String, Object>>of(CapabilityId::new, CapabilityPattern::new)) {
            for (String unit : List.of("a", "a.", "a-a.", "*.")) {
                String text = unit.repeat(1_000_000) + "a";
                assertThrows(IllegalArgumentException.class, () -> reader.apply(text));
            }
        }
        String longest = "a." + "b".repeat(CapabilityId.MAX_LENGTH - 2);
        assertEquals(longest, new CapabilityId(longest).path());
        assertThrows(IllegalArgumentException.class, () -> new CapabilityId(longest + "b"));
        assertThrows(IllegalArgumentException.class, () -> new CapabilityPattern(longest + "b"));
    }

    private static String text(Draws draws) {
        return switch (draws.between(0, 3)) {
            case 0 -> draws.text(12, PIECES);
            case 1 -> new String(Fuzz.bytes(draws, 20), StandardCharsets.ISO_8859_1);
            default -> Fuzz.changed(draws, draws.pick(VALID), PIECES);
        };
    }

    private static boolean accepts(Runnable reader) {
        try {
            reader.run();
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean id(String text) {
        String[] segments = text.split("\\.", -1);
        boolean all = segments.length >= 2 && segments.length <= 8 && text.length() <= 120;
        for (String segment : segments) {
            all &= segment(segment);
        }
        return all;
    }

    private static boolean pattern(String text) {
        if (text.equals("**")) {
            return true;
        }
        String[] segments = text.split("\\.", -1);
        boolean all = segments.length >= 2 && segments.length <= 8 && text.length() <= 120;
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            all &= segments[i].equals("*")
                    || (last && segments[i].equals("**"))
                    || segment(segments[i]);
        }
        return all;
    }

    /** Lower-case letters, digits and single inner hyphens, beginning with a letter. */
    private static boolean segment(String text) {
        boolean good = !text.isEmpty() && !text.endsWith("-") && !text.contains("--");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            good &= letter || (i > 0 && (c == '-' || (c >= '0' && c <= '9')));
        }
        return good;
    }
}
