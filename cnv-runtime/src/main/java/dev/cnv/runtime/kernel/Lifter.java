package dev.cnv.runtime.kernel;

import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Retry;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.delegation.VerifiedChain;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.governance.EventOrigin;
import dev.cnv.runtime.governance.FrameEvent.GrantLifted;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.lift.LiftTerms;
import dev.cnv.runtime.lift.LiftedGrant;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Says which calls may be lifted to a grant, and records that one was. A grant stands for calls whose
 * arguments nobody has seen, so that nothing on the path may decide by them, and for calls that no
 * contract engine admits, so that the contract must be one that the hot path keeps itself.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Lifter {

    /** A verb whose contract allows fewer calls at a time is not lifted: nobody counts frames' permits. */
    private static final int MOST_WORKERS = LiftTerms.MAX_WORKER_COUNT;

    private final Ledger ledger;
    private final Recorder recorder;
    private final PolicyMode mode;

    Lifter(KernelParts parts, Recorder recorder) {
        this.ledger = parts.ledger();
        this.recorder = recorder;
        this.mode = parts.mode();
    }

    /** Why a verified call cannot be lifted; empty when it can, as far as it itself says. */
    Optional<Denial> unfit(Call call) {
        return contract(call.verb())
                .or(() -> ofThisCallOnly(call))
                .or(() -> ofTheChain(call))
                .map(why -> denial(call, why));
    }

    /** Why the policy's verdict about a call is not one about all its like. */
    static Denial varies(Call call, String rule) {
        return denial(
                        call,
                        "rule=" + rule
                                + " may decide otherwise about other arguments, times or priorities")
                .with("rule", rule);
    }

    private static Denial denial(Call call, String why) {
        return Denial.of(
                Reason.NOT_LIFTABLE, call.verb().id() + " cannot be called as frames: " + why);
    }

    private static Optional<String> contract(VerbDescriptor verb) {
        ContractTerms terms = verb.contract();
        if (terms.duration() != DurationClass.FAST_PATH) {
            return Optional.of("its duration class is " + terms.duration() + ", not FAST_PATH");
        }
        if (terms.deadline().kind() != Deadline.Kind.NONE
                && terms.deadline().kind() != Deadline.Kind.SOFT) {
            return Optional.of("its deadline=" + terms.deadline().kind() + " is kept by no worker");
        }
        if (terms.isolation() != Isolation.SHARED) {
            return Optional.of("its isolation is " + terms.isolation() + ", not SHARED");
        }
        if (terms.retry().kind() != Retry.Kind.NONE) {
            return Optional.of("its retries=" + terms.retry().kind() + " are made by no worker");
        }
        if (!terms.limits().equals(ContractTerms.ResourceLimits.NONE)) {
            return Optional.of("its resource limits are measured by no worker");
        }
        return permits(terms.concurrency());
    }

    private static Optional<String> permits(ContractTerms.ConcurrencyTerms terms) {
        boolean enough = terms.kind() == Concurrency.Kind.UNLIMITED || terms.max() >= MOST_WORKERS;
        return enough
                ? Optional.empty()
                : Optional.of("it allows concurrency=" + terms.max() + ", less than the "
                        + MOST_WORKERS + " workers that could run it");
    }

    private Optional<String> ofThisCallOnly(Call call) {
        if (mode != PolicyMode.ENFORCE) {
            return Optional.of("the policy is in mode=" + mode + ", not ENFORCE");
        }
        if (call.context().dryRun() || call.context().idempotencyKey().isPresent()) {
            return Optional.of("the call is a dry run, or has an idempotency key");
        }
        if (!call.options().approvals().isEmpty()) {
            return Optional.of("the call brings approvals, which are for its own arguments");
        }
        if (call.context().parent().isPresent()) {
            return Optional.of("the call is made within another, which it would outlive");
        }
        if (call.caller().nonce().isPresent()) {
            return Optional.of("the caller has shown its key for this call only");
        }
        return Optional.empty();
    }

    private static Optional<String> ofTheChain(Call call) {
        Optional<VerifiedChain> chain = call.caller().authority().chain();
        if (chain.isEmpty()) {
            return Optional.of("the caller has no chain of its own");
        }
        VerifiedChain held = chain.get();
        if (!held.admitsAnyArguments(call.verb())) {
            return Optional.of("the caller's chain constrains its arguments");
        }
        if (!held.allowances().isEmpty()) {
            return Optional.of("the caller's chain has a maximum of uses");
        }
        if (!held.requiredApprovals().isEmpty()) {
            return Optional.of("the caller's chain demands approvals of each call");
        }
        if (held.vouching().isPresent()) {
            return Optional.of("a certificate path vouches for the caller's chain, which must be"
                    + " checked again as time goes by");
        }
        return Optional.empty();
    }

    /**
     * Records a grant. It is on disk when this returns.
     *
     * @param call the call, as the last look at it left it
     * @param epoch the epoch that was read before that look
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot take it
     */
    LiftedGrant lift(Call call, LiftTerms terms, UUID id, Instant now, long epoch) {
        Recorder.Decided decision = recorder.decide(
                call, DecisionStage.LIFTED, true, "lifted to grant=" + id, List.of());
        LiftedGrant grant = grant(call, terms, id, now, epoch);
        EventOrigin origin = recorder.origin(call.context()).causedBy(decision.event());
        ledger.append(event(origin, call, grant), Durability.ON_DISK);
        return grant;
    }

    private static LiftedGrant grant(Call call, LiftTerms terms, UUID id, Instant now, long epoch) {
        Instant latest = now.plus(terms.life());
        Instant chain = call.caller().authority().chain().orElseThrow().expires();
        Principal principal = call.context().principal();
        return new LiftedGrant(
                id,
                call.verb(),
                principal.agent().id(),
                principal.tenant(),
                terms.table(),
                terms.handle(),
                chain.isBefore(latest) ? chain : latest,
                terms.uses(),
                epoch);
    }

    private static GrantLifted event(EventOrigin origin, Call call, LiftedGrant grant) {
        return new GrantLifted(
                origin,
                call.context().invocation(),
                grant.id(),
                call.certificate(),
                call.verb().id().path(),
                call.verb().version(),
                call.verb().effects().effects().stream()
                        .map(Enum::name)
                        .sorted()
                        .toList(),
                call.caller().chain(),
                call.policy().map(trace -> trace.policy()),
                grant.table(),
                grant.handle(),
                grant.expires(),
                grant.uses());
    }
}
