package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class FileLedgerTest {

    @TempDir
    private Path directory;

    @Test
    void append_closedAndOpenedAgain_hasAllRecordsInOrder() {
        try (FileLedger ledger = open()) {
            assertEquals(0, ledger.append(Events.completed("a"), Durability.BUFFERED));
            assertEquals(1, ledger.append(Events.completed("b"), Durability.ON_DISK));
            assertEquals(2, ledger.append(Events.completed("c"), Durability.BUFFERED));
        }
        try (FileLedger ledger = open()) {
            assertEquals(new OpenReport(3, 0, List.of(), Optional.empty()), ledger.report());
            assertEquals(3, ledger.append(Events.completed("d"), Durability.ON_DISK));
            assertEquals(List.of("a", "b", "c", "d"), Events.messages(ledger));
        }
        LedgerVerification found = FileLedger.verify(directory);
        assertTrue(found.intact());
        assertEquals(4, found.records());
        assertEquals(Optional.of(Events.BEGIN), found.first());
        assertEquals(0, found.unfinishedBytes());
    }

    @Test
    void append_bufferedRecords_areReadAndWrittenWithTheNextDurableOne() {
        SimulatedDirectory disk = new SimulatedDirectory();
        try (FileLedger ledger = Events.on(disk)) {
            int before = disk.forceCount();
            for (int i = 0; i < 10; i++) {
                ledger.append(Events.completed("m" + i), Durability.BUFFERED);
            }
            assertEquals(before, disk.forceCount());
            ledger.append(Events.completed("last"), Durability.ON_DISK);
            assertEquals(before + 1, disk.forceCount());
            ledger.append(Events.completed("buffered"), Durability.BUFFERED);
            assertEquals(12, Events.messages(ledger).size());
        }
    }

    @Test
    void append_bufferedRecordsWithoutEnd_areForcedBySize() throws InterruptedException {
        SimulatedDirectory disk = new SimulatedDirectory();
        try (FileLedger ledger = Events.on(disk)) {
            int before = disk.forceCount();
            for (int i = 0; i < 20; i++) {
                ledger.append(Events.completed("x".repeat(50_000)), Durability.BUFFERED);
            }
            assertEquals(before, disk.forceCount());
            ledger.append(Events.completed("x".repeat(60_000)), Durability.BUFFERED);
            for (int i = 0; i < 1_000 && disk.forceCount() == before; i++) {
                Thread.sleep(10);
            }
            assertEquals(before + 1, disk.forceCount());
        }
        assertEquals(21, Events.on(disk).report().records());
    }

    @Test
    void append_lineBeyondLimit_isRefusedAndTheLedgerGoesOn() {
        SimulatedDirectory disk = new SimulatedDirectory();
        try (FileLedger ledger = Events.on(disk)) {
            byte[] before = disk.content();
            LedgerException e = assertThrows(
                    LedgerException.class,
                    () -> ledger.append(
                            Events.completed("x".repeat(LedgerDescriptor.MAX_LINE_BYTES)),
                            Durability.ON_DISK));
            assertTrue(e.getMessage().contains("lineBytes="), e.getMessage());
            assertEquals(before.length, disk.content().length);
            assertEquals(0, ledger.append(Events.completed("small"), Durability.ON_DISK));
        }
    }

    @Test
    void append_longestLine_isTakenAndReadBack() {
        SimulatedDirectory disk = new SimulatedDirectory();
        try (FileLedger ledger = Events.on(disk)) {
            int header = disk.content().length;
            ledger.append(Events.completed(""), Durability.ON_DISK);
            int empty = disk.content().length - header;
            String longest = "x".repeat(LedgerDescriptor.MAX_LINE_BYTES - empty);
            ledger.append(Events.completed(longest), Durability.ON_DISK);
            assertThrows(
                    LedgerException.class,
                    () -> ledger.append(Events.completed(longest + "x"), Durability.ON_DISK));
            assertEquals(List.of("", longest), Events.messages(ledger));
        }
        assertEquals(2, Events.on(disk).report().records());
    }

    @Test
    void append_argumentsAtTheDeepest_areReadBack_andDeeperOnesRefused() {
        ObjectNode deepest = Events.object();
        ObjectNode inner = deepest;
        for (int i = 1; i < LedgerDescriptor.MAX_ARGUMENT_DEPTH; i++) {
            inner = inner.putObject("a");
        }
        SimulatedDirectory disk = new SimulatedDirectory();
        try (FileLedger ledger = Events.on(disk)) {
            ledger.append(Events.decided(deepest), Durability.ON_DISK);
            List<LedgerEvent> read = new ArrayList<>();
            ledger.read(record -> read.add(record.event()));
            assertEquals(List.of(Events.decided(deepest)), read);
            inner.putObject("a");
            LedgerException e = assertThrows(
                    LedgerException.class,
                    () -> ledger.append(Events.decided(deepest), Durability.ON_DISK));
            assertTrue(e.getMessage().contains("argumentDepth=65"), e.getMessage());
        }
    }

    @Test
    void append_unrecognisedEvent_isRefused() {
        try (FileLedger ledger = open()) {
            LedgerEvent event = EventJson.read("later", Events.object());
            assertThrows(
                    IllegalArgumentException.class, () -> ledger.append(event, Durability.ON_DISK));
        }
    }

    @Test
    void append_interruptedThread_isDurableAndStaysInterrupted() {
        try (FileLedger ledger = open()) {
            Thread.currentThread().interrupt();
            ledger.append(Events.completed("late"), Durability.ON_DISK);
            assertTrue(Thread.interrupted());
            ledger.append(Events.completed("later"), Durability.ON_DISK);
            assertEquals(List.of("late", "later"), Events.messages(ledger));
        }
    }

    @Test
    void append_afterClose_isRefused() {
        FileLedger ledger = open();
        ledger.close();
        ledger.close();
        LedgerException e = assertThrows(
                LedgerException.class,
                () -> ledger.append(Events.completed("x"), Durability.BUFFERED));
        assertTrue(e.getMessage().contains("state=closed"), e.getMessage());
    }

    @Test
    void read_readerThrows_theExceptionIsTheReaders() {
        try (FileLedger ledger = open()) {
            ledger.append(Events.completed("x"), Durability.ON_DISK);
            IllegalArgumentException own = new IllegalArgumentException("own");
            assertSame(
                    own,
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> ledger.read(_ -> {
                                throw own;
                            })));
        }
    }

    @Test
    void read_whileAnotherWrites_stopsAtTheLastCompleteRecord() throws IOException {
        try (FileLedger ledger = open()) {
            ledger.append(Events.completed("x"), Durability.ON_DISK);
            writeBehindTheLastLine("{\"crc\":\"0000");
            List<LedgerRecord> read = new ArrayList<>();
            FileLedger.read(directory, read::add);
            assertEquals(1, read.size());
            LedgerVerification found = FileLedger.verify(directory);
            assertTrue(found.intact());
            assertEquals(12, found.unfinishedBytes());
        }
    }

    private void writeBehindTheLastLine(String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            long end = new String(Files.readAllBytes(file()), StandardCharsets.UTF_8).indexOf('\0');
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), end);
        }
    }

    @Test
    void append_file_hasRoomUntilItIsClosed() throws IOException {
        long withRoom;
        try (FileLedger ledger = open()) {
            ledger.append(Events.completed("x"), Durability.ON_DISK);
            withRoom = Files.size(file());
            ledger.append(Events.completed("y"), Durability.ON_DISK);
            assertEquals(withRoom, Files.size(file()));
        }
        assertTrue(withRoom >= FileDisk.ROOM_BYTES, "sizeBytes=" + withRoom);
        assertEquals('\n', lastByte());
    }

    @Test
    void open_roomThatACrashLeft_isNoDamageAndIsUsed() throws IOException {
        try (FileLedger ledger = open()) {
            ledger.append(Events.completed("x"), Durability.ON_DISK);
        }
        Files.write(file(), new byte[100_000], StandardOpenOption.APPEND);
        long size = Files.size(file());
        assertTrue(FileLedger.verify(directory).intact());
        assertEquals(0, FileLedger.verify(directory).unfinishedBytes());
        try (FileLedger ledger = open()) {
            assertEquals(new OpenReport(1, 0, List.of(), Optional.empty()), ledger.report());
            assertEquals(1, ledger.append(Events.completed("y"), Durability.ON_DISK));
            assertEquals(size, Files.size(file()));
            List<LedgerRecord> read = new ArrayList<>();
            ledger.read(read::add);
            assertEquals(2, read.size());
            // Reading through the ledger has not cut what it writes to.
            assertEquals(size, Files.size(file()));
        }
        assertEquals('\n', lastByte());
    }

    private int lastByte() throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        return bytes[bytes.length - 1];
    }

    @Test
    void open_tornTail_isCutAndReported() throws IOException {
        try (FileLedger ledger = open()) {
            ledger.append(Events.completed("x"), Durability.ON_DISK);
            ledger.append(Events.completed("y"), Durability.ON_DISK);
        }
        byte[] all = Files.readAllBytes(file());
        Files.write(file(), java.util.Arrays.copyOf(all, all.length - 5));
        try (FileLedger ledger = open()) {
            assertEquals(1, ledger.report().records());
            assertTrue(ledger.report().bytesCut() > 100);
            assertEquals(1, ledger.report().warnings().size());
            assertTrue(
                    ledger.report().warnings().getFirst().contains("line=3"),
                    ledger.report().toString());
            assertEquals(List.of("x"), Events.messages(ledger));
        }
        try (FileLedger ledger = open()) {
            assertEquals(new OpenReport(1, 0, List.of(), Optional.empty()), ledger.report());
        }
    }

    @Test
    void open_damageBeforeALaterBatch_isReadOnlyWithThePlace_andNothingIsTouched()
            throws IOException {
        try (FileLedger ledger = open()) {
            for (int i = 0; i < 5; i++) {
                ledger.append(Events.completed("m" + i), Durability.ON_DISK);
            }
        }
        String good = Files.readString(file());
        String bad = good.replace("m2", "M2");
        Files.writeString(file(), bad);
        String place = "segment=0 line=4 offsetBytes=" + offsetOfLine(good, 4) + " index=2";
        try (FileLedger ledger = open()) {
            assertTrue(ledger.report().damage().orElseThrow().toString().contains(place));
            assertInstanceOf(LedgerState.ReadOnly.class, ledger.state());
            LedgerException e = assertThrows(
                    LedgerException.class,
                    () -> ledger.append(Events.completed("x"), Durability.ON_DISK));
            assertTrue(e.getMessage().contains(place), e.getMessage());
            List<LedgerRecord> read = new ArrayList<>();
            e = assertThrows(LedgerException.class, () -> ledger.read(read::add));
            assertTrue(e.getMessage().contains(place), e.getMessage());
            assertEquals(2, read.size());
            assertEquals(1, ledger.leaf(1).orElseThrow().record().index());
        }
        assertEquals(bad, Files.readString(file()));
        LedgerVerification found = FileLedger.verify(directory);
        assertFalse(found.intact());
        assertEquals(2, found.records());
        assertEquals(2, found.recordsBehindDamage());
        assertThrows(LedgerException.class, () -> FileLedger.read(directory, _ -> {}));
        Files.writeString(file(), good);
        open().close();
    }

    @Test
    void verify_lineRemovedReplacedOrSwapped_isFound() throws IOException {
        try (FileLedger ledger = open()) {
            for (int i = 0; i < 5; i++) {
                ledger.append(Events.completed("m" + i), Durability.ON_DISK);
            }
        }
        List<String> lines = Files.readAllLines(file());
        List<String> removed = new ArrayList<>(lines);
        removed.remove(3);
        assertDamaged(removed, "index=3 is not 2");
        List<String> swapped = new ArrayList<>(lines);
        java.util.Collections.swap(swapped, 2, 3);
        assertDamaged(swapped, "index=2 is not 1");
        List<String> twice = new ArrayList<>(lines);
        twice.add(3, twice.get(3));
        assertDamaged(twice, "index=2 is not 3");
        List<String> forged = new ArrayList<>(lines);
        forged.set(3, forged(lines.get(3)));
        assertDamaged(forged, "prev=");
        List<String> headless = new ArrayList<>(lines);
        headless.removeFirst();
        assertDamaged(headless, "header");
    }

    @Test
    void open_otherVersion_isRefused() throws IOException {
        open().close();
        Files.writeString(
                file(),
                sealed(
                                "\"created\":\"2026-01-02T03:04:05Z\",\"first\":0,\"format\":\"cnv-ledger\",\"version\":3}")
                        + "\n");
        assertTrue(
                assertThrows(LedgerException.class, this::open).getMessage().contains("version=3"));
        assertThrows(LedgerException.class, () -> FileLedger.verify(directory));
    }

    @Test
    void open_fileOfSomethingElse_isReadOnlyAndKept() throws IOException {
        Files.createDirectories(file().getParent());
        String other = "not a ledger\n".repeat(40);
        Files.writeString(file(), other);
        try (FileLedger ledger = open()) {
            assertTrue(ledger.report().damage().orElseThrow().what().contains("header"));
        }
        assertEquals(other, Files.readString(file()));
    }

    @Test
    void read_recordOfALaterType_isShown() throws IOException {
        try (FileLedger ledger = open()) {
            ledger.append(Events.completed("x"), Durability.ON_DISK);
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        lines.add(sealed("\"batch\":1,\"event\":{\"colour\":\"blue\"},\"index\":1,\"prev\":\""
                + LedgerLeaf.hash(lines.get(1).getBytes(StandardCharsets.UTF_8))
                + "\",\"type\":\"grant-painted\"}"));
        Files.writeString(file(), String.join("\n", lines) + "\n");
        List<LedgerRecord> read = new ArrayList<>();
        FileLedger.read(directory, read::add);
        assertEquals("grant-painted", EventJson.type(read.get(1).event()));
        assertEquals(1, FileLedger.verify(directory).unrecognised());
        try (FileLedger ledger = open()) {
            assertEquals(2, ledger.append(Events.completed("y"), Durability.ON_DISK));
        }
    }

    @Test
    void verify_noLedger_saysSo() {
        LedgerException e = assertThrows(
                LedgerException.class, () -> FileLedger.verify(directory.resolve("none")));
        assertTrue(e.getMessage().contains("none"), e.getMessage());
    }

    @Test
    void open_newLedger_isReadableByItsOwnerOnly() throws IOException {
        Path fresh = directory.resolve("a/b");
        FileLedger.open(fresh, new VirtualTime(Events.BEGIN)).close();
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(Events.firstSegment(fresh))));
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)));
    }

    private void assertDamaged(List<String> lines, String what) throws IOException {
        String text = String.join("\n", lines) + "\n";
        Files.writeString(file(), text);
        LedgerVerification found = FileLedger.verify(directory);
        assertFalse(found.intact());
        assertTrue(
                found.damage().getFirst().what().contains(what), found.damage().toString());
        try (FileLedger ledger = open()) {
            assertInstanceOf(LedgerState.ReadOnly.class, ledger.state());
        }
        assertEquals(text, Files.readString(file()));
    }

    /** A line that was changed by somebody who knows how to make the checksum right. */
    private static String forged(String line) {
        return sealed(line.substring(line.indexOf("\"batch\""))
                .replace("\"prev\":\"", "\"prev\":\"0")
                .replaceFirst("(\"prev\":\"[0-9a-f]{64})[0-9a-f]", "$1"));
    }

    private static String sealed(String body) {
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return "{\"crc\":\"%08x\",%s".formatted(crc.getValue(), body);
    }

    private static int offsetOfLine(String text, int line) {
        int offset = 0;
        for (int i = 1; i < line; i++) {
            offset = text.indexOf('\n', offset) + 1;
        }
        return offset;
    }

    private Path file() {
        return Events.firstSegment(directory);
    }

    private FileLedger open() {
        return FileLedger.open(directory, new VirtualTime(Events.BEGIN));
    }
}
