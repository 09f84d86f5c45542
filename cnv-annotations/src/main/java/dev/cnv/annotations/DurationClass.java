package dev.cnv.annotations;

import java.time.Duration;

/**
 * How long a verb takes: a typical and a maximum time. The typical time drives scheduling, the
 * maximum is the default timeout. Ordered: a later constant takes longer.
 */
public enum DurationClass {
    /** 100 microseconds, at most 1 millisecond. */
    FAST_PATH(Duration.ofNanos(100_000), Duration.ofMillis(1)),
    /** 100 milliseconds, at most 500 milliseconds. */
    INTERACTIVE(Duration.ofMillis(100), Duration.ofMillis(500)),
    /** 5 seconds, at most 30 seconds. */
    USER_INITIATED(Duration.ofSeconds(5), Duration.ofSeconds(30)),
    /** 5 minutes, at most 30 minutes. */
    BATCH(Duration.ofSeconds(300), Duration.ofSeconds(1_800)),
    /** 1 hour, at most 1 day. */
    LONG_RUNNING(Duration.ofSeconds(3_600), Duration.ofSeconds(86_400));

    private final Duration typical;
    private final Duration maximum;

    DurationClass(Duration typical, Duration maximum) {
        this.typical = typical;
        this.maximum = maximum;
    }

    /**
     * The time that most calls take.
     *
     * @return a positive duration, at most {@link #maximum()}
     */
    public Duration typical() {
        return typical;
    }

    /**
     * The time after which a call counts as stuck.
     *
     * @return a positive duration
     */
    public Duration maximum() {
        return maximum;
    }
}
