package dev.cnv.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Processor time of a whole process, by a clock that the test turns. */
class ProcessWatchTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private final AtomicLong cpu = new AtomicLong(7_000_000_000L);
    private final AtomicInteger exceeded = new AtomicInteger();

    private ProcessWatch watch(Optional<Duration> limit) {
        return new ProcessWatch(limit, cpu::get, time, exceeded::incrementAndGet);
    }

    @Test
    void call_withinItsLimit_goesOn() {
        try (ProcessWatch.Watched _ = watch(Optional.of(SECOND)).begin()) {
            cpu.addAndGet(SECOND.plus(ProcessWatch.JVM_CPU).toNanos());
            time.advance(Duration.ofMinutes(1));
            assertEquals(0, exceeded.get());
        }
    }

    @Test
    void call_beyondItsLimit_endsTheProcessOnce() {
        try (ProcessWatch.Watched _ = watch(Optional.of(SECOND)).begin()) {
            cpu.addAndGet(SECOND.plus(ProcessWatch.JVM_CPU).toNanos() + 1);
            time.advance(Duration.ofMinutes(1));
            time.advance(Duration.ofMinutes(1));
            assertEquals(1, exceeded.get());
        }
    }

    @Test
    void call_thatIsOver_isNotWatched() {
        watch(Optional.of(SECOND)).begin().close();
        cpu.addAndGet(Duration.ofHours(1).toNanos());
        time.advance(Duration.ofMinutes(1));
        assertEquals(0, exceeded.get());
    }

    @Test
    void verb_withoutALimit_isNotWatched() {
        try (ProcessWatch.Watched _ = watch(Optional.empty()).begin()) {
            cpu.addAndGet(Duration.ofHours(1).toNanos());
            time.advance(Duration.ofMinutes(1));
            assertEquals(0, exceeded.get());
        }
    }

    @Test
    void thisProcess_hasUsedSome() {
        assertTrue(ProcessWatch.ofThisProcess() > 0);
    }
}
