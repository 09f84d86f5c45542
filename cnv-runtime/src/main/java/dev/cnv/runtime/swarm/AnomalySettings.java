package dev.cnv.runtime.swarm;

import java.time.Duration;

/**
 * What counts as unusual.
 *
 * @param method how the usual is told
 * @param warningZ from this distance on it is a warning; above 0
 * @param criticalZ from this distance on it is critical; above {@code warningZ}
 * @param minSamples so many samples are needed before one is judged; at least 3
 * @param windowSamples the samples that {@link Method#ROBUST} keeps of each series, at least {@code
 *     minSamples} and at most 4,096; {@link Method#CLASSIC} keeps none and takes all into account
 * @param minScatterRatio the usual scatter is taken for at least this part of the usual value, so that a
 *     series that never changed does not make every change infinitely strange; 0 to 1
 * @param frequencyPeriod entries are counted in periods of this length
 * @param maxSwarmCount the swarms that are watched at a time; more are counted and not watched
 */
public record AnomalySettings(
        Method method,
        double warningZ,
        double criticalZ,
        int minSamples,
        int windowSamples,
        double minScatterRatio,
        Duration frequencyPeriod,
        int maxSwarmCount) {

    /**
     * Median and MAD, warning at 3, critical at 5, from 10 samples on, of the last 64, in seconds, for as
     * many swarms as a runtime has by default.
     */
    public static final AnomalySettings DEFAULT = new AnomalySettings(
            Method.ROBUST, 3, 5, 10, 64, 0.01, Duration.ofSeconds(1), Swarms.DEFAULT_CAPACITY);

    /** How the usual is told from samples. The sample that is judged is never one of them. */
    public enum Method {
        /** Median and median absolute deviation of the last samples: outliers hardly move them. */
        ROBUST,
        /** Mean and standard deviation of all samples: outliers move them. */
        CLASSIC
    }

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is not kept
     */
    public AnomalySettings {
        if (!(warningZ > 0 && criticalZ > warningZ)) {
            throw new IllegalArgumentException("warningZ=" + warningZ + " criticalZ=" + criticalZ
                    + " must be above 0 and rise");
        }
        if (minSamples < 3 || windowSamples < minSamples || windowSamples > 4096) {
            throw new IllegalArgumentException("minSamples=" + minSamples + " windowSamples="
                    + windowSamples + " must be at least 3, rise, and be at most 4096");
        }
        if (!(minScatterRatio >= 0 && minScatterRatio <= 1)) {
            throw new IllegalArgumentException(
                    "minScatterRatio=" + minScatterRatio + " is not 0 to 1");
        }
        if (!frequencyPeriod.isPositive() || maxSwarmCount < 1) {
            throw new IllegalArgumentException("frequencyPeriod=" + frequencyPeriod
                    + " maxSwarmCount=" + maxSwarmCount + " must be above 0");
        }
    }

    /**
     * These settings with another method.
     *
     * @param other the method
     * @return new settings
     */
    public AnomalySettings with(Method other) {
        return new AnomalySettings(
                other,
                warningZ,
                criticalZ,
                minSamples,
                windowSamples,
                minScatterRatio,
                frequencyPeriod,
                maxSwarmCount);
    }
}
