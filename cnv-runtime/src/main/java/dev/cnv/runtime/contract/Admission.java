package dev.cnv.runtime.contract;

import dev.cnv.runtime.outcome.Denial;

/** Whether a call may begin now. */
public sealed interface Admission {

    /**
     * The call may begin.
     *
     * @param permit must be given to {@link ContractEngine#run} or released
     */
    record Admitted(Permit permit) implements Admission {}

    /**
     * The call may not begin, and has spent neither a permit nor a token of the rate.
     *
     * @param denial RATE_EXCEEDED (with {@link Denial#RETRY_AFTER_MILLIS}), CONCURRENCY_EXCEEDED,
     *     DEADLINE_PASSED or CLOSED
     */
    record Refused(Denial denial) implements Admission {}
}
