package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.LedgerRecord;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The outcome of a call of an earlier process, read back from the ledger. */
final class RecordedOutcome {

    private RecordedOutcome() {}

    static Outcome<Ran> of(
            LedgerRecord decision,
            PolicyDecision decided,
            LedgerRecord completion,
            InvocationCompleted completed) {
        Receipt receipt = new Receipt(
                decided.invocation(),
                decided.capability(),
                decided.version(),
                decided.agent(),
                decided.tenant(),
                decided.correlation(),
                decided.parent(),
                decided.policy().map(digest -> digest.hex()),
                decided.ruleMatched(),
                OptionalLong.of(decision.index()),
                OptionalLong.of(completion.index()));
        if (completed.reason().isPresent()) {
            return new Outcome.Failed<>(
                    Denial.of(completed.reason().get(), completed.message()), receipt);
        }
        if (completed.result().isEmpty()) {
            return new Outcome.Denied<>(
                    Denial.of(
                            Reason.IDEMPOTENCY_RECORDED,
                            "invocation=" + decided.invocation()
                                    + " completed; its result was not recorded"),
                    receipt);
        }
        String result = completed.result().get();
        Ran ran = new Ran(
                null,
                Optional.of(StrictJson.parse(result)),
                Set.of(Ran.Form.JSON),
                result.length());
        return new Outcome.Completed<>(ran, receipt, true);
    }
}
