package bad;

import dev.cnv.annotations.*;

class Early {
    @Capability(id = "early.one")
    @Effects(Effect.READ_ONLY)
    void one(EarlyOneCertificate.PolicyChecked proof) {} // expect CNV-422

    @Capability(id = "early.two")
    @Effects(Effect.READ_ONLY)
    void two(EarlyTwoCertificate proof) {} // expect CNV-422
}
