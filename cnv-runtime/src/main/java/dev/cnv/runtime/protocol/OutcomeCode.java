package dev.cnv.runtime.protocol;

/** What became of a call, as a response says it. The number on the wire is the ordinal. */
public enum OutcomeCode {
    /** The verb ran; the content is its result. */
    COMPLETED,
    /** The verb ran before for the same key; the content is the result of then. */
    REPEATED,
    /** The verb did not run; the content is the denial. */
    DENIED,
    /** The verb ran and failed; the content is the failure. */
    FAILED,
    /** The policy only tries: the verb did not run. */
    WITHHELD;

    /** {@return the number on the wire} */
    public int code() {
        return ordinal();
    }
}
