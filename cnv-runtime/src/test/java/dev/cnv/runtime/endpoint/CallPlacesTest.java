package dev.cnv.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Places are taken by one at a time, waited for by the client's own time, and never lost. */
@Timeout(30)
class CallPlacesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private final Patience endless = new Patience(time, Optional.empty());
    private final CallPlaces places = new CallPlaces(1);

    private FutureTask<Boolean> take(Patience patience) {
        FutureTask<Boolean> taking = new FutureTask<>(() -> {
            places.take(patience);
            return true;
        });
        Thread.ofVirtual().start(taking);
        return taking;
    }

    private static void assertWaits(FutureTask<?> taking) {
        assertThrows(TimeoutException.class, () -> taking.get(50, TimeUnit.MILLISECONDS));
    }

    @Test
    void take_withoutAPlace_waitsUntilOneIsGivenBack() throws Exception {
        places.take(endless);
        FutureTask<Boolean> next = take(endless);
        assertWaits(next);
        places.give();
        assertTrue(next.get());
        assertFalse(places.tryTake());
    }

    @Test
    void take_whosePatienceEnds_failsAndTakesNothing() throws Exception {
        places.take(endless);
        FutureTask<Boolean> next = take(new Patience(time, Optional.of(SECOND)));
        assertWaits(next);
        time.advance(SECOND.minusNanos(1));
        assertWaits(next);
        time.advance(Duration.ofNanos(1));
        ExecutionException failed = assertThrows(ExecutionException.class, next::get);
        EndpointException why = assertInstanceOf(EndpointException.class, failed.getCause());
        assertEquals(EndpointFault.WAIT_ENDED, why.fault());
        assertFalse(why.mayHaveRun());
        places.give();
        assertTrue(places.tryTake());
    }

    @Test
    void patience_thatWaitedForAPlace_hasTheRestForTheCall() {
        Patience patience = new Patience(time, Optional.of(SECOND));
        time.advance(Duration.ofMillis(400));
        assertEquals(600, patience.leftMillis());
        CompletableFuture<Void> answer = new CompletableFuture<>();
        patience.giveUp(answer);
        time.advance(Duration.ofMillis(1_599));
        assertFalse(answer.isDone());
        time.advance(Duration.ofMillis(1));
        assertTrue(answer.isCompletedExceptionally());
        assertEquals(1, patience.leftMillis());
        assertEquals(0, endless.leftMillis());
    }

    @Test
    void giveAll_withMoreThatWaitThanPlaces_letsAllGoOn() throws Exception {
        places.take(endless);
        List<FutureTask<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(take(endless));
        }
        waiting.forEach(CallPlacesTest::assertWaits);
        places.giveAll();
        for (int i = 0; i < 4; i++) {
            // Each finds that the connection ended, and gives its place back.
            places.give();
        }
        for (FutureTask<Boolean> each : waiting) {
            assertTrue(each.get());
        }
    }

    @Test
    void places_takenByMany_areNeverMoreThanThereAreAndNeverLost() throws Exception {
        CallPlaces three = new CallPlaces(3);
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                for (int round = 0; round < 2_000; round++) {
                    try {
                        three.take(new Patience(time, Optional.of(SECOND)));
                        most.accumulateAndGet(taken.incrementAndGet(), Math::max);
                        Thread.yield();
                        taken.decrementAndGet();
                        three.give();
                    } catch (EndpointException | InterruptedException _) {
                        // It waited no longer; it has none.
                    }
                }
            }));
        }
        while (callers.stream().anyMatch(Thread::isAlive)) {
            time.advance(SECOND);
            callers.get(ThreadLocalRandom.current().nextInt(callers.size())).interrupt();
            Thread.sleep(1);
        }
        assertTrue(most.get() <= 3, "most=" + most);
        for (int i = 0; i < 3; i++) {
            assertTrue(three.tryTake());
        }
        assertFalse(three.tryTake());
    }
}
