package bad;

import dev.cnv.annotations.*;
import java.time.Duration;

class Broken {
    @Capability(id = "broken.one")
    @Effects(Effect.READ_ONLY)
    void one(
            @Param(defaultValue = "0", min = "1") int count, // expect CNV-413
            @Param(defaultValue = "2h", max = "60m") Duration wait, // expect CNV-413
            @Param(defaultValue = "abc", maxLength = 2) String shortText, // expect CNV-413
            @Param(emptyDefault = true, minLength = 1) String text, // expect CNV-413
            @Param(defaultValue = "a1", pattern = "[a-z]+") String letters, // expect CNV-413
            @Param(defaultValue = "c", oneOf = {"a", "b"}) String choice, // expect CNV-413
            @Param(defaultValue = "AAAA", minLength = 4) byte[] bytes) {} // expect CNV-413
}
