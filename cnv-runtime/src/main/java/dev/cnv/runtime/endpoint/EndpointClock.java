package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.time.SystemTime;
import dev.cnv.runtime.time.Time;
import java.time.Clock;
import java.util.Optional;

/**
 * The time that a client or a server goes by: one that was given and stays open, or the machine's, which
 * is closed with it.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
record EndpointClock(Time time, Optional<SystemTime> own) implements AutoCloseable {

    /** {@return the given time, or else one of its own} */
    static EndpointClock of(Optional<Time> given) {
        return given.map(time -> new EndpointClock(time, Optional.empty()))
                .orElseGet(EndpointClock::ofTheMachine);
    }

    private static EndpointClock ofTheMachine() {
        SystemTime own = new SystemTime(Clock.systemUTC());
        return new EndpointClock(own, Optional.of(own));
    }

    @Override
    public void close() {
        own.ifPresent(SystemTime::close);
    }
}
