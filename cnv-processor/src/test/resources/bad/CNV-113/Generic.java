package bad;

import dev.cnv.annotations.*;

class Generic {
    @Capability(id = "generic.verb")
    @Effects(Effect.READ_ONLY)
    <T> void verb(T value) {} // expect CNV-113

    static class Box<T> { // expect CNV-113
        @Capability(id = "box.verb")
        @Effects(Effect.READ_ONLY)
        void verb() {}
    }
}
