package bad;

import dev.cnv.annotations.*;

class Flags {
    @Capability(id = "flags.one")
    @Effects(Effect.READ_ONLY)
    void one(
            @Param(flag = 'v') boolean verbose,
            @Param(flag = 'v') int version, // expect CNV-406
            @Param(flag = '-') int dash, // expect CNV-406
            @Param(flag = 'V') int other) {}
}
