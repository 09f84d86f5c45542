package dev.cnv.runtime.protocol;

/**
 * Two offers that have nothing in common, where they must.
 *
 * @param kind what is missing
 * @param theirs the peer's offer
 * @param ours this end's offer
 */
public record NegotiationRefusal(Kind kind, Offer theirs, Offer ours)
        implements NegotiationResult, HandshakeRefusal {

    /** What two offers may lack. */
    public enum Kind {
        /** No version is in both. */
        NO_COMMON_VERSION,
        /** No way to compress is in both. */
        NO_COMMON_COMPRESSION,
        /** Both have the same nonce: one is an echo of the other. */
        SAME_NONCE
    }

    /** {@return the refusal in one line, with both offers} */
    @Override
    public String text() {
        return kind + ": theirs=" + theirs + ", ours=" + ours;
    }

    NegotiationRefusal seenByThePeer() {
        return new NegotiationRefusal(kind, /* theirs= */ ours, /* ours= */ theirs);
    }
}
