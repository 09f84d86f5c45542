package bad;

import dev.cnv.annotations.*;

class Clashes {
    @Capability(id = "account.one")
    @Effects(Effect.READ_ONLY)
    void show(String name) {}

    @Capability(id = "account.two")
    @Effects(Effect.READ_ONLY)
    void show(int number) {} // expect CNV-107

    @Capability(id = "account.list-all")
    @Effects(Effect.READ_ONLY)
    void listAll() {}

    @Capability(id = "account.list.all") // expect CNV-107
    @Effects(Effect.READ_ONLY)
    void listEverything() {}

    @Override
    @Capability(id = "account.text")
    @Effects(Effect.READ_ONLY)
    public String toString() { // expect CNV-107
        return "";
    }
}
