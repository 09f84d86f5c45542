package dev.cnv.runtime.protocol;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * One end's offer in a handshake.
 *
 * <pre>
 * payload = { 0: kind 0
 *             1: versions      [integer], 256 times the first number plus the second, 1 to 32
 *             2: features      bstr 8, big-endian
 *             3: compressions  [integer], the best one first, 1 to 16
 *             4: limits        [largest payload in bytes, calls at once]
 *             5: nonce         bstr 16
 *            64 and above: of later versions, passed over }
 * </pre>
 *
 * <p>Versions, features and compressions that are unknown here are passed over as well: they cannot be
 * agreed, but the transcript holds them.
 *
 * @param offer the offer
 */
public record HandshakePayload(Offer offer) {

    static final int KIND = 0;
    static final int KIND_OFFER = 0;
    static final int KIND_CONFIRM = 1;

    private static final int VERSIONS = 1;
    private static final int FEATURES = 2;
    private static final int COMPRESSIONS = 3;
    private static final int LIMITS = 4;
    private static final int NONCE = 5;

    private static final int MAX_VERSIONS = 32;
    private static final int MAX_VERSION_CODE = 0xFFFF;
    private static final int MAX_COMPRESSIONS = 16;
    private static final int MAX_COMPRESSION_CODE = 0xFF;

    /** {@return the payload's bytes} */
    public byte[] encode() {
        CborWriter out = new CborWriter(128)
                .map(6)
                .key(KIND)
                .integer(KIND_OFFER)
                .key(VERSIONS)
                .array(offer.versions().size());
        offer.versions().forEach(version -> out.integer(version.code()));
        out.key(FEATURES)
                .bytes(ByteBuffer.allocate(Long.BYTES)
                        .putLong(offer.features().bits())
                        .array());
        out.key(COMPRESSIONS).array(offer.compressions().size());
        offer.compressions().forEach(one -> out.integer(one.code()));
        return out.key(LIMITS)
                .array(2)
                .integer(offer.limits().messageBytes())
                .integer(offer.limits().concurrent())
                .key(NONCE)
                .bytes(offer.nonce())
                .toBytes();
    }

    /**
     * Reads a payload.
     *
     * @param payload the bytes between position and limit
     * @return the offer, without what is unknown here
     * @throws ProtocolFaultException when the bytes are no offer
     */
    public static HandshakePayload decode(ByteBuffer payload) {
        return PayloadForm.read(
                "offer", payload, MessageDecoder.HANDSHAKE_BYTES, HandshakePayload::read);
    }

    private static HandshakePayload read(CborReader in) {
        in.key(KIND, "kind");
        in.integer(KIND_OFFER, KIND_OFFER);
        in.key(VERSIONS, "versions");
        List<ProtocolVersion> versions =
                known(in, MAX_VERSIONS, MAX_VERSION_CODE, ProtocolVersion::ofCode);
        in.key(FEATURES, "features");
        FeatureSet features = new FeatureSet(ByteBuffer.wrap(in.bytesExactly(Long.BYTES))
                .order(ByteOrder.BIG_ENDIAN)
                .getLong());
        in.key(COMPRESSIONS, "compressions");
        List<Compression> compressions =
                known(in, MAX_COMPRESSIONS, MAX_COMPRESSION_CODE, Compression::ofCode);
        in.key(LIMITS, "limits");
        WireLimits limits = limits(in);
        in.key(NONCE, "nonce");
        byte[] nonce = in.bytesExactly(Offer.NONCE_BYTES);
        return new HandshakePayload(new Offer(versions, features, compressions, limits, nonce));
    }

    private static <T> List<T> known(
            CborReader in, int maxCount, int maxCode, IntFunction<Optional<T>> ofCode) {
        List<T> known = new ArrayList<>();
        for (int left = in.openArray(maxCount); left > 0; left--) {
            ofCode.apply((int) in.integer(0, maxCode)).ifPresent(known::add);
        }
        in.close();
        return known;
    }

    /** A later peer may take more than this end can count. */
    private static WireLimits limits(CborReader in) {
        in.openTuple(2);
        long messageBytes = in.integer(WireLimits.MIN_MESSAGE_BYTES, Long.MAX_VALUE);
        long concurrent = in.integer(1, Long.MAX_VALUE);
        in.close();
        return new WireLimits((int) Math.min(messageBytes, WireLimits.MAX_MESSAGE_BYTES), (int)
                Math.min(concurrent, Integer.MAX_VALUE));
    }
}
