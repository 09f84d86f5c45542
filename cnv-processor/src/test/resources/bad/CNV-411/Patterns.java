package bad;

import dev.cnv.annotations.*;

class Patterns {
    @Capability(id = "patterns.one")
    @Effects(Effect.READ_ONLY)
    void one(@Param(pattern = "[a-z") String text) {} // expect CNV-411
}
