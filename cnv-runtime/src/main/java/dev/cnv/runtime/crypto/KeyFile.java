package dev.cnv.runtime.crypto;

import dev.cnv.runtime.canonical.CborRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keys in files. A secret key is PKCS#8 in PEM, or PKCS#12 under a passphrase; a public key is
 * SubjectPublicKeyInfo in PEM. Suite 3 has two keys in its file, Ed25519 first.
 *
 * <p>A file of a secret key is written with mode 0600, and refused when others than its owner have
 * permissions on it, where the file system has POSIX permissions. No file is ever overwritten.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class KeyFile {

    /** The largest file, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_PASSPHRASE_BYTES = 1024;

    private static final String PEM_BEGIN = "-----BEGIN ";

    private KeyFile() {}

    /**
     * Writes a secret key as PKCS#8 in PEM, without a passphrase.
     *
     * @param file a file that does not exist
     * @param key the key
     * @throws FileAlreadyExistsException when the file exists
     * @throws IOException when it cannot be written
     */
    public static void write(Path file, SigningKey key) throws IOException {
        writeNew(file, SecretKeyPem.write(key).getBytes(StandardCharsets.US_ASCII), true);
    }

    /**
     * Writes a secret key as PKCS#12: encrypted by AES-256 under a key that PBKDF2 with HMAC-SHA-256
     * makes of the passphrase in 600,000 rounds.
     *
     * @param file a file that does not exist
     * @param key the key
     * @param passphrase the passphrase, not empty
     * @param random where salt and initial vector come from
     * @throws FileAlreadyExistsException when the file exists
     * @throws IllegalArgumentException when the passphrase is empty
     * @throws IOException when it cannot be written
     */
    public static void write(Path file, SigningKey key, char[] passphrase, SecureRandom random)
            throws IOException {
        if (passphrase.length == 0) {
            throw new IllegalArgumentException("passphraseLength=0: a passphrase is needed");
        }
        writeNew(file, Pkcs12.write(key, passphrase, random, PasswordCipher.ROUNDS), true);
    }

    /**
     * Writes a public key as SubjectPublicKeyInfo in PEM. Others may read the file.
     *
     * @param file a file that does not exist
     * @param key the key
     * @throws FileAlreadyExistsException when the file exists
     * @throws IOException when it cannot be written
     */
    public static void writePublic(Path file, PublicKey key) throws IOException {
        writeNew(file, key.pem().getBytes(StandardCharsets.US_ASCII), false);
    }

    /**
     * Reads a secret key.
     *
     * @param file PKCS#8 in PEM, or PKCS#12
     * @param passphrase the passphrase of PKCS#12; not used for PEM
     * @return the key
     * @throws IOException when the file cannot be read
     * @throws KeyFileRefusedException when others than its owner have permissions on it, it is no
     *     secret key, or the passphrase is missing or wrong
     */
    public static SigningKey read(Path file, Optional<char[]> passphrase) throws IOException {
        byte[] bytes = bytes(file, true);
        try {
            if (isPem(bytes)) {
                return SecretKeyPem.read(text(bytes));
            }
            return Pkcs12.read(
                    bytes,
                    passphrase.orElseThrow(() -> new IllegalArgumentException(
                            "is no PEM text; if it is PKCS#12, its passphrase is needed")));
        } catch (IllegalArgumentException e) {
            throw new KeyFileRefusedException("file=" + file + " " + e.getMessage());
        }
    }

    /**
     * Reads a public key.
     *
     * @param file SubjectPublicKeyInfo in PEM
     * @return the key
     * @throws IOException when the file cannot be read
     * @throws KeyFileRefusedException when it is no public key
     */
    public static PublicKey readPublic(Path file) throws IOException {
        byte[] bytes = bytes(file, false);
        try {
            return PublicKey.fromPem(text(bytes));
        } catch (IllegalArgumentException e) {
            throw new KeyFileRefusedException("file=" + file + ": " + e.getMessage());
        }
    }

    /**
     * Writes a statement that a key takes another's place. Others may read the file.
     *
     * @param file a file that does not exist
     * @param statement the statement
     * @throws FileAlreadyExistsException when the file exists
     * @throws IOException when it cannot be written
     */
    public static void writeRotation(Path file, KeyRotation statement) throws IOException {
        writeNew(file, statement.bytes(), false);
    }

    /**
     * Reads a statement that a key takes another's place. The old key is the one that the statement
     * names: that it is one to trust is for the caller to know.
     *
     * @param file the statement
     * @param to the new key
     * @return the statement
     * @throws IOException when the file cannot be read
     * @throws KeyFileRefusedException when it is no statement, is not signed by both keys, or is about
     *     another new key
     */
    public static KeyRotation readRotation(Path file, PublicKey to) throws IOException {
        byte[] bytes = bytes(file, false);
        try {
            return KeyRotation.parse(bytes)
                    .filter(statement -> statement.to().equals(to))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "is not signed by both keys, or is about another key than "
                                    + to.id().shortHex()));
        } catch (CborRefusedException | IllegalArgumentException e) {
            throw new KeyFileRefusedException("file=" + file + " " + e.getMessage());
        }
    }

    /**
     * Reads a passphrase.
     *
     * @param file its text in UTF-8, at most 1024 bytes; one line break at the end is dropped
     * @return the passphrase
     * @throws IOException when the file cannot be read
     * @throws KeyFileRefusedException when it is a file that others than its owner have permissions on,
     *     or is empty, too long or not UTF-8
     */
    public static char[] readPassphrase(Path file) throws IOException {
        byte[] bytes = bytes(file, Files.isRegularFile(file));
        String text = new String(bytes, StandardCharsets.UTF_8);
        String passphrase = text.replaceFirst("\\r?\\n$", "");
        if (bytes.length > MAX_PASSPHRASE_BYTES
                || passphrase.isEmpty()
                || !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new KeyFileRefusedException(
                    "file=" + file + " is no passphrase: it should be 1 to " + MAX_PASSPHRASE_BYTES
                            + " bytes of text");
        }
        return passphrase.toCharArray();
    }

    /**
     * Whether a file looks like one of a public key, so that {@link #readPublic} is what reads it.
     *
     * @param file the file
     * @return true when it begins with a PEM block {@code PUBLIC KEY}
     * @throws IOException when the file cannot be read
     */
    public static boolean isPublic(Path file) throws IOException {
        byte[] begin = (PEM_BEGIN + PublicKeyPem.LABEL).getBytes(StandardCharsets.US_ASCII);
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(begin, in.readNBytes(begin.length));
        }
    }

    /** Writes a new file, for the owner only where it is secret. */
    static void writeNew(Path file, byte[] content, boolean secret) throws IOException {
        if (secret) {
            OwnerOnlyFile.create(file, content);
        } else {
            OwnerOnlyFile.createPublic(file, content);
        }
    }

    private static byte[] bytes(Path file, boolean secret) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            if (secret) {
                requirePrivate(file);
            }
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new KeyFileRefusedException(
                    "file=" + file + " has more than " + MAX_BYTES + " bytes, so it is no key");
        }
        return bytes;
    }

    private static void requirePrivate(Path file) throws IOException {
        Optional<String> permissions = OwnerOnlyFile.shared(file);
        if (permissions.isPresent()) {
            throw new KeyFileRefusedException("file=" + file + " has permissions="
                    + permissions.get()
                    + ", so others than its owner can use the key; run: chmod 600 " + file);
        }
    }

    private static boolean isPem(byte[] bytes) {
        return text(bytes).stripLeading().startsWith(PEM_BEGIN);
    }

    /** As one character a byte: PEM is ASCII, and what is not is refused by its reader. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
