package bad;

import dev.cnv.annotations.*;

class Dry {
    @Capability(id = "dry.verb")
    @Effects(
            value = Effect.READ_ONLY,
            dryRun = true) // expect CNV-204
    void verb() {}
}
