package dev.cnv.audit.replay;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.governance.DecisionFacts;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.policy.Facts;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.Ways;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the request of a recorded decision anew, and makes sure that it is the same one: the digest of
 * what a policy may look at stands in the decision.
 *
 * <p><b>Threading:</b> one thread; remembers who called.
 */
final class RecordedRequests {

    private static final int REMEMBERED_COUNT = 1 << 10;

    private final Principal[] principals = new Principal[REMEMBERED_COUNT];
    private @Nullable Ways lastWays;

    RecordedRequests() {
        Arrays.fill(principals, Principal.ANONYMOUS);
    }

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
    Rebuilt of(
            PolicyDecision decision,
            Optional<ReplayHistory.Verb> granted,
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
        VerbDescriptor verb = granted.get().descriptor();
        if (verb == null) {
            return new Rebuilt.Lost(
                    "what its verb was is not known here: " + granted.get().unknown());
        }
        DecisionFacts recorded = decision.request().orElseThrow();
        PolicyRequest request;
        try {
            Optional<Ways> through = recorded.ways().flatMap(digest -> ways(digest, payloads));
            if (through.isPresent() != recorded.ways().isPresent()) {
                return new Rebuilt.Lost(
                        "the ways through the verbs are not to be had any more: payload="
                                + recorded.ways().map(Digest::shortHex).orElse("none"));
            }
            request = request(decision, recorded, verb, arguments.get(), through);
        } catch (IllegalArgumentException | JsonRefusedException e) {
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

    /** The ways of a digest; those of the last one are kept, since they seldom change. */
    private Optional<Ways> ways(Digest digest, Function<Digest, Optional<byte[]>> payloads) {
        Ways known = lastWays;
        if (known != null && known.digest().equals(digest)) {
            return Optional.of(known);
        }
        Optional<Ways> found = payloads.apply(digest)
                .map(Ways::parse)
                .filter(ways -> ways.digest().equals(digest));
        found.ifPresent(ways -> lastWays = ways);
        return found;
    }

    private PolicyRequest request(
            PolicyDecision decision,
            DecisionFacts facts,
            VerbDescriptor verb,
            ObjectNode arguments,
            Optional<Ways> ways) {
        CallContext context = new CallContext(
                decision.invocation(),
                decision.correlation(),
                decision.parent(),
                principal(decision, facts),
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
                        facts.revocationEpoch(),
                        ways));
    }

    private Principal principal(PolicyDecision decision, DecisionFacts facts) {
        int hash = decision.agent().hashCode();
        int slot = (hash ^ hash >>> 16) & REMEMBERED_COUNT - 1;
        Principal known = principals[slot];
        if (!isOf(known, decision, facts)) {
            known = new Principal(
                    new Agent(
                            new AgentId(decision.agent()),
                            decision.agentType(),
                            facts.agentVersion(),
                            facts.agentMetadata()),
                    new TenantId(decision.tenant()),
                    PrincipalKind.valueOf(decision.principal()),
                    new AgentId(decision.root()));
            principals[slot] = known;
        }
        return known;
    }

    private static boolean isOf(Principal known, PolicyDecision decision, DecisionFacts facts) {
        Agent agent = known.agent();
        return agent.id().value().equals(decision.agent())
                && agent.type().equals(decision.agentType())
                && agent.version().equals(facts.agentVersion())
                && agent.metadata().equals(facts.agentMetadata())
                && known.tenant().value().equals(decision.tenant())
                && known.kind().name().equals(decision.principal())
                && known.root().value().equals(decision.root());
    }

    /** Whether a value is a commitment to a sensitive one, which nobody can compare with anything. */
    static boolean isCommitment(JsonNode value) {
        return value.isObject()
                && value.size() == 2
                && value.path("salt").isString()
                && value.path("commitment").isString();
    }
}
