package dev.cnv.runtime.policy;

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
 */
public record PolicyRequest(
        VerbDescriptor verb, ObjectNode arguments, CallContext context, Set<AgentId> approvers) {

    /** Copies the set. */
    public PolicyRequest {
        approvers = Set.copyOf(approvers);
    }
}
