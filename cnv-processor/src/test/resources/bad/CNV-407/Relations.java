package bad;

import dev.cnv.annotations.*;

class Relations {
    @Capability(id = "relations.one")
    @Effects(Effect.READ_ONLY)
    void one(
            String given,
            @Param(requires = "nobody") boolean lonely, // expect CNV-407
            @Param(conflicts = "selfish") boolean selfish, // expect CNV-407
            @Param(conflicts = "given") boolean never, // expect CNV-407
            @Param(
                    requires = "lonely",
                    conflicts = {
                        "selfish",
                        "lonely" // expect CNV-407
                    })
                    boolean torn) {}
}
