package dev.cnv.runtime.session;

import dev.cnv.runtime.stream.StreamOptions;
import java.time.Duration;

/**
 * The bounds of a manager of sessions.
 *
 * @param maxSessions sessions that are not over, at a time
 * @param maxStreams streams of one session that run, at a time
 * @param idle how long nothing may be done with a session before it expires; a stream that runs keeps it
 * @param stream how the streams of sessions are held
 */
public record SessionSettings(
        int maxSessions, int maxStreams, Duration idle, StreamOptions stream) {

    /** 10,000 sessions, 64 streams of each, 15 minutes. */
    public static final SessionSettings DEFAULT =
            new SessionSettings(10_000, 64, Duration.ofMinutes(15), StreamOptions.DEFAULT);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException when one is not positive
     */
    public SessionSettings {
        if (maxSessions < 1 || maxStreams < 1 || !idle.isPositive()) {
            throw new IllegalArgumentException("maxSessions=" + maxSessions + " maxStreams="
                    + maxStreams + " idle=" + idle + " are not all positive");
        }
    }
}
