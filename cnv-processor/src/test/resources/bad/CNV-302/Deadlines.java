package bad;

import dev.cnv.annotations.*;

class Deadlines {
    @Capability(id = "deadlines.one")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            deadline = @Deadline(kind = Deadline.Kind.HARD, within = "1s")) // expect CNV-302
    void one() {}

    @Capability(id = "deadlines.two")
    @Effects(Effect.READ_ONLY)
    @Contract(deadline = @Deadline(kind = Deadline.Kind.SOFT, within = "100us")) // expect CNV-302
    void two() {}

    @Capability(id = "deadlines.three")
    @Effects(Effect.READ_ONLY)
    @Contract(deadline = @Deadline(kind = Deadline.Kind.MUST_START_BY, within = "500ms"))
    void three() {}
}
