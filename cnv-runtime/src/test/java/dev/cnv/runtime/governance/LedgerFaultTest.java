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
    private static final class FaultyDisk extends SimulatedDisk {
        private volatile boolean failsForce;
        private volatile boolean full;
        private volatile boolean runsOutOfMemory;
        private int calls;

        @Override
        public void write(long positionBytes, byte[] bytes) throws IOException {
            calls++;
            if (runsOutOfMemory) {
                throw new OutOfMemoryError("simulated");
            }
            if (full) {
                super.write(positionBytes, java.util.Arrays.copyOf(bytes, bytes.length / 2));
                throw new IOException("No space left on device");
            }
            super.write(positionBytes, bytes);
        }

        @Override
        public void force() throws IOException {
            calls++;
            if (failsForce) {
                throw new IOException("Input/output error");
            }
            super.force();
        }
    }

    private final FaultyDisk disk = new FaultyDisk();
    private final FileLedger ledger = Events.on(disk);

    @Test
    void append_forceFails_theLedgerIsDeadAndNeverTriesAgain() {
        ledger.append(Events.completed("good"), Durability.ON_DISK);
        ledger.append(Events.completed("buffered"), Durability.BUFFERED);
        disk.failsForce = true;
        LedgerException first = refused(Durability.ON_DISK);
        assertInstanceOf(IOException.class, first.getCause());
        assertTrue(first.getMessage().contains("state=dead"), first.getMessage());
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
    void append_diskFull_deadUntilOpenedAgain_andNoAcknowledgedRecordIsLost() {
        ledger.append(Events.completed("good"), Durability.ON_DISK);
        disk.full = true;
        assertTrue(refused(Durability.ON_DISK).getMessage().contains("No space left"));
        disk.full = false;
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
    void append_writeRunsOutOfMemory_isDeadToo() {
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
