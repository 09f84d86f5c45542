package good.contracts;

import dev.cnv.annotations.*;

/** Verbs that name phases. */
public class NearPhases {

    // near CNV-309: {Phase.OPERATIONAL} => {}
    @Capability(id = "near-phases.one")
    @Effects(Effect.READ_ONLY)
    @Phases({Phase.OPERATIONAL})
    public void one() {}

    // near CNV-310: Phase.EMERGENCY => Phase.SHUTDOWN, Phase.EMERGENCY
    @Capability(id = "near-phases.nearly-all")
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
    public void nearlyAll() {}

    // near CNV-311: Phase.RECOVERY, Phase.DEGRADED => Phase.RECOVERY, Phase.RECOVERY
    @Capability(id = "near-phases.two")
    @Effects(Effect.READ_ONLY)
    @Phases({Phase.RECOVERY, Phase.DEGRADED})
    public void two() {}
}
