package dev.cnv.runtime.protocol;

import dev.cnv.runtime.canonical.CborWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.Optional;

/**
 * What two offers come to. Both ends compute it from the same two messages, so that nothing that is
 * chosen has to be believed.
 */
public final class Negotiation {

    private static final byte[] CONTEXT = "cnv-handshake-v1".getBytes(StandardCharsets.US_ASCII);

    private Negotiation() {}

    /**
     * What the acceptor of a connection makes of an initiator's offer: the highest common version, the
     * common features that it has, the first common compression in the acceptor's order, and the smaller
     * limits.
     *
     * @param theirs the initiator's offer
     * @param ours the acceptor's offer
     * @return the agreement or the refusal
     */
    public static NegotiationResult accept(Offer theirs, Offer ours) {
        return accept(
                theirs,
                new HandshakePayload(theirs).encode(),
                ours,
                new HandshakePayload(ours).encode());
    }

    /** The same, with the bytes that were sent: a later peer's has more than this end reads. */
    static NegotiationResult accept(
            Offer initiator, byte[] request, Offer acceptor, byte[] response) {
        Optional<ProtocolVersion> version = initiator.versions().stream()
                .filter(acceptor.versions()::contains)
                .max(Comparator.naturalOrder());
        Optional<Compression> compression = acceptor.compressions().stream()
                .filter(initiator.compressions()::contains)
                .findFirst();
        if (initiator.sameNonce(acceptor)) {
            return refused(NegotiationRefusal.Kind.SAME_NONCE, initiator, acceptor);
        }
        if (version.isEmpty()) {
            return refused(NegotiationRefusal.Kind.NO_COMMON_VERSION, initiator, acceptor);
        }
        if (compression.isEmpty()) {
            return refused(NegotiationRefusal.Kind.NO_COMMON_COMPRESSION, initiator, acceptor);
        }
        FeatureSet features =
                initiator.features().intersect(acceptor.features()).upTo(version.get());
        WireLimits limits = initiator.limits().min(acceptor.limits());
        byte[] chosen = chosen(version.get(), features, compression.get(), limits);
        return new Agreement(
                version.get(),
                features,
                compression.get(),
                limits,
                transcript(request, response, chosen));
    }

    private static NegotiationRefusal refused(
            NegotiationRefusal.Kind kind, Offer theirs, Offer ours) {
        return new NegotiationRefusal(kind, theirs, ours);
    }

    private static byte[] chosen(
            ProtocolVersion version,
            FeatureSet features,
            Compression compression,
            WireLimits limits) {
        return new CborWriter(32)
                .array(5)
                .integer(version.code())
                .integer(features.bits())
                .integer(compression.code())
                .integer(limits.messageBytes())
                .integer(limits.concurrent())
                .toBytes();
    }

    /** Each part is one CBOR item, and so says itself where it ends. */
    private static byte[] transcript(byte[] request, byte[] response, byte[] chosen) {
        MessageDigest hash = sha256();
        hash.update(CONTEXT);
        hash.update(request);
        hash.update(response);
        return hash.digest(chosen);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
