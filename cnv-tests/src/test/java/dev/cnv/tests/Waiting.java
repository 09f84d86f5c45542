package dev.cnv.tests;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does, for half a minute at most. */
final class Waiting {

    private static final long LIMIT_NANOS = Duration.ofSeconds(30).toNanos();

    private Waiting() {}

    static void until(BooleanSupplier reached) {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not reached within 30 s");
            }
            LockSupport.parkNanos(100_000);
        }
    }

    /** Closes a runtime whose calls may run: its drain is in virtual time. */
    static void close(Fixture fixture) {
        Thread closing = Thread.ofVirtual().start(fixture::close);
        until(() -> {
            fixture.time.advance(Duration.ofSeconds(1));
            return !closing.isAlive();
        });
    }

    static void join(Thread thread) {
        try {
            if (!thread.join(Duration.ofSeconds(30))) {
                throw new AssertionError("thread=" + thread + " still runs after 30 s");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
