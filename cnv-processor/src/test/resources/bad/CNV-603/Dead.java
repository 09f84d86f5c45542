package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;

public class Dead {
    @Capability(id = "dead.live")
    @Effects(Effect.READ_ONLY)
    public void live() {}

    @Capability(id = "dead.verb", requires = "dead.circle") // expect CNV-603
    @Effects(Effect.READ_ONLY)
    public void verb() {}

    @Capability(id = "dead.circle", requires = "dead.circle-back") // expect CNV-602
    @Effects(Effect.READ_ONLY)
    public void circle() {}

    @Capability(id = "dead.circle-back", requires = "dead.circle")
    @Effects(Effect.READ_ONLY)
    public void back() {}
}
