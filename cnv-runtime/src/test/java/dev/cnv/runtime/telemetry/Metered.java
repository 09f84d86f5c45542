package dev.cnv.runtime.telemetry;

import dev.cnv.runtime.time.VirtualTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Telemetry with a number in every metric that a runtime counts itself. */
final class Metered {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    final Telemetry telemetry;
    final VirtualTime time = new VirtualTime(NOON);
    final Instruments instruments;

    Metered(Telemetry telemetry) {
        this.telemetry = telemetry;
        telemetry.open(List.of(), time);
        this.instruments = telemetry.instruments();
    }

    Metered() {
        this(Telemetry.on());
    }

    String text(ExpositionFormat format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            telemetry.write(format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
