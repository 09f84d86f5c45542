package bad;

import dev.cnv.annotations.*;

class Always {
    @Capability(id = "always.verb")
    @Effects(Effect.READ_ONLY)
    @Phases({ // expect CNV-310
        Phase.BOOTSTRAP,
        Phase.NEGOTIATION,
        Phase.ACTIVATION,
        Phase.OPERATIONAL,
        Phase.DEGRADED,
        Phase.RECOVERY,
        Phase.SHUTDOWN,
        Phase.EMERGENCY
    })
    void verb() {}

    @Capability(id = "always.nearly")
    @Effects(Effect.READ_ONLY)
    @Phases({
        Phase.BOOTSTRAP,
        Phase.NEGOTIATION,
        Phase.ACTIVATION,
        Phase.OPERATIONAL,
        Phase.DEGRADED,
        Phase.RECOVERY,
        Phase.EMERGENCY
    })
    void nearly() {}
}
