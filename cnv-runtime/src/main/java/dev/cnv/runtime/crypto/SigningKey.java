package dev.cnv.runtime.crypto;

import dev.cnv.runtime.canonical.Digest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A key pair. Nothing prints its secret half, which leaves it only into a key file or by {@link
 * #rawSecretKey}. Two are equal when their public halves are.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class SigningKey {

    private final PublicKey publicKey;
    private final byte[] secret;
    private final SignatureProvider.Signer signer;

    private SigningKey(PublicKey publicKey, byte[] secret, SignatureProvider.Signer signer) {
        this.publicKey = publicKey;
        this.secret = secret;
        this.signer = signer;
    }

    /**
     * Makes a new Ed25519 key.
     *
     * @param random where its 256 bits come from
     * @return the key
     */
    public static SigningKey generate(SecureRandom random) {
        return generate(SignatureSuite.ED25519, random);
    }

    /**
     * Makes a new key.
     *
     * @param suite how it signs
     * @param random where its 256 bits for each primitive come from
     * @return the key, used by {@link SignatureProviders#STANDARD}
     */
    public static SigningKey generate(SignatureSuite suite, SecureRandom random) {
        return generate(suite, random, SignatureProviders.STANDARD);
    }

    /**
     * Makes a new key.
     *
     * @param suite how it signs
     * @param random where its 256 bits for each primitive come from
     * @param providers what signs and verifies with it
     * @return the key
     */
    public static SigningKey generate(
            SignatureSuite suite, SecureRandom random, SignatureProviders providers) {
        byte[] secret = new byte[suite.secretKeyBytes()];
        random.nextBytes(secret);
        return of(suite, secret, providers);
    }

    /**
     * A key that was stored.
     *
     * @param suite how it signs
     * @param secret the bytes that {@link #rawSecretKey} gave; copied
     * @return the key
     * @throws IllegalArgumentException when their number is not the suite's
     */
    public static SigningKey ofRawSecretKey(SignatureSuite suite, byte[] secret) {
        return of(suite, secret.clone(), SignatureProviders.STANDARD);
    }

    private static SigningKey of(
            SignatureSuite suite, byte[] secret, SignatureProviders providers) {
        if (secret.length != suite.secretKeyBytes()) {
            throw new IllegalArgumentException("secretKeyBytes=" + secret.length + " is not "
                    + suite.secretKeyBytes() + ", the length of suite=" + suite);
        }
        byte[] publicKey = parts(
                suite, secret, providers, SignatureProvider::publicKey, SigningKey::concatenated);
        SignatureProvider.Signer signer = parts(
                suite,
                secret,
                providers,
                SignatureProvider::signer,
                (first, second) ->
                        message -> concatenated(first.sign(message), second.sign(message)));
        return new SigningKey(
                new PublicKey(
                        suite, concatenated(new byte[] {(byte) suite.id()}, publicKey), providers),
                secret,
                signer);
    }

    /** Makes something of each primitive's seed, and one of both where there are two. */
    private static <T> T parts(
            SignatureSuite suite,
            byte[] secret,
            SignatureProviders providers,
            BiFunction<SignatureProvider, byte[], T> each,
            java.util.function.BinaryOperator<T> both) {
        int seed = SignatureSuite.SEED_BYTES;
        return switch (suite) {
            case ED25519 -> each.apply(providers.ed25519(), secret);
            case ML_DSA_44 -> each.apply(providers.mlDsa44(), secret);
            case ED25519_ML_DSA_44 ->
                both.apply(
                        each.apply(providers.ed25519(), Arrays.copyOf(secret, seed)),
                        each.apply(
                                providers.mlDsa44(), Arrays.copyOfRange(secret, seed, 2 * seed)));
        };
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** {@return the public half} */
    public PublicKey publicKey() {
        return publicKey;
    }

    /**
     * Names the key.
     *
     * @return the id of the public half
     */
    public Digest id() {
        return publicKey.id();
    }

    /** {@return how it signs} */
    public SignatureSuite suite() {
        return publicKey.suite();
    }

    /**
     * Signs bytes. The same bytes have the same signature each time. What CNV signs is a {@link
     * CoseSign1}, or begins with a name for its purpose; sign nothing that a stranger chose.
     *
     * @param message the bytes
     * @return the signature, of {@link SignatureSuite#signatureBytes} bytes
     */
    public byte[] sign(byte[] message) {
        return signer.sign(message);
    }

    /**
     * The secret half.
     *
     * @param access says that the caller means it
     * @return a new array with the seed of 32 bytes, in suite 3 with both seeds, Ed25519 first
     */
    public byte[] rawSecretKey(RawKeyAccess access) {
        java.util.Objects.requireNonNull(access);
        return secret.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SigningKey that && publicKey.equals(that.publicKey);
    }

    @Override
    public int hashCode() {
        return publicKey.hashCode();
    }

    /** {@return the suite and the first digits of the id} */
    @Override
    public String toString() {
        return "SigningKey[suite=" + suite() + ", id=" + id().shortHex() + "]";
    }
}
