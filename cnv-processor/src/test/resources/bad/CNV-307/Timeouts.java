package bad;

import dev.cnv.annotations.*;

class Timeouts {
    @Capability(id = "timeouts.one")
    @Effects(Effect.READ_ONLY)
    @Contract(timeout = "5s") // expect CNV-307
    void one() {}

    @Capability(id = "timeouts.two")
    @Effects(Effect.READ_ONLY)
    @Contract(timeout = "500ms")
    void two() {}
}
