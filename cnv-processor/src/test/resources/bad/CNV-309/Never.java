package bad;

import dev.cnv.annotations.*;

class Never {
    @Capability(id = "never.verb")
    @Effects(Effect.READ_ONLY)
    @Phases({}) // expect CNV-309
    void verb() {}
}
