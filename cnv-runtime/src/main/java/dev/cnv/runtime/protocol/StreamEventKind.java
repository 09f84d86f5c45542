package dev.cnv.runtime.protocol;

/** What an event of a stream is. The number on the wire is the ordinal. */
public enum StreamEventKind {
    /** The producer began. */
    STARTED,
    /** How far it is. */
    PROGRESS,
    /** A part of the result. */
    PARTIAL_RESULT,
    /** A line for a person. */
    LOG,
    /** Something that the caller should know, and that ends nothing. */
    WARNING,
    /** It failed; the last event. */
    ERROR,
    /** It is done; the last event. */
    COMPLETED,
    /** It was cancelled; the last event. */
    CANCELLED;

    /** {@return the number on the wire} */
    public int code() {
        return ordinal();
    }

    /** {@return whether no event follows} */
    public boolean isLast() {
        return compareTo(ERROR) >= 0;
    }
}
