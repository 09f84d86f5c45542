package dev.cnv.runtime.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The PEM form of public keys: a block {@code PUBLIC KEY} for each primitive (RFC 7468). */
final class PublicKeyPem {

    static final String LABEL = "PUBLIC KEY";

    private PublicKeyPem() {}

    static String write(PublicKey key) {
        byte[] encoded = key.encoded();
        return switch (key.suite()) {
            case ED25519 -> Pem.write(LABEL, SubjectPublicKeyInfo.ED25519.encode(encoded, 1));
            case ML_DSA_44 -> Pem.write(LABEL, SubjectPublicKeyInfo.ML_DSA_44.encode(encoded, 1));
            case ED25519_ML_DSA_44 ->
                Pem.write(LABEL, SubjectPublicKeyInfo.ED25519.encode(encoded, 1))
                        + Pem.write(
                                LABEL,
                                SubjectPublicKeyInfo.ML_DSA_44.encode(
                                        encoded, 1 + SignatureSuite.ED25519.publicKeyBytes()));
        };
    }

    static PublicKey read(String pem) {
        List<byte[]> found = new ArrayList<>();
        for (Pem.Block block : Pem.read("publicKey", pem)) {
            if (!block.label().equals(LABEL)) {
                throw new IllegalArgumentException(
                        "publicKey has a block of another label than " + LABEL);
            }
            found.add(block.content());
        }
        if (found.size() == 1 && SubjectPublicKeyInfo.ED25519.matches(found.getFirst())) {
            return PublicKey.ofRaw(
                    SignatureSuite.ED25519, SubjectPublicKeyInfo.ED25519.raw(found.getFirst()));
        }
        if (found.size() == 1 && SubjectPublicKeyInfo.ML_DSA_44.matches(found.getFirst())) {
            return PublicKey.ofRaw(
                    SignatureSuite.ML_DSA_44, SubjectPublicKeyInfo.ML_DSA_44.raw(found.getFirst()));
        }
        if (found.size() == 2
                && SubjectPublicKeyInfo.ED25519.matches(found.get(0))
                && SubjectPublicKeyInfo.ML_DSA_44.matches(found.get(1))) {
            byte[] first = SubjectPublicKeyInfo.ED25519.raw(found.get(0));
            byte[] second = SubjectPublicKeyInfo.ML_DSA_44.raw(found.get(1));
            byte[] raw = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, raw, first.length, second.length);
            return PublicKey.ofRaw(SignatureSuite.ED25519_ML_DSA_44, raw);
        }
        throw new IllegalArgumentException("publicKey has " + found.size()
                + " blocks that are not one of Ed25519, one of ML-DSA-44, or both in this order");
    }
}
