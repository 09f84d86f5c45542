package bad;

import dev.cnv.annotations.*;

class Twice {
    @Capability(id = "twice.verb")
    @Effects(Effect.READ_ONLY)
    @Phases({Phase.RECOVERY, Phase.DEGRADED, Phase.RECOVERY}) // expect CNV-311
    void verb() {}
}
