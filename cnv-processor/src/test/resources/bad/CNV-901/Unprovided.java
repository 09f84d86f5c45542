package bad;

import dev.cnv.annotations.*;

public class Unprovided {
    @Capability(id = "unprovided.one")
    @Effects(Effect.READ_ONLY)
    public void one() {}
}
