package bad;

import dev.cnv.annotations.Allocates;
import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Suppressed;

public class Marked {
    @EffectBoundary(value = Effect.READ_ONLY, reason = " ") // expect CNV-216
    void bound() {}

    @Suppressed(code = "CNV-101", reason = "it is mine") // expect CNV-216
    void silent() {}

    @Suppressed(code = "CNV-211", reason = "") // expect CNV-216
    void reasonless() {}

    @Capability(id = "marked.slow")
    @Effects(Effect.READ_ONLY)
    @Allocates("it is slow anyway") // expect CNV-216
    public void slow() {}
}
