package good.contracts;

import dev.cnv.annotations.*;

/** Contracts that can be kept. */
public class NearContracts {

    // near CNV-301: timeout = "5s" => timeout = "5 seconds"
    @Capability(id = "near-contract.timeout")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, timeout = "5s")
    public void timeout() {}

    // near CNV-302: within = "30s" => within = "29s"
    // near CNV-303: , within = "30s" =>
    @Capability(id = "near-contract.deadline")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            deadline = @Deadline(kind = Deadline.Kind.HARD, within = "30s"))
    public void deadline() {}

    // near CNV-304: maxAttempts = 2 => maxAttempts = 1
    @Capability(id = "near-contract.retry")
    @Effects(Effect.READ_ONLY)
    @Contract(retry = @Retry(kind = Retry.Kind.FIXED, maxAttempts = 2, delay = "1s"))
    public void retry() {}

    // near CNV-305: idempotent = true,  =>
    @Capability(id = "near-contract.again")
    @Effects(Effect.MUTATE_STATE)
    @Suppressed(code = "CNV-212", reason = "what it changes is not written yet")
    @Contract(idempotent = true, retry = @Retry(kind = Retry.Kind.FIXED, maxAttempts = 2, delay = "1s"))
    public void again() {}

    // near CNV-306: , max = 2, perSecond = 5 => , perSecond = 5
    @Capability(id = "near-contract.shared")
    @Effects(Effect.READ_ONLY)
    @Contract(concurrency = @Concurrency(kind = Concurrency.Kind.GLOBAL_SHARED, max = 2, perSecond = 5))
    public void shared() {}

    // near CNV-307: timeout = "500ms" => timeout = "501ms"
    @Capability(id = "near-contract.quick")
    @Effects(Effect.READ_ONLY)
    @Contract(timeout = "500ms")
    public void quick() {}

    // near CNV-308: memoryBytes = 1 => memoryBytes = 0
    @Capability(id = "near-contract.small")
    @Effects(Effect.READ_ONLY)
    @Contract(limits = @Limits(memoryBytes = 1, fileDescriptors = 0))
    public void small() {}
}
