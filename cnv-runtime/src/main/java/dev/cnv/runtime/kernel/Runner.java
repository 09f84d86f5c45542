package dev.cnv.runtime.kernel;

import dev.cnv.runtime.contract.Admission;
import dev.cnv.runtime.contract.AdmissionRequest;
import dev.cnv.runtime.contract.ContractEngine;
import dev.cnv.runtime.contract.Execution;
import dev.cnv.runtime.contract.Permit;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.delegation.UseCounter;
import dev.cnv.runtime.governance.ChangeOrder;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.runtime.kernel.Examined.Point;
import dev.cnv.runtime.kernel.IdempotencyStore.Claim;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.telemetry.CallEnd;
import dev.cnv.runtime.telemetry.CallStage;
import dev.cnv.runtime.telemetry.CallWatch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The second half of the path: admits a verified call, makes its decision durable, runs it and
 * records its outcome, in this order.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Runner {

    /** The status of a call that a DRY_RUN policy kept from running. */
    static final String WITHHELD = "withheld";

    private final ContractEngine contracts;
    private final Recorder recorder;
    private final IdempotencyStore idempotency;
    private final Handlers handlers;
    private final Function<Call, Examined> current;
    private final CertificateUses certificates;
    private final UseCounter uses;
    private final PolicyMode mode;
    private final ChangeOrder order;

    /**
     * Puts it together.
     *
     * @param current checks again what may have changed for an admitted call, which may have waited
     *     long
     */
    Runner(
            KernelParts parts,
            Recorder recorder,
            Handlers handlers,
            Function<Call, Examined> current,
            CertificateUses certificates) {
        this.certificates = certificates;
        this.contracts = parts.contracts();
        this.recorder = recorder;
        this.idempotency = new IdempotencyStore(parts.ledger(), parts.time());
        this.handlers = handlers;
        this.current = current;
        this.uses = parts.uses();
        this.mode = parts.mode();
        this.order = parts.order();
    }

    /**
     * Runs a verified call.
     *
     * @param arrivedNanos when the caller asked, by {@link dev.cnv.runtime.time.Time#nanos}
     * @param json whether the caller wants JSON, and a stream collected
     */
    Outcome<Ran> run(Call call, long arrivedNanos, boolean json) {
        boolean once = call.once();
        Optional<Denial> used = once ? certificates.claim(call) : Optional.empty();
        if (used.isPresent()) {
            return recorder.refuse(call, DecisionStage.VERIFY, used.get());
        }
        Going going = new Going(call, arrivedNanos, Ran.Form.of(call, json));
        Outcome<Ran> outcome = runKeyed(going);
        if (once && !going.began) {
            certificates.release(call);
        }
        return outcome;
    }

    /** A verified call on its way to its handler. */
    private static final class Going {

        private final Call call;
        private final long arrivedNanos;
        private final Ran.Form form;

        /** Whether the handler may have run, whatever is thrown after that. */
        private boolean began;

        Going(Call call, long arrivedNanos, Ran.Form form) {
            this.call = call;
            this.arrivedNanos = arrivedNanos;
            this.form = form;
        }
    }

    /** Says whether the caller's chain has a use left, and takes none. */
    Examined withUsesLeft(Call call) {
        return uses.exhausted(call.caller().authority().allowances())
                .<Examined>map(token -> new Examined.Refused(
                        Point.of(DecisionStage.VERIFY, call), ChainVerifier.exhausted(token)))
                .orElseGet(() -> new Examined.Passed(call));
    }

    private Outcome<Ran> runKeyed(Going going) {
        Call call = going.call;
        Optional<IdempotencyStore.Key> key = IdempotencyStore.Key.of(call);
        if (key.isEmpty()) {
            return admit(going);
        }
        Claim claim;
        try {
            claim = idempotency.claim(key.get(), call);
        } catch (LedgerException e) {
            return recorder.refuse(call, DecisionStage.ADMIT, Recorder.unavailable(e));
        }
        return switch (claim) {
            case Claim.Refused(Denial denial) -> recorder.refuse(call, DecisionStage.ADMIT, denial);
            case Claim.Repeated repeated -> repeat(going, repeated);
            case Claim.Fresh() -> runClaimed(key.get(), going);
        };
    }

    private Outcome<Ran> runClaimed(IdempotencyStore.Key key, Going going) {
        try {
            Outcome<Ran> outcome = admit(going);
            if (going.began) {
                idempotency.complete(key, outcome);
            }
            return outcome;
        } finally {
            idempotency.end(key, going.began);
        }
    }

    private Outcome<Ran> repeat(Going going, Claim.Repeated repeated) {
        try {
            recorder.decide(
                    going.call,
                    DecisionStage.REPEATED,
                    true,
                    "answered with the outcome of invocation=" + repeated.invocation(),
                    List.of());
        } catch (LedgerException e) {
            return recorder.refuse(going.call, DecisionStage.ADMIT, Recorder.unavailable(e));
        }
        if (!(repeated.outcome() instanceof Outcome.Completed<Ran> done)) {
            return repeated.outcome();
        }
        return done.value().forms().contains(going.form)
                ? new Outcome.Completed<>(done.value(), done.receipt(), true)
                : new Outcome.Denied<>(
                        Denial.of(
                                Reason.IDEMPOTENCY_RECORDED,
                                "invocation=" + repeated.invocation()
                                        + " completed; its result is to be had in forms="
                                        + done.value().forms() + ", and not as " + going.form),
                        done.receipt());
    }

    private Outcome<Ran> admit(Going going) {
        Call call = going.call;
        if (mode == PolicyMode.DRY_RUN) {
            return withhold(call);
        }
        AdmissionRequest request = new AdmissionRequest(
                call.verb(),
                call.context().principal().tenant(),
                call.context().qualityOfService(),
                going.arrivedNanos,
                call.options().timeAllowed());
        // Before the contract: who has no use left takes no permit and no rate from anybody.
        try (Reservation uses = Reservation.of(this.uses, call)) {
            Optional<Denial> exhausted = uses.refusal();
            if (exhausted.isPresent()) {
                return recorder.refuse(call, DecisionStage.VERIFY, exhausted.get());
            }
            return switch (admitted(request)) {
                case Admission.Refused(Denial denial) ->
                    recorder.refuse(call, DecisionStage.ADMIT, denial);
                case Admission.Admitted(Permit permit) -> decideAndRun(going, permit, uses);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return recorder.refuse(
                    call,
                    DecisionStage.ADMIT,
                    Denial.of(Reason.CANCELLED, "the caller was interrupted while waiting"));
        }
    }

    private Admission admitted(AdmissionRequest request) throws InterruptedException {
        CallWatch watch = Watching.current();
        watch.stageBegan(CallStage.ADMIT);
        Optional<Reason> refused = Optional.of(Reason.CANCELLED);
        try {
            Admission admission = contracts.admit(request);
            refused = admission instanceof Admission.Refused(Denial denial)
                    ? Optional.of(denial.reason())
                    : Optional.empty();
            return admission;
        } finally {
            watch.stageEnded(CallStage.ADMIT, refused);
        }
    }

    private Outcome<Ran> decideAndRun(Going going, Permit permit, Reservation uses) {
        try {
            return switch (decided(going.call, uses.uses())) {
                case Refused(Outcome<Ran> outcome) -> outcome;
                case Permitted(Call now, Recorder.Decided decision) -> {
                    // From here on the ledger says that the verb runs.
                    going.began = true;
                    uses.spend();
                    Execution execution = Watching.stage(
                            CallStage.HANDLER,
                            () -> handlers.run(now, decision, permit, going.form),
                            Runner::failure);
                    yield Watching.stage(
                            CallStage.RECORD,
                            () -> finish(now, decision, execution),
                            ended -> CallEnd.of(ended).reason());
                }
            };
        } finally {
            // Without effect when the call was run; else nobody would ever give the permit back.
            permit.release();
        }
    }

    private Decision decided(Call call, List<Spending.Use> uses) {
        return Watching.stage(
                CallStage.DECIDE,
                () -> order.deciding(() -> decide(call, uses)),
                decision -> decision instanceof Refused(Outcome<Ran> outcome)
                        ? CallEnd.of(outcome).reason()
                        : Optional.empty());
    }

    private static Optional<Reason> failure(Execution execution) {
        return execution.result() instanceof Execution.Result.Failed(Denial denial, Throwable _)
                ? Optional.of(denial.reason())
                : Optional.empty();
    }

    /** What the last look at an admitted call came to; it is in the ledger. */
    private sealed interface Decision {}

    private record Permitted(Call call, Recorder.Decided decision) implements Decision {}

    private record Refused(Outcome<Ran> outcome) implements Decision {}

    /** Looks once more, since an admitted call may have waited, and records. */
    private Decision decide(Call call, List<Spending.Use> uses) {
        try {
            return decideNow(call, uses);
        } catch (LedgerException e) {
            return new Refused(recorder.refuse(call, DecisionStage.ADMIT, Recorder.unavailable(e)));
        }
    }

    private Decision decideNow(Call call, List<Spending.Use> uses) {
        return switch (current.apply(call)) {
            case Examined.Passed(Call now) ->
                new Permitted(
                        now, recorder.decide(now, DecisionStage.DECIDED, true, now.note(), uses));
            case Examined.Refused refused ->
                new Refused(recorder.refuse(refused, call.caller(), call.context()));
            case Examined.Redirected redirected -> throw redirected.unfollowed();
        };
    }

    private Outcome<Ran> withhold(Call call) {
        return switch (decided(call, List.of())) {
            case Refused(Outcome<Ran> outcome) -> outcome;
            case Permitted(Call now, Recorder.Decided decision) -> withheld(now, decision);
        };
    }

    private Outcome<Ran> withheld(Call call, Recorder.Decided decision) {
        try {
            long end = recorder.complete(
                    call,
                    new InvocationCompleted(
                            recorder.origin(call.context()).causedBy(decision.event()),
                            call.context().invocation(),
                            OptionalLong.of(decision.index()),
                            WITHHELD,
                            Optional.empty(),
                            "",
                            0,
                            0,
                            0,
                            Optional.empty(),
                            Optional.empty(),
                            List.of()));
            return new Outcome.Withheld<>(receipt(call, decision, OptionalLong.of(end)));
        } catch (LedgerException e) {
            return recorder.refuse(call, DecisionStage.ADMIT, Recorder.unavailable(e));
        }
    }

    private Outcome<Ran> finish(Call call, Recorder.Decided decision, Execution execution) {
        Handlers.Finished finished = handlers.finish(call, execution);
        InvocationCompleted event = new InvocationCompleted(
                recorder.origin(call.context()).causedBy(decision.event()),
                call.context().invocation(),
                OptionalLong.of(decision.index()),
                finished.failure().isPresent() ? "failed" : "completed",
                finished.failure().map(Denial::reason),
                finished.failure().map(Denial::message).orElse(""),
                execution.attempts(),
                execution.queuedNanos(),
                execution.runNanos(),
                finished.digest(),
                finished.recorded(),
                execution.notes());
        OptionalLong end;
        try {
            end = OptionalLong.of(recorder.complete(call, event));
        } catch (LedgerException e) {
            Denial unrecorded = Denial.of(
                    Reason.OUTCOME_UNRECORDED,
                    call.verb().id() + " ended as " + event.status()
                            + ", but the ledger cannot take that: " + e.getMessage());
            return new Outcome.Failed<>(unrecorded, receipt(call, decision, OptionalLong.empty()));
        }
        return finished.failure()
                .<Outcome<Ran>>map(
                        failure -> new Outcome.Failed<>(failure, receipt(call, decision, end)))
                .orElseGet(() -> new Outcome.Completed<>(
                        finished.ran(), receipt(call, decision, end), false));
    }

    private Receipt receipt(Call call, Recorder.Decided decision, OptionalLong end) {
        return recorder.receipt(
                call.context(),
                Point.of(DecisionStage.DECIDED, call),
                OptionalLong.of(decision.index()),
                end);
    }
}
