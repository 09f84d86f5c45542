package bad;

import dev.cnv.annotations.*;

class Environment {
    @Capability(id = "environment.one")
    @Effects(Effect.READ_ONLY)
    void one(@Param(env = "1ST") String first, @Param(env = "A-B") String second) {} // expect CNV-415, CNV-415
}
