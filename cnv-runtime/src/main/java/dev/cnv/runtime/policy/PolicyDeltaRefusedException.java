package dev.cnv.runtime.policy;

import java.io.Serial;

/** A change does not fit its policy, or is not what it is declared as; the message names the rule. */
public final class PolicyDeltaRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    PolicyDeltaRefusedException(String message) {
        super(message);
    }
}
