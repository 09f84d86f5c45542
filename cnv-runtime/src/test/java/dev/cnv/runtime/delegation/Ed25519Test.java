package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class Ed25519Test {

    private static final HexFormat HEX = HexFormat.of();

    /** RFC 8032 section 7.1, tests 1 to 3, typed in from there. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void sign_rfc8032_isTheSignatureAndVerifies(
            String seed, String raw, String message, String signature) {
        PublicKey publicKey = PublicKey.ofRaw(HEX.parseHex(raw));
        byte[] bytes = HEX.parseHex(message);
        AgentKey key = AgentKey.restore(publicKey, HEX.parseHex(seed));
        assertEquals(signature, HEX.formatHex(key.sign(bytes)));
        assertTrue(publicKey.verify(bytes, HEX.parseHex(signature)));
        byte[] flipped = HEX.parseHex(signature);
        flipped[0] ^= 1;
        assertFalse(publicKey.verify(bytes, flipped));
    }

    /** Needs ../shared/vectors beside the repository, or -Dcnv.vectors=FOLDER; says so when it is not there. */
    @Test
    void verify_wycheproof_agreesOnEveryCase() throws IOException {
        Optional<Path> file = wycheproof();
        if (file.isEmpty()) {
            System.err.println(
                    "SKIPPED: no wycheproof/ed25519_test.json in -Dcnv.vectors or ../shared/vectors;"
                            + " Ed25519 was tried on RFC 8032's cases only");
        }
        Assumptions.assumeTrue(file.isPresent(), "SKIPPED: no Wycheproof vectors");
        JsonNode json = StrictJson.parse(Files.readString(file.get()));
        int count = 0;
        for (JsonNode group : json.get("testGroups")) {
            PublicKey key = PublicKey.ofRaw(
                    HEX.parseHex(group.get("publicKey").get("pk").stringValue()));
            for (JsonNode test : group.get("tests")) {
                boolean valid = test.get("result").stringValue().equals("valid");
                byte[] message = HEX.parseHex(test.get("msg").stringValue());
                byte[] signature = HEX.parseHex(test.get("sig").stringValue());
                assertEquals(
                        valid, key.verify(message, signature), () -> "tcId=" + test.get("tcId"));
                count++;
            }
        }
        assertEquals(json.get("numberOfTests").intValue(), count);
        assertTrue(count >= 151, "count=" + count);
    }

    @Test
    void verify_anythingOdd_isFalseAndThrowsNothing() {
        byte[] message = {1};
        byte[] signature = Keys.ROOT.sign(message);
        assertTrue(Keys.ROOT.publicKey().verify(message, signature));
        assertFalse(Keys.OTHER.publicKey().verify(message, signature));
        assertFalse(Keys.ROOT.publicKey().verify(new byte[] {2}, signature));
        assertFalse(Keys.ROOT.publicKey().verify(message, new byte[0]));
        assertFalse(Keys.ROOT.publicKey().verify(message, new byte[65]));
        byte[] allOnes = new byte[32];
        java.util.Arrays.fill(allOnes, (byte) -1);
        assertFalse(PublicKey.ofRaw(allOnes).verify(message, signature), "no point of the curve");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "MCowBQYDK2VwAyEA",
                "MCowBQYDK2VuAyEAfU0Of2FTpptiQrUiq77mhf2kQg+INLEIw72uNp71Sfo=",
                "MCowBQYDK2VwAyEAfU0Of2FTpptiQrUiq77mhf2kQg+INLEIw72uNp71Sfp=",
                "MCowBQYDK2VwAyEAfU0Of2FTpptiQrUiq77mhf2kQg+INLEIw72uNp71Sfo"
            })
    void publicKey_malformed_isRefused(String base64) {
        assertThrows(IllegalArgumentException.class, () -> new PublicKey(base64));
    }

    @Test
    void publicKey_pem_isReadAndNamedByItsDigest() {
        PublicKey key =
                new PublicKey("MCowBQYDK2VwAyEAfU0Of2FTpptiQrUiq77mhf2kQg+INLEIw72uNp71Sfo=");
        assertEquals(
                Digest.of(
                        HEX.parseHex(
                                "302a300506032b65700321007d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa")),
                key.id());
        assertThrows(IllegalArgumentException.class, () -> PublicKey.ofRaw(new byte[31]));
    }

    @Test
    void agentKey_text_showsNothingOfTheSeed() {
        AgentKey key = AgentKey.generate(new SecureRandom());
        assertEquals("AgentKey[id=" + key.id().shortHex() + "]", key.toString());
        assertArrayEquals(
                key.seed(), AgentKey.restore(key.publicKey(), key.seed()).seed());
        assertEquals(key, AgentKey.restore(key.publicKey(), key.seed()));
        assertNotEquals(key, Keys.ROOT);
    }

    @Test
    void restore_halvesOfDifferentKeys_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> AgentKey.restore(Keys.ROOT.publicKey(), Keys.OTHER.seed()));
        assertThrows(
                IllegalArgumentException.class,
                () -> AgentKey.restore(Keys.ROOT.publicKey(), new byte[31]));
    }

    private static Optional<Path> wycheproof() {
        String given = System.getProperty("cnv.vectors");
        if (given != null) {
            return Optional.of(Path.of(given, "wycheproof", "ed25519_test.json"))
                    .filter(Files::isRegularFile);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("shared")
                    .resolve("vectors")
                    .resolve("wycheproof")
                    .resolve("ed25519_test.json");
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
