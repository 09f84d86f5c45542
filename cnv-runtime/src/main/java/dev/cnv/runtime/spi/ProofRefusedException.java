package dev.cnv.runtime.spi;

import java.io.Serial;

/** A proof was not made by the kernel, or not for this verb, stage or call, or was used before. */
public final class ProofRefusedException extends SecurityException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Says what was refused.
     *
     * @param message what was wrong, with values
     */
    public ProofRefusedException(String message) {
        super(message);
    }
}
