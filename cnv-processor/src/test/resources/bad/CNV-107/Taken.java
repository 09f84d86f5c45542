package bad;

import dev.cnv.annotations.*;

class Taken { // expect CNV-107
    @Capability(id = "taken.show")
    @Effects(Effect.READ_ONLY)
    void show() {}
}

class TakenShowCertificate {}
