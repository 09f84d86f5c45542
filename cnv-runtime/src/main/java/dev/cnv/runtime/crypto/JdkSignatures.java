package dev.cnv.runtime.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;

/** What the JDK's two primitives have in common: the java.security classes, asked for by name. */
abstract sealed class JdkSignatures implements SignatureProvider permits JdkEd25519, JdkMlDsa44 {

    /** The random part of a signature where it is made without one: FIPS 204 algorithm 2. */
    private static final byte[] NOT_HEDGED = new byte[32];

    private final SignatureSuite suite;
    private final String algorithm;
    private final SubjectPublicKeyInfo form;

    JdkSignatures(SignatureSuite suite, String algorithm, SubjectPublicKeyInfo form) {
        this.suite = suite;
        this.algorithm = algorithm;
        this.form = form;
    }

    @Override
    public SignatureSuite suite() {
        return suite;
    }

    @Override
    public byte[] publicKey(byte[] seed) {
        return form.raw(pair(seed).getPublic().getEncoded());
    }

    @Override
    public Signer signer(byte[] seed) {
        PrivateKey key = pair(seed).getPrivate();
        return message -> {
            try {
                Signature signature = Signature.getInstance(algorithm);
                signature.initSign(key, new FixedRandom(NOT_HEDGED));
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw missing(e);
            }
        };
    }

    @Override
    public Verifier verifier(byte[] publicKey) {
        java.security.PublicKey key;
        try {
            key = KeyFactory.getInstance(algorithm)
                    .generatePublic(new X509EncodedKeySpec(form.encode(publicKey)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the public key is none of " + algorithm, e);
        }
        return (message, signature, offset) -> {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature, offset, suite.signatureBytes());
        };
    }

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }

    private KeyPair pair(byte[] seed) {
        if (seed.length != SignatureSuite.SEED_BYTES) {
            throw new IllegalArgumentException(
                    "seedBytes=" + seed.length + " is not " + SignatureSuite.SEED_BYTES);
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(new NamedParameterSpec(algorithm), new FixedRandom(seed));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException(
                "algorithm=" + algorithm + " failed on this Java platform", cause);
    }
}
