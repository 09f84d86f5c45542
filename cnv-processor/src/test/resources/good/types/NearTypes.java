package good.types;

import dev.cnv.annotations.*;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Parameters and results that can be carried. */
public class NearTypes {

    // near CNV-402: record Point => private record Point
    record Point(int x) {}

    // near CNV-403: List<String> children => List<Tree> children
    record Tree(String name, List<String> children) {}

    // near CNV-401: Instant when => java.util.Date when
    @Capability(id = "near-type.time")
    @Effects(Effect.READ_ONLY)
    void time(Instant when) {}

    @Capability(id = "near-type.record")
    @Effects(Effect.READ_ONLY)
    void record(Point point, Tree tree) {}

    // near CNV-404: name = "from" => name = "From"
    // near CNV-405: name = "from" => name = "to"
    @Capability(id = "near-type.names")
    @Effects(Effect.READ_ONLY)
    void names(@Param(name = "from") String source, String to) {}

    // near CNV-406: flag = 'V' => flag = 'v'
    @Capability(id = "near-type.flags")
    @Effects(Effect.READ_ONLY)
    void flags(@Param(flag = 'v') boolean verbose, @Param(flag = 'V') int version) {}

    // near CNV-407: requires = "one" => requires = "on"
    @Capability(id = "near-type.relations")
    @Effects(Effect.READ_ONLY)
    void relations(boolean one, @Param(requires = "one") boolean two) {}

    // near CNV-408: pattern = "[0-9]+") String digits => pattern = "[0-9]+") int digits
    // near CNV-411: pattern = "[0-9]+" => pattern = "[0-9+"
    @Capability(id = "near-type.digits")
    @Effects(Effect.READ_ONLY)
    void digits(@Param(pattern = "[0-9]+") String digits) {}

    // near CNV-409: max = "127" => max = "128"
    // near CNV-410: max = "127" => max = "0"
    @Capability(id = "near-type.small")
    @Effects(Effect.READ_ONLY)
    void small(@Param(min = "1", max = "127") byte small) {}

    // near CNV-412: defaultValue = "5s" => defaultValue = "5 s"
    // near CNV-413: defaultValue = "5s" => defaultValue = "61m"
    @Capability(id = "near-type.wait")
    @Effects(Effect.READ_ONLY)
    void waitFor(@Param(defaultValue = "5s", max = "60m") Duration wait) {}

    // near CNV-414: @Param(flag = 'm') Optional => @Param(defaultValue = "a") Optional
    @Capability(id = "near-type.maybe")
    @Effects(Effect.READ_ONLY)
    void maybe(@Param(flag = 'm') Optional<String> maybe) {}

    // near CNV-415: env = "MY_VAR" => env = "MY-VAR"
    @Capability(id = "near-type.env")
    @Effects(Effect.READ_ONLY)
    void env(@Param(env = "MY_VAR") String text) {}

    // near CNV-501: CompletionStage<String> later => CompletionStage<Object> later
    @Capability(id = "near-type.later")
    @Effects(Effect.READ_ONLY)
    CompletionStage<String> later() {
        return null;
    }
}
