package dev.cnv.runtime.crypto;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A secret key made of known bytes is in no text and no exception, whichever way it is written. */
class SecretsTest {

    private static final byte[] CANARY =
            "q7Zk!vX2mW9#pLt4Rb8$yHn6Gd3%jFs5Qe1&uKc0Ta?oVi<xMz>lNw+gBr=hDpYf"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int WINDOW_BYTES = 6;

    @TempDir
    private Path folder;

    @Test
    void canary_inEachSpelling_isFound() {
        assertTrue(shows(new String(CANARY, 3, 12, StandardCharsets.US_ASCII)));
        assertTrue(shows(HexFormat.of().formatHex(CANARY)));
        assertTrue(shows("x" + HexFormat.of().withUpperCase().formatHex(CANARY, 9, 19)));
        assertTrue(shows(Base64.getEncoder().encodeToString(CANARY)));
        assertTrue(shows(Base64.getUrlEncoder().encodeToString(Arrays.copyOfRange(CANARY, 1, 30))));
        assertTrue(shows(Arrays.toString(CANARY)));
        assertFalse(shows("a key of 32 bytes"));
    }

    @ParameterizedTest
    @EnumSource
    void texts_ofEverythingThatHoldsAKey_showNothing(SignatureSuite suite) {
        SigningKey key = key(suite);
        SigningKey next = SigningKey.generate(new SecureRandom());
        CoseSign1 message = CoseSign1.sign(key, "text/plain", new byte[] {1});
        for (Object holder : List.of(
                key,
                key.publicKey(),
                message,
                KeyRotation.sign(key, next, Instant.EPOCH),
                SignatureProviders.STANDARD,
                SignatureProviders.JDK,
                RawKeyAccess.iKnowThatThisRevealsSecretKeys(),
                Pem.read("text", SecretKeyPem.write(key)),
                Optional.of(key),
                CertificateTrust.of())) {
            assertFalse(shows(holder.toString()), holder.getClass().getName());
        }
        assertFalse(shows(key.publicKey().text() + key.publicKey().pem()));
        assertFalse(shows(HexFormat.of().formatHex(message.bytes())));
        assertFalse(key instanceof Object && Serializable.class.isAssignableFrom(key.getClass()));
    }

    @ParameterizedTest
    @EnumSource
    void exceptions_ofEveryReader_showNothing(SignatureSuite suite) throws IOException {
        SigningKey key = key(suite);
        byte[] secret = key.rawSecretKey(RawKeyAccess.iKnowThatThisRevealsSecretKeys());
        String pem = SecretKeyPem.write(key);
        List<Executable> failing = new ArrayList<>(List.of(
                () -> SigningKey.ofRawSecretKey(suite, Arrays.copyOf(secret, 31)),
                () -> new BouncyCastleEd25519().signer(Arrays.copyOf(secret, 31)),
                () -> new BouncyCastleEd25519().publicKey(Arrays.copyOf(secret, 33)),
                () -> new JdkEd25519().signer(Arrays.copyOf(secret, 31)),
                () -> new JdkMlDsa44().publicKey(Arrays.copyOf(secret, 33)),
                () -> new FixedRandom(secret).nextBytes(new byte[7]),
                () -> PublicKey.decode(secret),
                () -> PublicKey.parse(Base64Url.encode(secret)),
                () -> PublicKey.fromPem(pem),
                () -> CoseSign1.parse(secret, 9999),
                () -> CoseSign1.parse(secret, 1),
                () -> CertificateTrust.certificate(pem.getBytes(StandardCharsets.US_ASCII)),
                () -> CertificateTrust.revocationList(secret)));
        byte[] pkcs12 = Pkcs12.write(key, "passphrase".toCharArray(), new SecureRandom(), 10);
        int count = 0;
        for (byte[] broken : broken(pem, pkcs12, secret)) {
            Path file = folder.resolve("broken" + count++);
            KeyFile.writeNew(file, broken, true);
            failing.add(() -> KeyFile.read(file, Optional.of("passphrase!".toCharArray())));
            failing.add(() -> KeyFile.readPublic(file));
        }
        for (Executable each : failing) {
            Exception e = assertThrows(Exception.class, each);
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            assertFalse(shows(text.toString()), text.toString());
        }
    }

    private static List<byte[]> broken(String pem, byte[] pkcs12, byte[] secret) {
        List<byte[]> broken = new ArrayList<>(List.of(pkcs12, secret));
        for (int at : new int[] {5, 11, 30, 40, 60, 80, pem.length() - 10, pem.length() - 30}) {
            broken.add(pem.substring(0, at).getBytes(StandardCharsets.US_ASCII));
            broken.add((pem.substring(0, at) + '*' + pem.substring(at + 1))
                    .getBytes(StandardCharsets.US_ASCII));
            broken.add(pem.substring(at).getBytes(StandardCharsets.US_ASCII));
        }
        return broken;
    }

    private static SigningKey key(SignatureSuite suite) {
        return SigningKey.ofRawSecretKey(suite, Arrays.copyOf(CANARY, suite.secretKeyBytes()));
    }

    /** Whether a text has some bytes of the canary that follow each other, in any usual spelling. */
    private static boolean shows(String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        for (int at = 0; at + WINDOW_BYTES <= CANARY.length; at++) {
            byte[] window = Arrays.copyOfRange(CANARY, at, at + WINDOW_BYTES);
            String list = Arrays.toString(window);
            if (text.contains(new String(window, StandardCharsets.US_ASCII))
                    || lower.contains(HexFormat.of().formatHex(window))
                    || text.contains(Base64.getEncoder().encodeToString(window))
                    || text.contains(Base64.getUrlEncoder().encodeToString(window))
                    || text.contains(list.substring(1, list.length() - 1))) {
                return true;
            }
        }
        return false;
    }
}
