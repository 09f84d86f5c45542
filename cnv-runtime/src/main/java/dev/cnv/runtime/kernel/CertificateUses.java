package dev.cnv.runtime.kernel;

import dev.cnv.runtime.certificate.CertificateDescriptor;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.LedgerRecord;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.telemetry.CertificateUse;
import dev.cnv.runtime.telemetry.RuntimeTelemetry;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which certificates of verbs that are not idempotent were used. One of this runtime's own is used in
 * this process only; one of another runtime is remembered as long as it can be good, across restarts:
 * the first use of one reads the ledger.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by its own monitor.
 */
final class CertificateUses {

    /** How many certificates are remembered at most; more are refused, never forgotten early. */
    static final int MAX_COUNT = 100_000;

    /** Longer than a certificate can be good after its first use. */
    static final Duration RETENTION =
            CertificateDescriptor.MAX_LIFE.plus(CertificateDescriptor.MAX_CLOCK_SKEW);

    private final Ledger ledger;
    private final Time time;
    private final RuntimeTelemetry telemetry;
    private final LinkedHashMap<UUID, Instant> used = new LinkedHashMap<>();
    private boolean loaded;

    CertificateUses(Ledger ledger, Time time, RuntimeTelemetry telemetry) {
        this.ledger = ledger;
        this.time = time;
        this.telemetry = telemetry;
    }

    /**
     * Uses a call's certificate up. One of any number of threads succeeds.
     *
     * @return why it cannot be used; empty when it could
     */
    Optional<Denial> claim(Call call) {
        Optional<Denial> refusal = claimNow(call);
        telemetry.certificate(
                refusal.isPresent() ? CertificateUse.REFUSED : CertificateUse.CLAIMED);
        return refusal;
    }

    private Optional<Denial> claimNow(Call call) {
        Optional<Vouched> vouched = call.caller().vouched();
        if (vouched.isEmpty()) {
            return call.use().claim() ? Optional.empty() : Optional.of(usedBefore(call));
        }
        try {
            return claim(call, vouched.get().claims().id());
        } catch (LedgerException e) {
            return Optional.of(Recorder.unavailable(e));
        }
    }

    /** Whether a call's certificate was used. */
    Optional<Denial> used(Call call) {
        if (call.use().used()) {
            return Optional.of(usedBefore(call));
        }
        if (call.caller().vouched().isEmpty()) {
            return Optional.empty();
        }
        UUID id = call.caller().vouched().get().claims().id();
        synchronized (this) {
            try {
                load();
            } catch (LedgerException e) {
                return Optional.of(Recorder.unavailable(e));
            }
            return used.containsKey(id) ? Optional.of(usedBefore(call)) : Optional.empty();
        }
    }

    /** Gives a claimed certificate back: its call did not run. */
    void release(Call call) {
        telemetry.certificate(CertificateUse.RELEASED);
        call.use().release();
        call.caller().vouched().ifPresent(vouched -> {
            synchronized (this) {
                used.remove(vouched.claims().id());
            }
        });
    }

    private synchronized Optional<Denial> claim(Call call, UUID id) {
        load();
        forgetOld();
        if (used.containsKey(id)) {
            return Optional.of(usedBefore(call));
        }
        if (used.size() >= MAX_COUNT) {
            return Optional.of(Denial.of(
                    Reason.CONCURRENCY_EXCEEDED,
                    "certificates=" + used.size()
                            + " used certificates are remembered, no more fit; try again later"));
        }
        used.put(id, time.now());
        call.use().claim();
        return Optional.empty();
    }

    private void forgetOld() {
        Instant oldest = time.now().minus(RETENTION);
        // In order of insertion, so the first one that is young enough ends the search.
        Iterator<Instant> each = used.values().iterator();
        while (each.hasNext() && each.next().isBefore(oldest)) {
            each.remove();
        }
    }

    private void load() {
        if (loaded) {
            return;
        }
        Instant oldest = time.now().minus(RETENTION);
        Map<UUID, UUID> certificates = new HashMap<>();
        ledger.read(record -> fold(record, oldest, certificates));
        loaded = true;
    }

    private void fold(LedgerRecord record, Instant oldest, Map<UUID, UUID> certificates) {
        if (record.event().time().isBefore(oldest)) {
            return;
        }
        if (record.event() instanceof PolicyDecision decided
                && decided.permitted()
                && DecisionStage.DECIDED.of(decided)
                && decided.vouched().isPresent()) {
            UUID id = decided.vouched().get().certificate();
            used.put(id, decided.time());
            certificates.put(decided.invocation(), id);
        } else if (record.event() instanceof InvocationCompleted completed) {
            UUID id = certificates.remove(completed.invocation());
            if (id != null && completed.status().equals(Runner.WITHHELD)) {
                used.remove(id);
            }
        }
    }

    private static Denial usedBefore(Call call) {
        return Denial.of(
                Reason.CERTIFICATE_USED,
                "certificate=" + call.certificate() + " of " + call.verb().id()
                        + ", which is good for one run, was used before");
    }
}
