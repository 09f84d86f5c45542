package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.canonical.StrictObject;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.RawKeyAccess;
import dev.cnv.runtime.crypto.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chain and its holder's key in a file, for {@code --token FILE}. The file is a secret: where the
 * file system has POSIX permissions, nobody but the owner may be allowed anything on it.
 *
 * <pre>
 * {"format":"cnv-credential-v0", "chain":{...}, "key":{"public":base64, "seed":base64}}
 * </pre>
 */
public final class CredentialFile {

    /** The largest file, in bytes: a chain of 64 KiB, and the key. */
    public static final int MAX_BYTES = TokenFormat.MAX_CHAIN_LENGTH + 512;

    private static final String FORMAT = "cnv-credential-v0";

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
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
        json.set("chain", TokenFormat.chain(credential.chain().tokens()));
        json.putObject("key")
                .put("public", credential.key().publicKey().text())
                .put(
                        "seed",
                        Base64Text.encode(credential
                                .key()
                                .rawSecretKey(RawKeyAccess.iKnowThatThisRevealsSecretKeys())));
        ByteBuffer bytes =
                ByteBuffer.wrap((CanonicalJson.text(json) + '\n').getBytes(StandardCharsets.UTF_8));
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, ownerOnly(file))) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static Credential.Held parse(String text) {
        StrictObject json =
                StrictObject.of("", StrictJson.parse(text), Set.of("format", "chain", "key"));
        if (!json.text("format", 64).equals(FORMAT)) {
            throw StrictObject.refused("format", "is not " + FORMAT);
        }
        Chain chain = Chain.of("chain", TokenFormat.readChain("chain", json.any("chain")));
        return new Credential.Held(chain, key(json.any("key")));
    }

    private static SigningKey key(JsonNode json) {
        StrictObject key = StrictObject.of("key", json, Set.of("public", "seed"));
        PublicKey publicKey = key.value("public", 60, PublicKey::parse);
        SigningKey restored = SigningKey.ofRawSecretKey(
                publicKey.suite(), key.value("seed", 44, seed -> Base64Text.decode("seed", seed)));
        if (!restored.publicKey().equals(publicKey)) {
            throw StrictObject.refused("key", "has halves that do not belong together");
        }
        return restored;
    }

    private static void requirePrivate(Path file) throws IOException {
        if (!posix(file)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        Set<PosixFilePermission> owner = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.OWNER_EXECUTE);
        if (!owner.containsAll(permissions)) {
            throw new CredentialRefusedException("file=" + file + " has permissions="
                    + PosixFilePermissions.toString(permissions)
                    + ", so others than its owner can use the credential; run: chmod 600 " + file);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return posix(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
