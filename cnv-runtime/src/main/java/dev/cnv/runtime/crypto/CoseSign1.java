package dev.cnv.runtime.crypto;

import dev.cnv.runtime.canonical.CborDescriptor;
import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signed message: COSE_Sign1 (RFC 9052 section 4.2) over deterministic CBOR, in one form.
 *
 * <pre>
 * 18([ protected : bstr { 1: algorithm, 3: content type (text), 4: key id (32 bytes) },
 *      unprotected : {},
 *      payload : bstr,
 *      signature : bstr ])
 *
 * signed bytes = [ "Signature1", protected, external data : bstr, payload ]
 * </pre>
 *
 * Each message has one byte form, which {@link #parse} asks for. It checks the envelope only: {@link
 * #keyId}, {@link #contentType} and {@link #suite} are what the message says of itself. The payload
 * is given out by {@link #verified}, when the signature holds.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class CoseSign1 {

    /** The longest content type, in bytes of UTF-8. */
    public static final int MAX_CONTENT_TYPE_BYTES = 128;

    /** No external data. */
    private static final byte[] NOTHING = {};

    private static final int HEADER_ALGORITHM = 1;
    private static final int HEADER_CONTENT_TYPE = 3;
    private static final int HEADER_KEY_ID = 4;

    private static final int MAX_HEADER_BYTES = MAX_CONTENT_TYPE_BYTES + 64;

    private static final String CONTEXT = "Signature1";

    /** More than everything in a message but payload, signature and content type. */
    private static final int ENVELOPE_BYTES = 96;

    private final byte[] bytes;
    private final SignatureSuite suite;
    private final Digest keyId;
    private final String contentType;
    private final Part header;
    private final Part payload;
    private final int signatureOffset;

    /** Where a byte string's content stands. */
    private record Part(int offset, int count) {

        static Part of(CborReader in, int maxBytes) {
            int count = in.skipBytes(maxBytes);
            return new Part(in.offset() - count, count);
        }
    }

    private CoseSign1(byte[] bytes) {
        CborReader in = CborReader.of("message", bytes, bytes.length);
        in.tag(CborDescriptor.TAG_COSE_SIGN1);
        in.openTuple(4);
        this.bytes = bytes;
        this.header = Part.of(in, MAX_HEADER_BYTES);
        CborReader headers = CborReader.of(
                "message.protected", bytes, header.offset(), header.count(), MAX_HEADER_BYTES);
        headers.openMap();
        headers.key(HEADER_ALGORITHM, "algorithm");
        long algorithm = headers.integer();
        this.suite = headers.checked(() -> SignatureSuite.ofCoseAlgorithm(algorithm));
        headers.key(HEADER_CONTENT_TYPE, "contentType");
        this.contentType = headers.text(MAX_CONTENT_TYPE_BYTES);
        headers.key(HEADER_KEY_ID, "keyId");
        this.keyId = headers.digest();
        headers.close();
        headers.end();
        in.openMap(0);
        in.close();
        this.payload = Part.of(in, bytes.length);
        int signatureBytes = in.skipBytes(SignatureSuite.ED25519_ML_DSA_44.signatureBytes());
        if (signatureBytes != suite.signatureBytes()) {
            throw in.refused("has a signature of " + signatureBytes + " bytes instead of "
                    + suite.signatureBytes() + " for suite=" + suite);
        }
        this.signatureOffset = in.offset() - signatureBytes;
        in.close();
        in.end();
    }

    /**
     * Signs a payload.
     *
     * @param key the key
     * @param contentType what the payload is, such as {@code application/cnv-token+cbor}; at most 128
     *     bytes
     * @param payload the payload
     * @return the message
     * @throws IllegalArgumentException when the content type is empty, too long, or no text
     */
    public static CoseSign1 sign(SigningKey key, String contentType, byte[] payload) {
        return sign(key, contentType, payload, NOTHING);
    }

    /**
     * Signs a payload and external data, which is not in the message.
     *
     * @param key the key
     * @param contentType what the payload is; at most 128 bytes
     * @param payload the payload
     * @param external the external data that a verifier must have too
     * @return the message
     * @throws IllegalArgumentException when the content type is empty, too long, or no text
     */
    public static CoseSign1 sign(
            SigningKey key, String contentType, byte[] payload, byte[] external) {
        byte[] header = new CborWriter(MAX_HEADER_BYTES)
                .map(3)
                .key(HEADER_ALGORITHM)
                .integer(key.suite().coseAlgorithm())
                .key(HEADER_CONTENT_TYPE)
                .text(contentType)
                .key(HEADER_KEY_ID)
                .digest(key.id())
                .toBytes();
        if (contentType.isEmpty() || header.length > MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("contentTypeLength=" + contentType.length()
                    + " is not 1 to " + MAX_CONTENT_TYPE_BYTES + " bytes");
        }
        byte[] signature = key.sign(
                signedBytes(header, 0, header.length, payload, 0, payload.length, external));
        return new CoseSign1(
                new CborWriter(ENVELOPE_BYTES + header.length + payload.length + signature.length)
                        .tag(CborDescriptor.TAG_COSE_SIGN1)
                        .array(4)
                        .bytes(header)
                        .map(0)
                        .bytes(payload)
                        .bytes(signature)
                        .toBytes());
    }

    /**
     * Reads the envelope of a message. Nothing that it says is known to be true.
     *
     * @param bytes the message; copied
     * @param maxBytes the largest number of bytes
     * @return the message
     * @throws CborRefusedException when there are more bytes, or the form is another
     */
    public static CoseSign1 parse(byte[] bytes, int maxBytes) {
        return new CoseSign1(CborReader.within("message", bytes, maxBytes).clone());
    }

    /** {@return the suite of the signature, as the message says} */
    public SignatureSuite suite() {
        return suite;
    }

    /** {@return the id of the key that is said to have signed} */
    public Digest keyId() {
        return keyId;
    }

    /** {@return what the payload is said to be} */
    public String contentType() {
        return contentType;
    }

    /** {@return the SHA-256 of the whole message} */
    public Digest digest() {
        return Digest.of(bytes);
    }

    /** {@return the whole message, in a new array} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return the length of the whole message, in bytes} */
    public int length() {
        return bytes.length;
    }

    /**
     * The payload, when the message is signed by a key and has a content type.
     *
     * @param key the key
     * @param contentType the content type
     * @return the payload in a new array; empty when the signature does not hold, or the key, its suite
     *     or the content type is another; nothing is thrown
     */
    public Optional<byte[]> verified(PublicKey key, String contentType) {
        return verified(key, contentType, NOTHING);
    }

    /**
     * The payload, when the message is signed by a key together with external data, and has a content
     * type.
     *
     * @param key the key
     * @param contentType the content type
     * @param external the external data
     * @return the payload in a new array; empty when anything is wrong; nothing is thrown
     */
    public Optional<byte[]> verified(PublicKey key, String contentType, byte[] external) {
        return holds(key, contentType, external)
                ? Optional.of(untrustedPayload())
                : Optional.empty();
    }

    /**
     * A reader of the payload, without a copy, when the message is signed by a key and has a content
     * type.
     *
     * @param where what the payload is, for messages
     * @param key the key
     * @param contentType the content type
     * @return the reader; empty when anything is wrong; nothing is thrown
     */
    public Optional<CborReader> verifiedReader(String where, PublicKey key, String contentType) {
        return holds(key, contentType, NOTHING)
                ? Optional.of(CborReader.of(
                        where, bytes, payload.offset(), payload.count(), payload.count()))
                : Optional.empty();
    }

    /**
     * The payload, whoever wrote it. For showing it to a person, who is told that it is not verified.
     *
     * @return the payload in a new array
     */
    public byte[] untrustedPayload() {
        return Arrays.copyOfRange(bytes, payload.offset(), payload.offset() + payload.count());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CoseSign1 that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "CoseSign1[contentType=" + contentType + ", suite=" + suite + ", keyId="
                + keyId.shortHex() + ", bytes=" + bytes.length + "]";
    }

    private boolean holds(PublicKey key, String expectedType, byte[] external) {
        return key.suite() == suite
                && key.id().equals(keyId)
                && contentType.equals(expectedType)
                && key.verify(
                        signedBytes(
                                bytes,
                                header.offset(),
                                header.count(),
                                bytes,
                                payload.offset(),
                                payload.count(),
                                external),
                        bytes,
                        signatureOffset);
    }

    /** The Sig_structure of RFC 9052 section 4.4. */
    private static byte[] signedBytes(
            byte[] header,
            int headerOffset,
            int headerCount,
            byte[] payload,
            int payloadOffset,
            int payloadCount,
            byte[] external) {
        return new CborWriter(ENVELOPE_BYTES + headerCount + external.length + payloadCount)
                .array(4)
                .text(CONTEXT)
                .bytes(header, headerOffset, headerCount)
                .bytes(external)
                .bytes(payload, payloadOffset, payloadCount)
                .toBytes();
    }
}
