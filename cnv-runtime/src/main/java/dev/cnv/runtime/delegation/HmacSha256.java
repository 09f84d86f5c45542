package dev.cnv.runtime.delegation;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA256 (RFC 2104) with one key, whose two padded blocks are hashed once, as section 4 of the RFC
 * suggests: a message of up to 55 bytes takes two runs of the compression function instead of four. The
 * hash is the platform's.
 *
 * <p><b>Threading:</b> safe for use by several threads; the two states are only ever copied.
 */
final class HmacSha256 {

    static final int TAG_BYTES = 32;

    private static final int BLOCK_BYTES = 64;
    private static final byte INNER_PAD = 0x36;
    private static final byte OUTER_PAD = 0x5c;

    private final MessageDigest inner;
    private final MessageDigest outer;

    /**
     * The states of a key.
     *
     * @param key at most 64 bytes; not kept
     * @throws IllegalArgumentException when it is longer
     */
    HmacSha256(byte[] key) {
        if (key.length > BLOCK_BYTES) {
            throw new IllegalArgumentException(
                    "keyBytes=" + key.length + " is more than " + BLOCK_BYTES);
        }
        inner = keyed(key, INNER_PAD);
        outer = keyed(key, OUTER_PAD);
    }

    /** Writes the tag of the first bytes of a message into an array of 32. */
    void tag(byte[] message, int count, byte[] tag) {
        try {
            MessageDigest first = (MessageDigest) inner.clone();
            first.update(message, 0, count);
            first.digest(tag, 0, TAG_BYTES);
            MessageDigest second = (MessageDigest) outer.clone();
            second.update(tag, 0, TAG_BYTES);
            second.digest(tag, 0, TAG_BYTES);
        } catch (CloneNotSupportedException | DigestException e) {
            throw new IllegalStateException("SHA-256 cannot be copied on this Java platform", e);
        }
    }

    private static MessageDigest keyed(byte[] key, byte pad) {
        byte[] block = Arrays.copyOf(key, BLOCK_BYTES);
        for (int i = 0; i < BLOCK_BYTES; i++) {
            block[i] ^= pad;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(block);
            Arrays.fill(block, (byte) 0);
            return digest;
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform has SHA-256: java.security.MessageDigest's class documentation.
            throw new IllegalStateException("SHA-256 is missing from this Java platform", e);
        }
    }

    /** {@return a name only} */
    @Override
    public String toString() {
        return "HmacSha256[]";
    }
}
