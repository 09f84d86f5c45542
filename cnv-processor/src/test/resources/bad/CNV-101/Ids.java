package bad;

import dev.cnv.annotations.*;

class Ids {
    @Capability(id = "Account.transfer") // expect CNV-101
    @Effects(Effect.READ_ONLY)
    void upperCase() {}

    @Capability(id = "transfer") // expect CNV-101
    @Effects(Effect.READ_ONLY)
    void oneSegment() {}

    @Capability(id = "a.b.c.d.e.f.g.h.i") // expect CNV-101
    @Effects(Effect.READ_ONLY)
    void nineSegments() {}

    @Capability(id = "account.") // expect CNV-101
    @Effects(Effect.READ_ONLY)
    void emptySegment() {}

    @Capability(id = "account.trans--fer") // expect CNV-101
    @Effects(Effect.READ_ONLY)
    void doubleHyphen() {}

    @Capability(id = "account.1st") // expect CNV-101
    @Effects(Effect.READ_ONLY)
    void leadingDigit() {}

    @Capability(id = "") // expect CNV-101
    @Effects(Effect.READ_ONLY)
    void empty() {}
}
