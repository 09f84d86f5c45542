package dev.cnv.runtime.protocol;

/** What became of a call, as a response says it. */
public enum OutcomeCode {
    /** The verb ran; the content is its result. */
    COMPLETED(0),
    /** The verb ran before for the same key; the content is the result of then. */
    REPEATED(1),
    /** The verb did not run; the content is the denial. */
    DENIED(2),
    /** The verb ran and failed; the content is the failure. */
    FAILED(3),
    /** The policy only tries: the verb did not run. */
    WITHHELD(4);

    private final int code;

    OutcomeCode(int code) {
        this.code = code;
    }

    /** {@return the number on the wire} */
    public int code() {
        return code;
    }
}
