package bad;

import dev.cnv.annotations.*;
import java.time.Duration;
import java.util.List;

class Ranges {
    @Capability(id = "ranges.one")
    @Effects(Effect.READ_ONLY)
    void one(
            @Param(min = "2", max = "1") int count, // expect CNV-410
            @Param(min = "1m", max = "59s") Duration wait, // expect CNV-410
            @Param(minLength = 3, maxLength = 2) String text, // expect CNV-410
            @Param(minLength = -2) List<String> names) {} // expect CNV-410
}
