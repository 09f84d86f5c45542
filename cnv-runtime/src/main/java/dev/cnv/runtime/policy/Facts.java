package dev.cnv.runtime.policy;

import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.DelegationFacts;
import java.time.Instant;
import java.util.Optional;

/**
 * What a policy may look at that is neither in the call nor in its context: the clock, the chain, the
 * epochs. A rule that needs more than this is at fault.
 *
 * @param now the time of the decision
 * @param delegation how the caller came by its authority
 * @param policyEpoch how often the runtime's policy was changed, from 0
 * @param revocationEpoch the version of what is revoked, from 0
 * @param ways the ways through the application's verbs; empty when no rule asks for them
 */
public record Facts(
        Instant now,
        DelegationFacts delegation,
        long policyEpoch,
        long revocationEpoch,
        Optional<Ways> ways) {

    /**
     * Facts without ways.
     *
     * @param now the time of the decision
     * @param delegation how the caller came by its authority
     * @param policyEpoch how often the runtime's policy was changed, from 0
     * @param revocationEpoch the version of what is revoked, from 0
     */
    public Facts(Instant now, DelegationFacts delegation, long policyEpoch, long revocationEpoch) {
        this(now, delegation, policyEpoch, revocationEpoch, Optional.empty());
    }

    /**
     * Checks the epochs.
     *
     * @throws IllegalArgumentException when one is negative
     */
    public Facts {
        if (policyEpoch < 0 || revocationEpoch < 0) {
            throw new IllegalArgumentException("policyEpoch=" + policyEpoch + " or revocationEpoch="
                    + revocationEpoch + " is negative");
        }
    }

    /**
     * What a context alone says: the time at which the call arrived, and what its principal shows of
     * the chain.
     *
     * @param context the context
     * @return the facts, at epoch 0
     */
    public static Facts of(CallContext context) {
        return new Facts(context.received(), DelegationFacts.of(context.principal()), 0, 0);
    }
}
