package dev.cnv.audit.difference;

import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyVerdict;

/** Whether one policy permits a request that another does not. */
public sealed interface Answer {

    /** Proved by the solver: there is no such request. */
    record NoWider() implements Answer {}

    /**
     * There is such a request. Both policies were asked about it.
     *
     * @param request a request that stands for all that the policies cannot tell from it; names that no
     *     policy mentions are made up
     * @param narrow what the policy says of it that does not permit it
     * @param wide what the policy says of it that permits it
     */
    record Wider(PolicyRequest request, PolicyVerdict narrow, PolicyVerdict wide)
            implements Answer {}

    /**
     * Neither was shown.
     *
     * @param why what stood in the way
     */
    record Undecided(String why) implements Answer {}
}
