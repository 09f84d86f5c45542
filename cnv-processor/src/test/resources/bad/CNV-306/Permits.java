package bad;

import dev.cnv.annotations.*;

class Permits {
    @Capability(id = "permits.one")
    @Effects(Effect.READ_ONLY)
    @Contract(concurrency = @Concurrency(kind = Concurrency.Kind.GLOBAL_SHARED)) // expect CNV-306
    void one() {}

    @Capability(id = "permits.two")
    @Effects(Effect.READ_ONLY)
    @Contract(concurrency = @Concurrency(kind = Concurrency.Kind.TENANT_SHARED, max = 2, perSecond = 5)) // expect CNV-306
    void two() {}

    @Capability(id = "permits.three")
    @Effects(Effect.READ_ONLY)
    @Contract(concurrency = @Concurrency(max = 2)) // expect CNV-306
    void three() {}

    @Capability(id = "permits.four")
    @Effects(Effect.READ_ONLY)
    @Contract(concurrency = @Concurrency(kind = Concurrency.Kind.GLOBAL_SHARED, max = 1, perSecond = -1)) // expect CNV-306
    void four() {}
}
