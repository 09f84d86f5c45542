package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.PolicyTrace;
import dev.cnv.runtime.delegation.ApprovalCheck;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.governance.DecisionFacts;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.graph.GraphRefusedException;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.kernel.Examined.Passed;
import dev.cnv.runtime.kernel.Examined.Point;
import dev.cnv.runtime.kernel.Examined.Redirected;
import dev.cnv.runtime.kernel.Examined.Refused;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Facts;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.Ways;
import dev.cnv.runtime.telemetry.PolicyAnswer;
import dev.cnv.runtime.time.Time;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The stage policy: asks the engine that decides now, and follows what it answers. A fault of the engine
 * is a refusal.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class PolicyCheck {

    private final Decoder decoder;
    private final PolicyControl policies;
    private final OperatingControl operating;
    private final VerbGraph graph;
    private final TrustControl trust;
    private final PolicyMode mode;
    private final Revocations revocations;
    private final Time time;

    PolicyCheck(
            KernelParts parts,
            Decoder decoder,
            PolicyControl policies,
            OperatingControl operating,
            VerbGraph graph,
            TrustControl trust) {
        this.decoder = decoder;
        this.policies = policies;
        this.operating = operating;
        this.graph = graph;
        this.trust = trust;
        this.mode = parts.mode();
        this.revocations = parts.revocations();
        this.time = parts.time();
    }

    /** Asks the policy; rewrites start again at decode. */
    Examined check(Call call, Route route) {
        Optional<Denial> loop = route.visit(call);
        if (loop.isPresent()) {
            return new Refused(Point.of(DecisionStage.POLICY, call), loop.get());
        }
        return switch (call.approvals(trust.current(), time.now())) {
            case ApprovalCheck.Refused(Denial denial) ->
                new Refused(Point.of(DecisionStage.POLICY, call), denial);
            case ApprovalCheck.Hold hold -> decide(call, route, hold.approvers());
        };
    }

    /** Whether the policy decided about the call as it stands now. */
    boolean isCurrent(Call call) {
        PolicyControl.Current now = policies.current();
        // The hash too: an engine of the application's own may change what it decides by.
        return call.policy()
                .filter(trace -> trace.epoch() == now.epoch()
                        && trace.policy().equals(now.engine().policy()))
                .isPresent();
    }

    /** Whether the policy would permit every call of this verb and caller. */
    Examined unvarying(Call call) {
        PolicyControl.Current now = policies.current();
        PolicyRequest request = request(call, Set.of(), now.epoch(), ways(now.engine()));
        Optional<String> rule;
        try {
            rule = now.engine().varies(request);
        } catch (RuntimeException e) {
            rule = Optional.of("engine " + now.engine().name() + " failed with "
                    + e.getClass().getName());
        }
        return Examined.refusedOr(
                call, DecisionStage.POLICY, rule.map(name -> Lifter.varies(call, name)));
    }

    private Examined decide(Call call, Route route, Set<AgentId> approvers) {
        PolicyControl.Current current = policies.current();
        // Before it is asked: an engine that changes meanwhile has another hash later, and is asked
        // again.
        Digest asked = current.engine().policy();
        PolicyRequest request = request(call, approvers, current.epoch(), ways(current.engine()));
        long before = time.nanos();
        PolicyVerdict verdict = evaluate(current.engine(), request);
        Watching.current().policyAnswered(answer(verdict));
        long took = time.nanos() - before;
        PolicyTrace trace = new PolicyTrace(
                current.engine().name(),
                asked,
                verdict.considered(),
                verdict.matched(),
                took,
                verdict.errors(),
                Optional.of(request.factsDigest()),
                current.epoch(),
                Optional.of(recorded(request)));
        return mode == PolicyMode.AUDIT
                ? overlook(call, trace, verdict, route)
                : follow(call.decided(trace, ""), verdict, route);
    }

    private Examined follow(Call decided, PolicyVerdict verdict, Route route) {
        return switch (verdict) {
            case PolicyVerdict.Permit _ -> new Passed(decided);
            case PolicyVerdict.Refuse refuse ->
                new Refused(Point.of(DecisionStage.POLICY, decided), refuse.denial());
            case PolicyVerdict.Rewrite rewrite -> rewrite(decided, rewrite, route);
            case PolicyVerdict.Redirect redirect ->
                new Redirected(decided, redirect.to(), redirect.matched());
        };
    }

    /** A policy that only watches permits; what it would have done is remarked. */
    private static Examined overlook(
            Call call, PolicyTrace trace, PolicyVerdict verdict, Route route) {
        String what = switch (verdict) {
            case PolicyVerdict.Permit _ -> "";
            case PolicyVerdict.Refuse refuse -> "refused: " + refuse.denial().message();
            case PolicyVerdict.Rewrite _ -> "rewritten the arguments";
            case PolicyVerdict.Redirect redirect -> "redirected to " + redirect.to();
        };
        if (what.isEmpty()) {
            return new Passed(call.decided(trace, ""));
        }
        String remark = PolicyDecision.AUDIT_REMARK + what;
        route.overlooked(remark);
        return new Passed(call.decided(trace, remark));
    }

    private Examined rewrite(Call call, PolicyVerdict.Rewrite rewrite, Route route) {
        route.rewritten(call.verb().id(), rewrite.matched());
        return decoder.rewritten(call, rewrite.arguments()).then(next -> check(next, route));
    }

    private static PolicyVerdict evaluate(PolicyEngine policy, PolicyRequest request) {
        try {
            return policy.evaluate(request);
        } catch (RuntimeException e) {
            return new PolicyVerdict.Refuse(
                    List.of(),
                    Optional.empty(),
                    Denial.of(
                            Reason.POLICY_FAULT,
                            "the policy engine " + policy.name() + " failed with "
                                    + e.getClass().getName()));
        }
    }

    private static PolicyAnswer answer(PolicyVerdict verdict) {
        return switch (verdict) {
            case PolicyVerdict.Permit _ -> PolicyAnswer.PERMIT;
            case PolicyVerdict.Refuse _ -> PolicyAnswer.REFUSE;
            case PolicyVerdict.Rewrite _ -> PolicyAnswer.REWRITE;
            case PolicyVerdict.Redirect _ -> PolicyAnswer.REDIRECT;
        };
    }

    private PolicyRequest request(
            Call call, Set<AgentId> approvers, long epoch, Optional<Ways> ways) {
        Facts facts = new Facts(
                time.now(),
                call.caller().facts(),
                epoch,
                trust.current().revocationEpoch() + revocations.epoch(),
                ways);
        // A copy: what decides about the arguments must not be able to change them.
        return new PolicyRequest(
                call.verb(), call.arguments().deepCopy(), call.context(), approvers, facts);
    }

    /** The ways that a policy asks for; without them it is at fault, which denies. */
    private Optional<Ways> ways(PolicyEngine engine) {
        if (!engine.asksForWays()) {
            return Optional.empty();
        }
        try {
            return Optional.of(graph.ways());
        } catch (LedgerException | GraphRefusedException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The request as the ledger has it, without what a decision says anyway. */
    private DecisionFacts recorded(PolicyRequest request) {
        CallContext context = request.context();
        return new DecisionFacts(
                context.principal().agent().version(),
                context.principal().agent().metadata(),
                context.qualityOfService(),
                context.received(),
                context.path().isEmpty()
                        ? List.of()
                        : context.path().stream().map(CapabilityId::path).toList(),
                request.approvers().isEmpty()
                        ? List.of()
                        : request.approvers().stream()
                                .map(AgentId::value)
                                .sorted()
                                .toList(),
                request.facts().delegation(),
                request.facts().now(),
                request.facts().policyEpoch(),
                request.facts().revocationEpoch(),
                operating.mode(),
                request.facts().ways().map(Ways::digest));
    }
}
