package bad;

import dev.cnv.annotations.*;
import java.util.Optional;

class Reach {
    private record Secret(String text) {}

    private enum Mood { GOOD }

    @Capability(id = "reach.one")
    @Effects(Effect.READ_ONLY)
    void one(
            Secret secret, // expect CNV-402
            Optional<Mood> mood) {} // expect CNV-402

    @Capability(id = "reach.two")
    @Effects(Effect.READ_ONLY)
    Secret two() { // expect CNV-402
        return new Secret("");
    }
}
