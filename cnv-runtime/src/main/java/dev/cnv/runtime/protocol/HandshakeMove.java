package dev.cnv.runtime.protocol;

/**
 * One row of {@link HandshakeTable}.
 *
 * @param from where an end stands
 * @param input what it gets
 * @param to where it stands then
 * @param output what it sends
 */
public record HandshakeMove(HandshakeState from, Input input, HandshakeState to, Output output) {

    /** What an end may get. */
    public enum Input {
        /** Its own application asks for a handshake. */
        START,
        /** An offer that has everything needed in common with its own. */
        OFFER_MATCHES,
        /** An offer that has not. */
        OFFER_DIFFERS,
        /** A confirmation of its own transcript, with a proof that holds. */
        CONFIRM_HOLDS,
        /** Any other confirmation. */
        CONFIRM_BREAKS,
        /** An error: the peer gives up. */
        ERROR,
        /** Bytes that are none of these. */
        FAULT
    }

    /** What an end may send. */
    public enum Output {
        /** Nothing. */
        NOTHING,
        /** Its offer. */
        OFFER,
        /** Its confirmation. */
        CONFIRM,
        /** Why it gives up. */
        ERROR
    }
}
