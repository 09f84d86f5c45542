package dev.cnv.runtime.telemetry;

import java.time.Duration;

/**
 * How long calls of a verb took.
 *
 * @param count how many calls
 * @param median half of them took at most about so long
 * @param p90 nine of ten
 * @param p99 99 of 100
 * @param p999 999 of 1,000
 * @param relativeError how far each is at most from a duration of exactly its rank, as a part of that
 *     duration
 */
public record LatencySummary(
        long count,
        Duration median,
        Duration p90,
        Duration p99,
        Duration p999,
        double relativeError) {

    static LatencySummary of(Latency latency) {
        return new LatencySummary(
                latency.count(),
                at(latency, 0.5),
                at(latency, 0.9),
                at(latency, 0.99),
                at(latency, 0.999),
                latency.relativeError());
    }

    private static Duration at(Latency latency, double part) {
        return Duration.ofNanos(Math.round(latency.seconds(part) * 1e9));
    }
}
