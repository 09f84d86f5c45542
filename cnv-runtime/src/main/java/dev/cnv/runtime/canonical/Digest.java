package dev.cnv.runtime.canonical;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest: 256 bits, shown as 64 lower-case hexadecimal digits.
 *
 * @param hex the digest as 64 lower-case hexadecimal digits
 */
public record Digest(String hex) implements Comparable<Digest> {

    /** The length of a digest, in bytes. */
    static final int BYTES = 32;

    private static final int HEX_DIGITS = 2 * BYTES;

    /** Never fed: each digest is made by a copy of it, which costs less than to look for a provider. */
    private static final MessageDigest UNUSED = sha256();

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when {@code hex} is not 64 lower-case hexadecimal digits
     */
    public Digest {
        if (hex.length() != HEX_DIGITS || !HexDigits.areAll(hex)) {
            throw new IllegalArgumentException(
                    "digest=" + hex + " is not 64 lower-case hexadecimal digits");
        }
    }

    /**
     * Digests bytes.
     *
     * @param bytes any bytes
     * @return their SHA-256
     */
    public static Digest of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** Digests the first bytes of an array. */
    static Digest of(byte[] bytes, int count) {
        MessageDigest digest = fresh();
        digest.update(bytes, 0, count);
        return new Digest(HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * Digests the UTF-8 form of a text.
     *
     * @param text any text
     * @return the SHA-256 of its UTF-8 bytes
     */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The next link of a chain of digests.
     *
     * @param before the link before it
     * @param value what is added
     * @return the SHA-256 of the bytes of both
     */
    public static Digest linked(Digest before, Digest value) {
        byte[] both = new byte[2 * BYTES];
        before.write(both, 0);
        value.write(both, BYTES);
        return of(both);
    }

    /**
     * The digest's bytes.
     *
     * @return a new array of 32 bytes
     */
    public byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        write(bytes, 0);
        return bytes;
    }

    /** Writes the digest's bytes into an array. */
    void write(byte[] bytes, int offset) {
        HexDigits.read(hex, bytes, offset);
    }

    /**
     * A short form for people; not unique.
     *
     * @return the first 12 digits
     */
    public String shortHex() {
        return hex.substring(0, 12);
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static MessageDigest fresh() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException _) {
            // A provider may have a SHA-256 that cannot be copied.
            return sha256();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform has SHA-256: java.security.MessageDigest's class documentation.
            throw new IllegalStateException(
                    "algorithm=SHA-256 is missing from this Java platform", e);
        }
    }
}
