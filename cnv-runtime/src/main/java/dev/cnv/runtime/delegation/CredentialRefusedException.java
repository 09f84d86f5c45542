package dev.cnv.runtime.delegation;

import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.io.Serial;

/** A file is no credential, or is not kept as one must be. The message shows nothing of its content. */
public final class CredentialRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    CredentialRefusedException(String message) {
        super(message);
    }

    /** {@return the refusal as data, with reason {@link Reason#CREDENTIAL_MALFORMED}} */
    public Denial denial() {
        return Denial.of(Reason.CREDENTIAL_MALFORMED, String.valueOf(getMessage()));
    }
}
