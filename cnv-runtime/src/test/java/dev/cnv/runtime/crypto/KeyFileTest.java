package dev.cnv.runtime.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

    private static final RawKeyAccess RAW = RawKeyAccess.iKnowThatThisRevealsSecretKeys();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] PASSPHRASE = "correct horse".toCharArray();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void read_writtenAsPem_isTheSameKey(SignatureSuite suite) throws IOException {
        SigningKey key = SigningKey.generate(suite, RANDOM);
        Path file = folder.resolve("key");
        KeyFile.write(file, key);
        SigningKey read = KeyFile.read(file, Optional.empty());
        assertEquals(key, read);
        assertTrue(key.publicKey().verify(new byte[] {1}, read.sign(new byte[] {1})));
        assertFalse(KeyFile.isPublic(file));
    }

    @ParameterizedTest
    @EnumSource
    void readPublic_written_isTheSameKey(SignatureSuite suite) throws IOException {
        PublicKey key = SigningKey.generate(suite, RANDOM).publicKey();
        Path file = folder.resolve("key.pub");
        KeyFile.writePublic(file, key);
        assertEquals(key, KeyFile.readPublic(file));
        assertTrue(KeyFile.isPublic(file));
    }

    /** One key of suite 3, in which both kinds of bag are, and few rounds, which take long. */
    @Test
    void read_pkcs12_needsThePassphraseAndEveryByte() throws IOException {
        SigningKey key = SigningKey.generate(SignatureSuite.ED25519_ML_DSA_44, RANDOM);
        Path file = folder.resolve("key.p12");
        KeyFile.writeNew(file, Pkcs12.write(key, PASSPHRASE, RANDOM, 1000), true);
        assertEquals(key, KeyFile.read(file, Optional.of(PASSPHRASE)));
        byte[] bytes = Files.readAllBytes(file);
        String seed = HexFormat.of().formatHex(key.rawSecretKey(RAW), 0, 32);
        assertFalse(HexFormat.of().formatHex(bytes).contains(seed));
        refused("passphrase", () -> KeyFile.read(file, Optional.empty()));
        refused("another passphrase", () -> KeyFile.read(file, Optional.of("wrong".toCharArray())));
        for (int at : new int[] {
            0, bytes.length / 3, bytes.length / 2, bytes.length - 40, bytes.length - 1
        }) {
            byte[] changed = bytes.clone();
            changed[at] ^= 4;
            Path other = secret("changed" + at, changed);
            assertThrows(
                    KeyFileRefusedException.class,
                    () -> KeyFile.read(other, Optional.of(PASSPHRASE)),
                    "byte=" + at);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> KeyFile.write(folder.resolve("x"), key, new char[0], RANDOM));
    }

    @Test
    void read_pkcs12OfTooManyRounds_isRefusedBeforeTheyAreRun() throws IOException {
        byte[] bytes = Pkcs12.write(SigningKey.generate(RANDOM), PASSPHRASE, RANDOM, 70_000);
        String hex = HexFormat.of().formatHex(bytes);
        int mac = hex.lastIndexOf("0203011170");
        Path file = secret(
                "many",
                HexFormat.of()
                        .parseHex(hex.substring(0, mac) + "0203ffffff" + hex.substring(mac + 10)));
        assertThrows(
                KeyFileRefusedException.class, () -> KeyFile.read(file, Optional.of(PASSPHRASE)));
        Path most = secret(
                "most",
                HexFormat.of()
                        .parseHex(hex.substring(0, mac) + "02037fffff" + hex.substring(mac + 10)));
        refused("rounds", () -> KeyFile.read(most, Optional.of(PASSPHRASE)));
    }

    /** The JDK's own key classes read what was written, so other tools do. */
    @Test
    void pem_ed25519_isReadByTheJdk() throws Exception {
        SigningKey key = SigningKey.generate(RANDOM);
        Path file = folder.resolve("key");
        KeyFile.write(file, key);
        byte[] der = body(Files.readString(file));
        EdECPrivateKey read = (EdECPrivateKey)
                KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
        assertEquals(
                HexFormat.of().formatHex(key.rawSecretKey(RAW)),
                HexFormat.of().formatHex(read.getBytes().orElseThrow()));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(read);
        signature.update(new byte[] {5});
        assertTrue(key.publicKey().verify(new byte[] {5}, signature.sign()));
    }

    /** RFC 8410 section 10.3 and 10.1, typed in from there. */
    @Test
    void read_rfc8410_isTheKeyOfItsPublicKey() throws IOException {
        Path file = secret("key", """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
                -----END PRIVATE KEY-----
                """.getBytes(StandardCharsets.US_ASCII));
        PublicKey expected = PublicKey.fromPem("""
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
                -----END PUBLIC KEY-----
                """);
        assertEquals(expected, KeyFile.read(file, Optional.empty()).publicKey());
    }

    /** RFC 9881 section 6: seed and expanded key, as OpenSSL writes, and expanded key alone. */
    @Test
    void read_otherFormsOfMlDsa_takeTheSeedOrAreRefused() throws IOException {
        byte[] seed = new byte[32];
        RANDOM.nextBytes(seed);
        byte[] expanded =
                new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed).getEncoded();
        SigningKey key = SigningKey.ofRawSecretKey(SignatureSuite.ML_DSA_44, seed);
        assertEquals(key, KeyFile.read(secret("both", both(seed, expanded)), Optional.empty()));
        byte[] other = expanded.clone();
        other[100] ^= 1;
        Path torn = secret("torn", both(seed, other));
        refused("form is not known", () -> KeyFile.read(torn, Optional.empty()));
        Path alone = secret("alone", pem(new DEROctetString(expanded)));
        refused("without its seed", () -> KeyFile.read(alone, Optional.empty()));
    }

    private static byte[] both(byte[] seed, byte[] expanded) throws IOException {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(new DEROctetString(seed));
        parts.add(new DEROctetString(expanded));
        return pem(new DERSequence(parts));
    }

    private static byte[] pem(org.bouncycastle.asn1.ASN1Encodable content) throws IOException {
        byte[] der = new PrivateKeyInfo(
                        new AlgorithmIdentifier(NISTObjectIdentifiers.id_ml_dsa_44), content)
                .getEncoded();
        return Pem.write("PRIVATE KEY", der).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void write_existingFile_isRefusedAndKept() throws IOException {
        Path file = secret("key", new byte[] {1});
        SigningKey key = SigningKey.generate(RANDOM);
        assertThrows(FileAlreadyExistsException.class, () -> KeyFile.write(file, key));
        assertThrows(
                FileAlreadyExistsException.class, () -> KeyFile.writePublic(file, key.publicKey()));
        assertEquals(1, Files.size(file));
    }

    @Test
    void write_secret_isForTheOwnerOnly() throws IOException {
        Path file = folder.resolve("key");
        KeyFile.write(file, SigningKey.generate(RANDOM));
        assertPrivate(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-----w-", "rw----r--", "rwx--x---"})
    void read_othersHavePermissions_isRefused(String permissions) throws IOException {
        Path file = folder.resolve("key");
        KeyFile.write(file, SigningKey.generate(RANDOM));
        assumePosix(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        refused("permissions=" + permissions, () -> KeyFile.read(file, Optional.empty()));
        refused("chmod 600", () -> KeyFile.read(file, Optional.empty()));
    }

    @Test
    void read_missing_isAnInputOutputError() {
        assertThrows(
                NoSuchFileException.class,
                () -> KeyFile.read(folder.resolve("none"), Optional.empty()));
    }

    /** Nothing of a file's content gets into the error, not even as its cause. */
    @Test
    void read_malformed_isRefusedWithoutShowingContent() throws IOException {
        SigningKey key = SigningKey.generate(RANDOM);
        String pem = SecretKeyPem.write(key);
        String body = pem.lines().toList().get(1);
        String label = "PRIVATE KEY";
        List<String> texts = List.of(
                "",
                body,
                pem.replace(body, body.substring(1)),
                pem.replace(body, body.substring(4)),
                pem.replace(body, body.substring(0, 40)),
                pem.replace(body, '*' + body.substring(1)),
                pem.replace("END " + label, "END PUBLIC KEY"),
                pem.replace("-----END PRIVATE KEY-----", ""),
                pem.replace(label, "RSA " + label),
                pem.replace(label, "ENCRYPTED " + label),
                pem.replace(label, body),
                pem + pem,
                pem + "x",
                pem.repeat(17),
                key.publicKey().pem(),
                pem + " ".repeat(KeyFile.MAX_BYTES));
        for (int i = 0; i < texts.size(); i++) {
            Path file = secret("m" + i, texts.get(i).getBytes(StandardCharsets.US_ASCII));
            KeyFileRefusedException e = assertThrows(
                    KeyFileRefusedException.class,
                    () -> KeyFile.read(file, Optional.of(PASSPHRASE)),
                    "text=" + i);
            assertNull(e.getCause());
            for (int at = 0; at + 12 < body.length(); at++) {
                assertFalse(
                        String.valueOf(e.getMessage()).contains(body.substring(at, at + 12)),
                        e.getMessage());
            }
        }
    }

    @Test
    void readPublic_secretKeyOrOther_isRefused() throws IOException {
        SigningKey key = SigningKey.generate(SignatureSuite.ED25519_ML_DSA_44, RANDOM);
        String pem = key.publicKey().pem();
        String[] blocks = pem.split("(?<=-----END PUBLIC KEY-----\n)");
        for (String text : List.of(
                SecretKeyPem.write(key),
                "",
                blocks[1] + blocks[0],
                blocks[0] + blocks[0],
                pem + pem)) {
            Path file = secret("p" + text.hashCode(), text.getBytes(StandardCharsets.US_ASCII));
            assertThrows(KeyFileRefusedException.class, () -> KeyFile.readPublic(file));
        }
    }

    private static byte[] body(String pem) {
        return Base64.getMimeDecoder()
                .decode(pem.replaceAll("-----[A-Z ]+-----", "").strip());
    }

    private Path secret(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        KeyFile.writeNew(file, content, true);
        return file;
    }

    private static void refused(String what, org.junit.jupiter.api.function.Executable read) {
        KeyFileRefusedException e = assertThrows(KeyFileRefusedException.class, read);
        assertTrue(String.valueOf(e.getMessage()).contains(what), e.getMessage());
    }

    private static void assertPrivate(Path file) throws IOException {
        assumePosix(file);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    private static void assumePosix(Path file) {
        Assumptions.assumeTrue(
                file.getFileSystem().supportedFileAttributeViews().contains("posix"));
    }

    @Test
    void rotation_bothSign_isVerifiedAndEveryByteCounts() {
        SigningKey old = SigningKey.generate(RANDOM);
        SigningKey next = SigningKey.generate(SignatureSuite.ML_DSA_44, RANDOM);
        KeyRotation made = KeyRotation.sign(old, next, java.time.Instant.ofEpochSecond(1_000, 7));
        KeyRotation read = KeyRotation.verify(made.bytes(), old.publicKey()).orElseThrow();
        assertEquals(next.publicKey(), read.to());
        assertEquals(old.publicKey(), read.from());
        assertEquals(java.time.Instant.ofEpochSecond(1_000), read.time());
        assertEquals(Optional.empty(), KeyRotation.verify(made.bytes(), next.publicKey()));
        byte[] bytes = made.bytes();
        for (int i = 0; i < bytes.length; i += 7) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertTrue(notVerified(changed, old.publicKey()), "byte=" + i);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> KeyRotation.sign(old, old, java.time.Instant.EPOCH));
        assertThrows(
                IllegalArgumentException.class,
                () -> KeyRotation.sign(old, next, java.time.Instant.ofEpochSecond(-1)));
    }

    /** The old key alone cannot name somebody else's key as its successor. */
    @Test
    void rotation_newKeyDidNotSign_isNotVerified() {
        SigningKey old = SigningKey.generate(RANDOM);
        SigningKey next = SigningKey.generate(RANDOM);
        SigningKey other = SigningKey.generate(RANDOM);
        byte[] foreign = KeyRotation.sign(other, next, java.time.Instant.EPOCH).bytes();
        byte[] inner = succession(foreign);
        byte[] payload = new dev.cnv.runtime.canonical.CborWriter()
                .map(5)
                .key(1)
                .integer(0)
                .key(2)
                .bytes(old.publicKey().encoded())
                .key(3)
                .bytes(next.publicKey().encoded())
                .key(4)
                .integer(0)
                .key(5)
                .bytes(inner)
                .toBytes();
        byte[] forged = CoseSign1.sign(old, KeyRotation.CONTENT_TYPE, payload).bytes();
        assertEquals(Optional.empty(), KeyRotation.verify(forged, old.publicKey()));
    }

    private static byte[] succession(byte[] statement) {
        byte[] payload = CoseSign1.parse(statement, KeyRotation.MAX_BYTES).untrustedPayload();
        dev.cnv.runtime.canonical.CborReader in =
                dev.cnv.runtime.canonical.CborReader.of("rotation", payload, payload.length);
        in.openMap();
        for (int key = 1; key < 5; key++) {
            in.key(key, "claim");
            in.skip();
        }
        in.key(5, "succession");
        return in.bytes(payload.length);
    }

    private static boolean notVerified(byte[] bytes, PublicKey key) {
        try {
            return KeyRotation.verify(bytes, key).isEmpty();
        } catch (dev.cnv.runtime.canonical.CborRefusedException _) {
            return true;
        }
    }

    @Test
    void ml_dsa44_seed_isTheKeyOfBouncyCastle() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 9);
        MLDSAPrivateKeyParameters other =
                new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed);
        assertEquals(
                HexFormat.of().formatHex(other.getPublicKey()),
                HexFormat.of().formatHex(new JdkMlDsa44().publicKey(seed)));
    }
}
