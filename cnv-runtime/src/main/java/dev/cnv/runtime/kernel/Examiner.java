package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.kernel.Examined.Passed;
import dev.cnv.runtime.kernel.Examined.Point;
import dev.cnv.runtime.kernel.Examined.Redirected;
import dev.cnv.runtime.kernel.Examined.Refused;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.swarm.Membership;
import dev.cnv.runtime.telemetry.CallStage;
import dev.cnv.runtime.time.Time;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The stages of the proof in their order: resolve and decode, authenticate, policy, capability, verify. It
 * changes nothing: what it answers is recorded and carried out by others.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Examiner {

    private final Decoder decoder;
    private final OperatingControl operating;
    private final Membership membership;
    private final PolicyCheck policy;
    private final CapabilityCheck capability;
    private final VerifyCheck verify;
    private final TrustControl trust;
    private final Time time;

    Examiner(
            KernelParts parts,
            Decoder decoder,
            OperatingControl operating,
            PolicyCheck policy,
            CapabilityCheck capability,
            VerifyCheck verify,
            TrustControl trust) {
        this.decoder = decoder;
        this.operating = operating;
        this.membership = parts.membership();
        this.policy = policy;
        this.capability = capability;
        this.verify = verify;
        this.trust = trust;
        this.time = parts.time();
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
        return begin(caller, verb, arguments, options, context, route)
                .then(call -> policy(call, route))
                .then(this::capability)
                .then(this::verify);
    }

    /** Resolve, decode, authenticate. */
    Examined begin(
            Caller caller,
            CapabilityId id,
            JsonNode arguments,
            CallOptions options,
            CallContext context,
            Route route) {
        return decoder.decode(caller, id, arguments, options, context)
                .then(call ->
                        Watching.stage(CallStage.AUTHENTICATE, () -> authenticate(call, route)));
    }

    private Examined authenticate(Call call, Route route) {
        Optional<Denial> refusal = call.caller().refusal();
        return refusal.isPresent()
                ? new Refused(Point.of(DecisionStage.AUTHENTICATE, call), refusal.get())
                : route.show(call, trust.current(), time.now()).then(this::open);
    }

    /** Asks whether the runtime is open for the call at all, and its swarm in a phase for it. */
    private Examined open(Call call) {
        boolean person = call.caller().facts().originIsPerson();
        return Examined.refusedOr(call, DecisionStage.MODE, operating.refusal(call.verb(), person))
                .then(held -> Examined.refusedOr(
                        held, DecisionStage.PHASE, membership.refusal(held.verb())));
    }

    /** Asks the policy; rewrites start again at decode. */
    Examined policy(Call call, Route route) {
        return Watching.stage(CallStage.POLICY, () -> policy.check(call, route));
    }

    /** Asks the caller's chain, and whether all that the verb requires is in reach. */
    Examined capability(Call call) {
        return Watching.stage(CallStage.CAPABILITY, () -> capability.check(call));
    }

    /** Checks window, revocation, schemas, digest and single use, and all that may have changed. */
    Examined verify(Call call) {
        return Watching.stage(
                CallStage.VERIFY, () -> verify.check(call).then(this::open).then(this::current));
    }

    /** The last two stages. */
    Examined grantedAndVerified(Call call) {
        return capability(call).then(this::verify);
    }

    /** Checks what may have changed while a verified call waited. */
    Examined stillHolds(Call call) {
        return open(call).then(this::current).then(verify::stillHolds);
    }

    /** As {@link #verify}, and whether the policy would permit every call of this verb and caller. */
    Examined verifyForAll(Call call) {
        return verify(call).then(policy::unvarying);
    }

    /** As {@link #stillHolds}, and whether the policy would permit every call of this verb and caller. */
    Examined stillHoldsForAll(Call call) {
        return stillHolds(call).then(policy::unvarying);
    }

    /**
     * Asks the policy again when it was changed since it decided about the call, and whether it is one
     * that the chain demands. A certificate is for one verb and its arguments, so that the policy can
     * only permit or refuse.
     */
    private Examined current(Call call) {
        if (policy.isCurrent(call)) {
            return new Passed(call);
        }
        Examined again = policy.check(call, Route.settled()).then(capability::check);
        boolean elsewhere = again instanceof Redirected
                || (again instanceof Passed(Call other) && !other.digest().equals(call.digest()));
        return elsewhere ? new Refused(Point.of(DecisionStage.VERIFY, call), changed(call)) : again;
    }

    private static Denial changed(Call call) {
        return Denial.of(
                Reason.POLICY_CHANGED,
                "the policy was changed since certificate=" + call.certificate()
                        + " was made, and now sends " + call.verb().id()
                        + " elsewhere; call again");
    }
}
