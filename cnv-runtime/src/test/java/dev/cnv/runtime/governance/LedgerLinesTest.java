package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerScan.Place;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw lines over several segments. */
class LedgerLinesTest {

    private static final int SEGMENT_BYTES = 2_000;
    private static final int RECORDS = 60;

    @TempDir
    private Path directory;

    private record Seen(long index, long segment, long offsetBytes, String line) {}

    private FileLedger open() {
        return FileLedger.open(directory, new VirtualTime(Events.BEGIN), SEGMENT_BYTES);
    }

    private void write(int count) {
        try (FileLedger ledger = open()) {
            for (int i = 0; i < count; i++) {
                ledger.append(Events.completed("m" + i), Durability.ON_DISK);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(directory.resolve(LedgerDescriptor.SEGMENTS))) {
            return files.sorted().toList();
        }
    }

    /** The records' lines, without the code under test. */
    private List<String> expected() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files()) {
            List<String> all = Files.readAllLines(file);
            lines.addAll(all.subList(1, all.size()));
        }
        return lines;
    }

    private static List<Seen> scan(LedgerLines lines, long from, long to) {
        List<Seen> seen = new ArrayList<>();
        long next = lines.scan(from, to, (index, segment, offsetBytes, buffer, offset, length) -> {
            assertEquals(from + seen.size(), index);
            seen.add(new Seen(
                    index,
                    segment,
                    offsetBytes,
                    new String(buffer, offset, length, StandardCharsets.UTF_8)));
        });
        assertEquals(from + seen.size(), next);
        return seen;
    }

    @Test
    void scan_overSegments_seesEveryLineOnce_andAtFindsItAgain() throws IOException {
        write(RECORDS);
        assertTrue(files().size() > 5, files().toString());
        List<String> expected = expected();
        assertEquals(RECORDS, expected.size());
        try (LedgerLines lines = LedgerLines.open(directory)) {
            List<Seen> seen = scan(lines, 0, Long.MAX_VALUE);
            assertEquals(expected, seen.stream().map(Seen::line).toList());
            for (Seen one : seen.reversed()) {
                assertArrayEquals(
                        one.line().getBytes(StandardCharsets.UTF_8),
                        lines.at(one.segment(), one.offsetBytes()));
                Path file = directory
                        .resolve(LedgerDescriptor.SEGMENTS)
                        .resolve(LedgerDescriptor.segmentName(one.segment()));
                assertTrue(
                        Files.readString(file)
                                .substring((int) one.offsetBytes())
                                .startsWith(one.line()),
                        one.toString());
            }
            for (int from = 0; from < RECORDS; from += 7) {
                for (int to = from; to < RECORDS; to += 5) {
                    assertEquals(
                            expected.subList(from, to),
                            scan(lines, from, to).stream().map(Seen::line).toList());
                }
            }
            assertEquals(List.of(), scan(lines, RECORDS, Long.MAX_VALUE));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> lines.scan(-1, 1, (_, _, _, _, _, _) -> {}));
        }
    }

    /** Halving a large segment finds the same line as reading all of it. */
    @Test
    void scan_fromAnyRecordOfALargeSegment_findsIt() throws IOException {
        SimulatedDirectory disk = new SimulatedDirectory();
        String filling = "x".repeat(9_000);
        try (FileLedger ledger = Events.on(disk)) {
            for (int i = 0; i < 200; i++) {
                ledger.append(Events.completed(i + filling.substring(i * 40)), Durability.BUFFERED);
            }
        }
        try (LedgerLines lines = new LedgerLines("disk", disk, Place.END)) {
            List<Seen> all = scan(lines, 0, Long.MAX_VALUE);
            for (int from = 0; from < 200; from++) {
                assertEquals(List.of(all.get(from)), scan(lines, from, from + 1));
            }
        }
    }

    @Test
    void scan_halfALineAtTheEnd_stopsBeforeIt() throws IOException {
        write(3);
        Files.writeString(files().getLast(), "{\"crc\":\"0000", StandardOpenOption.APPEND);
        try (LedgerLines lines = LedgerLines.open(directory)) {
            assertEquals(3, scan(lines, 0, Long.MAX_VALUE).size());
        }
    }

    @Test
    void scan_damageInTheMiddle_isRefusedWithItsPlace() throws IOException {
        write(RECORDS);
        Path second = files().get(1);
        String good = Files.readString(second);
        int at = good.lastIndexOf("\"message\":\"m");
        Files.writeString(second, good.substring(0, at) + "X" + good.substring(at + 1));
        int first = Integer.parseInt(second.getFileName().toString().substring(0, 20));
        try (LedgerLines lines = LedgerLines.open(directory)) {
            List<Long> seen = new ArrayList<>();
            LedgerException e = assertThrows(
                    LedgerException.class,
                    () -> lines.scan(0, Long.MAX_VALUE, (index, _, _, _, _, _) -> seen.add(index)));
            assertTrue(e.getMessage().contains("segment=" + first + " offsetBytes="), e.toString());
            assertTrue(seen.size() > first && seen.size() < RECORDS);
            int offset = good.lastIndexOf('\n', at) + 1;
            assertTrue(e.getMessage().contains("offsetBytes=" + offset + ":"), e.toString());
            assertThrows(LedgerException.class, () -> lines.at(first, offset));
            assertThrows(LedgerException.class, () -> lines.at(first, offset + 1));
            assertThrows(LedgerException.class, () -> lines.at(first, 1_000_000));
            assertThrows(LedgerException.class, () -> lines.at(999_999, 0));
        }
        LedgerVerification found = FileLedger.verify(directory);
        assertEquals(first, found.damage().getFirst().segment());
        assertTrue(found.recordsBehindDamage() > 10, found.toString());
    }

    @Test
    void segment_missing_isFoundByAllWhoRead() throws IOException {
        write(RECORDS);
        Files.delete(files().get(1));
        LedgerVerification found = FileLedger.verify(directory);
        assertFalse(found.intact());
        assertTrue(found.damage().getFirst().what().contains("missing"), found.toString());
        try (LedgerLines lines = LedgerLines.open(directory);
                LedgerTail tail = LedgerTail.open(directory);
                FileLedger ledger = open()) {
            assertThrows(
                    LedgerException.class,
                    () -> lines.scan(0, Long.MAX_VALUE, (_, _, _, _, _, _) -> {}));
            assertThrows(LedgerException.class, () -> tail.poll(_ -> {}));
            assertThrows(LedgerException.class, () -> FileLedger.read(directory, _ -> {}));
            assertTrue(ledger.state() instanceof LedgerState.ReadOnly);
        }
    }

    @Test
    void segment_endsEarlyWithAnotherBehindIt_isDamageAndNoCrash() throws IOException {
        write(RECORDS);
        Path first = files().getFirst();
        byte[] bytes = Files.readAllBytes(first);
        Files.write(first, java.util.Arrays.copyOf(bytes, bytes.length - 10));
        assertFalse(FileLedger.verify(directory).intact());
        try (FileLedger ledger = open()) {
            assertTrue(ledger.state() instanceof LedgerState.ReadOnly);
        }
        assertEquals(bytes.length - 10, Files.size(first));
    }

    @Test
    void open_lastSegmentWithoutItsHeader_beginsItAgain() throws IOException {
        write(RECORDS);
        Path last = directory
                .resolve(LedgerDescriptor.SEGMENTS)
                .resolve(LedgerDescriptor.segmentName(RECORDS));
        for (String left : new String[] {"", "{\"crc\":\"1"}) {
            Files.writeString(last, left);
            try (FileLedger ledger = open()) {
                assertEquals(RECORDS, ledger.report().records());
                assertEquals(left.length(), ledger.report().bytesCut());
            }
        }
        try (FileLedger ledger = open()) {
            assertEquals(
                    RECORDS, ledger.append(Events.completed("m" + RECORDS), Durability.ON_DISK));
        }
        assertEquals(RECORDS + 1, FileLedger.verify(directory).records());
        try (LedgerLines lines = LedgerLines.open(directory)) {
            assertEquals(RECORDS, scan(lines, RECORDS, RECORDS + 1).getFirst().segment());
        }
    }

    @Test
    void tail_overSegmentsWhileTheyAreWritten_seesEachRecordOnce() {
        List<Long> seen = new ArrayList<>();
        try (FileLedger ledger = open();
                LedgerTail tail = LedgerTail.open(directory)) {
            for (int i = 0; i < RECORDS; i++) {
                ledger.append(Events.completed("m" + i), Durability.ON_DISK);
                if (i % 11 == 0) {
                    tail.poll(record -> seen.add(record.index()));
                    assertEquals(i + 1, seen.size());
                }
            }
            tail.poll(record -> seen.add(record.index()));
            assertEquals(RECORDS, tail.nextIndex());
        }
        for (int i = 0; i < RECORDS; i++) {
            assertEquals(i, seen.get(i));
        }
    }

    @Test
    void open_ledgerOfVersionOne_isRefusedByAll() throws IOException {
        Files.writeString(directory.resolve("ledger.jsonl"), "{}\n");
        for (var opening : List.<org.junit.jupiter.api.function.Executable>of(
                this::open,
                () -> LedgerLines.open(directory),
                () -> LedgerTail.open(directory),
                () -> FileLedger.read(directory, _ -> {}),
                () -> FileLedger.verify(directory))) {
            String message = assertThrows(LedgerException.class, opening).getMessage();
            assertTrue(message.contains("version 1"), message);
        }
        assertThrows(LedgerException.class, () -> LedgerLines.open(directory.resolve("none")));
    }
}
