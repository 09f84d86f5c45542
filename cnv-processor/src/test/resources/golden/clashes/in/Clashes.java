package clashes;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import java.util.List;

/** Types that are called as what generated code uses, and texts that look like its holes. */
public final class Clashes {

    public record Session(String text) {}

    @Capability(id = "clash.k-e-y")
    @Effects(Effect.READ_ONLY)
    public Step key(
            Session session, Input input, Verified verified, Calls calls, other.Step theirs, List<other.Outcome> outcomes,
            @Param(description = "$ID$ and \"quotes\" @param {@code x} */ <b> \\u002a/") METHOD method) {
        return new Step(1);
    }

    @Capability(id = "clash.values")
    @Effects(Effect.READ_ONLY)
    public static int values(int verb, int out, int in, int proof, int dispatch, int handler, int it, int result) {
        return verb;
    }
}
