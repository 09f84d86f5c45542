package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;

public class Equivalence {
    @Capability(id = "equivalence.one", equivalentTo = "equivalence.two") // expect CNV-605
    @Effects(Effect.READ_ONLY)
    public void one(String text) {}

    @Capability(id = "equivalence.two")
    @Effects(Effect.READ_ONLY)
    public void two(int text) {}
}
