package bad;

import dev.cnv.annotations.*;

class Outer {
    class Inner { // expect CNV-115
        @Capability(id = "inner.verb")
        @Effects(Effect.READ_ONLY)
        void verb() {}
    }
}
