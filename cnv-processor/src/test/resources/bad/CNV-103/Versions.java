package bad;

import dev.cnv.annotations.*;

class Versions {
    @Capability(id = "account.one", version = "1") // expect CNV-103
    @Effects(Effect.READ_ONLY)
    void one() {}

    @Capability(id = "account.two", version = "1.0.0-beta") // expect CNV-103
    @Effects(Effect.READ_ONLY)
    void two() {}

    @Capability(id = "account.three", version = "01.0.0") // expect CNV-103
    @Effects(Effect.READ_ONLY)
    void three() {}
}
