package dev.cnv.runtime.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborRefusedException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoseSign1Test {

    private static final String TYPE = "text/plain";
    private static final byte[] PAYLOAD = "This is the content.".getBytes();

    @ParameterizedTest
    @EnumSource
    void verified_signed_givesThePayload(SignatureSuite suite) {
        SigningKey key = SigningKey.generate(suite, new SecureRandom());
        CoseSign1 signed = CoseSign1.sign(key, TYPE, PAYLOAD);
        CoseSign1 read = CoseSign1.parse(signed.bytes(), signed.length());
        assertEquals(signed, read);
        assertEquals(key.id(), read.keyId());
        assertEquals(TYPE, read.contentType());
        assertArrayEquals(PAYLOAD, read.verified(key.publicKey(), TYPE).orElseThrow());
        assertArrayEquals(PAYLOAD, read.untrustedPayload());
    }

    @Test
    void verified_otherKeyTypeOrExternalData_isEmpty() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        CoseSign1 signed = CoseSign1.sign(key, TYPE, PAYLOAD, new byte[] {7});
        assertTrue(signed.verified(key.publicKey(), TYPE, new byte[] {7}).isPresent());
        assertEquals(Optional.empty(), signed.verified(key.publicKey(), TYPE));
        assertEquals(
                Optional.empty(), signed.verified(key.publicKey(), "text/html", new byte[] {7}));
        assertEquals(
                Optional.empty(),
                signed.verified(
                        SigningKey.generate(new SecureRandom()).publicKey(), TYPE, new byte[] {7}));
    }

    @ParameterizedTest
    @EnumSource
    void parse_everyByteAlteredByOneBit_isRefusedOrDoesNotVerify(SignatureSuite suite) {
        SigningKey key = SigningKey.generate(suite, new SecureRandom());
        byte[] good = CoseSign1.sign(key, TYPE, PAYLOAD).bytes();
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << (i % 8));
            assertTrue(refused(bad, key.publicKey()), "byte=" + i);
        }
    }

    private static boolean refused(byte[] bytes, PublicKey key) {
        try {
            return CoseSign1.parse(bytes, bytes.length).verified(key, TYPE).isEmpty();
        } catch (CborRefusedException _) {
            return true;
        }
    }

    /** The bytes, taken apart by hand: RFC 9052 section 4.2 with the key of RFC 8032 test 1. */
    @Test
    void bytes_fixedKey_areThese() {
        SigningKey key = SigningKey.ofRawSecretKey(
                SignatureSuite.ED25519,
                HexFormat.of()
                        .parseHex(
                                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        String bytes =
                HexFormat.of().formatHex(CoseSign1.sign(key, TYPE, PAYLOAD).bytes());
        assertTrue(
                bytes.startsWith("d284" + "5832" + "a3" + "0132" + "03" + "6a"
                        + "746578742f706c61696e" + "045820" + key.id().hex() + "a0" + "54"
                        + HexFormat.of().formatHex(PAYLOAD) + "5840"),
                bytes);
    }

    @Test
    void parse_tooLong_isRefused() {
        byte[] bytes = CoseSign1.sign(SigningKey.generate(new SecureRandom()), TYPE, PAYLOAD)
                .bytes();
        assertThrows(CborRefusedException.class, () -> CoseSign1.parse(bytes, bytes.length - 1));
    }
}
