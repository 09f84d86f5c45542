package bad;

import dev.cnv.annotations.*;

class First {
    @Capability(id = "account.show")
    @Effects(Effect.READ_ONLY)
    void show() {}
}
