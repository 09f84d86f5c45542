package dev.cnv.runtime.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {

    private static final RawKeyAccess RAW = RawKeyAccess.iKnowThatThisRevealsSecretKeys();
    private static final byte[] MESSAGE = {1, 2, 3};

    @ParameterizedTest
    @EnumSource
    void generate_eachSuite_signsAndIsRestored(SignatureSuite suite) {
        SigningKey key = SigningKey.generate(suite, new SecureRandom());
        byte[] signature = key.sign(MESSAGE);
        assertEquals(suite.signatureBytes(), signature.length);
        assertTrue(key.publicKey().verify(MESSAGE, signature));
        assertFalse(key.publicKey().verify(new byte[] {1, 2}, signature));
        SigningKey restored = SigningKey.ofRawSecretKey(suite, key.rawSecretKey(RAW));
        assertEquals(key, restored);
        assertArrayEquals(signature, restored.sign(MESSAGE), "signatures need no randomness");
        assertNotEquals(key, SigningKey.generate(suite, new SecureRandom()));
    }

    @ParameterizedTest
    @EnumSource
    void publicKey_eachForm_isReadBack(SignatureSuite suite) {
        PublicKey key = SigningKey.generate(suite, new SecureRandom()).publicKey();
        assertEquals(suite, key.suite());
        assertEquals(1 + suite.publicKeyBytes(), key.encoded().length);
        assertEquals(key, PublicKey.decode(key.encoded()));
        assertEquals(key, PublicKey.parse(key.text()));
        assertEquals(key, PublicKey.fromPem(key.pem()));
        assertEquals(key.id(), PublicKey.parse(key.text()).id());
        assertEquals(0, key.compareTo(PublicKey.fromPem(key.pem())));
    }

    @Test
    void verify_suite3_failsWhenEitherHalfFails() {
        SigningKey key = SigningKey.generate(SignatureSuite.ED25519_ML_DSA_44, new SecureRandom());
        byte[] signature = key.sign(MESSAGE);
        for (int at : new int[] {0, 63, 64, signature.length - 1}) {
            byte[] broken = signature.clone();
            broken[at] ^= 1;
            assertFalse(key.publicKey().verify(MESSAGE, broken), "byte=" + at);
        }
        byte[] other = SigningKey.generate(SignatureSuite.ED25519_ML_DSA_44, new SecureRandom())
                .sign(MESSAGE);
        byte[] firstOfOther = signature.clone();
        System.arraycopy(other, 0, firstOfOther, 0, 64);
        assertFalse(key.publicKey().verify(MESSAGE, firstOfOther));
        byte[] secondOfOther = signature.clone();
        System.arraycopy(other, 64, secondOfOther, 64, other.length - 64);
        assertFalse(key.publicKey().verify(MESSAGE, secondOfOther));
    }

    @Test
    void id_pem_isTheDigestOfTheSubjectPublicKeyInfo() {
        PublicKey key = PublicKey.fromPem("""
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEAfU0Of2FTpptiQrUiq77mhf2kQg+INLEIw72uNp71Sfo=
                -----END PUBLIC KEY-----
                """);
        assertEquals(
                Digest.of(
                        HexFormat.of()
                                .parseHex(
                                        "302a300506032b65700321007d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa")),
                key.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "AQ", "BAAA", "AQ==", "*", "AfU0Of2FTpptiQrUiq77mhf2kQg"})
    void parse_malformed_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> PublicKey.parse(text));
    }

    @Test
    void toString_showsNothingSecret() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        assertEquals("SigningKey[suite=ED25519, id=" + key.id().shortHex() + "]", key.toString());
    }
}
