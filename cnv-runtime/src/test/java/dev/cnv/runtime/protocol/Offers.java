package dev.cnv.runtime.protocol;

import java.util.Arrays;
import java.util.List;

/** Offers and handshakes for tests. */
final class Offers {

    private Offers() {}

    static byte[] nonce(int value) {
        byte[] nonce = new byte[Offer.NONCE_BYTES];
        Arrays.fill(nonce, (byte) value);
        return nonce;
    }

    static Offer of(List<ProtocolVersion> versions, List<Compression> compressions, int nonce) {
        return new Offer(versions, FeatureSet.ALL, compressions, WireLimits.DEFAULT, nonce(nonce));
    }

    static Agreement agreed(Offer theirs, Offer ours) {
        return (Agreement) Negotiation.accept(theirs, ours);
    }

    /** Carries messages to and fro until nobody says anything more. */
    static void run(Handshake initiator, Handshake acceptor) {
        Handshake to = acceptor;
        HandshakeMessage message = initiator.start();
        while (message != null && !to.state().isFinal()) {
            message = to.receive(message.type(), java.nio.ByteBuffer.wrap(message.payload()))
                    .orElse(null);
            to = to == acceptor ? initiator : acceptor;
        }
    }
}
