package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.PolicyTrace;
import dev.cnv.runtime.decode.ArgumentChecker;
import dev.cnv.runtime.decode.Checked;
import dev.cnv.runtime.decode.DidYouMean;
import dev.cnv.runtime.decode.JsonValueReader;
import dev.cnv.runtime.decode.ValueRefusedException;
import dev.cnv.runtime.delegation.ApprovalCheck;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.DecisionFacts;
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
import dev.cnv.runtime.reach.ReachSurvey;
import dev.cnv.runtime.swarm.Membership;
import dev.cnv.runtime.telemetry.CallStage;
import dev.cnv.runtime.telemetry.PolicyAnswer;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stages of the proof, from resolve to verify. It decides and changes nothing: what it answers
 * is recorded and carried out by others.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Examiner {

    private final Kernel kernel;
    private final Registry registry;
    private final VerbGraph graph;
    private final PolicyControl policies;
    private final OperatingControl operating;
    private final Membership membership;
    private final PolicyMode mode;
    private final AtomicReference<Trust> trust;
    private final Digest firstPolicy;
    private final Set<Digest> policyFloors;
    private final Revocations revocations;
    private final Time time;
    private final Duration certificateLife;
    private final CertificateUses uses;

    Examiner(
            Kernel kernel,
            KernelParts parts,
            AtomicReference<Trust> trust,
            PolicyControl policies,
            OperatingControl operating,
            CertificateUses uses,
            VerbGraph graph) {
        this.operating = operating;
        this.membership = parts.membership();
        this.uses = uses;
        this.kernel = kernel;
        this.registry = parts.registry();
        this.graph = graph;
        this.policies = policies;
        this.mode = parts.mode();
        this.trust = trust;
        this.firstPolicy = parts.policy().policy();
        this.policyFloors = parts.policyFloors();
        this.revocations = parts.revocations();
        this.time = parts.time();
        this.certificateLife = parts.certificateLife();
    }

    /** Asks about verbs without calls, by the same policy, mode and floors. */
    ReachSurvey survey() {
        PolicyEngine engine = policies.current().engine();
        boolean first = engine.policy().equals(firstPolicy);
        return ReachSurvey.of(graph.graph(), registry.verbs(), engine)
                .in(mode, first ? policyFloors : Set.of(), operating::refusal);
    }

    /** Runs every check, following rewrites and redirections. */
    Examined examine(
            Caller caller,
            CapabilityId id,
            JsonNode arguments,
            CallOptions options,
            CallContext context,
            Route route) {
        CapabilityId verb = id;
        JsonNode given = arguments;
        while (true) {
            Examined examined = examineOnce(caller, verb, given, options, context, route);
            if (!(examined
                    instanceof Redirected(Call call, CapabilityId to, Optional<String> rule))) {
                return examined;
            }
            route.redirected(call.verb().id(), to, rule);
            verb = to;
            given = call.arguments();
        }
    }

    private Examined examineOnce(
            Caller caller,
            CapabilityId verb,
            JsonNode arguments,
            CallOptions options,
            CallContext context,
            Route route) {
        return then(
                then(
                        then(
                                begin(caller, verb, arguments, options, context, route),
                                call -> policy(call, route)),
                        this::capability),
                this::verify);
    }

    private static Examined then(
            Examined before, java.util.function.Function<Call, Examined> check) {
        return before instanceof Passed(Call call) ? check.apply(call) : before;
    }

    /** Resolve, decode, authenticate. */
    Examined begin(
            Caller caller,
            CapabilityId id,
            JsonNode arguments,
            CallOptions options,
            CallContext context,
            Route route) {
        Optional<Registry.Entry> found = registry.find(id);
        if (found.isEmpty()) {
            return new Refused(new Point("resolve", id, found, Optional.empty()), unknown(id));
        }
        Registry.Entry entry = found.get();
        if (options.dryRun() && !entry.verb().effects().dryRun()) {
            return new Refused(new Point("decode", id, found, Optional.empty()), noDryRun(id));
        }
        AtomicBoolean used = new AtomicBoolean();
        Examined decoded = Watching.stage(
                CallStage.DECODE, () -> decode(entry, arguments, caller, options, context, used));
        return then(
                decoded,
                call -> Watching.stage(CallStage.AUTHENTICATE, () -> authenticate(call, route)));
    }

    private Examined authenticate(Call call, Route route) {
        Optional<Denial> refusal = call.caller().refusal();
        return refusal.isPresent()
                ? new Refused(Point.of("authenticate", call), refusal.get())
                : then(route.show(call, trust.get(), time.now()), this::operating);
    }

    /** Asks whether the runtime is open for the call at all, and its swarm in a phase for it. */
    private Examined operating(Call call) {
        Examined open = refusedOr(
                call,
                "mode",
                operating.refusal(call.verb(), call.caller().facts().originIsPerson()));
        return then(open, held -> refusedOr(held, "phase", membership.refusal(held.verb())));
    }

    /** Decodes the arguments of a call that nobody has run. */
    Examined decode(
            Registry.Entry entry,
            JsonNode arguments,
            Caller caller,
            CallOptions options,
            CallContext context) {
        return decode(entry, arguments, caller, options, context, new AtomicBoolean());
    }

    private Examined decode(
            Registry.Entry entry,
            JsonNode arguments,
            Caller caller,
            CallOptions options,
            CallContext context,
            AtomicBoolean used) {
        Point point = new Point("decode", entry.verb().id(), Optional.of(entry), Optional.empty());
        return switch (ArgumentChecker.check(entry.verb(), arguments)) {
            case Checked.Refused(Denial denial) -> new Refused(point, denial);
            case Checked.Accepted(ObjectNode accepted) -> {
                try {
                    Object input =
                            entry.module().readInput(entry.index(), new JsonValueReader(accepted));
                    yield new Passed(new Call(
                            kernel,
                            entry,
                            accepted,
                            input,
                            CanonicalJson.digest(accepted),
                            caller,
                            context,
                            options,
                            kernel.newId(),
                            context.received().plus(certificateLife),
                            Optional.empty(),
                            "",
                            used,
                            new AtomicBoolean()));
                } catch (ValueRefusedException e) {
                    yield new Refused(point, e.denial(entry.verb()));
                }
            }
        };
    }

    /** Asks the policy; rewrites start again at decode. */
    Examined policy(Call call, Route route) {
        return Watching.stage(CallStage.POLICY, () -> policyNow(call, route));
    }

    private Examined policyNow(Call call, Route route) {
        Optional<Denial> loop = route.visit(call);
        if (loop.isPresent()) {
            return new Refused(Point.of("policy", call), loop.get());
        }
        return switch (approvals(call)) {
            case ApprovalCheck.Refused(Denial denial) ->
                new Refused(Point.of("policy", call), denial);
            case ApprovalCheck.Hold hold -> decide(call, route, hold.approvers());
        };
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
        Call decided = call.decided(trace, "");
        return switch (verdict) {
            case PolicyVerdict.Permit _ -> new Passed(decided);
            case PolicyVerdict.Refuse refuse
            when mode == PolicyMode.AUDIT ->
                overlook(call, trace, route, "refused: " + refuse.denial().message());
            case PolicyVerdict.Rewrite _
            when mode == PolicyMode.AUDIT ->
                overlook(call, trace, route, "rewritten the arguments");
            case PolicyVerdict.Redirect redirect
            when mode == PolicyMode.AUDIT ->
                overlook(call, trace, route, "redirected to " + redirect.to());
            case PolicyVerdict.Refuse refuse ->
                new Refused(Point.of("policy", decided), refuse.denial());
            case PolicyVerdict.Rewrite rewrite -> rewrite(decided, rewrite, route);
            case PolicyVerdict.Redirect redirect ->
                new Redirected(decided, redirect.to(), redirect.matched());
        };
    }

    private static PolicyAnswer answer(PolicyVerdict verdict) {
        return switch (verdict) {
            case PolicyVerdict.Permit _ -> PolicyAnswer.PERMIT;
            case PolicyVerdict.Refuse _ -> PolicyAnswer.REFUSE;
            case PolicyVerdict.Rewrite _ -> PolicyAnswer.REWRITE;
            case PolicyVerdict.Redirect _ -> PolicyAnswer.REDIRECT;
        };
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

    private PolicyRequest request(
            Call call, Set<AgentId> approvers, long epoch, Optional<Ways> ways) {
        Facts facts = new Facts(
                time.now(),
                call.caller().facts(),
                epoch,
                trust.get().revocationEpoch() + revocations.epoch(),
                ways);
        // A copy: what decides about the arguments must not be able to change them.
        return new PolicyRequest(
                call.verb(), call.arguments().deepCopy(), call.context(), approvers, facts);
    }

    /** The request as the ledger has it, without what a decision says anyway. */
    private DecisionFacts recorded(PolicyRequest request) {
        CallContext context = request.context();
        return new DecisionFacts(
                context.principal().agent().version(),
                context.principal().agent().metadata(),
                context.qualityOfService(),
                context.received(),
                context.path().stream().map(CapabilityId::path).toList(),
                request.approvers().stream().map(AgentId::value).sorted().toList(),
                request.facts().delegation(),
                request.facts().now(),
                request.facts().policyEpoch(),
                request.facts().revocationEpoch(),
                operating.mode(),
                request.facts().ways().map(Ways::digest));
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

    private static Examined overlook(Call call, PolicyTrace trace, Route route, String what) {
        String remark = PolicyDecision.AUDIT_REMARK + what;
        route.overlooked(remark);
        return new Passed(call.decided(trace, remark));
    }

    private Examined rewrite(Call call, PolicyVerdict.Rewrite rewrite, Route route) {
        route.rewritten(call.verb().id(), rewrite.matched());
        Examined again = decode(
                call.entry(),
                rewrite.arguments(),
                call.caller(),
                call.options(),
                call.context(),
                call.used());
        return then(again, next -> policyNow(next, route));
    }

    /** Asks the caller's chain, and whether all that the verb requires is in reach. */
    Examined capability(Call call) {
        return Watching.stage(CallStage.CAPABILITY, () -> capabilityNow(call));
    }

    private Examined capabilityNow(Call call) {
        Optional<Denial> denial = call.caller()
                .check(call)
                .or(() -> outOfReach(call))
                .or(() -> demandedApprovals(call))
                .or(() -> demandedPolicy(call));
        return refusedOr(call, "capability", denial);
    }

    /** The approvals that the tokens of the caller's chain demand of each call. */
    private Optional<Denial> demandedApprovals(Call call) {
        return switch (approvals(call)) {
            case ApprovalCheck.Refused(Denial denial) -> Optional.of(denial);
            case ApprovalCheck.Hold hold -> hold.fulfil(call.caller().authority());
        };
    }

    /** The policies that the tokens of the caller's chain demand; a policy that only watches is none. */
    private Optional<Denial> demandedPolicy(Call call) {
        return call.caller().authority().chain().stream()
                .flatMap(chain -> chain.policyFloor().stream())
                .filter(floor -> mode == PolicyMode.AUDIT || !enforces(floor))
                .findFirst()
                .map(floor -> Denial.of(
                                Reason.POLICY_FLOOR_UNMET,
                                "the caller's chain demands policy=" + floor.shortHex()
                                        + ", which this runtime does not enforce")
                        .with("policy", floor.hex()));
    }

    private boolean enforces(Digest floor) {
        Digest present = policies.current().engine().policy();
        // What was stated when the runtime was built was stated of the policy of that time.
        return present.equals(floor)
                || (present.equals(firstPolicy) && policyFloors.contains(floor));
    }

    private Optional<Denial> outOfReach(Call call) {
        return registry.required(call.verb().id()).stream()
                .map(Registry.Entry::verb)
                .filter(verb -> !call.caller().mayReach(verb))
                .map(VerbDescriptor::id)
                .sorted()
                .findFirst()
                .map(id -> Denial.of(
                                Reason.REQUIREMENT_OUT_OF_REACH,
                                call.verb().id() + " requires " + id
                                        + ", which the caller's chain does not grant")
                        .with("requires", id.path()));
    }

    /** The last two stages. */
    Examined grantedAndVerified(Call call) {
        return then(capability(call), this::verify);
    }

    /** As {@link #current}, and what else may have changed while a call waited. */
    Examined stillHolds(Call call) {
        return then(
                then(operating(call), this::current),
                held -> refusedOr(
                        held,
                        "verify",
                        window(held)
                                .or(() -> held.caller().valid(time.now(), trust.get()))
                                .or(() -> revoked(held))));
    }

    /** As {@link #verify}, and whether the policy would permit every call of this verb and caller. */
    Examined verifyForAll(Call call) {
        return then(verify(call), this::unvarying);
    }

    /** As {@link #stillHolds}, and whether the policy would permit every call of this verb and caller. */
    Examined stillHoldsForAll(Call call) {
        return then(stillHolds(call), this::unvarying);
    }

    private Examined unvarying(Call call) {
        PolicyControl.Current now = policies.current();
        PolicyRequest request = request(call, Set.of(), now.epoch(), ways(now.engine()));
        Optional<String> rule;
        try {
            rule = now.engine().varies(request);
        } catch (RuntimeException e) {
            rule = Optional.of("engine " + now.engine().name() + " failed with "
                    + e.getClass().getName());
        }
        return refusedOr(call, "policy", rule.map(name -> Lifter.varies(call, name)));
    }

    Instant now() {
        return time.now();
    }

    /** Checks window, revocation, schemas, digest and single use. */
    Examined verify(Call call) {
        return Watching.stage(CallStage.VERIFY, () -> verifyNow(call));
    }

    private Examined verifyNow(Call call) {
        Optional<Denial> denial = window(call)
                .or(() -> call.caller().valid(time.now(), trust.get()))
                .or(() -> revoked(call))
                .or(() -> schemas(call))
                .or(() -> digest(call))
                .or(() -> singleUse(call));
        Examined verified = refusedOr(call, "verify", denial);
        return then(then(verified, this::operating), this::current);
    }

    /**
     * Asks the policy again when it was changed since it decided about the call, and whether it is one
     * that the chain demands. A certificate is for one verb and its arguments, so that the policy can
     * only permit or refuse.
     */
    Examined current(Call call) {
        PolicyControl.Current now = policies.current();
        // The hash too: an engine of the application's own may change what it decides by.
        if (call.policy()
                .filter(trace -> trace.epoch() == now.epoch()
                        && trace.policy().equals(now.engine().policy()))
                .isPresent()) {
            return new Passed(call);
        }
        Examined again = then(policyNow(call, Route.settled()), this::capabilityNow);
        boolean elsewhere = again instanceof Redirected
                || (again instanceof Passed(Call other) && !other.digest().equals(call.digest()));
        return elsewhere
                ? new Refused(
                        Point.of("verify", call),
                        Denial.of(
                                Reason.POLICY_CHANGED,
                                "the policy was changed since certificate=" + call.certificate()
                                        + " was made, and now sends "
                                        + call.verb().id()
                                        + " elsewhere; call again"))
                : again;
    }

    private Optional<Denial> window(Call call) {
        Instant now = time.now();
        if (now.isBefore(call.expires())) {
            return Optional.empty();
        }
        return Optional.of(Denial.of(
                Reason.CERTIFICATE_EXPIRED,
                "the certificate was good until " + call.expires() + ", now is " + now
                        + "; call again"));
    }

    private Optional<Denial> revoked(Call call) {
        List<Revocations.Link> links = call.caller().revocationLinks();
        Optional<Denial> unknown = links.isEmpty() ? Optional.empty() : revocations.unknown();
        return unknown.or(() -> revoked(links));
    }

    private Optional<Denial> revoked(List<Revocations.Link> links) {
        return revocations
                .revoked(links)
                .map(token -> Denial.of(
                                Reason.CREDENTIAL_REVOKED,
                                "token=" + token.shortHex() + " was revoked")
                        .with("token", token.hex()));
    }

    private Optional<Denial> schemas(Call call) {
        boolean same = registry.find(call.verb().id())
                .filter(entry -> entry.verb().inputSchema().equals(call.verb().inputSchema()))
                .filter(entry -> entry.verb().outputSchema().equals(call.verb().outputSchema()))
                .isPresent();
        return same
                ? Optional.empty()
                : Optional.of(Denial.of(
                        Reason.SCHEMA_MISMATCH,
                        "the schemas of " + call.verb().id()
                                + " are not those that the certificate names"));
    }

    private static Optional<Denial> digest(Call call) {
        Digest actual = CanonicalJson.digest(call.arguments());
        if (actual.equals(call.digest())) {
            return Optional.empty();
        }
        return Optional.of(Denial.of(
                Reason.DIGEST_MISMATCH,
                "the arguments' digest=" + actual + " is not the certificate's digest="
                        + call.digest()));
    }

    private Optional<Denial> singleUse(Call call) {
        return call.once() ? uses.used(call) : Optional.empty();
    }

    static Denial used(Call call) {
        return Denial.of(
                Reason.CERTIFICATE_USED,
                "certificate=" + call.certificate() + " of " + call.verb().id()
                        + ", which is good for one run, was used before");
    }

    private static Examined refusedOr(Call call, String stage, Optional<Denial> denial) {
        return denial.<Examined>map(d -> new Refused(Point.of(stage, call), d))
                .orElseGet(() -> new Passed(call));
    }

    private ApprovalCheck approvals(Call call) {
        return ApprovalCheck.of(
                call.options().approvals(),
                trust.get(),
                call.caller().authority(),
                call.verb().id(),
                call.verb().version(),
                call.digest(),
                time.now());
    }

    private Denial unknown(CapabilityId id) {
        boolean noun = registry.hasNoun(id.noun());
        List<String> near = DidYouMean.closest(
                id.path(), registry.verbs().stream().map(v -> v.id().path()).toList());
        Denial denial = Denial.of(
                noun ? Reason.VERB_UNKNOWN : Reason.NOUN_UNKNOWN,
                noun ? "noun=" + id.noun() + " has no verb=" + id.verb() : "no noun=" + id.noun());
        return near.isEmpty()
                ? denial
                : denial.with(Denial.SUGGESTION, "did you mean " + String.join(" or ", near) + "?");
    }

    static Denial noDryRun(CapabilityId id) {
        return Denial.of(
                Reason.DRY_RUN_UNSUPPORTED, id + " cannot be run dry; call it without dry run");
    }
}
