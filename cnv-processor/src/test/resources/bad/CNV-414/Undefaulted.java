package bad;

import dev.cnv.annotations.*;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class Undefaulted {
    record Point(int x) {}

    @Capability(id = "undefaulted.one")
    @Effects(Effect.READ_ONLY)
    void one(
            @Param(defaultValue = "a") Optional<String> maybe, // expect CNV-414
            @Param(defaultValue = "a") List<String> names, // expect CNV-414
            @Param(defaultValue = "a=b") Map<String, String> table, // expect CNV-414
            @Param(defaultValue = "{}") Point point) {} // expect CNV-414
}
