package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.Ledger.Durability;
import java.io.IOException;
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
