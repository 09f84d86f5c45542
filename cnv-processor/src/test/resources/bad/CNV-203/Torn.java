package bad;

import dev.cnv.annotations.*;

class Torn {
    @Capability(id = "torn.verb")
    @Effects({Effect.READ_ONLY, Effect.STORAGE_WRITE}) // expect CNV-203
    void verb() {}

    @Capability(id = "torn.remote-read")
    @Effects({Effect.READ_ONLY, Effect.NETWORK_ACCESS})
    void remoteRead() {}
}
