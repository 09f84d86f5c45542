package dev.cnv.runtime.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The JDK's ML-DSA-44 against Bouncy Castle's, both ways, and Wycheproof where it is there. */
class MlDsa44Test {

    private static final SignatureProvider JDK = new JdkMlDsa44();

    @Test
    void keysAndSignatures_ofBothImplementations_areTheSame() throws Exception {
        SplittableRandom random = new SplittableRandom(44);
        for (int i = 0; i < 20; i++) {
            byte[] seed = bytes(random, 32);
            byte[] message = bytes(random, random.nextInt(300));
            MLDSAPrivateKeyParameters other =
                    new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed);
            byte[] publicKey = JDK.publicKey(seed);
            assertArrayEquals(other.getPublicKey(), publicKey, "seed=" + i);
            byte[] signature = JDK.signer(seed).sign(message);
            assertArrayEquals(signed(other, message), signature, "seed=" + i);
            assertTrue(verified(publicKey, message, signature));
            assertTrue(JDK.verifier(publicKey).verify(message, signature, 0));
            signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(8));
            assertFalse(verified(publicKey, message, signature));
            assertFalse(verifiedByJdk(publicKey, message, signature));
        }
    }

    /** Signatures of the hedged variant, which others make, hold too. */
    @Test
    void verify_hedgedSignatureOfBouncyCastle_holds() throws Exception {
        MLDSAPrivateKeyParameters key =
                new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, new byte[32]);
        MLDSASigner signer = new MLDSASigner();
        signer.init(
                true,
                new org.bouncycastle.crypto.params.ParametersWithRandom(
                        key, new java.security.SecureRandom()));
        signer.update(new byte[] {1}, 0, 1);
        byte[] signature = signer.generateSignature();
        assertTrue(JDK.verifier(key.getPublicKey()).verify(new byte[] {1}, signature, 0));
        assertFalse(Arrays.equals(JDK.signer(new byte[32]).sign(new byte[] {1}), signature));
    }

    /** Cases with a context are left out: the suite has none, and the JDK cannot be given one. */
    @Test
    void verify_wycheproof_agreesOnEveryCaseWithoutContext() throws IOException {
        JsonNode json = Vectors.wycheproof("mldsa_44_verify_test.json");
        int count = 0;
        for (JsonNode group : json.get("testGroups")) {
            byte[] raw = HexFormat.of().parseHex(group.get("publicKey").stringValue());
            for (JsonNode test : group.get("tests")) {
                if (test.has("ctx")) {
                    continue;
                }
                boolean valid = test.get("result").stringValue().equals("valid");
                byte[] message = HexFormat.of().parseHex(test.get("msg").stringValue());
                byte[] signature = HexFormat.of().parseHex(test.get("sig").stringValue());
                boolean held = raw.length == SignatureSuite.ML_DSA_44.publicKeyBytes()
                        && PublicKey.ofRaw(SignatureSuite.ML_DSA_44, raw)
                                .verify(message, signature);
                assertEquals(valid, held, () -> "tcId=" + test.get("tcId"));
                count++;
            }
        }
        assertTrue(count > 50, "count=" + count);
    }

    private static boolean verifiedByJdk(byte[] publicKey, byte[] message, byte[] signature) {
        return PublicKey.ofRaw(SignatureSuite.ML_DSA_44, publicKey).verify(message, signature);
    }

    private static byte[] signed(MLDSAPrivateKeyParameters key, byte[] message) throws Exception {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    private static boolean verified(byte[] publicKey, byte[] message, byte[] signature) {
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, publicKey));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    private static byte[] bytes(SplittableRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
