package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.Ledger.Durability;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LedgerConcurrencyTest {

    private static final int THREADS = 64;
    private static final int EACH = 20;

    /** A force takes as long as it takes the other threads to come, as on a real device. */
    private static final class SlowDirectory extends SimulatedDirectory {
        private final AtomicInteger begun = new AtomicInteger();
        private volatile boolean open;

        @Override
        SimulatedDisk disk(byte[] content) {
            return new SimulatedDisk(content, machine) {
                @Override
                public void force() throws IOException {
                    int until = begun.get() + THREADS / 2;
                    long end = System.nanoTime() + 50_000_000;
                    while (open
                            && begun.get() < Math.min(until, THREADS * EACH)
                            && System.nanoTime() < end) {
                        Thread.yield();
                    }
                    super.force();
                }
            };
        }
    }

    @Test
    void append_manyThreads_indicesHaveNoGapAndForcesAreShared() {
        SlowDirectory disk = new SlowDirectory();
        Map<Long, String> appended = new ConcurrentHashMap<>();
        try (FileLedger ledger = Events.on(disk)) {
            int before = disk.forceCount();
            disk.open = true;
            run(thread -> {
                for (int i = 0; i < EACH; i++) {
                    String message = thread + "/" + i;
                    disk.begun.incrementAndGet();
                    long index = ledger.append(Events.completed(message), Durability.ON_DISK);
                    assertEquals(null, appended.put(index, message));
                }
            });
            int forces = disk.forceCount() - before;
            assertTrue(
                    forces <= THREADS * EACH / 8,
                    "forces=" + forces + " appends=" + THREADS * EACH);
            AtomicLong next = new AtomicLong();
            Events.messages(ledger)
                    .forEach(m -> assertEquals(appended.get(next.getAndIncrement()), m));
            assertEquals(THREADS * EACH, next.get());
        }
        assertEquals(THREADS * EACH, Events.on(disk).report().records());
    }

    @Test
    void append_bufferFull_callersWaitAndNothingIsDropped() {
        SimulatedDirectory disk = new SimulatedDirectory();
        String large = "x".repeat(60_000);
        try (FileLedger ledger = Events.on(disk)) {
            run(thread -> {
                for (int i = 0; i < 5; i++) {
                    ledger.append(Events.completed(thread + large), Durability.BUFFERED);
                }
            });
            assertEquals(5 * THREADS, Events.messages(ledger).size());
        }
        assertEquals(5 * THREADS, Events.on(disk).report().records());
    }

    /** Two readers of records and two of raw lines follow over many segments while all write. */
    @Test
    void append_manyWritersWithReadersFollowing_allSeeTheSame(
            @org.junit.jupiter.api.io.TempDir java.nio.file.Path directory) throws Exception {
        Map<Long, String> appended = new ConcurrentHashMap<>();
        AtomicInteger writing = new AtomicInteger(1);
        var readers = new java.util.ArrayList<java.util.concurrent.Future<List<String>>>();
        try (FileLedger ledger = FileLedger.open(
                        directory, new dev.cnv.runtime.time.VirtualTime(Events.BEGIN), 30_000);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int i = 0; i < 4; i++) {
                boolean raw = i % 2 == 0;
                readers.add(threads.submit(() -> follow(directory, raw, writing)));
            }
            run(thread -> {
                for (int i = 0; i < EACH; i++) {
                    String message = thread + "/" + i;
                    Durability durability = i % 3 == 0 ? Durability.BUFFERED : Durability.ON_DISK;
                    appended.put(ledger.append(Events.completed(message), durability), message);
                }
            });
            ledger.read(_ -> {});
            writing.set(0);
        }
        assertEquals(THREADS * EACH, appended.size());
        for (var reader : readers) {
            List<String> seen = reader.get();
            assertEquals(THREADS * EACH, seen.size());
            for (int i = 0; i < seen.size(); i++) {
                assertEquals(appended.get((long) i), seen.get(i));
            }
        }
        try (var segments = java.nio.file.Files.list(directory.resolve("segments"))) {
            assertTrue(segments.count() > 5);
        }
    }

    private static List<String> follow(
            java.nio.file.Path directory, boolean raw, AtomicInteger writing) {
        List<String> seen = new java.util.ArrayList<>();
        try (LedgerTail tail = LedgerTail.open(directory);
                LedgerLines lines = LedgerLines.open(directory)) {
            boolean last;
            do {
                last = writing.get() == 0;
                if (raw) {
                    lines.scan(
                            seen.size(), Long.MAX_VALUE, (index, _, _, buffer, offset, length) -> {
                                assertEquals(seen.size(), index);
                                seen.add(
                                        message(LedgerLine.parseRecord(java.util.Arrays.copyOfRange(
                                                        buffer, offset, offset + length))
                                                .toRecord(_ -> java.util.Optional.empty())));
                            });
                } else {
                    tail.poll(record -> {
                        assertEquals(seen.size(), record.index());
                        seen.add(message(record));
                    });
                }
            } while (!last);
        }
        return seen;
    }

    private static String message(LedgerRecord record) {
        return ((InvocationCompleted) record.event()).message();
    }

    private static void run(java.util.function.IntConsumer body) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var started = new java.util.ArrayList<java.util.concurrent.Future<?>>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                started.add(threads.submit(() -> body.accept(thread)));
            }
            for (var future : started) {
                try {
                    future.get();
                } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
