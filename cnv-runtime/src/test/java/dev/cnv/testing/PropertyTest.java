package dev.cnv.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The runner itself: a planted bug is found and shrunk, and nothing is reported without one. */
class PropertyTest {

    private static final Generator<List<Long>> LISTS =
            draws -> draws.list(50, d -> d.upTo(1_000_000));

    @Test
    void check_plantedBug_isFoundAndShrunkToTheSmallestCase() {
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> Property.named("canary")
                        .exactly(10_000, 7)
                        .check(LISTS, list -> assertTrue(list.stream().allMatch(n -> n < 4711))));
        assertTrue(error.getMessage().contains("value=[4711]"), error.getMessage());
        assertTrue(error.getMessage().contains("seed=7"), error.getMessage());
        assertTrue(error.getMessage().contains("draws=[1 4711"), error.getMessage());
    }

    @Test
    void check_plantedBugInAPair_isShrunkToTwoElements() {
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> Property.named("canary-pair")
                        .exactly(10_000, 7)
                        .check(
                                LISTS,
                                list -> assertFalse(
                                        list.size() > 1 && list.getLast() < list.getFirst(),
                                        "out of order")));
        assertTrue(error.getMessage().contains("value=[1, 0]"), error.getMessage());
    }

    @Test
    void check_countDrawnFirst_isShrunkWithItsElements() {
        Generator<List<Long>> counted = draws -> {
            List<Long> values = new ArrayList<>();
            for (long left = draws.upTo(20); left > 0; left--) {
                values.add(draws.upTo(99));
            }
            return values;
        };
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> Property.named("canary-count")
                        .exactly(10_000, 7)
                        .check(counted, list -> assertFalse(list.contains(42L))));
        assertTrue(error.getMessage().contains("value=[42]"), error.getMessage());
    }

    @Test
    void check_trueStatement_runsAllCases() {
        AtomicInteger runs = new AtomicInteger();
        Property.named("true").exactly(123, 1).check(LISTS, list -> runs.incrementAndGet());
        assertEquals(123, runs.get());
    }

    @Test
    void check_sameSeed_givesTheSameValues() {
        List<List<Long>> first = new ArrayList<>();
        List<List<Long>> second = new ArrayList<>();
        Property.named("same").exactly(20, 5).check(LISTS, first::add);
        Property.named("same").exactly(20, 5).check(LISTS, second::add);
        assertEquals(first, second);
        assertTrue(first.stream().distinct().count() > 10, first.toString());
    }

    @Test
    void check_allCasesGivenUp_fails() {
        assertThrows(
                AssertionError.class,
                () -> Property.named("given-up")
                        .exactly(100, 1)
                        .check(
                                draws -> {
                                    draws.assume(false);
                                    return 1;
                                },
                                _ -> {}));
    }

    @Test
    void check_keptDraws_areReplayedFirst() {
        // src/test/resources/dev/cnv/testing/draws/kept-canary.draws holds 1 77 0.
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> Property.named("kept-canary")
                        .exactly(0, 1)
                        .check(LISTS, list -> assertFalse(list.contains(77L))));
        assertTrue(error.getMessage().contains("case=kept"), error.getMessage());
    }

    @Test
    void byteDraws_anyBytes_stayWithinTheBound() {
        ByteDraws draws = new ByteDraws(new byte[] {-1, -1, 3, 4, -1, -1, -1, -1, -1, -1, -1, -1});
        assertEquals(255 % 6, draws.upTo(5));
        assertTrue(draws.upTo(1000) <= 1000);
        assertTrue(draws.upTo(Long.MAX_VALUE) >= 0);
        assertEquals(0, new ByteDraws(new byte[0]).upTo(99));
    }
}
