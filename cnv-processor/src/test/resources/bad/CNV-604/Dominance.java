package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;

public class Dominance {
    @Capability(id = "dominance.weaker", dominates = "dominance.write") // expect CNV-604
    @Effects(Effect.READ_ONLY)
    public void weaker(String text) {}

    @Capability(id = "dominance.write")
    @Effects(Effect.READ_ONLY)
    public void write(String text, int count) {}

    @Capability(id = "dominance.same", dominates = "dominance.weaker") // expect CNV-604
    @Effects(Effect.READ_ONLY)
    public void same(String text) {}
}
