package dev.cnv.audit.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.time.SystemTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long a reader of new events waits for them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventTailTest {

    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() {
        try (SystemTime time = new SystemTime(Clock.systemUTC())) {
            FileLedger.open(folder, time).close();
        }
    }

    private EventTail tail() {
        return EventTail.atEnd(folder, EventQuery.builder().build());
    }

    private static Duration waited(EventTail tail, Duration most) throws InterruptedException {
        long begin = System.nanoTime();
        tail.await(most);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void write() throws Exception {
        Path segment;
        try (var files = Files.list(folder.resolve("segments"))) {
            segment = files.findFirst().orElseThrow();
        }
        Files.write(segment, new byte[1], StandardOpenOption.APPEND);
    }

    @Test
    void await_afterAWrite_endsAtOnceAndOnlyOnce() throws Exception {
        assumeTrue(
                System.getProperty("os.name").equals("Linux"),
                "only Linux tells of writes at once");
        try (EventTail tail = tail()) {
            write();
            Duration first = waited(tail, LONG);
            assertTrue(first.toMillis() < 900, "waited " + first);
            Duration second = waited(tail, LONG);
            assertTrue(second.toMillis() >= 900, "waited " + second);
        }
    }

    @Test
    void await_withoutAWrite_endsAfterTheTime() throws Exception {
        try (EventTail tail = tail()) {
            Duration waited = waited(tail, Duration.ofMillis(50));
            assertTrue(waited.toMillis() >= 50 && waited.toMillis() < 900, "waited " + waited);
            assertTrue(waited(tail, Duration.ofSeconds(-1)).toMillis() < 900);
        }
    }

    @Test
    void atEnd_withoutALedger_isRefused() {
        Path nowhere = folder.resolve("nowhere");
        LedgerException refused = assertThrows(
                LedgerException.class,
                () -> EventTail.atEnd(nowhere, EventQuery.builder().build()));
        assertTrue(refused.getMessage().contains("nowhere"), refused::getMessage);
        assertEquals(false, Files.exists(nowhere));
    }
}
