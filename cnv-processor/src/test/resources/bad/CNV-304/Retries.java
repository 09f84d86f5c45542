package bad;

import dev.cnv.annotations.*;

class Retries {
    @Capability(id = "retries.one")
    @Effects(Effect.READ_ONLY)
    @Contract(retry = @Retry(kind = Retry.Kind.FIXED, maxAttempts = 3)) // expect CNV-304
    void one() {}

    @Capability(id = "retries.two")
    @Effects(Effect.READ_ONLY)
    @Contract(retry = @Retry(kind = Retry.Kind.FIXED, maxAttempts = 1, delay = "1s")) // expect CNV-304
    void two() {}

    @Capability(id = "retries.three")
    @Effects(Effect.READ_ONLY)
    @Contract(retry = @Retry(kind = Retry.Kind.EXPONENTIAL, maxAttempts = 3, delay = "1s")) // expect CNV-304
    void three() {}

    @Capability(id = "retries.four")
    @Effects(Effect.READ_ONLY)
    @Contract(retry = @Retry(delay = "1s")) // expect CNV-304
    void four() {}

    @Capability(id = "retries.five")
    @Effects(Effect.READ_ONLY)
    @Contract(retry = @Retry(kind = Retry.Kind.FOREVER, maxAttempts = 3, delay = "1s", maxDelay = "2s")) // expect CNV-304
    void five() {}

    @Capability(id = "retries.six")
    @Effects(Effect.READ_ONLY)
    @Contract(
            retry = @Retry(kind = Retry.Kind.FOREVER, delay = "2s",
                    maxDelay = "1s")) // expect CNV-304
    void six() {}

    @Capability(id = "retries.seven")
    @Effects(Effect.READ_ONLY)
    @Contract(retry = @Retry(kind = Retry.Kind.FIXED, maxAttempts = 2, delay = "1s", maxDelay = "1s")) // expect CNV-304
    void seven() {}

    @Capability(id = "retries.eight")
    @Effects(Effect.READ_ONLY)
    @Contract(retry = @Retry(maxAttempts = 2)) // expect CNV-304
    void eight() {}
}
