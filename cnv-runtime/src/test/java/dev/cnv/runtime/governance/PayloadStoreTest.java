package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadStoreTest {

    private static final byte[] BYTES = "personal".getBytes(StandardCharsets.UTF_8);
    private static final Digest DIGEST = Digest.of(BYTES);

    @TempDir
    private Path directory;

    private FileLedger open() {
        return FileLedger.open(directory, new VirtualTime(Events.BEGIN));
    }

    private Path file() {
        return directory
                .resolve("payloads")
                .resolve(DIGEST.hex().substring(0, 2))
                .resolve(DIGEST.hex().substring(2));
    }

    @Test
    void keep_closedAndOpenedAgain_isFoundByItsDigest() throws IOException {
        try (FileLedger ledger = open()) {
            assertEquals(Optional.empty(), ledger.payload(DIGEST));
            assertEquals(DIGEST, ledger.keep(BYTES));
            assertEquals(DIGEST, ledger.keep(BYTES));
            assertEquals(Digest.of(new byte[0]), ledger.keep(new byte[0]));
        }
        assertArrayEquals(BYTES, Files.readAllBytes(file()));
        try (FileLedger ledger = open()) {
            assertArrayEquals(BYTES, ledger.payload(DIGEST).orElseThrow());
            assertArrayEquals(
                    new byte[0], ledger.payload(Digest.of(new byte[0])).orElseThrow());
        }
        PayloadVerification found = FileLedger.verify(directory).payloads();
        assertEquals(2, found.kept());
        assertEquals(BYTES.length, found.keptBytes());
    }

    @Test
    void keep_atTheLimit_isTaken_andBeyondItRefused() {
        try (FileLedger ledger = open()) {
            byte[] largest = new byte[LedgerDescriptor.MAX_PAYLOAD_BYTES];
            assertArrayEquals(largest, ledger.payload(ledger.keep(largest)).orElseThrow());
            LedgerException e = assertThrows(
                    LedgerException.class, () -> ledger.keep(new byte[largest.length + 1]));
            assertTrue(e.getMessage().contains("payloadBytes=16777217"), e.getMessage());
        }
    }

    @Test
    void payload_changedOnDisk_isReportedAndNotReturned_andKeepingRepairsIt() throws IOException {
        try (FileLedger ledger = open()) {
            ledger.keep(BYTES);
            Files.writeString(file(), "Personal");
            assertTrue(assertThrows(LedgerException.class, () -> ledger.payload(DIGEST))
                    .getMessage()
                    .contains("damaged"));
            LedgerVerification found = FileLedger.verify(directory);
            assertFalse(found.intact());
            assertEquals(List.of(DIGEST), found.payloads().damaged());
            ledger.keep(BYTES);
            assertArrayEquals(BYTES, ledger.payload(DIGEST).orElseThrow());
            assertTrue(FileLedger.verify(directory).intact());
        }
    }

    @Test
    void erase_removesTheBytes_andTheLedgerStaysIntact() throws IOException {
        try (FileLedger ledger = open()) {
            ledger.keep(BYTES);
            ledger.append(Events.completed("a"), Durability.ON_DISK);
            Digest before = ledger.leaf(0).orElseThrow().hash();
            assertTrue(ledger.erase(DIGEST));
            assertFalse(ledger.erase(DIGEST));
            assertFalse(Files.exists(file()));
            assertEquals(Optional.empty(), ledger.payload(DIGEST));
            assertEquals(before, ledger.leaf(0).orElseThrow().hash());
        }
        assertTrue(FileLedger.verify(directory).intact());
        try (var all = Files.walk(directory)) {
            for (Path one : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                assertFalse(Files.readString(one).contains("personal"), one.toString());
            }
        }
    }

    @Test
    void verify_namedPayloads_countsTheMissingAndListsUnfinishedErasures() throws IOException {
        Digest gone = Digest.of("gone");
        PayloadMentions mentions = new PayloadMentions();
        mentions.add("policy-changed", Events.object().put("body", gone.hex()));
        mentions.add("policy-decision", Events.object().put("argumentsPayload", DIGEST.hex()));
        mentions.add("policy-decision", Events.object().put("argumentsPayload", "no digest"));
        mentions.add("later", Events.object().put("payload", Digest.of("x").hex()));
        PayloadStore store = PayloadStore.openForWriting(directory);
        store.keep(BYTES);
        assertEquals(
                new PayloadVerification(1, BYTES.length, List.of(), 1, List.of()),
                mentions.verify(Optional.of(store)));
        mentions.add("payload-erased", Events.object().put("payload", DIGEST.hex()));
        assertEquals(List.of(DIGEST), mentions.verify(Optional.of(store)).unfinished());
        store.erase(DIGEST);
        assertEquals(
                new PayloadVerification(0, 0, List.of(), 2, List.of()),
                mentions.verify(Optional.of(store)));
    }

    @Test
    void openForWriting_halfWrittenFile_isRemoved_andOtherFilesAreLeftAlone() throws IOException {
        PayloadStore store = PayloadStore.openForWriting(directory);
        Path half = directory.resolve("payloads/new-7");
        Path other = directory.resolve("payloads/README");
        Files.writeString(half, "perso");
        Files.writeString(other, "x");
        store.visit((digest, _, _) -> {
            throw new AssertionError(digest);
        });
        PayloadStore.openForWriting(directory);
        assertFalse(Files.exists(half));
        assertTrue(Files.exists(other));
    }

    @Test
    void keep_interruptedThread_isDurableAndStaysInterrupted() {
        try (FileLedger ledger = open()) {
            Thread.currentThread().interrupt();
            ledger.keep(BYTES);
            assertArrayEquals(BYTES, ledger.payload(DIGEST).orElseThrow());
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void keep_sameBytesByManyThreads_isKeptOnce() {
        try (FileLedger ledger = open()) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 32; i++) {
                    byte[] bytes = (i % 4 + "personal").getBytes(StandardCharsets.UTF_8);
                    threads.execute(() -> ledger.keep(bytes));
                }
            }
            assertEquals(4, FileLedger.verify(directory).payloads().kept());
        }
    }

    @Test
    void keep_closedOrDamagedLedgerOrOneWithoutStore_isRefused() {
        FileLedger closed = open();
        closed.close();
        assertThrows(LedgerException.class, () -> closed.keep(BYTES));
        assertThrows(LedgerException.class, () -> closed.erase(DIGEST));
        try (FileLedger simulated = Events.on(new SimulatedDirectory())) {
            assertThrows(LedgerException.class, () -> simulated.keep(BYTES));
        }
        Ledger plain = new Ledger() {
            @Override
            public long append(LedgerEvent event, Durability durability) {
                return 0;
            }

            @Override
            public void read(Consumer<LedgerRecord> reader) {}

            @Override
            public void close() {}
        };
        assertThrows(LedgerException.class, () -> plain.keep(BYTES));
        assertEquals(Optional.empty(), plain.payload(DIGEST));
    }
}
