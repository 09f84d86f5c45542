package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.UseCounter.Allowance;
import dev.cnv.runtime.governance.Spending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LedgerUseCounterTest {

    private static final Digest PARENT = Digest.of("parent");
    private static final Digest ONE = Digest.of("one");
    private static final Digest TWO = Digest.of("two");

    private final HandTime time = new HandTime(Family.NOON);
    private final LedgerUseCounter counter = new LedgerUseCounter(time, 3);

    private static Allowance allowance(Digest token, long count) {
        return new Allowance(token, count, Family.EVENING);
    }

    @Test
    void reserve_moreThanAllowed_namesTheTokenAndTakesNothing() {
        List<Allowance> chain = List.of(allowance(PARENT, 5), allowance(ONE, 1));
        assertEquals(Optional.empty(), counter.reserve(chain));
        assertEquals(Optional.of(ONE), counter.exhausted(chain));
        assertEquals(Optional.of(ONE), counter.reserve(chain));
        assertEquals(1, counter.usedCount(PARENT));
        assertEquals(1, counter.usedCount(ONE));
    }

    @Test
    void reserve_siblings_shareWhatTheParentHasLeft() {
        List<Allowance> one = List.of(allowance(PARENT, 3), allowance(ONE, 2));
        List<Allowance> two = List.of(allowance(PARENT, 3), allowance(TWO, 2));
        assertEquals(Optional.empty(), counter.reserve(one));
        assertEquals(Optional.empty(), counter.reserve(two));
        assertEquals(Optional.empty(), counter.reserve(one));
        assertEquals(Optional.of(PARENT), counter.reserve(two));
        counter.release(one);
        assertEquals(Optional.empty(), counter.reserve(two));
        assertEquals(3, counter.usedCount(PARENT));
    }

    @Test
    void release_ofTheSameToken_neverGoesBelowNothing() {
        counter.release(List.of(allowance(ONE, 1)));
        counter.reserve(List.of(allowance(ONE, 1)));
        counter.release(List.of(allowance(ONE, 1)));
        counter.release(List.of(allowance(ONE, 1)));
        assertEquals(Optional.empty(), counter.reserve(List.of(allowance(ONE, 1))));
        assertEquals(Optional.of(ONE), counter.reserve(List.of(allowance(ONE, 1))));
    }

    @Test
    void reserve_sixtyFourThreads_isExact() throws Exception {
        int threads = 64;
        long allowed = 1_000;
        CountDownLatch begin = new CountDownLatch(1);
        List<Future<Long>> futures = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                // Siblings below one parent, some of whose calls do not begin and give back.
                List<Allowance> chain = List.of(
                        allowance(PARENT, allowed), allowance(i % 2 == 0 ? ONE : TWO, allowed));
                boolean givesBack = i % 4 == 0;
                futures.add(executor.submit(() -> {
                    begin.await();
                    long taken = 0;
                    for (int call = 0; call < 100; call++) {
                        if (counter.reserve(chain).isEmpty()) {
                            if (givesBack && call % 2 == 0) {
                                counter.release(chain);
                            } else {
                                taken++;
                            }
                        }
                    }
                    return taken;
                }));
            }
            begin.countDown();
            long taken = 0;
            for (Future<Long> future : futures) {
                taken += future.get();
            }
            List<Allowance> parent = List.of(allowance(PARENT, allowed));
            while (counter.reserve(parent).isEmpty()) {
                taken++;
            }
            assertEquals(allowed, taken);
        }
        assertEquals(allowed, counter.usedCount(PARENT));
    }

    @Test
    void reserve_expiredToken_hasNoUseLeftEvenWhenTheClockGoesBack() {
        List<Allowance> chain = List.of(allowance(ONE, 2));
        counter.reserve(chain);
        time.advance(Duration.ofHours(8));
        assertEquals(Optional.of(ONE), counter.exhausted(chain));
        assertEquals(0, counter.usedCount(ONE));
        time.set(Family.NOON);
        assertEquals(Optional.of(ONE), counter.reserve(chain));
        counter.release(chain);
    }

    @Test
    void reserve_full_refusesNewTokensUntilOthersExpire() {
        for (int i = 0; i < 3; i++) {
            Allowance early = new Allowance(Digest.of("early" + i), 9, Family.NOON.plusSeconds(60));
            assertEquals(Optional.empty(), counter.reserve(List.of(early)));
        }
        assertEquals(Optional.of(ONE), counter.reserve(List.of(allowance(ONE, 2))));
        assertEquals(Optional.of(ONE), counter.exhausted(List.of(allowance(ONE, 2))));
        time.advance(Duration.ofSeconds(60));
        assertEquals(Optional.empty(), counter.reserve(List.of(allowance(ONE, 2))));
    }

    @Test
    void release_ofTheLastUse_makesRoomForOtherTokens() {
        for (int i = 0; i < 10; i++) {
            List<Allowance> one = List.of(allowance(Digest.of("t" + i), 1));
            assertEquals(Optional.empty(), counter.reserve(one));
            counter.release(one);
        }
        assertEquals(Optional.empty(), counter.reserve(List.of(allowance(ONE, 1))));
        time.advance(Duration.ofHours(8));
        assertEquals(Optional.of(ONE), counter.reserve(List.of(allowance(ONE, 1))));
        assertEquals(0, counter.usedCount(ONE));
    }

    @Test
    void replay_decisionsOfTheLedger_areCounted() {
        counter.replay(new Spending.Use(ONE, Family.EVENING));
        counter.replay(new Spending.Use(ONE, Family.EVENING));
        counter.replay(new Spending.Use(TWO, Family.NOON));
        assertEquals(2, counter.usedCount(ONE));
        assertEquals(0, counter.usedCount(TWO));
        assertEquals(Optional.empty(), counter.reserve(List.of(allowance(ONE, 3))));
        assertEquals(Optional.of(ONE), counter.reserve(List.of(allowance(ONE, 3))));
    }

    @Test
    void capacity_notPositive_isMisuse() {
        assertThrows(IllegalArgumentException.class, () -> new LedgerUseCounter(time, 0));
    }
}
