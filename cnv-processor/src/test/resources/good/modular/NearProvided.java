package good.modular;

import dev.cnv.annotations.*;

/** A verb of a module. */
public class NearProvided {
    @Capability(id = "near-provided.one")
    @Effects(Effect.READ_ONLY)
    public void one() {}
}
