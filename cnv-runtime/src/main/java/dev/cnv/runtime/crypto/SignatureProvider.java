package dev.cnv.runtime.crypto;

/**
 * One implementation of one primitive, {@link SignatureSuite#ED25519} or {@link
 * SignatureSuite#ML_DSA_44}. A secret key is the seed of 32 bytes that RFC 8032 and FIPS 204 derive
 * everything else from.
 *
 * <p><b>Threading:</b> implementations and what they give are safe for use by several threads.
 */
public interface SignatureProvider {

    /** {@return the primitive} */
    SignatureSuite suite();

    /**
     * Derives a public key.
     *
     * @param seed 32 secret bytes
     * @return the raw public key
     */
    byte[] publicKey(byte[] seed);

    /**
     * Prepares a key for signing.
     *
     * @param seed 32 secret bytes
     * @return what signs with the key
     */
    Signer signer(byte[] seed);

    /**
     * Prepares a key for verification, so that decoding it is done once.
     *
     * @param publicKey the raw public key
     * @return what verifies with the key
     * @throws IllegalArgumentException when the bytes are no public key
     */
    Verifier verifier(byte[] publicKey);

    /** What signs with one key. */
    @FunctionalInterface
    interface Signer {

        /**
         * Signs. The same message has the same signature each time.
         *
         * @param message what to sign
         * @return the signature
         */
        byte[] sign(byte[] message);
    }

    /** What verifies with one key. */
    @FunctionalInterface
    interface Verifier {

        /**
         * Whether a signature holds. What it throws means that it does not.
         *
         * @param message what was signed
         * @param signature an array with the signature
         * @param offset where in the array the signature begins; it has the suite's length
         * @return true when it holds
         * @throws java.security.GeneralSecurityException when it cannot be checked
         */
        boolean verify(byte[] message, byte[] signature, int offset)
                throws java.security.GeneralSecurityException;
    }
}
