package dev.cnv.runtime.crypto;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.runtime.canonical.Digest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The public half of a {@link SigningKey}. Two are equal when their suite and their bytes are.
 *
 * <pre>
 * encoded = suite (1 byte) | raw key of suite 1 or 2, or of both, Ed25519 first
 * </pre>
 *
 * <p>That the bytes are a point of the curve is found out at the first verification, which is false
 * for a key that is none.
 *
 * <p><b>Threading:</b> immutable; the key's decoded form is kept after the first verification.
 */
public final class PublicKey implements Comparable<PublicKey> {

    private static final int MAX_ENCODED_BYTES =
            1 + SignatureSuite.ED25519_ML_DSA_44.publicKeyBytes();

    private final SignatureSuite suite;
    private final byte[] encoded;
    private final Digest id;
    private final SignatureProviders providers;

    /** Guarded by: none. Published by a volatile write; two threads may both make it. */
    private volatile SignatureProvider.@Nullable Verifier verifier;

    PublicKey(SignatureSuite suite, byte[] encoded, SignatureProviders providers) {
        this.suite = suite;
        this.encoded = encoded;
        this.providers = providers;
        this.id = Digest.of(subjectPublicKeyInfos(suite, encoded));
    }

    /**
     * Reads a key as it stands inside formats.
     *
     * @param encoded the bytes that {@link #encoded} gives
     * @return the key, verified with by {@link SignatureProviders#STANDARD}
     * @throws IllegalArgumentException when the suite is unknown or the length is not the suite's
     */
    public static PublicKey decode(byte[] encoded) {
        return decode(encoded, SignatureProviders.STANDARD);
    }

    /**
     * Reads a key as it stands inside formats.
     *
     * @param encoded the bytes that {@link #encoded} gives
     * @param providers what verifies with it
     * @return the key
     * @throws IllegalArgumentException when the suite is unknown or the length is not the suite's
     */
    public static PublicKey decode(byte[] encoded, SignatureProviders providers) {
        if (encoded.length == 0) {
            throw new IllegalArgumentException("publicKeyBytes=0 has no suite");
        }
        SignatureSuite suite = SignatureSuite.of(encoded[0] & 0xff);
        if (encoded.length != 1 + suite.publicKeyBytes()) {
            throw new IllegalArgumentException("publicKeyBytes=" + encoded.length + " is not "
                    + (1 + suite.publicKeyBytes()) + ", the length of suite=" + suite);
        }
        return new PublicKey(suite, encoded.clone(), providers);
    }

    /**
     * A key from its raw form.
     *
     * @param suite the suite
     * @param raw the raw key, or in suite 3 both, Ed25519 first
     * @return the key
     * @throws IllegalArgumentException when the length is not the suite's
     */
    public static PublicKey ofRaw(SignatureSuite suite, byte[] raw) {
        byte[] encoded = new byte[1 + raw.length];
        encoded[0] = (byte) suite.id();
        System.arraycopy(raw, 0, encoded, 1, raw.length);
        return decode(encoded);
    }

    /**
     * Reads a key from one line of text.
     *
     * @param text the text that {@link #text} gives
     * @return the key
     * @throws IllegalArgumentException when the text is no key
     */
    public static PublicKey parse(String text) {
        return decode(Base64Url.decode("publicKey", text, MAX_ENCODED_BYTES));
    }

    /**
     * Reads a key from PEM text (RFC 7468).
     *
     * @param pem one block {@code PUBLIC KEY}, or for suite 3 two, Ed25519 first; nothing else
     * @return the key
     * @throws IllegalArgumentException when the text is anything else
     */
    public static PublicKey fromPem(String pem) {
        return PublicKeyPem.read(pem);
    }

    /** {@return the suite} */
    public SignatureSuite suite() {
        return suite;
    }

    /**
     * Names the key.
     *
     * @return the SHA-256 of its SubjectPublicKeyInfo in DER; in suite 3 of both, one after the other
     */
    public Digest id() {
        return id;
    }

    /** {@return the suite's number and the raw key, in a new array} */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** {@return the base64url form of {@link #encoded}, without padding} */
    public String text() {
        return Base64Url.encode(encoded);
    }

    /** {@return the PEM form: one block {@code PUBLIC KEY} for each primitive} */
    public String pem() {
        return PublicKeyPem.write(this);
    }

    /**
     * Whether a signature is this key's. In suite 3 both halves must hold.
     *
     * @param message what was signed
     * @param signature the signature
     * @return true when it holds; false for anything else, whatever is wrong with it
     */
    public boolean verify(byte[] message, byte[] signature) {
        return signature.length == suite.signatureBytes() && verify(message, signature, 0);
    }

    /** Whether the signature that begins at an offset, and has the suite's length, holds. */
    @EffectBoundary(
            value = Effect.READ_ONLY,
            reason =
                    "the verifier that is kept is made from the key alone: no answer depends on it")
    boolean verify(byte[] message, byte[] signature, int offset) {
        try {
            SignatureProvider.Verifier known = verifier;
            if (known == null) {
                known = newVerifier();
                verifier = known;
            }
            return known.verify(message, signature, offset);
        } catch (Exception _) {
            return false;
        }
    }

    @Override
    public int compareTo(PublicKey other) {
        return Arrays.compareUnsigned(encoded, other.encoded);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PublicKey that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** {@return the suite and the first digits of the id} */
    @Override
    public String toString() {
        return "PublicKey[suite=" + suite + ", id=" + id.shortHex() + "]";
    }

    private SignatureProvider.Verifier newVerifier() {
        return switch (suite) {
            case ED25519 -> providers.ed25519().verifier(raw(0, suite));
            case ML_DSA_44 -> providers.mlDsa44().verifier(raw(0, suite));
            case ED25519_ML_DSA_44 -> both();
        };
    }

    private SignatureProvider.Verifier both() {
        SignatureSuite first = SignatureSuite.ED25519;
        SignatureSuite second = SignatureSuite.ML_DSA_44;
        SignatureProvider.Verifier ed25519 = providers.ed25519().verifier(raw(0, first));
        SignatureProvider.Verifier mlDsa44 =
                providers.mlDsa44().verifier(raw(first.publicKeyBytes(), second));
        return (message, signature, offset) -> ed25519.verify(message, signature, offset)
                && mlDsa44.verify(message, signature, offset + first.signatureBytes());
    }

    private byte[] raw(int offset, SignatureSuite primitive) {
        return Arrays.copyOfRange(encoded, 1 + offset, 1 + offset + primitive.publicKeyBytes());
    }

    /** The DER forms of a key's primitives, one after the other. */
    private static byte[] subjectPublicKeyInfos(SignatureSuite suite, byte[] encoded) {
        return switch (suite) {
            case ED25519 -> SubjectPublicKeyInfo.ED25519.encode(encoded, 1);
            case ML_DSA_44 -> SubjectPublicKeyInfo.ML_DSA_44.encode(encoded, 1);
            case ED25519_ML_DSA_44 -> {
                byte[] first = SubjectPublicKeyInfo.ED25519.encode(encoded, 1);
                byte[] second = SubjectPublicKeyInfo.ML_DSA_44.encode(
                        encoded, 1 + SignatureSuite.ED25519.publicKeyBytes());
                byte[] all = Arrays.copyOf(first, first.length + second.length);
                System.arraycopy(second, 0, all, first.length, second.length);
                yield all;
            }
        };
    }
}
