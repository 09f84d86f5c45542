package dev.cnv.audit.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many events: every one is found, over many commits and merges. The number is the system property {@code
 * cnv.scale.events}, 10,000,000 when it is not set. Speed is measured by QueryBenchmark.
 */
class EventIndexScaleTest {

    private static final long EVENTS = Long.getLong("cnv.scale.events", 10_000_000);

    @TempDir
    private Path folder;

    @Test
    @Tag("nightly")
    void find_inManyEvents_findsThoseOfARequest() {
        try (EventIndex index = EventIndex.open(new MadeLines(), folder, Progress.NONE)) {
            assertEquals(EVENTS, index.size());
            long step = Math.max(1, EVENTS / 4 / 1_000);
            for (long request = 0; request < EVENTS / 4; request += step) {
                EventQuery query = EventQuery.builder()
                        .with(EventField.CORRELATION, "request-" + request)
                        .build();
                List<Long> found =
                        index.find(query).hits().stream().map(EventHit::index).toList();
                long first = request * 4;
                assertEquals(List.of(first, first + 1, first + 2, first + 3), found);
            }
            long[] last = {EVENTS};
            long[] count = new long[1];
            index.forEach(
                    EventQuery.builder()
                            .with(EventField.AGENT, "agent-7")
                            .descending()
                            .build(),
                    hit -> {
                        assertTrue(hit.index() < last[0]);
                        last[0] = hit.index();
                        count[0]++;
                    });
            assertEquals((EVENTS + 992) / 1_000, count[0]);
        }
    }

    /** Lines that are made when they are read. */
    private static final class MadeLines implements Lines {

        @Override
        public long scan(long fromIndex, long toIndex, Visitor visitor) {
            long index = fromIndex;
            for (; index < toIndex && index < EVENTS; index++) {
                byte[] line = at(0, index);
                visitor.line(index, 0, index, line, 0, line.length);
            }
            return index;
        }

        @Override
        public byte[] at(long segment, long offsetBytes) {
            String body = "\"batch\":0,\"event\":{\"agent\":\"agent-" + offsetBytes % 1_000
                    + "\",\"correlation\":\"request-" + offsetBytes / 4
                    + "\",\"time\":\"2026-01-01T00:00:00.000001Z\"},\"index\":" + offsetBytes
                    + ",\"prev\":\"\",\"type\":\"made\"}";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            CRC32C crc = new CRC32C();
            crc.update(bytes);
            String digits = HexFormat.of().toHexDigits((int) crc.getValue());
            return ("{\"crc\":\"" + digits + "\"," + body).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {}
    }
}
