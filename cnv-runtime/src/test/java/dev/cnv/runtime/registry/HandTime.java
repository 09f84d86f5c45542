package dev.cnv.runtime.registry;

import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.time.Instant;

/** A wall clock that a test sets, backwards too. */
final class HandTime implements Time {

    private volatile Instant now;

    HandTime(Instant now) {
        this.now = now;
    }

    void set(Instant moment) {
        now = moment;
    }

    void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        throw new UnsupportedOperationException("nothing is measured here");
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        throw new UnsupportedOperationException("nothing waits here");
    }
}
