package dev.cnv.runtime.governance;

/**
 * How much of a runtime is open. Ordered: a later constant is narrower than every earlier one, in that
 * each runs a part of what the one before it runs.
 */
public enum OperatingMode {
    /** Every verb may be called. */
    NORMAL,
    /** Verbs that change something run only for callers whose chain begins with a person. */
    RESTRICTED,
    /** Verbs that change something do not run. */
    MAINTENANCE,
    /** No verb runs. */
    EMERGENCY;

    /**
     * Whether a call may go on in this mode.
     *
     * @param mutating whether its verb changes anything
     * @param originIsPerson whether the caller's chain begins with a person
     * @return false when it is refused, whatever else permits it
     */
    public boolean admits(boolean mutating, boolean originIsPerson) {
        return switch (this) {
            case NORMAL -> true;
            case RESTRICTED -> !mutating || originIsPerson;
            case MAINTENANCE -> !mutating;
            case EMERGENCY -> false;
        };
    }
}
