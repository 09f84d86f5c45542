package dev.cnv.runtime.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.Draws;
import dev.cnv.testing.Generator;
import dev.cnv.testing.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CapabilityPatternPropertyTest {

    /** Of two letters each is one that a pattern with the other does not name. */
    private static final List<String> LETTERS = List.of("a", "b");

    private static final List<CapabilityId> IDS = ids();

    private static final Generator<CapabilityPattern> PATTERNS =
            CapabilityPatternPropertyTest::pattern;

    record Pair(CapabilityPattern wide, CapabilityPattern narrow) {}

    @Test
    void includes_anyTwoPatterns_isThatEveryIdOfTheNarrowerIsHeld() {
        Property.named("capability-pattern-includes")
                .oneIn(10)
                .check(CapabilityPatternPropertyTest::pair, pair -> {
                    boolean held = IDS.stream()
                            .filter(pair.narrow()::matches)
                            .allMatch(pair.wide()::matches);
                    assertEquals(held, pair.wide().includes(pair.narrow()));
                });
    }

    @Test
    void matches_anyPattern_agreesWithARegularExpression() {
        Property.named("capability-pattern-matches").oneIn(40).check(PATTERNS, pattern -> {
            Pattern expression = Pattern.compile(pattern.text()
                    .replace(".", "\\.")
                    .replace("**", "@")
                    .replace("*", "[^.]+")
                    .replace("@", "[^.]+(\\.[^.]+)*"));
            for (CapabilityId id : IDS) {
                assertEquals(
                        expression.matcher(id.path()).matches(), pattern.matches(id), id::path);
            }
            assertTrue(IDS.stream().anyMatch(pattern::matches), "no pattern is empty");
        });
    }

    /** The meet is one pattern, exactly, in one form, and the greatest inside both. */
    @Test
    void meet_anyTwoPatterns_isWhatBothHold() {
        AtomicInteger met = new AtomicInteger();
        Property.named("capability-pattern-meet")
                .oneIn(10)
                .check(CapabilityPatternPropertyTest::pair, pair -> {
                    Optional<CapabilityPattern> meet = pair.wide().meet(pair.narrow());
                    met.addAndGet(meet.isPresent() ? 1 : 0);
                    for (CapabilityId id : IDS) {
                        assertEquals(
                                pair.wide().matches(id) && pair.narrow().matches(id),
                                meet.filter(pattern -> pattern.matches(id)).isPresent(),
                                id::path);
                    }
                    assertEquals(meet, pair.narrow().meet(pair.wide()), "commutative");
                    assertEquals(meet, meet.map(CapabilityPattern::normal), "in its one form");
                    if (pair.wide().includes(pair.narrow())) {
                        assertEquals(Optional.of(pair.narrow().normal()), meet);
                    }
                });
        assertTrue(met.get() > 100, "met=" + met);
    }

    @Test
    void meet_anyThreePatterns_isAssociative() {
        Property.named("capability-pattern-meet-laws")
                .check(draws -> List.of(pattern(draws), pattern(draws), pattern(draws)), p -> {
                    assertEquals(
                            p.get(0).meet(p.get(1)).flatMap(both -> both.meet(p.get(2))),
                            p.get(1).meet(p.get(2)).flatMap(both -> p.get(0).meet(both)));
                    assertEquals(Optional.of(p.get(0).normal()), p.get(0).meet(p.get(0)));
                });
    }

    /** Where the longest capability ends: ** is * when there is room for one segment only, or is nothing. */
    @Test
    void meet_longPatterns_endsWhereCapabilitiesEnd() {
        String a = "a".repeat(59);
        String b = "b".repeat(58);
        CapabilityPattern open = new CapabilityPattern(a + ".**");
        assertEquals(
                Optional.of(new CapabilityPattern(a + "." + b + ".*")),
                open.meet(new CapabilityPattern("*." + b + ".**")));
        assertEquals(Optional.empty(), open.meet(new CapabilityPattern("*." + b + "b.**")));
        assertEquals(
                Optional.empty(),
                new CapabilityPattern(a + ".*").meet(new CapabilityPattern("*." + b + "bbb")));
        assertEquals(new CapabilityPattern("**"), new CapabilityPattern("*.**").normal());
        assertEquals(
                new CapabilityPattern("a.b.c.d.e.f.g.*"),
                new CapabilityPattern("a.b.c.d.e.f.g.**").normal());
    }

    private static Pair pair(Draws draws) {
        CapabilityPattern wide = pattern(draws);
        if (draws.flip()) {
            return new Pair(wide, pattern(draws));
        }
        // Narrow one segment, so that the answer yes is not rare.
        List<String> segments = new ArrayList<>(List.of(wide.text().split("\\.", -1)));
        int at = draws.between(0, segments.size() - 1);
        if (segments.get(at).startsWith("*")) {
            segments.set(at, draws.oneOf("a", "*", "a.*", "a.**", "*.**", "b.a"));
        }
        String text = String.join(".", segments).toLowerCase(Locale.ROOT);
        draws.assume(valid(text));
        return new Pair(wide, new CapabilityPattern(text));
    }

    private static CapabilityPattern pattern(Draws draws) {
        // Long ones matter too: eight segments is where "one or more" becomes "one".
        int count = draws.rarely(3) ? draws.between(6, 8) : draws.between(1, 4);
        List<String> segments = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            segments.add(draws.oneOf("a", "*", "b"));
        }
        segments.add(count == 1 ? "**" : draws.oneOf("a", "**", "*", "b"));
        return new CapabilityPattern(String.join(".", segments));
    }

    private static boolean valid(String text) {
        try {
            return !new CapabilityPattern(text).text().isEmpty();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static List<CapabilityId> ids() {
        List<List<String>> ids = List.of(List.of());
        List<CapabilityId> all = new ArrayList<>();
        for (int length = 1; length <= 8; length++) {
            ids = ids.stream()
                    .flatMap(id -> LETTERS.stream().map(letter -> {
                        List<String> longer = new ArrayList<>(id);
                        longer.add(letter);
                        return longer;
                    }))
                    .collect(Collectors.toList());
            if (length >= 2) {
                ids.forEach(id -> all.add(new CapabilityId(String.join(".", id))));
            }
        }
        return all;
    }
}
