package dev.cnv.runtime.reach;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.delegation.VerifiedChain;
import dev.cnv.runtime.graph.EdgeType;
import dev.cnv.runtime.graph.GraphView;
import dev.cnv.runtime.graph.NodeId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Facts;
import dev.cnv.runtime.policy.PolicyOutlook;
import dev.cnv.runtime.policy.PolicyRequest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What one caller can reach: first by itself, then by ways whose every verb is reached.
 *
 * <p><b>Threading:</b> used by one thread, for one caller.
 */
final class CallerReach {

    private final ReachSurvey survey;
    private final VerifiedChain chain;
    private final Instant at;
    private final List<CapabilityId> within;
    private final GraphView requires;
    private final GraphView produces;
    private final SortedMap<CapabilityId, Access> answers = new TreeMap<>();

    /** Verbs that the policy permits on some path only, and that nothing else refuses. */
    private final Set<CapabilityId> onSomePath = new HashSet<>();

    CallerReach(ReachSurvey survey, VerifiedChain chain, Instant at, List<CapabilityId> within) {
        this.survey = survey;
        this.chain = chain;
        this.at = at;
        this.within = List.copyOf(within);
        this.requires = survey.graph().follow(EdgeType.REQUIRES);
        this.produces = survey.graph().follow(EdgeType.PRODUCES);
    }

    SortedMap<CapabilityId, Access> answers() {
        survey.verbs().forEach((id, verb) -> answers.put(id, byItself(verb)));
        findWays();
        return answers;
    }

    private Access byItself(VerbDescriptor verb) {
        Optional<Denial> denial = survey.closed(verb, chain.originIsPerson())
                .or(() -> notGranted(verb))
                .or(() -> requirementOutOfReach(verb))
                .or(this::floorUnmet);
        if (denial.isPresent()) {
            return new Access.Refused(denial.get());
        }
        List<String> open = open(verb);
        if (survey.watches()) {
            return open.isEmpty()
                    ? new Access.Granted(List.of(), Optional.empty())
                    : new Access.Depends(open);
        }
        Access direct = access(outlook(verb, within), open, List.of());
        return direct instanceof Access.Granted ? direct : onSomePath(verb, open, direct);
    }

    /** What the chain leaves open: arguments and approvals. */
    private List<String> open(VerbDescriptor verb) {
        List<String> open = new ArrayList<>();
        chain.constrained(verb).forEach(text -> open.add("argument " + text));
        chain.requiredApprovals().forEach(needed -> open.add("approval by " + needed + " (chain)"));
        return open;
    }

    private Optional<Denial> notGranted(VerbDescriptor verb) {
        return chain.mayReach(verb)
                ? Optional.empty()
                : chain.check(verb, JsonNodeFactory.instance.objectNode());
    }

    private Optional<Denial> requirementOutOfReach(VerbDescriptor verb) {
        for (NodeId id : requires.reachable(survey.graph().id(verb.id().path())).ids()) {
            VerbDescriptor required = survey.verbs().get(id.capability());
            if (required == null || !chain.mayReach(required)) {
                return Optional.of(Denial.of(
                                Reason.REQUIREMENT_OUT_OF_REACH,
                                verb.id() + " requires " + id
                                        + ", which the caller's chain does not grant")
                        .with("requires", id.capability().path()));
            }
        }
        return Optional.empty();
    }

    private Optional<Denial> floorUnmet() {
        return survey.unmet(chain).stream()
                .map(Digest::hex)
                .sorted()
                .findFirst()
                .map(hex -> Denial.of(
                                Reason.POLICY_FLOOR_UNMET,
                                "the caller's chain demands another policy, which is not enforced")
                        .with("policy", hex));
    }

    private Access onSomePath(VerbDescriptor verb, List<String> open, Access direct) {
        PolicyOutlook any = safely(() -> survey.policy().outlookOnAnyPath(request(verb, within)));
        if (any instanceof PolicyOutlook.Refuses) {
            return direct;
        }
        onSomePath.add(verb.id());
        Access somewhere = access(any, open, List.of());
        return direct instanceof Access.Refused && somewhere instanceof Access.Depends
                ? somewhere
                : direct;
    }

    private PolicyOutlook outlook(VerbDescriptor verb, List<CapabilityId> path) {
        return safely(() -> survey.policy().outlook(request(verb, path)));
    }

    /** An engine that fails denies. */
    private PolicyOutlook safely(java.util.function.Supplier<PolicyOutlook> ask) {
        try {
            return ask.get();
        } catch (RuntimeException e) {
            return new PolicyOutlook.Refuses(Denial.of(
                    Reason.POLICY_FAULT,
                    "the policy engine " + survey.policy().name() + " failed with "
                            + e.getClass().getName()));
        }
    }

    private PolicyRequest request(VerbDescriptor verb, List<CapabilityId> path) {
        CallContext context = new CallContext(
                new UUID(0, 0),
                "",
                Optional.empty(),
                chain.principal(),
                QualityOfService.NORMAL,
                at,
                false,
                Optional.empty(),
                path);
        return new PolicyRequest(
                verb,
                JsonNodeFactory.instance.objectNode(),
                context,
                Set.of(),
                new Facts(at, chain.facts(), 0, 0, survey.ways()));
    }

    private static Access access(PolicyOutlook outlook, List<String> open, List<CapabilityId> way) {
        return switch (outlook) {
            case PolicyOutlook.Refuses(Denial denial) -> new Access.Refused(denial);
            case PolicyOutlook.Depends(List<String> on) -> {
                List<String> both = new ArrayList<>(open);
                both.addAll(on);
                yield new Access.Depends(both);
            }
            case PolicyOutlook.Permits(Optional<String> rule) ->
                open.isEmpty() ? new Access.Granted(way, rule) : new Access.Depends(open);
        };
    }

    /** Shortest ways first; a verb that is reached is gone on from once. */
    private void findWays() {
        if (onSomePath.isEmpty()) {
            return;
        }
        Queue<CapabilityId> reached = new ArrayDeque<>();
        answers.forEach((id, access) -> {
            if (access instanceof Access.Granted) {
                reached.add(id);
            }
        });
        for (CapabilityId id = reached.poll(); id != null; id = reached.poll()) {
            for (NodeId next : produces.next(survey.graph().id(id.path()))) {
                if (onSomePath.contains(next.capability())
                        && goOn(id, next.capability()) instanceof Access.Granted granted) {
                    answers.put(next.capability(), granted);
                    onSomePath.remove(next.capability());
                    reached.add(next.capability());
                }
            }
        }
    }

    private Access goOn(CapabilityId from, CapabilityId to) {
        VerbDescriptor verb = Objects.requireNonNull(survey.verbs().get(to));
        List<CapabilityId> way = new ArrayList<>();
        if (answers.get(from) instanceof Access.Granted(List<CapabilityId> before, var _)) {
            way.addAll(before);
        }
        way.add(from);
        List<CapabilityId> path = new ArrayList<>(within);
        way.stream().filter(id -> !path.contains(id)).forEach(path::add);
        return access(outlook(verb, path), open(verb), way);
    }
}
