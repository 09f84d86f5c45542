package bad;

import dev.cnv.annotations.*;

class Limited {
    @Capability(id = "limited.one")
    @Effects(Effect.READ_ONLY)
    @Contract(limits = @Limits(
            memoryBytes = 0, // expect CNV-308
            fileDescriptors = -2, // expect CNV-308
            connections = -5)) // expect CNV-308
    void one() {}
}
