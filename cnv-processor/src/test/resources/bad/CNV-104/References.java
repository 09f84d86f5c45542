package bad;

import dev.cnv.annotations.*;

class References {
    @Capability(
            id = "account.one",
            requires = {
                "account.known-elsewhere",
                "Account" // expect CNV-104
            },
            equivalentTo = "account_one", // expect CNV-104
            dominates = {"a.b", "a..b"}) // expect CNV-104
    @Effects(Effect.READ_ONLY)
    void one() {}

    @Capability(
            id = "account.two",
            deprecated = "Use another.",
            replacedBy = "another") // expect CNV-104
    @Effects(Effect.READ_ONLY)
    void two() {}
}
