package dev.cnv.runtime.crypto;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The DER form of one primitive's public key: RFC 8410 and RFC 9881. It has one form only, which is a
 * constant prefix and the raw key.
 *
 * <pre>
 * SEQUENCE { SEQUENCE { OBJECT IDENTIFIER }, BIT STRING raw key }
 * </pre>
 */
final class SubjectPublicKeyInfo {

    static final SubjectPublicKeyInfo ED25519 =
            new SubjectPublicKeyInfo(SignatureSuite.ED25519, "302a300506032b6570032100");
    static final SubjectPublicKeyInfo ML_DSA_44 = new SubjectPublicKeyInfo(
            SignatureSuite.ML_DSA_44, "30820532300b06096086480165030403110382052100");

    private final SignatureSuite suite;
    private final byte[] prefix;

    private SubjectPublicKeyInfo(SignatureSuite suite, String prefix) {
        this.suite = suite;
        this.prefix = HexFormat.of().parseHex(prefix);
    }

    SignatureSuite suite() {
        return suite;
    }

    int bytes() {
        return prefix.length + suite.publicKeyBytes();
    }

    byte[] encode(byte[] raw) {
        return encode(raw, 0);
    }

    byte[] encode(byte[] source, int offset) {
        byte[] der = Arrays.copyOf(prefix, bytes());
        System.arraycopy(source, offset, der, prefix.length, suite.publicKeyBytes());
        return der;
    }

    boolean matches(byte[] der) {
        return der.length == bytes()
                && Arrays.equals(der, 0, prefix.length, prefix, 0, prefix.length);
    }

    /**
     * The raw key.
     *
     * @throws IllegalArgumentException when the bytes are not this form
     */
    byte[] raw(byte[] der) {
        if (!matches(der)) {
            throw new IllegalArgumentException("subjectPublicKeyInfoBytes=" + der.length
                    + " is not the form of a key of " + suite);
        }
        return Arrays.copyOfRange(der, prefix.length, der.length);
    }
}
