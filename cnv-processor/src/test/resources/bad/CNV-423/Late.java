package bad;

import dev.cnv.annotations.*;

class Late {
    @Capability(id = "late.one")
    @Effects(Effect.READ_ONLY)
    void one(String name, LateOneCertificate.Verified proof) {} // expect CNV-423

    @Capability(id = "late.two")
    @Effects(Effect.READ_ONLY)
    void two(LateTwoCertificate.Verified proof, LateTwoCertificate.Verified again) {} // expect CNV-423
}
