package good.handlers;

import dev.cnv.annotations.*;
import java.util.List;

/** Methods that generated code can call. */
public class NearHandlers {

    // near CNV-111: void packaged => private void packaged
    @Capability(id = "near-handler.packaged")
    @Effects(Effect.READ_ONLY)
    void packaged() {}

    // near CNV-113: void plain(String value) => <T> void plain(T value)
    @Capability(id = "near-handler.plain")
    @Effects(Effect.READ_ONLY)
    void plain(String value) {}

    // near CNV-114: List<String> names => String... names
    @Capability(id = "near-handler.names")
    @Effects(Effect.READ_ONLY)
    void names(List<String> names) {}

    // near CNV-115: static class Nested => class Nested
    static class Nested {
        @Capability(id = "near-nested.show")
        @Effects(Effect.READ_ONLY)
        void show() {}
    }

    // near CNV-112: class Role => interface Role
    static class Role {
        // near CNV-116: @Capability(id = "near-role.show") =>
        @Capability(id = "near-role.show")
        @Effects(Effect.READ_ONLY)
        static void show() {}
    }

    // near CNV-421: NearHandlerProvenCertificate.Verified => NearHandlerPlainCertificate.Verified
    // near CNV-422: NearHandlerProvenCertificate.Verified => NearHandlerProvenCertificate.PolicyChecked
    // near CNV-423: NearHandlerProvenCertificate.Verified proof, String name => String name, NearHandlerProvenCertificate.Verified proof
    @Capability(id = "near-handler.proven")
    @Effects(Effect.READ_ONLY)
    void proven(NearHandlerProvenCertificate.Verified proof, String name) {}
}
