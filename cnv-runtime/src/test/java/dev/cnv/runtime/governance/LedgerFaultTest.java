package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.Ledger.Durability;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Disks that fail. */
class LedgerFaultTest {

    /** Fails from now on when told to, after doing a part of what it was asked. */
    private static final class FaultyDirectory extends SimulatedDirectory {
        private volatile boolean failsForce;
        private volatile boolean full;
        private volatile boolean failsWrite;
        private volatile boolean failsTruncate;
        private volatile boolean runsOutOfMemory;
        private int calls;

        @Override
        public synchronized Disk create(long segment) throws IOException {
            calls++;
            if (full) {
                throw new DiskFullException("No space left on device", new IOException());
            }
            return super.create(segment);
        }

        @Override
        SimulatedDisk disk(byte[] content) {
            return new SimulatedDisk(content, machine) {
                @Override
                public void write(long positionBytes, byte[] bytes, int lengthBytes)
                        throws IOException {
                    calls++;
                    if (runsOutOfMemory) {
                        throw new OutOfMemoryError("simulated");
                    }
                    if (full || failsWrite) {
                        super.write(positionBytes, bytes, lengthBytes / 2);
                        throw full
                                ? new DiskFullException(
                                        "No space left on device", new IOException())
                                : new IOException("Input/output error");
                    }
                    super.write(positionBytes, bytes, lengthBytes);
                }

                @Override
                public void force() throws IOException {
                    calls++;
                    if (failsForce) {
                        throw new IOException("Input/output error");
                    }
                    super.force();
                }

                @Override
                public void truncate(long sizeBytes) throws IOException {
                    if (failsTruncate) {
                        throw new IOException("Input/output error");
                    }
                    super.truncate(sizeBytes);
                }
            };
        }
    }

    private final FaultyDirectory disk = new FaultyDirectory();
    private final FileLedger ledger = Events.on(disk);

    @Test
    void append_forceFails_isReadOnlyAndNeverTriesAgain() {
        ledger.append(Events.completed("good"), Durability.ON_DISK);
        ledger.append(Events.completed("buffered"), Durability.BUFFERED);
        disk.failsForce = true;
        LedgerException first = refused(Durability.ON_DISK);
        assertInstanceOf(IOException.class, first.getCause());
        assertTrue(first.getMessage().contains("state=read-only"), first.getMessage());
        assertTrue(first.getMessage().contains("behind record 0"), first.getMessage());
        assertTrue(
                first.getMessage().contains("2 records were not made durable"), first.getMessage());
        disk.failsForce = false;
        int calls = disk.calls;
        refused(Durability.ON_DISK);
        refused(Durability.BUFFERED);
        assertThrows(LedgerException.class, () -> ledger.read(_ -> {}));
        assertThrows(LedgerException.class, ledger::close);
        assertEquals(calls, disk.calls);
    }

    @Test
    void append_diskFull_saysSoAndGoesOnWhenThereIsRoom() {
        ledger.append(Events.completed("good"), Durability.ON_DISK);
        long before = disk.content().length;
        disk.full = true;
        LedgerException refused = refused(Durability.ON_DISK);
        assertTrue(refused.getMessage().contains("the disk is full"), refused.getMessage());
        assertInstanceOf(LedgerState.Full.class, ledger.state());
        assertEquals(before, disk.content().length);
        refused(Durability.BUFFERED);
        assertEquals(List.of("good"), Events.messages(ledger));
        disk.full = false;
        assertEquals(1, ledger.append(Events.completed("again"), Durability.ON_DISK));
        assertEquals(new LedgerState.Open(), ledger.state());
        assertEquals(List.of("good", "again"), Events.messages(ledger));
        ledger.close();
        FileLedger again = Events.on(disk);
        assertEquals(0, again.report().bytesCut());
        assertEquals(List.of("good", "again"), Events.messages(again));
    }

    @Test
    void append_diskFullWithBufferedRecords_keepsTheirPlaces() {
        ledger.append(Events.completed("good"), Durability.ON_DISK);
        assertEquals(1, ledger.append(Events.completed("promised"), Durability.BUFFERED));
        disk.full = true;
        refused(Durability.ON_DISK);
        refused(Durability.ON_DISK);
        assertThrows(LedgerException.class, () -> ledger.read(_ -> {}));
        disk.full = false;
        assertEquals(2, ledger.append(Events.completed("next"), Durability.ON_DISK));
        assertEquals(List.of("good", "promised", "next"), Events.messages(ledger));
    }

    @Test
    void append_diskFullAndItStays_closeSaysSo() {
        ledger.append(Events.completed("promised"), Durability.BUFFERED);
        disk.full = true;
        assertThrows(LedgerException.class, ledger::close);
        assertEquals(new LedgerState.Closed(), ledger.state());
    }

    @Test
    void append_diskFullAtANewSegment_goesOnInItLater() {
        FaultyDirectory small = new FaultyDirectory();
        try (FileLedger cut = Events.on(small, 600)) {
            cut.append(Events.completed("a"), Durability.ON_DISK);
            small.full = true;
            assertThrows(
                    LedgerException.class,
                    () -> cut.append(Events.completed("b"), Durability.ON_DISK));
            assertEquals(List.of(0L), small.segments());
            small.full = false;
            assertEquals(1, cut.append(Events.completed("c"), Durability.ON_DISK));
            assertEquals(List.of(0L, 1L), small.segments());
            assertEquals(List.of("a", "c"), Events.messages(cut));
        }
    }

    @Test
    void append_diskFullAndCuttingBackFails_isReadOnly() {
        disk.full = true;
        disk.failsTruncate = true;
        refused(Durability.ON_DISK);
        disk.full = false;
        disk.failsTruncate = false;
        assertInstanceOf(LedgerState.ReadOnly.class, ledger.state());
        refused(Durability.ON_DISK);
    }

    @Test
    void append_writeFails_isReadOnly_andNoAcknowledgedRecordIsLost() {
        ledger.append(Events.completed("good"), Durability.ON_DISK);
        disk.failsWrite = true;
        refused(Durability.ON_DISK);
        disk.failsWrite = false;
        refused(Durability.ON_DISK);
        FileLedger again = Events.on(disk);
        assertTrue(again.report().bytesCut() > 0);
        assertEquals(List.of("good"), Events.messages(again));
    }

    @Test
    void append_bufferedLedgerFails_closeSaysSo() {
        ledger.append(Events.completed("buffered"), Durability.BUFFERED);
        disk.failsForce = true;
        assertThrows(LedgerException.class, ledger::close);
        refused(Durability.BUFFERED);
    }

    @Test
    void append_writeRunsOutOfMemory_isReadOnlyToo() {
        disk.runsOutOfMemory = true;
        assertInstanceOf(OutOfMemoryError.class, refused(Durability.ON_DISK).getCause());
        disk.runsOutOfMemory = false;
        refused(Durability.ON_DISK);
    }

    @Test
    void append_manyWaitForAForceThatFails_allAreTold() {
        disk.failsForce = true;
        ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 32; i++) {
                threads.execute(() -> {
                    try {
                        ledger.append(Events.completed("x"), Durability.ON_DISK);
                    } catch (Throwable e) {
                        thrown.add(e);
                    }
                });
            }
        }
        assertEquals(32, thrown.size());
        thrown.forEach(e -> assertInstanceOf(LedgerException.class, e));
    }

    private LedgerException refused(Durability durability) {
        return assertThrows(
                LedgerException.class, () -> ledger.append(Events.completed("x"), durability));
    }
}
