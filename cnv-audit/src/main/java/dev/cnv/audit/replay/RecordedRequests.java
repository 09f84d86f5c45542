package dev.cnv.audit.replay;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.governance.DecisionFacts;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.governance.RuntimeEvent.CapabilityGranted;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.policy.Facts;
import dev.cnv.runtime.policy.PolicyRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the request of a recorded decision anew, and makes sure that it is the same one: the digest of
 * what a policy may look at stands in the decision.
 *
 * <p><b>Threading:</b> stateless.
 */
final class RecordedRequests {

    private RecordedRequests() {}

    /** A request that was built anew, or why it could not be. */
    sealed interface Rebuilt {

        /** The very request. */
        record Whole(PolicyRequest request) implements Rebuilt {}

        /** What is missing. */
        record Lost(String why) implements Rebuilt {}
    }

    /**
     * Builds a request.
     *
     * @param decision a decision for which the policy was asked
     * @param granted what the verb was; empty when the ledger does not say
     * @param payloads finds payloads
     */
    static Rebuilt of(
            PolicyDecision decision,
            Optional<CapabilityGranted> granted,
            Function<Digest, Optional<byte[]>> payloads) {
        if (granted.isEmpty()) {
            return new Rebuilt.Lost(
                    "no capability-granted before it says what " + decision.capability() + " was");
        }
        Optional<ObjectNode> arguments = arguments(decision, payloads);
        if (arguments.isEmpty()) {
            return new Rebuilt.Lost("its arguments were erased: payload="
                    + decision.argumentsPayload().orElseThrow().shortHex());
        }
        if (decision.argumentsPayload().isEmpty()
                && !decision.argumentsDigest()
                        .equals(Optional.of(CanonicalJson.digest(arguments.get())))) {
            return new Rebuilt.Lost("its arguments are not those of its digest="
                    + decision.argumentsDigest().map(Digest::shortHex).orElse("none"));
        }
        PolicyRequest request;
        try {
            request = request(
                    decision,
                    decision.request().orElseThrow(),
                    verb(granted.get()),
                    arguments.get());
        } catch (IllegalArgumentException e) {
            return new Rebuilt.Lost("a recorded value is not known here: " + e.getMessage());
        }
        Digest facts = request.factsDigest();
        return facts.equals(decision.facts().orElseThrow())
                ? new Rebuilt.Whole(request)
                : new Rebuilt.Lost("the request built anew has facts=" + facts.shortHex()
                        + " and not " + decision.facts().orElseThrow().shortHex());
    }

    private static Optional<ObjectNode> arguments(
            PolicyDecision decision, Function<Digest, Optional<byte[]>> payloads) {
        if (decision.argumentsPayload().isEmpty()) {
            return Optional.of(decision.arguments());
        }
        return payloads.apply(decision.argumentsPayload().get())
                .map(bytes -> StrictJson.parse(new String(bytes, StandardCharsets.UTF_8)))
                .map(payload -> payload.get("arguments"))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast);
    }

    private static VerbDescriptor verb(CapabilityGranted granted) {
        EffectSet effects = new EffectSet(
                constants(Effect.class, granted.effects()),
                Sensitivity.valueOf(granted.sensitivity()),
                constants(DataTag.class, granted.data()),
                granted.dryRunnable());
        return VerbDescriptor.of(granted.capability(), granted.version())
                .effects(effects)
                .contract(ContractTerms.DEFAULT.isolation(Isolation.valueOf(granted.isolation())))
                .schemas(granted.inputSchema().hex(), granted.outputSchema().hex());
    }

    private static <E extends Enum<E>> Set<E> constants(Class<E> type, List<String> names) {
        return names.stream().map(name -> Enum.valueOf(type, name)).collect(Collectors.toSet());
    }

    private static PolicyRequest request(
            PolicyDecision decision,
            DecisionFacts facts,
            VerbDescriptor verb,
            ObjectNode arguments) {
        Agent agent = new Agent(
                new AgentId(decision.agent()),
                decision.agentType(),
                facts.agentVersion(),
                facts.agentMetadata());
        CallContext context = new CallContext(
                decision.invocation(),
                decision.correlation(),
                decision.parent(),
                new Principal(
                        agent,
                        new TenantId(decision.tenant()),
                        PrincipalKind.valueOf(decision.principal()),
                        new AgentId(decision.root())),
                facts.qualityOfService(),
                facts.received(),
                decision.dryRun(),
                decision.idempotencyKey(),
                facts.path().stream().map(CapabilityId::new).toList());
        return new PolicyRequest(
                verb,
                arguments,
                context,
                facts.approvers().stream().map(AgentId::new).collect(Collectors.toSet()),
                new Facts(
                        facts.now(),
                        facts.delegation(),
                        facts.policyEpoch(),
                        facts.revocationEpoch()));
    }

    /** Whether a value is a commitment to a sensitive one, which nobody can compare with anything. */
    static boolean isCommitment(JsonNode value) {
        return value.isObject()
                && value.size() == 2
                && value.path("salt").isString()
                && value.path("commitment").isString();
    }
}
