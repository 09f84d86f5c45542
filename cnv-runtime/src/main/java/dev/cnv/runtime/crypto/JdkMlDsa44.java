package dev.cnv.runtime.crypto;

/** ML-DSA-44 by the JDK (JEP 497); signatures are those of FIPS 204's deterministic variant. */
public final class JdkMlDsa44 extends JdkSignatures {

    /** The implementation; it has no state. */
    public JdkMlDsa44() {
        super(SignatureSuite.ML_DSA_44, "ML-DSA-44", SubjectPublicKeyInfo.ML_DSA_44);
    }
}
