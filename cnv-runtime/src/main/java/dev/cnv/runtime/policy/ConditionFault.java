package dev.cnv.runtime.policy;

import java.io.Serial;

/** A condition cannot be asked about a call. Thrown and caught within this package. */
final class ConditionFault extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The message names the fact that is missing or odd, and never an argument's value. */
    ConditionFault(String message) {
        super(message, null, false, false);
    }
}
