package dev.cnv.runtime.outcome;

/** Exit statuses of a command line. The numbers are stable. */
public enum ExitCode {
    /** The verb ran. */
    OK(0),
    /** The verb ran and failed. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** The caller may not do this. */
    DENIED(3),
    /** The call needs an approval. */
    APPROVAL_REQUIRED(4),
    /** A rate or budget is used up. */
    BUDGET(5),
    /** The verb broke its contract or ran out of time. */
    CONTRACT(6),
    /** The call conflicts with one before it. */
    CONFLICT(7),
    /** CNV itself failed. */
    INTERNAL(10);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /**
     * The process's exit status.
     *
     * @return a number from 0 to 10
     */
    public int status() {
        return status;
    }
}
