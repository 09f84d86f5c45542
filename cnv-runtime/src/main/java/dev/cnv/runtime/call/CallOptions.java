package dev.cnv.runtime.call;

import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.delegation.PossessionProof;
import dev.cnv.runtime.identity.QualityOfService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a caller asks for besides the verb and its arguments.
 *
 * @param dryRun whether the verb shall only say what it would do
 * @param idempotencyKey the caller's name for this very call, 1 to 128 visible ASCII characters: a
 *     second call with it does not run again
 * @param approvals approvals to present to the policy
 * @param timeAllowed the time that the caller waits at most; the contract's deadline still holds
 * @param qualityOfService how much the call matters
 * @param correlation the id shared by all calls of one request; a new one when empty
 * @param progress hears how far a long verb has come
 * @param possession the proof for this very call of a caller who came without its key, see {@link
 *     dev.cnv.runtime.delegation.Credential.Presented}
 */
public record CallOptions(
        boolean dryRun,
        Optional<String> idempotencyKey,
        List<Approval> approvals,
        Optional<Duration> timeAllowed,
        QualityOfService qualityOfService,
        Optional<String> correlation,
        Progress progress,
        Optional<PossessionProof> possession) {

    /** No dry run, no key, no approval, no time limit of the caller's, normal priority. */
    public static final CallOptions NONE = new CallOptions(
            false,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            QualityOfService.NORMAL,
            Optional.empty(),
            Progress.NONE,
            Optional.empty());

    /**
     * Copies the list and checks the key and the time.
     *
     * @throws IllegalArgumentException when the key is malformed or the time is not positive
     */
    public CallOptions {
        approvals = List.copyOf(approvals);
        idempotencyKey.ifPresent(CallOptions::requireKey);
        timeAllowed.ifPresent(CallOptions::requirePositive);
    }

    /** {@return these options for a dry run} */
    public CallOptions asDryRun() {
        return new CallOptions(
                true,
                idempotencyKey,
                approvals,
                timeAllowed,
                qualityOfService,
                correlation,
                progress,
                possession);
    }

    /**
     * These options with an idempotency key.
     *
     * @param key the caller's name for this very call
     * @return new options
     */
    public CallOptions idempotencyKey(String key) {
        return new CallOptions(
                dryRun,
                Optional.of(key),
                approvals,
                timeAllowed,
                qualityOfService,
                correlation,
                progress,
                possession);
    }

    /**
     * These options with approvals.
     *
     * @param presented the approvals
     * @return new options
     */
    public CallOptions approvals(List<Approval> presented) {
        return new CallOptions(
                dryRun,
                idempotencyKey,
                presented,
                timeAllowed,
                qualityOfService,
                correlation,
                progress,
                possession);
    }

    /**
     * These options with a time limit.
     *
     * @param limit the time that the caller waits at most
     * @return new options
     */
    public CallOptions timeAllowed(Duration limit) {
        return new CallOptions(
                dryRun,
                idempotencyKey,
                approvals,
                Optional.of(limit),
                qualityOfService,
                correlation,
                progress,
                possession);
    }

    /**
     * These options with another quality of service.
     *
     * @param other how much the call matters
     * @return new options
     */
    public CallOptions qualityOfService(QualityOfService other) {
        return new CallOptions(
                dryRun,
                idempotencyKey,
                approvals,
                timeAllowed,
                other,
                correlation,
                progress,
                possession);
    }

    /**
     * These options as part of a request.
     *
     * @param id the id shared by all calls of the request
     * @return new options
     */
    public CallOptions correlation(String id) {
        return new CallOptions(
                dryRun,
                idempotencyKey,
                approvals,
                timeAllowed,
                qualityOfService,
                Optional.of(id),
                progress,
                possession);
    }

    /**
     * These options with somebody who hears of progress.
     *
     * @param listener hears how far a long verb has come
     * @return new options
     */
    public CallOptions progress(Progress listener) {
        return new CallOptions(
                dryRun,
                idempotencyKey,
                approvals,
                timeAllowed,
                qualityOfService,
                correlation,
                listener,
                possession);
    }

    /**
     * These options with a proof that the caller has its chain's last key.
     *
     * @param proof the proof, for one call
     * @return new options
     */
    public CallOptions possession(PossessionProof proof) {
        return new CallOptions(
                dryRun,
                idempotencyKey,
                approvals,
                timeAllowed,
                qualityOfService,
                correlation,
                progress,
                Optional.of(proof));
    }

    private static void requireKey(String key) {
        if (key.isEmpty() || key.length() > 128 || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "idempotencyKey=" + key + " is not 1 to 128 visible ASCII characters");
        }
    }

    private static void requirePositive(Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("timeAllowed=" + limit + " is not positive");
        }
    }
}
