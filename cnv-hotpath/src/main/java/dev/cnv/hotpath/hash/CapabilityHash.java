package dev.cnv.hotpath.hash;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/**
 * SHA-256 (FIPS 180-4) for capability ids, with one {@link MessageDigest} used again and again:
 * allocates nothing after it was made.
 *
 * <p><b>Threading:</b> for one thread.
 */
public final class CapabilityHash {

    /** The size of a digest, in bytes. */
    public static final int DIGEST_BYTES = 32;

    private final MessageDigest sha256;

    private CapabilityHash(MessageDigest sha256) {
        this.sha256 = sha256;
    }

    /**
     * A hash of its own.
     *
     * @return a new one
     */
    public static CapabilityHash sha256() {
        try {
            return new CapabilityHash(MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Hashes bytes, such as {@code account.transfer@1.0.0}, whose hash is the capability's machine id.
     *
     * @param bytes an array
     * @param from where they begin
     * @param length how many there are
     * @param digest takes {@link #DIGEST_BYTES}
     * @param at where
     * @throws IndexOutOfBoundsException when they are not inside the arrays
     */
    public void digest(byte[] bytes, int from, int length, byte[] digest, int at) {
        Objects.checkFromIndexSize(from, length, bytes.length);
        Objects.checkFromIndexSize(at, DIGEST_BYTES, digest.length);
        sha256.update(bytes, from, length);
        try {
            sha256.digest(digest, at, DIGEST_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("a digest has " + DIGEST_BYTES + " bytes", e);
        }
    }
}
