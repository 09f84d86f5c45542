package dev.cnv.runtime.crypto;

import java.io.Serial;

/** Carries a fault out of a check; {@link CertificateTrust#check} turns it into a verdict. */
final class CertificateRefusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final CertificateFault fault;
    private final String sentence;

    CertificateRefusal(CertificateFault fault, String sentence) {
        super(sentence, null, false, false);
        this.fault = fault;
        this.sentence = sentence;
    }

    CertificateFault fault() {
        return fault;
    }

    String sentence() {
        return sentence;
    }
}
