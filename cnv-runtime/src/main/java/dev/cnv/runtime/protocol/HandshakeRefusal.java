package dev.cnv.runtime.protocol;

/** Why a handshake came to nothing: nothing in common, bytes of the peer, or the peer's own word. */
public sealed interface HandshakeRefusal permits NegotiationRefusal, ProtocolFault, ErrorPayload {

    /** {@return the reason in one line} */
    String text();
}
