package bad;

import dev.cnv.annotations.*;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

class Defaults {
    enum Color { RED }

    @Capability(id = "defaults.one")
    @Effects(Effect.READ_ONLY)
    void one(
            @Param(defaultValue = "x") int count, // expect CNV-412
            @Param(defaultValue = "300") byte small, // expect CNV-412
            @Param(defaultValue = "yes") boolean flag, // expect CNV-412
            @Param(defaultValue = "red") Color color, // expect CNV-412
            @Param(defaultValue = "5 s") Duration wait, // expect CNV-412
            @Param(defaultValue = "localhost") InetAddress address, // expect CNV-412
            @Param(defaultValue = "2026-01-31") Instant time, // expect CNV-412
            @Param(defaultValue = "1-1-1-1-1") UUID id, // expect CNV-412
            @Param(defaultValue = "a b") URI uri, // expect CNV-412
            @Param(defaultValue = "abc") byte[] bytes, // expect CNV-412
            @Param(defaultValue = "NaN") double ratio, // expect CNV-412
            @Param(emptyDefault = true) char letter) {} // expect CNV-412
}
