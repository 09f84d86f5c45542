package dev.cnv.runtime.crypto;

/**
 * Which implementation is used for each primitive.
 *
 * @param ed25519 the one for Ed25519
 * @param mlDsa44 the one for ML-DSA-44
 */
public record SignatureProviders(SignatureProvider ed25519, SignatureProvider mlDsa44) {

    /** Bouncy Castle for Ed25519, the JDK for ML-DSA-44: docs/decisions/0060. */
    public static final SignatureProviders STANDARD =
            new SignatureProviders(new BouncyCastleEd25519(), new JdkMlDsa44());

    /** The JDK for both. */
    public static final SignatureProviders JDK =
            new SignatureProviders(new JdkEd25519(), new JdkMlDsa44());

    /**
     * Checks that each is for its primitive.
     *
     * @throws IllegalArgumentException when one is not
     */
    public SignatureProviders {
        require(ed25519, SignatureSuite.ED25519);
        require(mlDsa44, SignatureSuite.ML_DSA_44);
    }

    private static void require(SignatureProvider provider, SignatureSuite suite) {
        if (provider.suite() != suite) {
            throw new IllegalArgumentException(
                    "provider=" + provider + " is for " + provider.suite() + ", not " + suite);
        }
    }
}
