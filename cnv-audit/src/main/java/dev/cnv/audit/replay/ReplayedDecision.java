package dev.cnv.audit.replay;

import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Denial;

/** What became of a recorded decision that was evaluated again. It is no proof, and cannot become one. */
public sealed interface ReplayedDecision {

    /** {@return the index of its record} */
    long index();

    /**
     * It came out as it is recorded; under another policy, as under the one that decided.
     *
     * @param index the index of its record
     * @param permitted whether the policy permits it
     */
    record Same(long index, boolean permitted) implements ReplayedDecision {}

    /**
     * It came out differently.
     *
     * @param index the index of its record
     * @param decision the record
     * @param before what is recorded, or what the policy that decided says again
     * @param after what the evaluation says
     */
    record Different(long index, PolicyDecision decision, Explanation before, Explanation after)
            implements ReplayedDecision {}

    /**
     * The chain of its caller does not bear it out: it does not hold, or does not grant the call.
     *
     * @param index the index of its record
     * @param decision the record
     * @param denial why
     */
    record ChainBroken(long index, PolicyDecision decision, Denial denial)
            implements ReplayedDecision {}

    /**
     * The ledger does not have all that it takes.
     *
     * @param index the index of its record
     * @param why what is missing
     */
    record Undetermined(long index, String why) implements ReplayedDecision {}

    /**
     * The policy was not asked about it.
     *
     * @param index the index of its record
     * @param stage where the call ended
     */
    record Skipped(long index, String stage) implements ReplayedDecision {}
}
