package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.outcome.Reason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A permitted call ended.
 *
 * @param origin who acts, when, as part of what; caused by the {@link PolicyDecision}
 * @param invocation the call's id
 * @param decision the index of its {@link PolicyDecision}
 * @param status {@code completed}, {@code failed} or {@code withheld}
 * @param reason why it failed
 * @param message the failure's sentence, empty when it did not fail
 * @param attempts how many times the handler was run
 * @param queuedNanos how long the call waited for a permit, in nanoseconds
 * @param runNanos how long the handler ran, all attempts together, in nanoseconds
 * @param resultDigest the SHA-256 of the canonical result, when there is one
 * @param result the result as canonical JSON, kept only for a call with an idempotency key
 * @param notes what the contract noticed, such as a missed soft deadline
 */
public record InvocationCompleted(
        EventOrigin origin,
        UUID invocation,
        OptionalLong decision,
        String status,
        Optional<Reason> reason,
        String message,
        int attempts,
        long queuedNanos,
        long runNanos,
        Optional<Digest> resultDigest,
        Optional<String> result,
        List<String> notes)
        implements CallEvent {

    /** Copies the list. */
    public InvocationCompleted {
        notes = List.copyOf(notes);
    }
}
