package bad;

import dev.cnv.annotations.*;

class Names {
    @Capability(id = "names.one")
    @Effects(Effect.READ_ONLY)
    void one(
            @Param(name = "From") String upper, // expect CNV-404
            @Param(name = "from_") String underscore, // expect CNV-404
            String $dollar, // expect CNV-404
            String größe) {} // expect CNV-404
}
