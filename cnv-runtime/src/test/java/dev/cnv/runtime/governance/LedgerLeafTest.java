package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single records, and the hashes of their lines. */
class LedgerLeafTest {

    @TempDir
    private Path folder;

    private FileLedger open() {
        return FileLedger.open(folder, new VirtualTime(Events.BEGIN));
    }

    /** RFC 9162 section 2.1.1 over the line as it stands in the file, without the code under test. */
    private Digest expected(int index) throws java.io.IOException {
        String line = Files.readAllLines(Events.firstSegment(folder)).get(index + 1);
        return Digest.of(("\0" + line).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void leaf_eachRecordOverManyBatches_isThatLine() throws Exception {
        String large = "x".repeat(3_000);
        try (FileLedger ledger = open()) {
            for (int i = 0; i < 100; i++) {
                ledger.append(Events.completed(large + i), Durability.ON_DISK);
            }
            for (int i : new int[] {0, 1, 21, 22, 23, 50, 98, 99}) {
                LedgerLeaf leaf = ledger.leaf(i).orElseThrow();
                assertEquals(i, leaf.record().index());
                assertEquals(Events.completed(large + i), leaf.record().event());
                assertEquals(expected(i), leaf.hash());
            }
        }
        try (FileLedger again = open()) {
            assertEquals(expected(70), again.leaf(70).orElseThrow().hash());
        }
    }

    @Test
    void leaf_buffered_isMadeDurableFirst() throws Exception {
        try (FileLedger ledger = open()) {
            ledger.append(Events.completed("a"), Durability.BUFFERED);
            assertEquals(0, ledger.leaf(0).orElseThrow().record().index());
            assertEquals(expected(0), ledger.leaf(0).orElseThrow().hash());
        }
    }

    @Test
    void leaf_noSuchRecord_isEmpty() {
        try (FileLedger ledger = open()) {
            ledger.append(Events.completed("a"), Durability.ON_DISK);
            assertEquals(Optional.empty(), ledger.leaf(1));
            assertEquals(Optional.empty(), ledger.leaf(-1));
        }
    }

    @Test
    void leaf_lineChangedMeanwhile_isRefused() throws Exception {
        try (FileLedger ledger = open()) {
            ledger.append(Events.completed("good"), Durability.ON_DISK);
            Path file = Events.firstSegment(folder);
            Files.writeString(file, Files.readString(file).replace("good", "evil"));
            assertThrows(LedgerException.class, () -> ledger.leaf(0));
        }
    }

    @Test
    void leaf_closed_isRefused() {
        FileLedger ledger = open();
        ledger.close();
        assertThrows(LedgerException.class, () -> ledger.leaf(0));
    }

    @Test
    void leaf_ofALedgerWithoutLines_dependsOnIndexAndEvent() {
        List<LedgerRecord> records = new ArrayList<>();
        records.add(new LedgerRecord(0, Events.completed("a")));
        records.add(new LedgerRecord(1, Events.completed("a")));
        records.add(new LedgerRecord(2, Events.completed("b")));
        Ledger ledger = new Ledger() {
            @Override
            public long append(LedgerEvent event, Durability durability) {
                throw new AssertionError("not appended to");
            }

            @Override
            public void read(Consumer<LedgerRecord> reader) {
                records.forEach(reader);
            }

            @Override
            public void close() {}
        };
        assertEquals(records.get(1), ledger.leaf(1).orElseThrow().record());
        assertNotEquals(
                ledger.leaf(0).orElseThrow().hash(),
                ledger.leaf(1).orElseThrow().hash());
        assertNotEquals(
                ledger.leaf(1).orElseThrow().hash(),
                ledger.leaf(2).orElseThrow().hash());
        assertTrue(ledger.leaf(3).isEmpty());
    }
}
