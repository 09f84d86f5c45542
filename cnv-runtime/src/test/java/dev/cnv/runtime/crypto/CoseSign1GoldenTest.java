package dev.cnv.runtime.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.testing.GoldenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys, messages and statements byte for byte. A changed golden file is a new version of a format. */
class CoseSign1GoldenTest {

    private static final byte[] PAYLOAD =
            "This is the content.".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @EnumSource
    void keysAndMessages_ofAFixedSecret_areTheseBytes(SignatureSuite suite) throws IOException {
        SigningKey key = key(suite, 1);
        SigningKey next = key(suite, 2);
        byte[] message = CoseSign1.sign(key, "text/plain", PAYLOAD).bytes();
        byte[] rotation = KeyRotation.sign(key, next, Instant.ofEpochSecond(1_767_225_600))
                .bytes();
        String name = "suite-" + suite.id() + ".txt";
        GoldenFile.assertMatches(
                getClass(),
                name,
                "id " + key.id() + "\npublic " + key.publicKey().text() + "\nmessage "
                        + hex(message) + "\nrotation " + Digest.of(rotation) + "\n"
                        + SecretKeyPem.write(key) + key.publicKey().pem());
        String kept = Files.readString(GoldenFile.file(getClass(), name));
        byte[] keptMessage = HexFormat.of()
                .parseHex(kept.lines().toList().get(2).substring("message ".length()));
        assertTrue(CoseSign1.parse(keptMessage, keptMessage.length)
                .verified(key.publicKey(), "text/plain")
                .isPresent());
        assertEquals(
                key.publicKey(), PublicKey.parse(kept.lines().toList().get(1).substring(7)));
    }

    private static SigningKey key(SignatureSuite suite, int fill) {
        byte[] secret = new byte[suite.secretKeyBytes()];
        Arrays.fill(secret, (byte) fill);
        return SigningKey.ofRawSecretKey(suite, secret);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
