package dev.cnv.runtime.delegation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;

/** Ed25519 (RFC 8032) as the Java platform has it, and the domain of each kind of message. */
final class Ed25519 {

    /** What a signature is for. The name stands before the message, so that none serves for another. */
    enum Domain {
        TOKEN("cnv-token-v0"),
        POSSESSION("cnv-possession-v0"),
        APPROVAL("cnv-approval-v0");

        private final String name;

        Domain(String name) {
            this.name = name;
        }

        byte[] message(byte[]... parts) {
            // The zero byte ends the name: no name followed by a message is another name.
            byte[] prefix = (name + '\0').getBytes(StandardCharsets.US_ASCII);
            int length = prefix.length;
            for (byte[] part : parts) {
                length = Math.addExact(length, part.length);
            }
            ByteBuffer message = ByteBuffer.allocate(length).put(prefix);
            for (byte[] part : parts) {
                message.put(part);
            }
            return message.array();
        }
    }

    /** The length of a signature, in bytes. */
    static final int SIGNATURE_BYTES = 64;

    /** The length of a private key's seed, in bytes. */
    static final int SEED_BYTES = 32;

    private static final String ALGORITHM = "Ed25519";

    private Ed25519() {}

    static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static PrivateKey privateKey(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException(
                    "seedBytes=" + seed.length + " is not " + SEED_BYTES);
        }
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static byte[] seed(PrivateKey key) {
        if (key instanceof EdECPrivateKey edwards) {
            return edwards.getBytes()
                    .orElseThrow(() -> new IllegalStateException("the key does not show its seed"));
        }
        throw new IllegalStateException("algorithm=" + key.getAlgorithm() + " is not " + ALGORITHM);
    }

    static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** Whether a signature holds. Whatever goes wrong means that it does not. */
    static boolean verify(byte[] subjectPublicKeyInfo, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo)));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | RuntimeException _) {
            return false;
        }
    }

    private static IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException(
                "algorithm=" + ALGORITHM + " failed on this Java platform", cause);
    }
}
