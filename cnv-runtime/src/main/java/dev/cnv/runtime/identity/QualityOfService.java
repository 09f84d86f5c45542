package dev.cnv.runtime.identity;

/**
 * How much a call matters when there is not enough for all.
 *
 * @param priority who goes first when permits are short; deadlines decide within one priority
 * @param importance what may be shed first under load, 0 (first) to 100 (last)
 * @param mustSucceed whether the caller would rather wait for a permit than be turned away
 */
public record QualityOfService(Priority priority, int importance, boolean mustSucceed) {

    /** Normal priority, importance 50, may be turned away. */
    public static final QualityOfService NORMAL = new QualityOfService(Priority.NORMAL, 50, false);

    /** Who goes first. Ordered: a later constant goes before an earlier one. */
    public enum Priority {
        /** When nothing else waits. */
        BEST_EFFORT,
        /** The default. */
        NORMAL,
        /** Before normal calls. */
        HIGH,
        /** Before everything. */
        CRITICAL
    }

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException when the importance is not 0 to 100
     */
    public QualityOfService {
        if (importance < 0 || importance > 100) {
            throw new IllegalArgumentException("importance=" + importance + " is not 0 to 100");
        }
    }
}
