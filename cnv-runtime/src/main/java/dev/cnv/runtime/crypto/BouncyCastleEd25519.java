package dev.cnv.runtime.crypto;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Ed25519 by Bouncy Castle's own classes; no security provider is registered. */
public final class BouncyCastleEd25519 implements SignatureProvider {

    /** The implementation; it has no state. */
    public BouncyCastleEd25519() {}

    @Override
    public SignatureSuite suite() {
        return SignatureSuite.ED25519;
    }

    @Override
    public byte[] publicKey(byte[] seed) {
        return new Ed25519PrivateKeyParameters(requireSeed(seed))
                .generatePublicKey()
                .getEncoded();
    }

    @Override
    public Signer signer(byte[] seed) {
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(requireSeed(seed));
        return message -> {
            byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
            key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
            return signature;
        };
    }

    @Override
    public Verifier verifier(byte[] publicKey) {
        // The point is decoded here and kept. Its constructor refuses what is no point.
        Ed25519PublicKeyParameters key = new Ed25519PublicKeyParameters(publicKey);
        return (message, signature, offset) -> key.verify(
                Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, offset);
    }

    @Override
    public String toString() {
        return "BouncyCastleEd25519";
    }

    private static byte[] requireSeed(byte[] seed) {
        if (seed.length != SignatureSuite.SEED_BYTES) {
            throw new IllegalArgumentException(
                    "seedBytes=" + seed.length + " is not " + SignatureSuite.SEED_BYTES);
        }
        return seed;
    }
}
