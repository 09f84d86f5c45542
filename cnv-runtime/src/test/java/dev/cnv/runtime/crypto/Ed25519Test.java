package dev.cnv.runtime.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Both providers of Ed25519 against RFC 8032 and Wycheproof. */
class Ed25519Test {

    private static final HexFormat HEX = HexFormat.of();

    /** Secret key, public key, message, signature. */
    private record Vector(String seed, String publicKey, String message, String signature) {}

    static List<SignatureProviders> providers() {
        return List.of(SignatureProviders.STANDARD, SignatureProviders.JDK);
    }

    /** RFC 8032 section 7.1, tests 1 to 3 and SHA(abc), typed in from there. */
    private static final List<Vector> RFC_8032 = List.of(
            new Vector(
                    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                    "",
                    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
            new Vector(
                    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                    "72",
                    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
            new Vector(
                    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                    "af82",
                    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
            new Vector(
                    "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
                    "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
                    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
                    "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"));

    @ParameterizedTest
    @MethodSource("providers")
    void sign_rfc8032_isTheSignatureAndVerifies(SignatureProviders providers) {
        for (Vector vector : RFC_8032) {
            byte[] seed = HEX.parseHex(vector.seed());
            byte[] message = HEX.parseHex(vector.message());
            byte[] signature = HEX.parseHex(vector.signature());
            SignatureProvider provider = providers.ed25519();
            assertEquals(vector.publicKey(), HEX.formatHex(provider.publicKey(seed)));
            assertEquals(vector.signature(), HEX.formatHex(provider.signer(seed).sign(message)));
            PublicKey key = key(vector.publicKey(), providers);
            assertTrue(key.verify(message, signature));
            signature[0] ^= 1;
            assertFalse(key.verify(message, signature));
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void verify_wycheproof_agreesOnEveryCase(SignatureProviders providers) throws IOException {
        JsonNode json = Vectors.wycheproof("ed25519_test.json");
        int count = 0;
        for (JsonNode group : json.get("testGroups")) {
            PublicKey key = key(group.get("publicKey").get("pk").stringValue(), providers);
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

    @ParameterizedTest
    @MethodSource("providers")
    void verify_anythingOdd_isFalseAndThrowsNothing(SignatureProviders providers) {
        Vector vector = RFC_8032.getFirst();
        PublicKey key = key(vector.publicKey(), providers);
        byte[] signature = HEX.parseHex(vector.signature());
        assertTrue(key.verify(new byte[0], signature));
        assertFalse(key.verify(new byte[] {2}, signature));
        assertFalse(key.verify(new byte[0], new byte[0]));
        assertFalse(key.verify(new byte[0], Arrays.copyOf(signature, 65)));
        assertFalse(key.verify(new byte[0], Arrays.copyOf(signature, 63)));
        assertFalse(key("ff".repeat(32), providers).verify(new byte[0], signature), "no point");
        assertFalse(key(RFC_8032.get(1).publicKey(), providers).verify(new byte[0], signature));
    }

    private static PublicKey key(String raw, SignatureProviders providers) {
        return PublicKey.decode(HEX.parseHex("01" + raw), providers);
    }
}
