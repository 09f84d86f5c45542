package dev.cnv.runtime.identity;

import dev.cnv.runtime.capability.CapabilityId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What one call carries besides its arguments.
 *
 * @param invocation the call's id
 * @param correlation the id shared by all calls of one request
 * @param parent the call from within which this one is made
 * @param principal who calls
 * @param qualityOfService how much the call matters
 * @param received when the call arrived
 * @param dryRun whether the verb shall only say what it would do
 * @param idempotencyKey the caller's name for this very call
 * @param path the verbs within which this call is made, outermost first, and then those whose results
 *     it is made of as a step of a plan; each once
 * @param causation the id of the ledger's event by which the call was decided from within which this
 *     one is made
 */
public record CallContext(
        UUID invocation,
        String correlation,
        Optional<UUID> parent,
        Principal principal,
        QualityOfService qualityOfService,
        Instant received,
        boolean dryRun,
        Optional<String> idempotencyKey,
        List<CapabilityId> path,
        Optional<UUID> causation) {

    /** Copies the list. */
    public CallContext {
        path = List.copyOf(path);
    }

    /**
     * The context of a call of which it is not known which event caused it.
     *
     * @param invocation the call's id
     * @param correlation the id shared by all calls of one request
     * @param parent the call from within which this one is made
     * @param principal who calls
     * @param qualityOfService how much the call matters
     * @param received when the call arrived
     * @param dryRun whether the verb shall only say what it would do
     * @param idempotencyKey the caller's name for this very call
     * @param path the verbs within which this call is made, outermost first, each once
     */
    public CallContext(
            UUID invocation,
            String correlation,
            Optional<UUID> parent,
            Principal principal,
            QualityOfService qualityOfService,
            Instant received,
            boolean dryRun,
            Optional<String> idempotencyKey,
            List<CapabilityId> path) {
        this(
                invocation,
                correlation,
                parent,
                principal,
                qualityOfService,
                received,
                dryRun,
                idempotencyKey,
                path,
                Optional.empty());
    }

    /**
     * The context of a call that is made within no other, or of which that is not known.
     *
     * @param invocation the call's id
     * @param correlation the id shared by all calls of one request
     * @param parent the call from within which this one is made
     * @param principal who calls
     * @param qualityOfService how much the call matters
     * @param received when the call arrived
     * @param dryRun whether the verb shall only say what it would do
     * @param idempotencyKey the caller's name for this very call
     */
    public CallContext(
            UUID invocation,
            String correlation,
            Optional<UUID> parent,
            Principal principal,
            QualityOfService qualityOfService,
            Instant received,
            boolean dryRun,
            Optional<String> idempotencyKey) {
        this(
                invocation,
                correlation,
                parent,
                principal,
                qualityOfService,
                received,
                dryRun,
                idempotencyKey,
                List.of(),
                Optional.empty());
    }

    /**
     * This context of another caller.
     *
     * @param caller who calls
     * @return a new context
     */
    public CallContext by(Principal caller) {
        return new CallContext(
                invocation,
                correlation,
                parent,
                caller,
                qualityOfService,
                received,
                dryRun,
                idempotencyKey,
                path,
                causation);
    }
}
