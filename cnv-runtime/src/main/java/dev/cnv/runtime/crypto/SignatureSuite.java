package dev.cnv.runtime.crypto;

/**
 * How a key signs. The numbers are part of every format that holds a key; none is used again.
 *
 * <pre>
 * id  suite               public key   signature    COSE algorithm
 * 1   ED25519             32 bytes     64 bytes     -19      Ed25519, RFC 9864
 * 2   ML_DSA_44           1312 bytes   2420 bytes   -48      ML-DSA-44, RFC 9964
 * 3   ED25519_ML_DSA_44   1344 bytes   2484 bytes   -65539   private use
 * </pre>
 *
 * Suite 3 is the Ed25519 key or signature followed by that of ML-DSA-44. Both signatures are over the
 * same message and both must hold. COSE has no number for that, so that it has one of the range for
 * private use (RFC 9053 section 8.1: below -65536).
 */
public enum SignatureSuite {
    /** Ed25519 (RFC 8032). */
    ED25519(1, -19, 32, 64),
    /** ML-DSA-44 (FIPS 204), with an empty context. */
    ML_DSA_44(2, -48, 1312, 2420),
    /** Both of them. */
    ED25519_ML_DSA_44(3, -65539, 32 + 1312, 64 + 2420);

    /** The length of the seed that the secret key of one primitive comes from, in bytes. */
    static final int SEED_BYTES = 32;

    private final int id;
    private final int coseAlgorithm;
    private final int publicKeyBytes;
    private final int signatureBytes;

    SignatureSuite(int id, int coseAlgorithm, int publicKeyBytes, int signatureBytes) {
        this.id = id;
        this.coseAlgorithm = coseAlgorithm;
        this.publicKeyBytes = publicKeyBytes;
        this.signatureBytes = signatureBytes;
    }

    /**
     * The suite of a number.
     *
     * @param id the number
     * @return the suite
     * @throws IllegalArgumentException when no suite has it
     */
    public static SignatureSuite of(int id) {
        return switch (id) {
            case 1 -> ED25519;
            case 2 -> ML_DSA_44;
            case 3 -> ED25519_ML_DSA_44;
            default -> throw new IllegalArgumentException("suite=" + id + " is not 1, 2 or 3");
        };
    }

    /**
     * The suite of a COSE algorithm.
     *
     * @param algorithm the number in a COSE header
     * @return the suite
     * @throws IllegalArgumentException when no suite has it
     */
    public static SignatureSuite ofCoseAlgorithm(long algorithm) {
        for (SignatureSuite suite : values()) {
            if (suite.coseAlgorithm == algorithm) {
                return suite;
            }
        }
        throw new IllegalArgumentException("coseAlgorithm=" + algorithm + " is not "
                + ED25519.coseAlgorithm + ", " + ML_DSA_44.coseAlgorithm + " or "
                + ED25519_ML_DSA_44.coseAlgorithm);
    }

    /** {@return the number, as it stands in formats} */
    public int id() {
        return id;
    }

    /** {@return the number of the algorithm in a COSE header} */
    public int coseAlgorithm() {
        return coseAlgorithm;
    }

    /** {@return the length of the raw public key, in bytes} */
    public int publicKeyBytes() {
        return publicKeyBytes;
    }

    /** {@return the length of a signature, in bytes} */
    public int signatureBytes() {
        return signatureBytes;
    }

    /** {@return the length of the raw secret key, which is one seed for each primitive, in bytes} */
    public int secretKeyBytes() {
        return this == ED25519_ML_DSA_44 ? 2 * SEED_BYTES : SEED_BYTES;
    }
}
