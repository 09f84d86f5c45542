package bad;

import dev.cnv.annotations.*;

class Other {
    @Capability(id = "account-list.all") // expect CNV-107
    @Effects(Effect.READ_ONLY)
    void all() {}

    static class Part {
        @Capability(id = "part.show")
        @Effects(Effect.READ_ONLY)
        static void show() {}
    }
}

class Other_Part { // expect CNV-107
    @Capability(id = "part.list")
    @Effects(Effect.READ_ONLY)
    static void list() {}
}
