package dev.cnv.runtime.protocol;

/** What an event of a stream is. */
public enum StreamEventKind {
    /** The producer began. */
    STARTED(0),
    /** How far it is. */
    PROGRESS(1),
    /** A part of the result. */
    PARTIAL_RESULT(2),
    /** A line for a person. */
    LOG(3),
    /** Something that the caller should know, and that ends nothing. */
    WARNING(4),
    /** It failed; the last event. */
    ERROR(5),
    /** It is done; the last event. */
    COMPLETED(6),
    /** It was cancelled; the last event. */
    CANCELLED(7);

    private final int code;

    StreamEventKind(int code) {
        this.code = code;
    }

    /** {@return the number on the wire} */
    public int code() {
        return code;
    }

    /** {@return whether no event follows} */
    public boolean isLast() {
        return compareTo(ERROR) >= 0;
    }
}
