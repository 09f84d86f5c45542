package dev.cnv.runtime.outcome;

import java.io.Serial;

/** A fault of CNV itself, not of its caller. Please report it with the message and stack trace. */
public final class CnvBugException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Describes the fault.
     *
     * @param message what should have been true, with the values
     * @param cause what was thrown
     */
    public CnvBugException(String message, Throwable cause) {
        super(message + " (a fault of CNV: please report it)", cause);
    }

    /**
     * Describes the fault.
     *
     * @param message what should have been true, with the values
     */
    public CnvBugException(String message) {
        super(message + " (a fault of CNV: please report it)");
    }
}
