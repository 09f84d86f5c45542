package bad;

import dev.cnv.annotations.*;

class Selves {
    @Capability(id = "account.one", requires = "account.one") // expect CNV-105
    @Effects(Effect.READ_ONLY)
    void one() {}

    @Capability(id = "account.two", deprecated = "Old.", replacedBy = "account.two") // expect CNV-105
    @Effects(Effect.READ_ONLY)
    void two() {}
}
