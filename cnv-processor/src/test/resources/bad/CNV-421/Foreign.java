package bad;

import dev.cnv.annotations.*;

class Foreign {
    @Capability(id = "foreign.one")
    @Effects(Effect.READ_ONLY)
    void one(ForeignTwoCertificate.Verified proof) {} // expect CNV-421

    @Capability(id = "foreign.two")
    @Effects(Effect.READ_ONLY)
    void two(bad.ForeignOneCertificate.Verified proof, String name) {} // expect CNV-421

    @Capability(id = "foreign.three")
    @Effects(Effect.READ_ONLY)
    void three(ForeignThreeCertificate.Verified proof) {}
}
