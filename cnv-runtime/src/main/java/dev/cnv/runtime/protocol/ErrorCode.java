package dev.cnv.runtime.protocol;

/** Why a peer cannot go on. */
public enum ErrorCode {
    /** A code that this end does not know. */
    OTHER(0),
    /** No version is in both offers. */
    NO_COMMON_VERSION(1),
    /** No way to compress is in both offers. */
    NO_COMMON_COMPRESSION(2),
    /** The transcripts of a handshake differ, or nobody trusted has signed one. */
    TRANSCRIPT_MISMATCH(3),
    /** Bytes are not in form. */
    MALFORMED(4),
    /** A message may not come now, or was not agreed. */
    UNEXPECTED(5),
    /** A payload is above the limit. */
    OVERSIZE(6),
    /** More calls are open than were agreed. */
    TOO_MANY_CALLS(7),
    /** A stream that there is not. */
    UNKNOWN_STREAM(8),
    /** Nothing came for too long. */
    TIMEOUT(9),
    /** The end is shutting down and takes no more calls. */
    SHUTTING_DOWN(10),
    /** The end itself is at fault. */
    INTERNAL(11);

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    /** {@return the number on the wire} */
    public int code() {
        return code;
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
