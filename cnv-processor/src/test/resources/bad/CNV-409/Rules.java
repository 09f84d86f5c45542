package bad;

import dev.cnv.annotations.*;
import java.time.Duration;

class Rules {
    @Capability(id = "rules.one")
    @Effects(Effect.READ_ONLY)
    void one(
            @Param(min = "one") int count, // expect CNV-409
            @Param(max = "128") byte small, // expect CNV-409
            @Param(min = "1.5") long whole, // expect CNV-409
            @Param(max = "later") Duration wait, // expect CNV-409
            @Param(oneOf = {"1", "two"}) int choice, // expect CNV-409
            @Param(oneOf = {"a", "b", "a"}) String letter) {} // expect CNV-409
}
