package dev.cnv.runtime.kernel;

import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;

/**
 * An outcome that is kept for an idempotency key.
 *
 * @param outcome the outcome
 * @param length how many characters count for it
 */
record KeptOutcome(Outcome<Ran> outcome, long length) {

    static KeptOutcome of(Outcome<Ran> outcome) {
        return new KeptOutcome(
                outcome,
                switch (outcome) {
                    case Outcome.Completed<Ran> done -> done.value().length();
                    case Outcome.Failed<Ran> failed -> length(failed.failure());
                    case Outcome.Denied<Ran> denied -> length(denied.denial());
                    case Outcome.Withheld<Ran> _ -> 0;
                });
    }

    /** What is left of it where there is no room: that the call ended, and how. */
    KeptOutcome shortened() {
        Outcome<Ran> rest = switch (outcome) {
            case Outcome.Completed<Ran> done ->
                new Outcome.Denied<>(
                        Denial.of(
                                Reason.IDEMPOTENCY_RECORDED,
                                "invocation=" + done.receipt().invocation()
                                        + " completed; there was no room to keep its result"),
                        done.receipt());
            case Outcome.Failed<Ran> failed ->
                new Outcome.Failed<>(
                        Denial.of(
                                failed.failure().reason(),
                                "invocation=" + failed.receipt().invocation()
                                        + " failed; there was no room to keep its message, which is in the ledger"),
                        failed.receipt());
            case Outcome.Denied<Ran> denied ->
                new Outcome.Denied<>(
                        Denial.of(
                                denied.denial().reason(), "there was no room to keep the message"),
                        denied.receipt());
            case Outcome.Withheld<Ran> withheld -> withheld;
        };
        return new KeptOutcome(rest, 0);
    }

    private static long length(Denial denial) {
        return denial.message().length()
                + denial.details().entrySet().stream()
                        .mapToLong(detail -> (long) detail.getKey().length()
                                + detail.getValue().length())
                        .sum();
    }
}
