package bad;

import dev.cnv.annotations.*;

class Twins {
    @Capability(id = "twins.one")
    @Effects(Effect.READ_ONLY)
    void one(String from, @Param(name = "from") String source) {} // expect CNV-405

    @Capability(id = "twins.two")
    @Effects(Effect.READ_ONLY)
    void two(
            String fromAccount,
            String from_account) {} // expect CNV-405
}
