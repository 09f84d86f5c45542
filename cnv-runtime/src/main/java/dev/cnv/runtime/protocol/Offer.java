package dev.cnv.runtime.protocol;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one end of a connection can do, as it says in the handshake.
 *
 * @param versions its versions, in any order
 * @param features its features
 * @param compressions its ways to compress, the best one first; {@link Compression#NONE} is no way round
 *     a choice unless it is named
 * @param limits how much it takes
 * @param nonce 16 random bytes of this handshake alone
 */
@SuppressWarnings("ArrayRecordComponent") // Copied, and compared by content.
public record Offer(
        List<ProtocolVersion> versions,
        FeatureSet features,
        List<Compression> compressions,
        WireLimits limits,
        byte[] nonce) {

    /** The length of a nonce, in bytes. */
    public static final int NONCE_BYTES = 16;

    /**
     * Copies lists and nonce.
     *
     * @throws IllegalArgumentException when the nonce has another length
     */
    public Offer {
        versions = List.copyOf(versions);
        compressions = List.copyOf(compressions);
        nonce = nonce.clone();
        if (nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException(
                    "nonceBytes=" + nonce.length + " is not " + NONCE_BYTES);
        }
    }

    /**
     * An offer of everything that the runtime has by itself.
     *
     * @param nonce 16 random bytes
     * @return the offer, without compression
     */
    public static Offer current(byte[] nonce) {
        return new Offer(
                ProtocolVersion.newestFirst(),
                FeatureSet.ALL,
                List.of(Compression.NONE),
                WireLimits.DEFAULT,
                nonce);
    }

    /**
     * The offer of a peer of the first version.
     *
     * @param nonce 16 random bytes
     * @return the offer
     */
    public static Offer legacy(byte[] nonce) {
        return new Offer(
                List.of(ProtocolVersion.V1_0),
                FeatureSet.ALL.upTo(ProtocolVersion.V1_0),
                List.of(Compression.NONE),
                WireLimits.LEGACY,
                nonce);
    }

    /** {@return the nonce, in a new array} */
    @Override
    public byte[] nonce() {
        return nonce.clone();
    }

    /**
     * The same offer for another handshake.
     *
     * @param other 16 random bytes
     * @return the offer
     */
    public Offer withNonce(byte[] other) {
        return new Offer(versions, features, compressions, limits, other);
    }

    boolean sameNonce(Offer other) {
        return Arrays.equals(nonce, other.nonce);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Offer that
                && versions.equals(that.versions)
                && features.equals(that.features)
                && compressions.equals(that.compressions)
                && limits.equals(that.limits)
                && sameNonce(that);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(nonce);
    }

    @Override
    public String toString() {
        return "Offer[versions="
                + versions.stream().map(ProtocolVersion::text).toList()
                + ", features=" + features + ", compressions=" + compressions + ", messageBytes="
                + limits.messageBytes() + ", concurrent=" + limits.concurrent() + ", nonce="
                + HexFormat.of().formatHex(nonce) + "]";
    }
}
