package dev.cnv.runtime.crypto;

/** Ed25519 by the JDK. */
public final class JdkEd25519 extends JdkSignatures {

    /** The implementation; it has no state. */
    public JdkEd25519() {
        super(SignatureSuite.ED25519, "Ed25519", SubjectPublicKeyInfo.ED25519);
    }
}
