package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public half of an {@link AgentKey}: an Ed25519 key (RFC 8032).
 *
 * @param base64 the base64 form (RFC 4648 section 4) of the key's 44-byte SubjectPublicKeyInfo (RFC
 *     8410), which is also the body of its PEM file; 60 characters
 */
public record PublicKey(String base64) implements Comparable<PublicKey> {

    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int RAW_BYTES = 32;

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when the text is not the base64 form of such a key
     */
    public PublicKey {
        byte[] encoded = Base64Text.decode("publicKey", base64);
        if (encoded.length != PREFIX.length + RAW_BYTES
                || !Arrays.equals(encoded, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
            throw new IllegalArgumentException("publicKey=" + base64
                    + " is not the base64 form of an Ed25519 SubjectPublicKeyInfo");
        }
    }

    /**
     * A key from its raw form.
     *
     * @param raw the 32 bytes of RFC 8032
     * @return the key
     * @throws IllegalArgumentException when there are not 32 bytes
     */
    public static PublicKey ofRaw(byte[] raw) {
        if (raw.length != RAW_BYTES) {
            throw new IllegalArgumentException(
                    "publicKeyBytes=" + raw.length + " is not " + RAW_BYTES);
        }
        byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + RAW_BYTES);
        System.arraycopy(raw, 0, encoded, PREFIX.length, RAW_BYTES);
        return new PublicKey(Base64.getEncoder().encodeToString(encoded));
    }

    /**
     * Names the key.
     *
     * @return the SHA-256 of its SubjectPublicKeyInfo
     */
    public Digest id() {
        return Digest.of(encoded());
    }

    /**
     * Whether a signature is this key's.
     *
     * @param message what was signed
     * @param signature the signature
     * @return true when it holds; false for anything else, whatever is wrong with it
     */
    public boolean verify(byte[] message, byte[] signature) {
        return Ed25519.verify(encoded(), message, signature);
    }

    @Override
    public int compareTo(PublicKey other) {
        return base64.compareTo(other.base64);
    }

    @Override
    public String toString() {
        return base64;
    }

    private byte[] encoded() {
        return Base64.getDecoder().decode(base64);
    }
}
