package dev.cnv.runtime.outcome;

import java.io.Serial;

/**
 * Thrown by a handler that refuses what it was asked, with a reason of its own choice: the call ends
 * as {@link Outcome.Failed} with this denial, and a command line with the reason's exit status. Any
 * other exception of a handler ends as {@link Reason#HANDLER_FAILED}.
 *
 * <p>The denial is recorded and shown to the caller: put no secret into it.
 */
public final class VerbRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Denial denial;

    /**
     * A refusal.
     *
     * @param denial why
     */
    public VerbRefusedException(Denial denial) {
        super(denial.reason().code() + ": " + denial.message());
        this.denial = denial;
    }

    /**
     * Why the handler refuses.
     *
     * @return the denial
     */
    public Denial denial() {
        return denial;
    }
}
