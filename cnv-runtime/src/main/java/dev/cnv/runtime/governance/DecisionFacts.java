package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.QualityOfService;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a policy could look at besides the arguments, as far as the decision's other members do not say
 * it: with the verb's {@link RuntimeEvent.CapabilityGranted} it is the whole request, which can be asked
 * again.
 *
 * @param agentVersion the version that the agent says it has
 * @param agentMetadata what else it says of itself, sorted
 * @param qualityOfService how much the call mattered
 * @param received when the call arrived
 * @param path the verbs within which it was made, outermost first
 * @param approvers whose approval of it was presented and held, sorted
 * @param delegation how the caller came by its authority
 * @param now the time of the decision
 * @param policyEpoch how often the policy had been changed
 * @param revocationEpoch the version of what was revoked
 * @param mode the mode that the runtime was in
 * @param ways the digest of the ways through the verbs, a payload; empty when no rule asked for them
 */
public record DecisionFacts(
        String agentVersion,
        Map<String, String> agentMetadata,
        QualityOfService qualityOfService,
        Instant received,
        List<String> path,
        List<String> approvers,
        DelegationFacts delegation,
        Instant now,
        long policyEpoch,
        long revocationEpoch,
        OperatingMode mode,
        Optional<Digest> ways) {

    /** Copies the collections. */
    public DecisionFacts {
        agentMetadata = agentMetadata.isEmpty()
                ? Map.of()
                : Collections.unmodifiableMap(new TreeMap<>(agentMetadata));
        path = List.copyOf(path);
        approvers = List.copyOf(approvers);
    }
}
