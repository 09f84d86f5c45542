package dev.cnv.runtime.policy.remote;

import java.time.Duration;

/**
 * How a decision point is asked.
 *
 * @param timeout the longest that a call waits for an answer; then it is denied
 * @param timeToLive the longest that an answer is remembered, whatever it says itself; zero for never
 * @param capacity answers that are remembered at most
 * @param maxAsked calls that wait for an answer at a time; another waits for its turn, within its timeout
 */
public record RemoteSettings(Duration timeout, Duration timeToLive, int capacity, int maxAsked) {

    /** 500 ms, 10 s, 10,000 answers, 256 calls. */
    public static final RemoteSettings DEFAULT =
            new RemoteSettings(Duration.ofMillis(500), Duration.ofSeconds(10), 10_000, 256);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public RemoteSettings {
        if (!timeout.isPositive() || timeToLive.isNegative() || capacity < 1 || maxAsked < 1) {
            throw new IllegalArgumentException("timeout=" + timeout + " timeToLive=" + timeToLive
                    + " capacity=" + capacity + " maxAsked=" + maxAsked + " are out of range");
        }
    }
}
