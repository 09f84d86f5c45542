package bad;

import dev.cnv.annotations.*;

class Replaced {
    @Capability(
            id = "account.one",
            replacedBy = "account.two") // expect CNV-106
    @Effects(Effect.READ_ONLY)
    void one() {}
}
