package dev.cnv.runtime.tlog;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public key that signs notes, with its name (C2SP signed-note).
 *
 * <pre>
 * id   = first 4 bytes of SHA-256( name | 0x0A | type : 1 byte | raw public key )
 * text = name + id in 8 hexadecimal digits + base64( type : 1 byte | raw public key ), with + between
 * </pre>
 *
 * @param name its name: 1 to 255 bytes, no Unicode spaces, no plus, no control characters
 * @param type how it signs
 * @param publicKey the key, of the type's suite
 */
public record NoteKey(String name, NoteSignatureType type, PublicKey publicKey) {

    /** The longest name, in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 255;

    private static final int MAX_KEY_BYTES = 1 + 1312;

    /**
     * Checks that name, type and key go together.
     *
     * @throws NoteRefusedException when the name is none
     * @throws IllegalArgumentException when the key is of another suite than the type's
     */
    public NoteKey {
        requireName(name);
        if (publicKey.suite() != type.suite()) {
            throw new IllegalArgumentException("suite=" + publicKey.suite() + " is not "
                    + type.suite() + ", that of type=" + type);
        }
    }

    /**
     * Reads a key from its text, which the specification calls a vkey.
     *
     * @param text the text
     * @return the key
     * @throws NoteRefusedException when the text is none, or its id is not the key's
     */
    public static NoteKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3 || !parts[1].matches("[0-9a-f]{8}")) {
            throw Lines.refused("key", "is not name+id+base64");
        }
        byte[] key = Lines.base64("key", parts[2], MAX_KEY_BYTES);
        if (key.length == 0) {
            throw Lines.refused("key", "has no type");
        }
        NoteSignatureType type = NoteSignatureType.of(key[0]);
        if (key.length != 1 + type.suite().publicKeyBytes()) {
            throw Lines.refused(
                    "key",
                    "has bytes=" + key.length + " instead of "
                            + (1 + type.suite().publicKeyBytes()) + " for type=" + type);
        }
        NoteKey parsed = new NoteKey(
                parts[0],
                type,
                PublicKey.ofRaw(type.suite(), Arrays.copyOfRange(key, 1, key.length)));
        if (!parsed.text().equals(text)) {
            throw Lines.refused("key", "has id=" + parts[1] + ", which is not its own");
        }
        return parsed;
    }

    /** {@return the id, as a number of 32 bits} */
    public int id() {
        ByteArrayOutputStream named = new ByteArrayOutputStream();
        named.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        named.write('\n');
        named.writeBytes(typed());
        return ByteBuffer.wrap(Digest.of(named.toByteArray()).bytes()).getInt();
    }

    /**
     * Whether a signature is this key's and holds.
     *
     * @param checkpoint what is signed
     * @param signature the signature
     * @return true when name and id are this key's and it holds; false for anything else
     */
    public boolean verifies(Checkpoint checkpoint, NoteSignature signature) {
        return signature.isSaidToBeOf(this) && SignedBytes.holds(this, checkpoint, signature);
    }

    /** {@return the text that {@link #parse} reads} */
    public String text() {
        return name + "+" + HexFormat.of().toHexDigits(id()) + "+" + Lines.base64(typed());
    }

    /** {@return the text} */
    @Override
    public String toString() {
        return text();
    }

    static void requireName(String name) {
        boolean isName = !name.isEmpty()
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES
                && name.codePoints().allMatch(NoteKey::isNameCharacter);
        if (!isName) {
            throw Lines.refused(
                    "key's name",
                    "is empty, is longer than " + MAX_NAME_BYTES
                            + " bytes, or has a space, a plus, a control character or a lone surrogate");
        }
    }

    private static boolean isNameCharacter(int c) {
        boolean isSpace = Character.isSpaceChar(c) || Character.isWhitespace(c) || c == 0x85;
        return !isSpace
                && c != '+'
                && !Character.isISOControl(c)
                && Character.getType(c) != Character.SURROGATE;
    }

    /** The type's byte and the raw key. */
    private byte[] typed() {
        byte[] typed = publicKey.encoded();
        typed[0] = (byte) type.id();
        return typed;
    }
}
