package contract;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Limits;
import dev.cnv.annotations.Phase;
import dev.cnv.annotations.Phases;
import dev.cnv.annotations.Retry;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.annotations.Stability;

/** Everything that can be said about a verb. */
public final class Contracts {

    @Capability(
            id = "contract.full",
            version = "2.3.4",
            requires = {"contract.plain", "elsewhere.unknown"},
            equivalentTo = "contract.same",
            dominates = {"contract.less", "contract.least"},
            stability = Stability.BETA,
            deprecated = "It does too much.",
            replacedBy = "contract.plain")
    @Effects(
            value = {Effect.STORAGE_WRITE, Effect.MUTATE_STATE, Effect.NETWORK_ACCESS},
            sensitivity = Sensitivity.CRITICAL,
            data = {DataTag.SECRETS, DataTag.PII},
            dryRun = true)
    @Contract(
            duration = DurationClass.BATCH,
            deadline = @Deadline(kind = Deadline.Kind.HARD, within = "1h"),
            timeout = "10m",
            retry = @Retry(kind = Retry.Kind.EXPONENTIAL, maxAttempts = 5, delay = "100ms", maxDelay = "PT5S"),
            idempotent = true,
            concurrency = @Concurrency(kind = Concurrency.Kind.GLOBAL_SHARED, max = 8, perSecond = 100),
            isolation = Isolation.TENANT_ISOLATED,
            limits = @Limits(preset = Limits.Preset.STRICT, memoryBytes = 1 << 20))
    public void full() {}

    @Capability(id = "contract.plain")
    @Effects(Effect.READ_ONLY)
    @Contract
    public void plain() {}

    @Capability(id = "contract.forever")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.FAST_PATH,
            deadline = @Deadline(kind = Deadline.Kind.MUST_START_BY, within = "1ms"),
            timeout = "500us",
            retry = @Retry(kind = Retry.Kind.FOREVER, delay = "1ns", maxDelay = "1d"),
            concurrency = @Concurrency(kind = Concurrency.Kind.SINGLE_TENANT_EXCLUSIVE),
            limits = @Limits(cpuTime = "1s", fileDescriptors = 0, connections = 7))
    public void forever() {}

    @Capability(id = "contract.fixed")
    @Effects(Effect.NETWORK_ACCESS)
    @Contract(
            retry = @Retry(kind = Retry.Kind.FIXED, maxAttempts = 2, delay = "PT0.5S"),
            concurrency = @Concurrency(kind = Concurrency.Kind.TENANT_SHARED, max = 3))
    @Phases({Phase.RECOVERY, Phase.OPERATIONAL})
    public void fixed() {}

    @Capability(id = "contract.tree")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            isolation = Isolation.SANDBOXED,
            limits = @Limits(memoryBytes = 32 << 20, cpuTime = "5s", wholeTree = true))
    public void tree() {}
}
