package dev.cnv.runtime.outcome;

import java.io.Serial;

/** A call did not complete and its caller asked for an exception instead of an {@link Outcome}. */
public final class CallRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Denial denial;
    private final transient Receipt receipt;

    CallRefusedException(Denial denial, Receipt receipt) {
        super(denial.reason().code() + ": " + denial.message());
        this.denial = denial;
        this.receipt = receipt;
    }

    /**
     * Why the call did not complete.
     *
     * @return the denial
     */
    public Denial denial() {
        return denial;
    }

    /**
     * What became of the call.
     *
     * @return the receipt
     */
    public Receipt receipt() {
        return receipt;
    }
}
