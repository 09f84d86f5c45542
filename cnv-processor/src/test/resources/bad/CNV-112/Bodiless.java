package bad;

import dev.cnv.annotations.*;

abstract class Bodiless {
    @Capability(id = "bodiless.verb")
    @Effects(Effect.READ_ONLY)
    abstract void verb(); // expect CNV-112

    interface Role {
        @Capability(id = "role.verb")
        @Effects(Effect.READ_ONLY)
        void verb(); // expect CNV-112

        @Capability(id = "role.default")
        @Effects(Effect.READ_ONLY)
        default void withBody() {} // expect CNV-112

        @Capability(id = "role.static")
        @Effects(Effect.READ_ONLY)
        static void ofInterface() {} // expect CNV-112
    }
}
