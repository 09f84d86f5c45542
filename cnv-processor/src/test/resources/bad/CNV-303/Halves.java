package bad;

import dev.cnv.annotations.*;

class Halves {
    @Capability(id = "halves.one")
    @Effects(Effect.READ_ONLY)
    @Contract(deadline = @Deadline(kind = Deadline.Kind.HARD)) // expect CNV-303
    void one() {}

    @Capability(id = "halves.two")
    @Effects(Effect.READ_ONLY)
    @Contract(deadline = @Deadline(within = "5s")) // expect CNV-303
    void two() {}
}
