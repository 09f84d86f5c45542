package dev.cnv.runtime.reach;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.delegation.ChainVerdict;
import dev.cnv.runtime.delegation.VerifiedChain;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.policy.Ways;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Asks who can reach which verbs of an application, without a call. A verb counts as reached when every
 * link of a verified chain grants it with any arguments, what it requires is granted too, and the policy
 * permits every call of it: by itself, or after verbs that are reached and that make what it takes.
 * Whatever is not known to be so is no.
 *
 * <p>What only a call shows stays open: possession of the key, admission by the contract, approvals.
 *
 * <p><b>Threading:</b> immutable, safe for use by several threads.
 */
public final class ReachSurvey {

    private final CapabilityGraph graph;
    private final SortedMap<CapabilityId, VerbDescriptor> verbs;
    private final PolicyEngine policy;
    private final PolicyMode mode;
    private final Set<Digest> floors;
    private final Gate gate;
    private final Optional<Ways> ways;

    /** What refuses a verb whatever chain and policy say. */
    public interface Gate {

        /**
         * Asks whether the runtime is open for a verb.
         *
         * @param verb the verb
         * @param originIsPerson whether the chain begins with a person
         * @return why not; empty when it is
         */
        Optional<Denial> refusal(VerbDescriptor verb, boolean originIsPerson);
    }

    private ReachSurvey(
            CapabilityGraph graph,
            SortedMap<CapabilityId, VerbDescriptor> verbs,
            PolicyEngine policy,
            PolicyMode mode,
            Set<Digest> floors,
            Gate gate) {
        this.graph = graph;
        this.verbs = verbs;
        this.policy = policy;
        this.mode = mode;
        this.floors = Set.copyOf(floors);
        this.gate = gate;
        this.ways = policy.asksForWays() ? ways(graph) : Optional.empty();
    }

    /** Without them a policy that asks for them is at fault. */
    private static Optional<Ways> ways(CapabilityGraph graph) {
        try {
            return Optional.of(GraphWays.of(graph));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * A survey of an application whose runtime enforces one policy and is open.
     *
     * @param graph the graph of its verbs
     * @param verbs its verbs
     * @param policy the policy
     * @return the survey
     * @throws IllegalArgumentException when two verbs have one id, or one is not in the graph
     */
    public static ReachSurvey of(
            CapabilityGraph graph, Collection<VerbDescriptor> verbs, PolicyEngine policy) {
        SortedMap<CapabilityId, VerbDescriptor> byId = new TreeMap<>();
        for (VerbDescriptor verb : verbs) {
            graph.id(verb.id().path());
            if (byId.put(verb.id(), verb) != null) {
                throw new IllegalArgumentException("verb=" + verb.id() + " is given twice");
            }
        }
        return new ReachSurvey(
                graph, byId, policy, PolicyMode.ENFORCE, Set.of(), (_, _) -> Optional.empty());
    }

    /**
     * This survey of a runtime that is set up otherwise.
     *
     * @param newMode whether the policy decides or only watches
     * @param newFloors the hashes of policies, besides its own one, that the policy enforces in full
     * @param newGate what refuses a verb whatever chain and policy say
     * @return a new survey
     */
    public ReachSurvey in(PolicyMode newMode, Set<Digest> newFloors, Gate newGate) {
        return new ReachSurvey(graph, verbs, policy, newMode, newFloors, newGate);
    }

    /**
     * Asks for the holder of a chain.
     *
     * @param verdict what {@link dev.cnv.runtime.delegation.ChainVerifier#verify} says of the chain at
     *     that time
     * @param at the time
     * @return the answer about each verb; each is refused when the chain is
     */
    public Reach of(ChainVerdict verdict, Instant at) {
        return of(verdict, at, List.of());
    }

    /**
     * Asks for the holder of a chain whose calls are made within calls of some verbs.
     *
     * @param verdict what the verifier says of the chain at that time
     * @param at the time
     * @param within the verbs, outermost first
     * @return the answer about each verb; each is refused when the chain is
     */
    public Reach of(ChainVerdict verdict, Instant at, List<CapabilityId> within) {
        return switch (verdict) {
            case ChainVerdict.Refused(Denial denial) -> refused(denial, at);
            case ChainVerdict.Holds(VerifiedChain chain) -> {
                CallerReach caller = new CallerReach(this, chain, at, within);
                yield new Reach(chain.principal(), agents(chain), at, caller.answers());
            }
        };
    }

    /**
     * The answer for a caller who has nothing that holds.
     *
     * @param denial why
     * @param at the time
     * @return a refusal of each verb
     */
    public Reach refused(Denial denial, Instant at) {
        SortedMap<CapabilityId, Access> all = new TreeMap<>();
        verbs.keySet().forEach(id -> all.put(id, new Access.Refused(denial)));
        return new Reach(Principal.ANONYMOUS, List.of(), at, all);
    }

    private static List<AgentId> agents(VerifiedChain chain) {
        return chain.tokens().stream().map(token -> token.agent().id()).toList();
    }

    CapabilityGraph graph() {
        return graph;
    }

    SortedMap<CapabilityId, VerbDescriptor> verbs() {
        return verbs;
    }

    PolicyEngine policy() {
        return policy;
    }

    Optional<Ways> ways() {
        return ways;
    }

    boolean watches() {
        return mode == PolicyMode.AUDIT;
    }

    Optional<Denial> closed(VerbDescriptor verb, boolean originIsPerson) {
        return gate.refusal(verb, originIsPerson);
    }

    /** The policies that a chain demands and that are not enforced. */
    Set<Digest> unmet(VerifiedChain chain) {
        Predicate<Digest> met = floor -> mode != PolicyMode.AUDIT
                && (floor.equals(policy.policy()) || floors.contains(floor));
        return chain.policyFloor().stream().filter(met.negate()).collect(Collectors.toSet());
    }
}
