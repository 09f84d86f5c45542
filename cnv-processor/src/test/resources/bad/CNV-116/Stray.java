package bad;

import dev.cnv.annotations.*;

class Stray {
    @Effects(Effect.READ_ONLY) // expect CNV-116
    void effects() {}

    @Contract // expect CNV-116
    void contract() {}

    @Phases(Phase.RECOVERY) // expect CNV-116
    void phases() {}

    void parameter(@Param(min = "1") int count) {} // expect CNV-116

    Stray(@Param int constructor) {} // expect CNV-116
}
