package dev.cnv.runtime.telemetry;

import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;

/**
 * The percentiles of durations, from a sketch with buckets of equal relative width, bounds {@code γ^i}
 * with {@code γ = 2^(2^-schema)}: that of DDSketch (Masson, Rim, Lee, PVLDB 12/12, 2019, section 2) and of
 * Prometheus' native histograms. Each answer lies within {@link #relativeError} of a duration that has the
 * rank asked for. With schema 5 that is 1.1 %.
 *
 * @param point the sketch
 */
record Latency(HistogramDataPointSnapshot point) {

    /** {@return how many durations there are} */
    long count() {
        return point.getCount();
    }

    /** {@return half the width of a bucket by its middle: (γ-1)/(γ+1)} */
    double relativeError() {
        double gamma = gamma();
        return (gamma - 1) / (gamma + 1);
    }

    /**
     * The duration of a rank.
     *
     * @param part which part of all durations is at most so long, 0 to 1
     * @return seconds; 0 for durations of at most 1 ns, and without durations
     */
    double seconds(double part) {
        // The rank of section 2.1, from 0.
        double rank = part * (count() - 1);
        long seen = point.getNativeZeroCount();
        if (count() == 0 || seen > rank) {
            return 0;
        }
        NativeHistogramBuckets buckets = point.getNativeBucketsForPositiveValues();
        for (int i = 0; i < buckets.size(); i++) {
            seen += buckets.getCount(i);
            if (seen > rank) {
                return middle(buckets.getBucketIndex(i));
            }
        }
        return buckets.size() == 0 ? 0 : middle(buckets.getBucketIndex(buckets.size() - 1));
    }

    private double middle(int index) {
        double gamma = gamma();
        return 2 * Math.pow(gamma, index) / (gamma + 1);
    }

    private double gamma() {
        return Math.pow(2, Math.pow(2, -point.getNativeSchema()));
    }
}
