package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTailTest {

    @TempDir
    private Path directory;

    private final List<String> seen = new ArrayList<>();

    private FileLedger open() {
        return FileLedger.open(directory, new VirtualTime(Events.BEGIN));
    }

    private static void append(FileLedger ledger, String message) {
        ledger.append(Events.completed(message), Durability.ON_DISK);
    }

    private Path file() {
        return Events.firstSegment(directory);
    }

    private void take(LedgerRecord record) {
        assertEquals(seen.size(), record.index());
        seen.add(((InvocationCompleted) record.event()).message());
    }

    private static LedgerException refused(LedgerTail tail) {
        return assertThrows(LedgerException.class, () -> tail.poll(_ -> {}));
    }

    @Test
    void poll_whileAnotherWrites_seesEachRecordOnce() {
        try (FileLedger ledger = open();
                LedgerTail tail = LedgerTail.open(directory)) {
            assertEquals(0, tail.poll(this::take));
            append(ledger, "a");
            append(ledger, "b");
            assertEquals(2, tail.poll(this::take));
            assertEquals(0, tail.poll(this::take));
            append(ledger, "c");
            assertEquals(1, tail.poll(this::take));
            assertEquals(3, tail.nextIndex());
            assertEquals(List.of("a", "b", "c"), seen);
        }
    }

    @Test
    void poll_halfALine_waitsForTheRest() throws IOException {
        try (FileLedger ledger = open()) {
            append(ledger, "a");
            append(ledger, "b");
        }
        byte[] whole = Files.readAllBytes(file());
        try (LedgerTail tail = LedgerTail.open(directory)) {
            Files.write(file(), Arrays.copyOf(whole, 20));
            assertEquals(0, tail.poll(this::take));
            Files.write(
                    file(), Arrays.copyOf(Arrays.copyOf(whole, 20), whole.length)); // With room.
            assertEquals(0, tail.poll(this::take));
            Files.write(file(), Arrays.copyOf(whole, whole.length - 1));
            assertEquals(1, tail.poll(this::take));
            Files.write(file(), whole);
            assertEquals(1, tail.poll(this::take));
            assertEquals(List.of("a", "b"), seen);
        }
    }

    @Test
    void poll_fileThatBecameShorter_isRefusedUntilItIsThereAgain() throws IOException {
        try (FileLedger ledger = open()) {
            append(ledger, "a");
            append(ledger, "b");
        }
        byte[] whole = Files.readAllBytes(file());
        try (LedgerTail tail = LedgerTail.open(directory)) {
            assertEquals(2, tail.poll(this::take));
            Files.write(file(), Arrays.copyOf(whole, whole.length - 10));
            String message = refused(tail).getMessage();
            assertTrue(message.contains("before record=2"), message);
            assertTrue(message.contains("is less than was read"), message);
        }
    }

    @Test
    void poll_recordThatDoesNotFollow_isRefused() throws IOException {
        try (FileLedger ledger = open()) {
            append(ledger, "a");
        }
        try (LedgerTail tail = LedgerTail.open(directory)) {
            assertEquals(1, tail.poll(this::take));
            byte[] event = CanonicalJson.bytes(EventJson.write(Events.completed("z")));
            byte[] line = LedgerLine.record(
                    1, 1, Digest.of("else"), EventJson.INVOCATION_COMPLETED, event);
            Files.write(file(), LedgerLine.withLineFeed(line), StandardOpenOption.APPEND);
            String message = refused(tail).getMessage();
            assertTrue(message.contains("does not follow"), message);
            assertEquals(List.of("a"), seen);
        }
    }

    @Test
    void poll_damagedLine_isRefusedEachTime() throws IOException {
        try (FileLedger ledger = open()) {
            append(ledger, "a");
            append(ledger, "b");
        }
        byte[] bytes = Files.readAllBytes(file());
        bytes[bytes.length - 30] ^= 1;
        Files.write(file(), bytes);
        try (LedgerTail tail = LedgerTail.open(directory)) {
            assertTrue(refused(tail).getMessage().contains("checksum"));
            assertEquals(1, tail.nextIndex());
            assertTrue(refused(tail).getMessage().contains("checksum"));
        }
    }

    @Test
    void open_noLedger_isRefused() {
        assertThrows(LedgerException.class, () -> LedgerTail.open(directory.resolve("none")));
    }
}
