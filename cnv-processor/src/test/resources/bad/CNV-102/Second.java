package bad;

import dev.cnv.annotations.*;

class Second {
    @Capability(id = "account.show") // expect CNV-102
    @Effects(Effect.READ_ONLY)
    void show() {}

    @Capability(id = "account.list")
    @Effects(Effect.READ_ONLY)
    void list() {}

    @Capability(id = "account.list") // expect CNV-102
    @Effects(Effect.READ_ONLY)
    void listAgain() {}
}
