package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final int ROUNDS = 200;
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void open_whileOthersCome_letsEachOneThrough() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Gate gate = new Gate();
            AtomicInteger passed = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i <= round % 40; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    gate.await();
                    passed.incrementAndGet();
                }));
            }
            gate.open();
            gate.open();
            for (Thread thread : threads) {
                assertTrue(thread.join(LONG), "round=" + round + " passed=" + passed);
            }
            assertEquals(threads.size(), passed.get());
            assertTrue(gate.isOpen());
        }
    }

    @Test
    void await_beforeItOpens_nobodyPasses() throws InterruptedException {
        Gate gate = new Gate();
        Thread thread = Thread.ofVirtual().start(gate::await);
        assertFalse(thread.join(Duration.ofMillis(50)));
        assertFalse(gate.isOpen());
        gate.open();
        assertTrue(thread.join(LONG));
    }

    @Test
    void await_interrupted_waitsOnAndKeepsTheInterrupt() throws InterruptedException {
        Gate gate = new Gate();
        AtomicInteger interrupted = new AtomicInteger();
        Thread thread = Thread.ofPlatform().start(() -> {
            gate.await();
            interrupted.set(Thread.currentThread().isInterrupted() ? 1 : 2);
        });
        thread.interrupt();
        assertFalse(thread.join(Duration.ofMillis(50)));
        gate.open();
        assertTrue(thread.join(LONG));
        assertEquals(1, interrupted.get());
    }
}
