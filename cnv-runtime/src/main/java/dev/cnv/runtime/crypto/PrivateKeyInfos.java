package dev.cnv.runtime.crypto;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;

/**
 * Secret keys as PKCS#8 (RFC 5958): Ed25519 as RFC 8410 says, ML-DSA-44 as RFC 9881 says, written as
 * the seed. Messages of exceptions show nothing of a key.
 */
final class PrivateKeyInfos {

    private static final ASN1ObjectIdentifier ED25519 = EdECObjectIdentifiers.id_Ed25519;
    private static final ASN1ObjectIdentifier ML_DSA_44 = NISTObjectIdentifiers.id_ml_dsa_44;
    private static final int SEED_TAG = 0;

    private PrivateKeyInfos() {}

    /** The forms of a key's primitives, Ed25519 first. */
    static List<PrivateKeyInfo> of(SigningKey key) {
        byte[] secret = key.rawSecretKey(RawKeyAccess.iKnowThatThisRevealsSecretKeys());
        int seed = SignatureSuite.SEED_BYTES;
        try {
            return switch (key.suite()) {
                case ED25519 -> List.of(ed25519(secret));
                case ML_DSA_44 -> List.of(mlDsa44(secret));
                case ED25519_ML_DSA_44 ->
                    List.of(
                            ed25519(Arrays.copyOf(secret, seed)),
                            mlDsa44(Arrays.copyOfRange(secret, seed, 2 * seed)));
            };
        } catch (IOException e) {
            throw new IllegalStateException("a key cannot be written as PKCS#8", e);
        }
    }

    private static PrivateKeyInfo ed25519(byte[] seed) throws IOException {
        return new PrivateKeyInfo(new AlgorithmIdentifier(ED25519), new DEROctetString(seed));
    }

    private static PrivateKeyInfo mlDsa44(byte[] seed) throws IOException {
        return new PrivateKeyInfo(
                new AlgorithmIdentifier(ML_DSA_44),
                new DERTaggedObject(false, SEED_TAG, new DEROctetString(seed)));
    }

    /**
     * A key of its primitives' forms.
     *
     * @throws IllegalArgumentException when they are no key of a suite
     */
    static SigningKey key(List<PrivateKeyInfo> infos) {
        List<ASN1ObjectIdentifier> algorithms = infos.stream()
                .map(info -> info.getPrivateKeyAlgorithm().getAlgorithm())
                .toList();
        SignatureSuite suite;
        if (algorithms.equals(List.of(ED25519))) {
            suite = SignatureSuite.ED25519;
        } else if (algorithms.equals(List.of(ML_DSA_44))) {
            suite = SignatureSuite.ML_DSA_44;
        } else if (algorithms.equals(List.of(ED25519, ML_DSA_44))) {
            suite = SignatureSuite.ED25519_ML_DSA_44;
        } else {
            throw new IllegalArgumentException("has the secret keys " + algorithms
                    + "; it should have one of Ed25519, one of ML-DSA-44, or both in this order");
        }
        byte[] secret = new byte[suite.secretKeyBytes()];
        for (int i = 0; i < infos.size(); i++) {
            byte[] seed = seed(infos.get(i));
            System.arraycopy(seed, 0, secret, i * SignatureSuite.SEED_BYTES, seed.length);
        }
        SigningKey key = SigningKey.ofRawSecretKey(suite, secret);
        Arrays.fill(secret, (byte) 0);
        return key;
    }

    private static byte[] seed(PrivateKeyInfo info) {
        byte[] seed;
        try {
            ASN1Encodable content = info.parsePrivateKey();
            seed = info.getPrivateKeyAlgorithm().getAlgorithm().equals(ED25519)
                    ? ASN1OctetString.getInstance(content).getOctets()
                    : mlDsaSeed(content);
        } catch (IOException | IllegalArgumentException | IllegalStateException _) {
            // The cause is left out: it can show what the file holds.
            throw new IllegalArgumentException("has a secret key whose form is not known");
        }
        if (seed.length != SignatureSuite.SEED_BYTES) {
            throw new IllegalArgumentException(
                    "has a secret key without its seed of 32 bytes, from which alone CNV works;"
                            + " write it with its seed or make a new one");
        }
        return seed;
    }

    /** RFC 9881 section 6: the seed, or the seed and what is derived from it, or only that. */
    private static byte[] mlDsaSeed(ASN1Encodable content) {
        if (content instanceof ASN1TaggedObject tagged) {
            return ASN1OctetString.getInstance(tagged, false).getOctets();
        }
        if (content instanceof ASN1Sequence both && both.size() == 2) {
            byte[] seed = ASN1OctetString.getInstance(both.getObjectAt(0)).getOctets();
            byte[] expanded = ASN1OctetString.getInstance(both.getObjectAt(1)).getOctets();
            byte[] derived =
                    new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed).getEncoded();
            if (!java.security.MessageDigest.isEqual(expanded, derived)) {
                throw new IllegalArgumentException("the halves do not belong together");
            }
            return seed;
        }
        return new byte[0];
    }
}
