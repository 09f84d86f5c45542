package dev.cnv.runtime.protocol;

/** Why a peer cannot go on. The number on the wire is the ordinal. */
public enum ErrorCode {
    /** A code that this end does not know. */
    OTHER,
    /** No version is in both offers. */
    NO_COMMON_VERSION,
    /** No way to compress is in both offers. */
    NO_COMMON_COMPRESSION,
    /** The transcripts of a handshake differ, or nobody trusted has signed one. */
    TRANSCRIPT_MISMATCH,
    /** Bytes are not in form. */
    MALFORMED,
    /** A message may not come now, or was not agreed. */
    UNEXPECTED,
    /** A payload is above the limit. */
    OVERSIZE,
    /** More calls are open than were agreed. */
    TOO_MANY_CALLS,
    /** A stream that there is not. */
    UNKNOWN_STREAM,
    /** Nothing came for too long. */
    TIMEOUT,
    /** The end is shutting down and takes no more calls. */
    SHUTTING_DOWN,
    /** The end itself is at fault. */
    INTERNAL;

    /** {@return the number on the wire} */
    public int code() {
        return ordinal();
    }

    /**
     * The code of a number on the wire.
     *
     * @param code the number
     * @return the code, {@link #OTHER} for a later peer's
     */
    public static ErrorCode ofCode(long code) {
        return code > 0 && code < values().length ? values()[(int) code] : OTHER;
    }

    /**
     * What a peer is told about a fault of its bytes.
     *
     * @param kind the fault
     * @return the code
     */
    public static ErrorCode of(ProtocolFault.Kind kind) {
        return switch (kind) {
            case OVERSIZE -> OVERSIZE;
            case WRONG_ORDER, NOT_AGREED -> UNEXPECTED;
            case TRANSCRIPT_MISMATCH -> TRANSCRIPT_MISMATCH;
            case UNKNOWN_TYPE, BAD_FLAGS, BAD_STREAM, BAD_CORRELATION, BAD_PAYLOAD, TRUNCATED ->
                MALFORMED;
        };
    }

    static ErrorCode of(NegotiationRefusal.Kind kind) {
        return switch (kind) {
            case NO_COMMON_VERSION -> NO_COMMON_VERSION;
            case NO_COMMON_COMPRESSION -> NO_COMMON_COMPRESSION;
            case SAME_NONCE -> UNEXPECTED;
        };
    }
}
