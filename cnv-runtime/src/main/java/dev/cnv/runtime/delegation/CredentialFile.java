package dev.cnv.runtime.delegation;

import dev.cnv.runtime.crypto.OwnerOnlyFile;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.RawKeyAccess;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A chain and its holder's key in a file, for {@code --token FILE}. The file is a secret: where the
 * file system has POSIX permissions, nobody but the owner may be allowed anything on it.
 *
 * <pre>
 * cnv-credential-v1
 * cnv-chain-v1:BASE64URL
 * cnv-secret-key-v1:BASE64URL        suite (1 byte) | raw secret key
 * </pre>
 *
 * Each line ends with a line feed. A key that is not that of the chain's last holder is refused.
 */
public final class CredentialFile {

    /** The largest file, in bytes: a chain of 64 KiB, and the key. */
    public static final int MAX_BYTES =
            Base64Text.maxLength(TokenDescriptor.CHAIN_PREFIX, TokenDescriptor.MAX_CHAIN_BYTES)
                    + 256;

    private static final String FORMAT = "cnv-credential-v1";

    private static final String KEY_PREFIX = "cnv-secret-key-v1:";

    private static final int MAX_KEY_BYTES = 65;

    private CredentialFile() {}

    /**
     * Reads a credential.
     *
     * @param file the file
     * @return the chain and the key, of which only the form is checked
     * @throws IOException when the file cannot be read
     * @throws CredentialRefusedException when it is too large, others than the owner have permissions on
     *     it, or it is no credential
     */
    public static Credential.Held read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            requirePrivate(file);
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new CredentialRefusedException("file=" + file + " has more than " + MAX_BYTES
                    + " bytes, so it is no credential");
        }
        try {
            return parse(text(bytes));
        } catch (RuntimeException | CharacterCodingException _) {
            // The cause is left out: its message can show what the file holds.
            throw new CredentialRefusedException("file=" + file + " is no credential in the form "
                    + FORMAT + "; write it with CredentialFile or have it issued again");
        }
    }

    /**
     * Writes a credential into a new file that only its owner can read (mode 0600).
     *
     * @param file the file; it must not exist
     * @param credential the chain and the key
     * @throws FileAlreadyExistsException when the file exists
     * @throws IOException when it cannot be written
     */
    public static void write(Path file, Credential.Held credential) throws IOException {
        String text =
                FORMAT + '\n' + credential.chain().text() + '\n' + key(credential.key()) + '\n';
        OwnerOnlyFile.create(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Credential.Held parse(String text) {
        List<String> lines = Arrays.asList(text.split("\n", -1));
        if (lines.size() != 4
                || !lines.getFirst().equals(FORMAT)
                || !lines.getLast().isEmpty()) {
            throw new IllegalArgumentException("the lines are not those of " + FORMAT);
        }
        Chain chain = Chain.parse(lines.get(1));
        SigningKey key = key(lines.get(2));
        PublicKey holder = chain.untrustedTokens().getLast().holder();
        if (!key.publicKey().equals(holder)) {
            throw new IllegalArgumentException("the key is not the last holder's");
        }
        return new Credential.Held(chain, key);
    }

    private static String key(SigningKey key) {
        byte[] secret = key.rawSecretKey(RawKeyAccess.iKnowThatThisRevealsSecretKeys());
        byte[] bytes = new byte[1 + secret.length];
        bytes[0] = (byte) key.suite().id();
        System.arraycopy(secret, 0, bytes, 1, secret.length);
        return Base64Text.encode(KEY_PREFIX, bytes);
    }

    private static SigningKey key(String line) {
        byte[] bytes = Base64Text.decode("key", KEY_PREFIX, line, MAX_KEY_BYTES);
        if (bytes.length == 0) {
            throw new IllegalArgumentException("the key is empty");
        }
        return SigningKey.ofRawSecretKey(
                SignatureSuite.of(bytes[0]), Arrays.copyOfRange(bytes, 1, bytes.length));
    }

    private static void requirePrivate(Path file) throws IOException {
        Optional<String> permissions = OwnerOnlyFile.shared(file);
        if (permissions.isPresent()) {
            throw new CredentialRefusedException("file=" + file + " has permissions="
                    + permissions.get()
                    + ", so others than its owner can use the credential; run: chmod 600 " + file);
        }
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
