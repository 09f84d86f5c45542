package dev.cnv.runtime.kernel;

import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.governance.ChangeOrder;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.kernel.Examined.Passed;
import dev.cnv.runtime.kernel.Examined.Redirected;
import dev.cnv.runtime.kernel.Examined.Refused;
import dev.cnv.runtime.lift.LiftTerms;
import dev.cnv.runtime.lift.LiftTicket;
import dev.cnv.runtime.lift.LiftedGrant;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.time.Time;
import java.util.Optional;
import java.util.function.Function;

/**
 * Gives verified calls away: to another runtime as a certificate, or to a table of the hot path as a grant.
 * Where a call may run once only, it does not run here any more.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Handover {

    private final Entrance entrance;
    private final Examiner examiner;
    private final Recorder recorder;
    private final CertificateUses uses;
    private final Signatory signatory;
    private final Lifter lifter;
    private final KernelLifts lifts;
    private final TrustControl trust;
    private final ChangeOrder order;
    private final RandomIds ids;
    private final Time time;

    Handover(
            KernelParts parts,
            Entrance entrance,
            Examiner examiner,
            Recorder recorder,
            CertificateUses uses,
            Signatory signatory,
            KernelLifts lifts,
            TrustControl trust) {
        this.entrance = entrance;
        this.examiner = examiner;
        this.recorder = recorder;
        this.uses = uses;
        this.signatory = signatory;
        this.lifter = new Lifter(parts, recorder);
        this.lifts = lifts;
        this.trust = trust;
        this.order = parts.order();
        this.ids = parts.random();
        this.time = parts.time();
    }

    /**
     * Signs a verified certificate for another runtime.
     *
     * @throws IllegalStateException when this runtime cannot export, or not this certificate
     */
    Step<ExportedCertificate> export(KernelProof proof, ExportOptions options) {
        Call call = verified(proof);
        signatory.requireExportable(call, options, trust.current());
        return entrance.step(
                call,
                () -> order.deciding(() -> given(
                        call,
                        examiner.verify(call),
                        held -> signatory.export(held, options, trust.current()))));
    }

    /** Lifts a verified call to a grant. */
    Step<LiftTicket> lift(KernelProof proof, LiftTerms terms) {
        Call call = verified(proof);
        return entrance.step(call, () -> {
            Optional<Denial> unfit = lifter.unfit(call);
            return unfit.isPresent()
                    ? stopped(call, unfit.get())
                    : order.deciding(() -> lift(call, terms));
        });
    }

    private Step<LiftTicket> lift(Call call, LiftTerms terms) {
        // Before the last look: what changes after it was read makes the table ask again.
        long epoch = lifts.epoch();
        return given(call, examiner.verifyForAll(call), held -> {
            LiftedGrant grant = lifter.lift(held, terms, ids.next(), time.now(), epoch);
            return lifts.ticket(held.until(grant.expires()), grant);
        });
    }

    private static Call verified(KernelProof proof) {
        Call call = proof.genuine();
        proof.require(Stage.VERIFIED, call.verb().id().path());
        return call;
    }

    private <T> Step<T> given(Call call, Examined examined, Function<Call, T> gift) {
        return switch (examined) {
            case Passed(Call held) -> give(held, gift);
            case Refused refused ->
                new Step.Stopped<>(recorder.refuse(refused, call.caller(), call.context()));
            case Redirected redirected -> throw redirected.unfollowed();
        };
    }

    private <T> Step<T> give(Call call, Function<Call, T> gift) {
        Optional<Denial> used = call.once() ? uses.claim(call) : Optional.empty();
        if (used.isPresent()) {
            return stopped(call, used.get());
        }
        boolean given = false;
        try {
            Step<T> passed = new Step.Passed<>(gift.apply(call));
            given = true;
            return passed;
        } catch (LedgerException e) {
            return stopped(call, Recorder.unavailable(e));
        } finally {
            if (!given && call.once()) {
                uses.release(call);
            }
        }
    }

    private <T> Step<T> stopped(Call call, Denial denial) {
        return new Step.Stopped<>(recorder.refuse(call, DecisionStage.VERIFY, denial));
    }
}
