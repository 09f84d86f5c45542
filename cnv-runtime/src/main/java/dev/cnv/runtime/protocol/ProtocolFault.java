package dev.cnv.runtime.protocol;

/**
 * What is wrong with a peer's bytes. The connection cannot go on.
 *
 * @param kind which rule they break
 * @param text what was found and what the rule asks for, without any content of a payload
 */
public record ProtocolFault(Kind kind, String text) implements HandshakeRefusal {

    /** The rules. */
    public enum Kind {
        /** The type has no number here. */
        UNKNOWN_TYPE,
        /** A flag that there is not, or not here. */
        BAD_FLAGS,
        /** A stream where none may be. */
        BAD_STREAM,
        /** A payload above the limit, or where none may be. */
        OVERSIZE,
        /** A message that may not come now. */
        WRONG_ORDER,
        /** A message that the agreed version or features have not. */
        NOT_AGREED,
        /** A correlation other than the handshake's. */
        BAD_CORRELATION,
        /** A payload that is not in form. */
        BAD_PAYLOAD,
        /** Two transcripts that differ, or a confirmation that nobody trusted signed. */
        TRANSCRIPT_MISMATCH,
        /** The bytes end within a message. */
        TRUNCATED
    }

    @Override
    public String toString() {
        return kind + ": " + text;
    }
}
