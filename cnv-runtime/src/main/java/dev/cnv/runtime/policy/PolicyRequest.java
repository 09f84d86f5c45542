package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call and what is known about it: everything a policy may look at.
 *
 * @param verb the verb
 * @param arguments the checked arguments, defaults filled in; not to be changed
 * @param context who calls, for whom, as part of what
 * @param approvers agents whose approval of this very call was presented and holds
 * @param facts the clock, the chain and the epochs
 */
public record PolicyRequest(
        VerbDescriptor verb,
        ObjectNode arguments,
        CallContext context,
        Set<AgentId> approvers,
        Facts facts) {

    /** Copies the set. */
    public PolicyRequest {
        approvers = Set.copyOf(approvers);
    }

    /**
     * A request with those facts only that its context shows.
     *
     * @param verb the verb
     * @param arguments the checked arguments
     * @param context who calls, for whom, as part of what
     * @param approvers agents whose approval of this very call was presented and holds
     */
    public PolicyRequest(
            VerbDescriptor verb,
            ObjectNode arguments,
            CallContext context,
            Set<AgentId> approvers) {
        this(verb, arguments, context, approvers, Facts.of(context));
    }

    /**
     * Names what a policy may look at besides the arguments: the verb, the caller, the context, the
     * approvers and the {@link Facts}. The arguments have a digest of their own, in which secrets are
     * replaced by salted commitments.
     *
     * @return the SHA-256 of the canonical form
     */
    public Digest factsDigest() {
        return FactsCbor.written(this).toDigest();
    }
}
