package dev.cnv.audit.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.governance.LedgerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that is missing, behind, foreign, damaged or held by another. */
class EventIndexTest {

    private static final EventQuery ANN =
            EventQuery.builder().with(EventField.AGENT, "ann").build();

    @TempDir
    private Path folder;

    private final LinesInMemory lines = ledger("ann", "bob", "ann", "ann");

    @Test
    void open_again_keepsWhatIsIndexed() {
        List<Long> reports = new ArrayList<>();
        try (EventIndex index = open(lines)) {
            assertEquals(4, index.refresh());
        }
        try (EventIndex index = EventIndex.open(lines, folder, (done, _, _) -> reports.add(done))) {
            assertEquals(List.of(0L, 2L, 3L), found(index, ANN));
            assertEquals(List.of(), index.notes());
        }
        assertEquals(2, lines.closed);
    }

    @Test
    void open_otherLedger_isBuiltAnew() {
        open(lines).close();
        LinesInMemory other = ledger("bob", "ann", "bob", "bob", "ann");
        try (EventIndex index = open(other)) {
            assertEquals(List.of(1L, 4L), found(index, ANN));
            assertTrue(index.notes().getFirst().contains("built anew"), index.notes()::toString);
        }
    }

    @Test
    void open_cutLedger_isBuiltAnew() {
        open(lines).close();
        lines.lines.removeLast();
        lines.append("t", "{\"agent\":\"bob\"}");
        try (EventIndex index = open(lines)) {
            assertEquals(List.of(0L, 2L), found(index, ANN));
            assertEquals(1, index.notes().size());
        }
    }

    @Test
    void open_eachFileDamaged_isNoticedAndBuiltAnew() throws IOException {
        open(lines).close();
        for (Path file : files()) {
            byte[] good = Files.readAllBytes(file);
            if (good.length == 0) {
                continue; // The lock.
            }
            byte[] bad = good.clone();
            bad[bad.length / 2] ^= 1;
            Files.write(file, bad);
            try (EventIndex index = open(lines)) {
                assertEquals(List.of(0L, 2L, 3L), found(index, ANN), file::toString);
                assertEquals(1, index.notes().size(), file::toString);
            }
            clear();
            open(lines).close();
        }
    }

    @Test
    void open_fileMissing_isBuiltAnew() throws IOException {
        open(lines).close();
        Path file = files().stream()
                .filter(f -> f.toString().matches(".*\\.(cfs|si)"))
                .findFirst()
                .orElseThrow();
        Files.delete(file);
        try (EventIndex index = open(lines)) {
            assertEquals(List.of(0L, 2L, 3L), found(index, ANN));
            assertEquals(1, index.notes().size());
        }
    }

    @Test
    void open_anotherHasTheLock_readsCommitAndTheRest() {
        try (EventIndex writer = open(lines)) {
            lines.append("t", "{\"agent\":\"ann\"}");
            try (EventIndex reader = open(lines)) {
                assertEquals(4, reader.refresh());
                assertEquals(List.of(0L, 2L, 3L, 4L), found(reader, ANN));
                assertEquals(5, reader.size());
            }
            assertEquals(5, writer.refresh());
            assertEquals(List.of(0L, 2L, 3L, 4L), found(writer, ANN));
        }
    }

    @Test
    void find_lineDamagedSince_isAnError() {
        try (EventIndex index = open(lines)) {
            lines.lines.get(2)[30] ^= 1;
            assertThrows(LedgerException.class, () -> index.find(ANN));
        }
    }

    @Test
    void find_lineIsAnotherRecord_isAnError() {
        try (EventIndex index = open(lines)) {
            lines.lines.set(2, lines.lines.get(0));
            LedgerException error = assertThrows(LedgerException.class, () -> index.find(ANN));
            assertTrue(error.getMessage().contains("has record 0"), error.getMessage());
        }
    }

    @Test
    void open_damagedLedger_isAnError() {
        lines.lines.get(1)[30] ^= 1;
        assertThrows(LedgerException.class, () -> open(lines));
        assertEquals(1, lines.closed);
    }

    @Test
    void cursor_ofAnotherQueryLedgerOrNone_isRefused() {
        EventQuery one =
                EventQuery.builder().with(EventField.AGENT, "ann").limit(1).build();
        String next;
        try (EventIndex index = open(lines)) {
            next = index.find(one).next().orElseThrow();
            assertRefused(index, EventQuery.builder().cursor(next), "another query");
            assertRefused(
                    index,
                    EventQuery.builder()
                            .with(EventField.AGENT, "ann")
                            .descending()
                            .cursor(next),
                    "another query");
            assertRefused(index, EventQuery.builder().cursor("xyz"), "copy it whole");
            assertRefused(index, EventQuery.builder().cursor("!"), "copy it whole");
        }
        try (EventIndex index = open(ledger("bob", "ann"))) {
            assertRefused(
                    index,
                    EventQuery.builder().with(EventField.AGENT, "ann").cursor(next),
                    "another ledger");
        }
    }

    @Test
    void hit_event_isReadOnDemand() {
        lines.append(
                "from-later", "{\"agent\":\"ann\",\"time\":\"2026-01-01T00:00:00.000000001Z\"}");
        try (EventIndex index = open(lines)) {
            EventHit hit = index.find(EventQuery.builder()
                            .with(EventField.TYPE, "from-later")
                            .build())
                    .hits()
                    .getFirst();
            assertEquals(
                    "2026-01-01T00:00:00.000000001Z", hit.time().orElseThrow().toString());
            assertEquals("ann", hit.members().get("agent").stringValue());
            assertEquals(4, hit.index());
            assertEquals(new String(lines.lines.get(4)), new String(hit.line()));
        }
    }

    @Test
    void query_wrongValues_areRefused() {
        EventQuery.Builder query = EventQuery.builder();
        assertThrows(
                IllegalArgumentException.class, () -> query.with(EventField.DECISION, "maybe"));
        assertThrows(IllegalArgumentException.class, () -> query.with(EventField.AGENT, ""));
        assertThrows(
                IllegalArgumentException.class, () -> query.with(EventField.CAPABILITY, "a*b"));
        assertThrows(IllegalArgumentException.class, () -> query.limit(0).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> EventQuery.builder().fromIndex(2).toIndex(1).build());
    }

    @Test
    void words_hostileValue_isQuoted() {
        assertEquals(
                "--agent='a'\\''; rm -rf /' --from-index=3 --descending",
                EventQuery.builder()
                        .with(EventField.AGENT, "a'; rm -rf /")
                        .fromIndex(3)
                        .descending()
                        .build()
                        .words());
    }

    private static void assertRefused(EventIndex index, EventQuery.Builder query, String why) {
        EventQuery built = query.build();
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> index.find(built));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    private static LinesInMemory ledger(String... agents) {
        LinesInMemory lines = new LinesInMemory();
        for (String agent : agents) {
            lines.append("t", "{\"agent\":\"" + agent + "\"}");
        }
        return lines;
    }

    private static List<Long> found(EventIndex index, EventQuery query) {
        return index.find(query).hits().stream().map(EventHit::index).toList();
    }

    private EventIndex open(LinesInMemory of) {
        return EventIndex.open(of, folder, Progress.NONE);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private void clear() throws IOException {
        for (Path file : files()) {
            Files.delete(file);
        }
    }
}
