package dev.cnv.hotpath.grant;

/**
 * What became of a frame, as a small number. Numbers are never renamed or reused: they stand in frames.
 * {@link #DONE} is 0, {@link #FAILED} says that the verb ran and failed, all others that it did not run.
 * From {@link #FIRST_OWN} on they are the dispatcher's own: the verb ran and answered so.
 */
public final class FrameStatus {

    /** The verb ran. */
    public static final int DONE = 0;

    /** The verb ran and threw, or its dispatcher knows no such verb. */
    public static final int FAILED = 1;

    /** The handle names no grant: it was never given, or its grant has ended. */
    public static final int HANDLE_STALE = 2;

    /** The grant is for another verb. */
    public static final int VERB_NOT_GRANTED = 3;

    /** The grant has not all effects that the frame asks for. */
    public static final int EFFECTS_NOT_GRANTED = 4;

    /** The grant's time is over. */
    public static final int EXPIRED = 5;

    /** The grant was not found to hold since something was revoked or changed. */
    public static final int REVOKED = 6;

    /** The grant has no use left. */
    public static final int USES_EXHAUSTED = 7;

    /** More calls of the verb, or of the tenant, began within a second than may. */
    public static final int RATE_EXCEEDED = 8;

    /** The ledger cannot take a record of the frame, so the verb does not run. */
    public static final int UNRECORDABLE = 9;

    /** An argument is no value of its type or breaks its rules, so the verb does not run. */
    public static final int ARGUMENT_REFUSED = 10;

    /** How many statuses there are below the dispatcher's own. */
    public static final int COUNT = 11;

    /** The first number that is a dispatcher's own. */
    public static final int FIRST_OWN = 16;

    private static final String[] NAMES = {
        "DONE",
        "FAILED",
        "HANDLE_STALE",
        "VERB_NOT_GRANTED",
        "EFFECTS_NOT_GRANTED",
        "EXPIRED",
        "REVOKED",
        "USES_EXHAUSTED",
        "RATE_EXCEEDED",
        "UNRECORDABLE",
        "ARGUMENT_REFUSED"
    };

    private FrameStatus() {}

    /**
     * Whether the verb ran.
     *
     * @param status a status
     * @return false for a denial
     */
    public static boolean ran(int status) {
        return status == DONE || status == FAILED || status >= FIRST_OWN;
    }

    /**
     * The name of a status, for records.
     *
     * @param status a status
     * @return its name; that of {@link #DONE} for a dispatcher's own
     * @throws IllegalArgumentException when it is none
     */
    public static String nameOf(int status) {
        if (status >= FIRST_OWN) {
            return NAMES[DONE];
        }
        if (status < 0 || status >= COUNT) {
            throw new IllegalArgumentException("status=" + status + " is no status of a frame");
        }
        return NAMES[status];
    }
}
