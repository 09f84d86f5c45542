package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.Spending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LedgerReplayGuardTest {

    private static final Instant SOON = Family.NOON.plusSeconds(30);

    private final HandTime time = new HandTime(Family.NOON);
    private final LedgerReplayGuard guard = new LedgerReplayGuard(time, 100);

    @Test
    void first_seenBefore_isRefused() {
        assertTrue(guard.first(Digest.of("a"), SOON));
        assertFalse(guard.first(Digest.of("a"), SOON));
        assertFalse(guard.first(Digest.of("a"), SOON.plusSeconds(10)));
        assertTrue(guard.first(Digest.of("b"), SOON));
    }

    @Test
    void first_timeOver_isRefusedEvenWhenTheClockGoesBack() {
        assertTrue(guard.first(Digest.of("a"), SOON));
        time.advance(Duration.ofSeconds(30));
        assertFalse(guard.first(Digest.of("a"), SOON));
        assertEquals(0, guard.size());
        time.set(Family.NOON);
        assertFalse(guard.first(Digest.of("a"), SOON));
        assertFalse(guard.first(Digest.of("new"), SOON));
    }

    @Test
    void first_full_refusesAndForgetsNothingEarly() {
        for (int i = 0; i < 100; i++) {
            assertTrue(guard.first(Digest.of("n" + i), SOON.plusSeconds(i)));
        }
        assertFalse(guard.first(Digest.of("one more"), SOON));
        for (int i = 0; i < 100; i++) {
            assertFalse(guard.first(Digest.of("n" + i), SOON.plusSeconds(i)), "n" + i);
        }
        time.advance(Duration.ofSeconds(30));
        assertTrue(guard.first(Digest.of("one more"), SOON.plusSeconds(1)));
        assertFalse(guard.first(Digest.of("n1"), SOON.plusSeconds(1)));
    }

    @Test
    void first_sixtyFourThreadsWithOneNonce_oneIsTheFirst() throws Exception {
        List<Future<Boolean>> futures = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(64)) {
            for (int i = 0; i < 64 * 20; i++) {
                Digest key = Digest.of("n" + i / 64);
                futures.add(executor.submit(() -> guard.first(key, SOON)));
            }
        }
        int first = 0;
        for (Future<Boolean> future : futures) {
            first += future.get() ? 1 : 0;
        }
        assertEquals(20, first);
    }

    @Test
    void replay_decisionsOfTheLedger_areRememberedBeyondTheCapacity() {
        LedgerReplayGuard small = new LedgerReplayGuard(time, 1);
        small.replay(new Spending.Nonce(Digest.of("a"), SOON));
        small.replay(new Spending.Nonce(Digest.of("a"), SOON));
        small.replay(new Spending.Nonce(Digest.of("b"), SOON));
        small.replay(new Spending.Nonce(Digest.of("over"), Family.NOON));
        assertEquals(2, small.size());
        assertFalse(small.first(Digest.of("a"), SOON));
        assertFalse(small.first(Digest.of("b"), SOON));
        assertFalse(small.first(Digest.of("c"), SOON));
    }

    @Test
    void capacity_notPositive_isMisuse() {
        assertThrows(IllegalArgumentException.class, () -> new LedgerReplayGuard(time, 0));
    }
}
