package bad;

import dev.cnv.annotations.*;

class Twice {
    @Capability(id = "twice.one")
    @Effects(Effect.MUTATE_STATE)
    @Contract(retry = @Retry(kind = Retry.Kind.FIXED, maxAttempts = 3, delay = "1s")) // expect CNV-305
    void one() {}

    @Capability(id = "twice.two")
    @Effects(Effect.MUTATE_STATE)
    @Contract(idempotent = true, retry = @Retry(kind = Retry.Kind.FIXED, maxAttempts = 3, delay = "1s"))
    void two() {}

    @Capability(id = "twice.three")
    @Effects(Effect.NETWORK_ACCESS)
    @Contract(retry = @Retry(kind = Retry.Kind.FIXED, maxAttempts = 3, delay = "1s"))
    void three() {}
}
