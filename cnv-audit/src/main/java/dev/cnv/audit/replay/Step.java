package dev.cnv.audit.replay;

import dev.cnv.runtime.governance.PolicyDecision;

/** What a line came to, before what depends on the lines before it. */
sealed interface Step {

    /**
     * Nothing depends on others.
     *
     * @param result what became of the decision
     */
    record Done(ReplayedDecision result) implements Step {}

    /**
     * The call goes on unless it has no turn.
     *
     * @param result what became of the decision when it has one
     * @param decision the record
     * @param before what is recorded, or what the policy that decided says again
     */
    record Admitted(ReplayedDecision result, PolicyDecision decision, Explanation before)
            implements Step {}

    /** The line is not among those to look at. */
    record Outside() implements Step {}

    /**
     * A call ended.
     *
     * @param decision the index of its decision; negative when it is not known
     */
    record Ended(long decision) implements Step {}
}
