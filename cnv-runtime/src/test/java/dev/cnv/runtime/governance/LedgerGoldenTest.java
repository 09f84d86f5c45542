package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.testing.GoldenFile;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The format, byte for byte. A change here is a new version of the format. */
class LedgerGoldenTest {

    private static final Digest PREV = Digest.of("prev");

    @Test
    void headers_areTheseBytes() {
        GoldenFile.assertMatches(
                getClass(),
                "headers.jsonl",
                text(Events.header()) + "\n" + text(LedgerLine.header(Events.BEGIN, 412, PREV))
                        + "\n");
    }

    @Test
    void record_isTheseBytes() {
        GoldenFile.assertMatches(getClass(), "line.jsonl", line(Events.completed("m")) + "\n");
    }

    private static String line(LedgerEvent event) {
        return text(LedgerLine.record(
                17, 19, PREV, EventJson.type(event), CanonicalJson.bytes(EventJson.write(event))));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
