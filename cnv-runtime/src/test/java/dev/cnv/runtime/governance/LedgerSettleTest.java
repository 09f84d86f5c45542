package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.Ledger.Durability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What reads everything that was appended before waits for that, and for nothing that comes later. */
class LedgerSettleTest {

    private static final int LATER = 200;

    /** While the disk is forced, somebody appends: the next batch is never empty. */
    private static final class BusyDirectory extends SimulatedDirectory {

        private final AtomicInteger left = new AtomicInteger();
        private FileLedger ledger;
        private IOException fault;

        @Override
        SimulatedDisk disk(byte[] content) {
            return new SimulatedDisk(content, machine) {
                @Override
                public void force() throws IOException {
                    if (left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                        ledger.append(Events.completed("later"), Durability.BUFFERED);
                        if (fault != null) {
                            throw fault;
                        }
                    }
                    super.force();
                }
            };
        }
    }

    private static BusyDirectory busy() {
        BusyDirectory disk = new BusyDirectory();
        disk.ledger = Events.on(disk);
        disk.ledger.append(Events.completed("before"), Durability.BUFFERED);
        disk.left.set(LATER);
        return disk;
    }

    @Test
    void read_othersAppendMeanwhile_waitsForWhatWasThereOnly() {
        BusyDirectory disk = busy();
        AtomicInteger seen = new AtomicInteger();
        disk.ledger.read(_ -> seen.incrementAndGet());
        assertEquals(LATER - 1, disk.left.get(), "one force");
        assertEquals(1, seen.get());
        disk.left.set(0);
        disk.ledger.close();
        assertEquals(2, Events.on(disk).report().records());
    }

    @Test
    void treeHead_othersAppendMeanwhile_isOfWhatWasThere() {
        BusyDirectory disk = busy();
        assertEquals(1, disk.ledger.treeHead().orElseThrow().size());
        assertEquals(LATER - 1, disk.left.get(), "one force");
    }

    @Test
    void leaf_othersAppendMeanwhile_waitsForTheRecordOnly() {
        BusyDirectory disk = busy();
        assertTrue(disk.ledger.leaf(0).isPresent());
        assertEquals(LATER - 1, disk.left.get(), "one force");
    }

    @Test
    void read_batchFailsWhileOthersAppend_throws() {
        BusyDirectory disk = busy();
        disk.fault = new IOException("Input/output error");
        assertThrows(LedgerException.class, () -> disk.ledger.read(_ -> {}));
        assertEquals(LATER - 1, disk.left.get());
        assertTrue(disk.ledger.state() instanceof LedgerState.ReadOnly);
    }

    @Test
    void read_diskFullWhileOthersAppend_throwsAndKeepsTheRecord() {
        BusyDirectory disk = busy();
        disk.fault = new DiskFullException("No space left on device", new IOException());
        assertThrows(LedgerException.class, () -> disk.ledger.read(_ -> {}));
        assertEquals(LATER - 1, disk.left.get());
        disk.left.set(0);
        AtomicInteger seen = new AtomicInteger();
        disk.ledger.read(_ -> seen.incrementAndGet());
        assertEquals(2, seen.get());
    }

    @Test
    void treeHead_threadsAppendWithoutPause_returnsEachTime() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        try (FileLedger ledger = Events.on(new SimulatedDirectory())) {
            Thread[] appenders = new Thread[2];
            for (int i = 0; i < appenders.length; i++) {
                appenders[i] = Thread.ofPlatform().start(() -> {
                    while (!stop.get()) {
                        ledger.append(Events.completed("m"), Durability.ON_DISK);
                    }
                });
            }
            try {
                long before = 0;
                for (int i = 0; i < 50; i++) {
                    long size = ledger.treeHead().orElseThrow().size();
                    assertTrue(size >= before, "size=" + size + " before=" + before);
                    before = size;
                }
            } finally {
                stop.set(true);
                for (Thread appender : appenders) {
                    appender.join();
                }
            }
        }
    }

    /** More than is written without being asked for. */
    private static void appendMuch(FileLedger ledger) {
        String large = "x".repeat(60_000);
        for (int i = 0; i < 20; i++) {
            ledger.append(Events.completed(large), Durability.BUFFERED);
        }
    }

    @Test
    void append_muchIsBuffered_isWrittenByAThreadOfTheFactory() throws InterruptedException {
        List<Thread> made = new ArrayList<>();
        ThreadFactory factory = task -> {
            Thread thread = Thread.ofVirtual().unstarted(task);
            made.add(thread);
            return thread;
        };
        try (FileLedger ledger = Events.on(new SimulatedDirectory(), 100_000_000, factory)) {
            appendMuch(ledger);
            assertEquals(1, made.size());
            made.getFirst().join();
            assertTrue(ledger.durableSize() > 10, "size=" + ledger.durableSize());
        }
    }

    @Test
    void append_factoryMakesNoThread_theNextWhoWaitsWrites() {
        for (ThreadFactory none : List.<ThreadFactory>of(_ -> null, _ -> {
            throw new IllegalStateException("no more threads");
        })) {
            try (FileLedger ledger = Events.on(new SimulatedDirectory(), 100_000_000, none)) {
                appendMuch(ledger);
                assertEquals(0, ledger.durableSize());
                assertEquals(20, ledger.treeHead().orElseThrow().size());
            }
        }
    }

    @Test
    void append_factoryStartsTheThreadItself_eachRecordIsWrittenOnce() {
        for (ThreadFactory started : List.<ThreadFactory>of(Thread.ofVirtual()::start, task -> {
            Thread.ofVirtual().start(task);
            throw new IllegalStateException("started, and no more threads");
        })) {
            try (FileLedger ledger = Events.on(new SimulatedDirectory(), 100_000_000, started)) {
                appendMuch(ledger);
                assertEquals(20, Events.messages(ledger).size());
                assertEquals(20, ledger.durableSize());
            }
        }
    }
}
