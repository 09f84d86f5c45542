package dev.cnv.runtime.tlog;

import dev.cnv.runtime.crypto.SigningKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes that a key of each type signs.
 *
 * <pre>
 * ED25519               text
 * COSIGNATURE_ED25519   "cosignature/v1" LF "time " seconds LF text
 * COSIGNATURE_ML_DSA_44 "subtree/v1" LF 0x00      12 bytes
 *                       length : 1 byte, cosigner's name
 *                       seconds                    8 bytes, big-endian
 *                       length : 1 byte, origin
 *                       0                          8 bytes: the first leaf
 *                       size                       8 bytes, big-endian
 *                       root                      32 bytes
 * </pre>
 */
final class SignedBytes {

    private static final byte[] SUBTREE = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

    private SignedBytes() {}

    static byte[] of(NoteKey key, Checkpoint checkpoint, long seconds) {
        return switch (key.type()) {
            case ED25519 -> utf8(checkpoint.text());
            case COSIGNATURE_ED25519 ->
                utf8("cosignature/v1\ntime " + seconds + "\n" + checkpoint.text());
            case COSIGNATURE_ML_DSA_44 -> subtree(key.name(), checkpoint, seconds);
        };
    }

    private static byte[] subtree(String cosigner, Checkpoint checkpoint, long seconds) {
        byte[] name = utf8(cosigner);
        byte[] origin = utf8(checkpoint.origin());
        return ByteBuffer.allocate(SUBTREE.length + 2 + name.length + origin.length + 3 * 8 + 32)
                .put(SUBTREE)
                .put((byte) name.length)
                .put(name)
                .putLong(seconds)
                .put((byte) origin.length)
                .put(origin)
                .putLong(0)
                .putLong(checkpoint.size())
                .put(checkpoint.root().bytes())
                .array();
    }

    static NoteSignature sign(NoteKey key, SigningKey secret, Checkpoint checkpoint, long seconds) {
        byte[] signature = secret.sign(of(key, checkpoint, seconds));
        byte[] timed = key.type().isTimed()
                ? ByteBuffer.allocate(NoteSignatureType.TIME_BYTES + signature.length)
                        .putLong(seconds)
                        .put(signature)
                        .array()
                : signature;
        return new NoteSignature(key.name(), key.id(), timed);
    }

    /** Whether a signature that is said to be a key's holds. */
    static boolean holds(NoteKey key, Checkpoint checkpoint, NoteSignature line) {
        byte[] signature = line.signature();
        if (signature.length != key.type().signatureBytes()) {
            return false;
        }
        if (!key.type().isTimed()) {
            return key.publicKey().verify(of(key, checkpoint, 0), signature);
        }
        long seconds = seconds(signature);
        return seconds >= 0
                && key.publicKey()
                        .verify(
                                of(key, checkpoint, seconds),
                                Arrays.copyOfRange(
                                        signature, NoteSignatureType.TIME_BYTES, signature.length));
    }

    static long seconds(byte[] timedSignature) {
        return ByteBuffer.wrap(timedSignature).getLong();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
