package dev.cnv.runtime.protocol;

/** Where one end of a handshake stands. */
public enum HandshakeState {
    /** The initiator has sent nothing yet. */
    INITIAL,
    /** The initiator has sent its offer. */
    OFFERED,
    /** The initiator knows the agreement and has confirmed its transcript. */
    CONFIRMING,
    /** The acceptor waits for an offer. */
    AWAITING,
    /** The acceptor knows the agreement and has sent its own offer. */
    ANSWERED,
    /** The peer has confirmed the same transcript. Final. */
    ESTABLISHED,
    /** The handshake came to nothing. Final. */
    REFUSED;

    /** {@return whether nothing moves it any more} */
    public boolean isFinal() {
        return this == ESTABLISHED || this == REFUSED;
    }
}
