package bad;

import dev.cnv.annotations.*;

class Durations {
    @Capability(id = "durations.one")
    @Effects(Effect.READ_ONLY)
    @Contract(timeout = "5 seconds") // expect CNV-301
    void one() {}

    @Capability(id = "durations.two")
    @Effects(Effect.READ_ONLY)
    @Contract(
            deadline = @Deadline(kind = Deadline.Kind.HARD, within = "soon"), // expect CNV-301
            retry = @Retry(kind = Retry.Kind.EXPONENTIAL, maxAttempts = 2,
                    delay = "0s", // expect CNV-301
                    maxDelay = "-PT1S"), // expect CNV-301
            limits = @Limits(cpuTime = "1.5s")) // expect CNV-301
    void two() {}
}
