package bad;

import dev.cnv.annotations.*;

class Varying {
    @Capability(id = "varying.verb")
    @Effects(Effect.READ_ONLY)
    void verb(String... names) {} // expect CNV-114
}
