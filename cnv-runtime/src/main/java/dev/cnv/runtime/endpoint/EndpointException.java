package dev.cnv.runtime.endpoint;

import java.io.IOException;
import java.io.Serial;

/**
 * A call or a connection that the way between two processes ended. It says nothing about what a
 * runtime decided: a denial is an outcome.
 */
public final class EndpointException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    private final EndpointFault fault;

    /** Whether the call was sent. */
    private final boolean sent;

    EndpointException(EndpointFault fault, String message) {
        this(fault, message, false);
    }

    EndpointException(EndpointFault fault, String message, boolean sent) {
        super(message);
        this.fault = fault;
        this.sent = sent;
    }

    EndpointException(EndpointFault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
        this.sent = false;
    }

    /** {@return what went wrong} */
    public EndpointFault fault() {
        return fault;
    }

    /**
     * Whether the verb may have run. Only its ledger knows; a call with an idempotency key can be made
     * again.
     *
     * @return false when it certainly did not
     */
    public boolean mayHaveRun() {
        return sent;
    }
}
