package dev.cnv.runtime.tlog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A signature line of a note. Nothing that it says is known to be true.
 *
 * <pre>
 * em dash, space, name, space, base64( key id : 4 bytes | signature ), line feed
 * </pre>
 *
 * <p><b>Threading:</b> immutable.
 */
public final class NoteSignature {

    /** The largest signature, in bytes: post-quantum ones have up to nearly 5,000. */
    public static final int MAX_SIGNATURE_BYTES = 8192;

    private static final String PREFIX = "\u2014 ";

    private final String name;
    private final int keyId;
    private final byte[] signature;

    NoteSignature(String name, int keyId, byte[] signature) {
        this.name = name;
        this.keyId = keyId;
        this.signature = signature;
    }

    /**
     * Reads a line.
     *
     * @param line the line, without its line feed
     * @return the signature
     * @throws NoteRefusedException when the line has another form
     */
    public static NoteSignature parse(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(PREFIX) || space < PREFIX.length()) {
            throw Lines.refused("signature line", "is not a dash, a name and base64");
        }
        String name = line.substring(PREFIX.length(), space);
        NoteKey.requireName(name);
        byte[] bytes =
                Lines.base64("signature line", line.substring(space + 1), 4 + MAX_SIGNATURE_BYTES);
        if (bytes.length <= 4) {
            throw Lines.refused("signature line", "has no signature");
        }
        return new NoteSignature(
                name, ByteBuffer.wrap(bytes).getInt(), Arrays.copyOfRange(bytes, 4, bytes.length));
    }

    /** {@return the name of the key that is said to have signed} */
    public String name() {
        return name;
    }

    /** {@return the id of the key that is said to have signed} */
    public int keyId() {
        return keyId;
    }

    /** {@return the signature, with the time before it where its type has one; a new array} */
    public byte[] signature() {
        return signature.clone();
    }

    /** {@return whether a key has this name and id} */
    boolean isSaidToBeOf(NoteKey key) {
        return name.equals(key.name()) && keyId == key.id();
    }

    /** {@return the line, with its line feed} */
    public String line() {
        byte[] bytes = ByteBuffer.allocate(4 + signature.length)
                .putInt(keyId)
                .put(signature)
                .array();
        return PREFIX + name + " " + Lines.base64(bytes) + "\n";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NoteSignature that
                && keyId == that.keyId
                && name.equals(that.name)
                && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return keyId * 31 + Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
        return line().strip();
    }
}
