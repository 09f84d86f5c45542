package bad;

import dev.cnv.annotations.*;

class Hidden {
    @Capability(id = "hidden.method")
    @Effects(Effect.READ_ONLY)
    private void method() {} // expect CNV-111

    private static class Nested { // expect CNV-111
        @Capability(id = "hidden.nested")
        @Effects(Effect.READ_ONLY)
        void verb() {}

        static class Deeper { // expect CNV-111
            @Capability(id = "hidden.deeper")
            @Effects(Effect.READ_ONLY)
            static void verb() {}
        }
    }
}
