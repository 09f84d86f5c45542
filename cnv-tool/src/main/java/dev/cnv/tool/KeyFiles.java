package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.KeyRotation;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keys in files: made, shown and replaced. No file is ever overwritten. */
public final class KeyFiles {

    private static final String PUBLIC = ".pub";
    private static final String ROTATION = ".rotation";

    private final SecureRandom random;
    private final Clock clock;

    /** Keys by the system's random source and clock. */
    public KeyFiles() {
        this(new SecureRandom(), Clock.systemUTC());
    }

    KeyFiles(SecureRandom random, Clock clock) {
        this.random = random;
        this.clock = clock;
    }

    /**
     * A new key.
     *
     * @param file the secret key
     * @param publicFile the public key, which may be given to anybody
     * @param form PKCS#8 in PEM, or PKCS#12 under a passphrase
     * @param suite how it signs
     * @param id the SHA-256 of its public half
     */
    public record Made(
            String file, String publicFile, String form, SignatureSuite suite, String id) {}

    /**
     * A key.
     *
     * @param file where it is
     * @param secret whether the file holds the secret half
     * @param suite how it signs
     * @param id the SHA-256 of its public half
     * @param publicKey the public half on one line, as other commands take it
     * @param replaces the id of the key whose place it took
     * @param replacedAt when it did
     * @param replacesKey that key on one line
     * @param owner whose key it is, by a certificate path that holds; none when none was asked about
     */
    public record Shown(
            String file,
            boolean secret,
            SignatureSuite suite,
            String id,
            String publicKey,
            Optional<String> replaces,
            Optional<Instant> replacedAt,
            Optional<String> replacesKey,
            Optional<String> owner) {}

    /**
     * A key that took another's place.
     *
     * @param file the new secret key
     * @param publicFile the new public key
     * @param statement the statement, signed by both keys, that the new one takes the old one's place
     * @param suite how the new key signs
     * @param id the SHA-256 of the new public half
     * @param replaces the SHA-256 of the old public half
     * @param time when
     */
    public record Rotated(
            String file,
            String publicFile,
            String statement,
            SignatureSuite suite,
            String id,
            String replaces,
            Instant time) {}

    /**
     * Makes a key: the secret half in a file that only its owner may read, the public half beside it in
     * a file that ends in .pub.
     *
     * @param out the file of the secret key; it must not exist
     * @param suite how it signs; the last one signs with both of the others, and both must hold
     * @param passphraseFile holds a passphrase that encrypts the secret key: PKCS#12 instead of PEM
     * @return the key's files and its id
     * @throws IOException when a file cannot be written
     */
    @Capability(id = "cnv.keys.generate")
    @Effects({Effect.MUTATE_SECURITY, Effect.STORAGE_WRITE})
    @Contract(duration = DurationClass.USER_INITIATED)
    public Made generate(
            @Param(flag = 'o') Path out,
            @Param(flag = 's', defaultValue = "ED25519") SignatureSuite suite,
            @Param(env = "CNV_PASSPHRASE_FILE") Optional<Path> passphraseFile)
            throws IOException {
        requireNew(out, beside(out, PUBLIC));
        SigningKey key = SigningKey.generate(suite, random);
        write(out, key, passphrase(passphraseFile));
        return new Made(
                out.toString(),
                beside(out, PUBLIC).toString(),
                passphraseFile.isPresent() ? "PKCS#12" : "PKCS#8 PEM",
                suite,
                key.id().hex());
    }

