package bad;

import dev.cnv.annotations.*;
import bad.ForeignOneCertificate.Verified;

class Assumed {
    @Capability(id = "assumed.one")
    @Effects(Effect.READ_ONLY)
    void one(Verified proof) {} // expect CNV-421
}