    /**
     * Shows a key's public half, and whose place it took. A statement about that is looked for beside
     * the key, in a file that ends in .rotation, and is shown when both keys have signed it.
     *
     * @param file a public key, or a secret key
     * @param passphraseFile holds the passphrase of a secret key in PKCS#12
     * @param certificates a file of the certificate path that says whose key it is; refused unless it
     *     holds
     * @param ca files of the certificate authorities to trust for that
     * @param crl files of the authorities' revocation lists, one of each authority in the path
     * @return the key; nothing of its secret half
     * @throws IOException when the file cannot be read
     */
    @Capability(id = "cnv.keys.show")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public Shown show(
            @Param(flag = 'f') Path file,
            @Param(env = "CNV_PASSPHRASE_FILE") Optional<Path> passphraseFile,
            Optional<Path> certificates,
            List<Path> ca,
            List<Path> crl)
            throws IOException {
        boolean secret = !KeyFile.isPublic(InputFiles.there(file));
        PublicKey key = secret
                ? KeyFile.read(file, passphrase(passphraseFile)).publicKey()
                : KeyFile.readPublic(file);
        Optional<KeyRotation> rotation = rotation(file, key);
        return new Shown(
                file.toString(),
                secret,
                key.suite(),
                key.id().hex(),
                key.text(),
                rotation.map(statement -> statement.from().id().hex()),
                rotation.map(KeyRotation::time),
                rotation.map(statement -> statement.from().text()),
                certificates.map(path -> CertificateFiles.owner(
                        key,
                        CertificateFiles.path(path),
                        CertificateFiles.trust(ca, crl),
                        clock.instant())));
    }

    /**
     * Makes a key that takes another's place. The old files stay as they are; a statement that both keys
     * sign is written beside the new key, in a file that ends in .rotation.
     *
     * @param file the old secret key
     * @param out the file of the new secret key; it must not exist
     * @param suite how the new key signs; as the old one does, when not given
     * @param passphraseFile holds the passphrase of the old secret key in PKCS#12
     * @param newPassphraseFile holds a passphrase that encrypts the new secret key; the old one does, when
     *     not given
     * @return the new key's files and both ids
     * @throws IOException when a file cannot be read or written
     */
    @Capability(id = "cnv.keys.rotate")
    @Effects({Effect.MUTATE_SECURITY, Effect.STORAGE_WRITE})
    @Contract(duration = DurationClass.USER_INITIATED)
    public Rotated rotate(
            @Param(flag = 'f') Path file,
            @Param(flag = 'o') Path out,
            @Param(flag = 's') Optional<SignatureSuite> suite,
            @Param(env = "CNV_PASSPHRASE_FILE") Optional<Path> passphraseFile,
            Optional<Path> newPassphraseFile)
            throws IOException {
        requireNew(out, beside(out, PUBLIC), beside(out, ROTATION));
        SigningKey old = KeyFile.read(InputFiles.there(file), passphrase(passphraseFile));
        SigningKey key = SigningKey.generate(suite.orElse(old.suite()), random);
        KeyRotation statement = KeyRotation.sign(old, key, clock.instant());
        write(out, key, passphrase(newPassphraseFile.or(() -> passphraseFile)));
        KeyFile.writeRotation(beside(out, ROTATION), statement);
        return new Rotated(
                out.toString(),
                beside(out, PUBLIC).toString(),
                beside(out, ROTATION).toString(),
                key.suite(),
                key.id().hex(),
                old.id().hex(),
                statement.time());
    }

    private static Optional<char[]> passphrase(Optional<Path> file) throws IOException {
        return file.isPresent()
                ? Optional.of(KeyFile.readPassphrase(file.get()))
                : Optional.empty();
    }

    private void write(Path out, SigningKey key, Optional<char[]> passphrase) throws IOException {
        try {
            if (passphrase.isPresent()) {
                KeyFile.write(out, key, passphrase.get(), random);
            } else {
                KeyFile.write(out, key);
            }
            KeyFile.writePublic(beside(out, PUBLIC), key.publicKey());
        } catch (FileAlreadyExistsException e) {
            throw exists(e.getFile());
        }
    }

    private static void requireNew(Path... files) {
        for (Path file : List.of(files)) {
            if (Files.exists(file)) {
                throw exists(file.toString());
            }
        }
    }

    private static VerbRefusedException exists(String file) {
        return new VerbRefusedException(Denial.of(
                Reason.PARAMETER_MALFORMED,
                "file=" + file + " exists: no key file is overwritten; name another by --out"));
    }

    private static Optional<KeyRotation> rotation(Path file, PublicKey key) throws IOException {
        String name = file.toString();
        Path base = name.endsWith(PUBLIC)
                ? Path.of(name.substring(0, name.length() - PUBLIC.length()))
                : file;
        Path statement = beside(base, ROTATION);
        return Files.exists(statement)
                ? Optional.of(KeyFile.readRotation(statement, key))
                : Optional.empty();
    }

    private static Path beside(Path file, String suffix) {
        return Path.of(file + suffix);
    }
}
