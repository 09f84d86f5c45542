package dev.cnv.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskThreadsTest {

    private final TaskThreads threads = new TaskThreads("test-task");

    @Test
    void run_eachTask_onceAndElsewhere() throws Exception {
        int count = 20_000;
        AtomicInteger runs = new AtomicInteger();
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            threads.run(() -> {
                runs.incrementAndGet();
                used.add(Thread.currentThread());
                done.countDown();
            });
        }
        assertTrue(done.await(30, TimeUnit.SECONDS));
        assertEquals(count, runs.get());
        assertFalse(used.contains(Thread.currentThread()));
        used.forEach(each -> assertTrue(each.isVirtual() && each.getName().equals("test-task")));
    }

    @Test
    void run_tasksThatWaitForTheNextOne_allEnd() throws Exception {
        int count = 2_000;
        CountDownLatch[] gates = new CountDownLatch[count + 1];
        for (int i = 0; i <= count; i++) {
            gates[i] = new CountDownLatch(1);
        }
        for (int i = 0; i < count; i++) {
            int own = i;
            threads.run(() -> {
                await(gates[own + 1]);
                gates[own].countDown();
            });
        }
        assertFalse(gates[0].await(20, TimeUnit.MILLISECONDS));
        gates[count].countDown();
        assertTrue(gates[0].await(30, TimeUnit.SECONDS), "a task was held up by one that waits");
    }

    @Test
    void run_withinATaskThatWaitsForIt_ends() throws Exception {
        CompletableFuture<Integer> depth = new CompletableFuture<>();
        threads.run(() -> depth.complete(nested(500)));
        assertEquals(500, depth.get(30, TimeUnit.SECONDS));
    }

    private int nested(int left) {
        if (left == 0) {
            return 0;
        }
        CompletableFuture<Integer> inner = new CompletableFuture<>();
        threads.run(() -> inner.complete(nested(left - 1)));
        return 1 + inner.join();
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // So that a task gives its processor away.
    void run_bySeveralThreadsWithTasksThatWaitNowAndThen_losesNone() throws Exception {
        int each = 20_000;
        CountDownLatch done = new CountDownLatch(4 * each);
        for (int i = 0; i < 4; i++) {
            Thread.ofVirtual().start(() -> {
                for (int task = 0; task < each; task++) {
                    threads.run(() -> {
                        if (ThreadLocalRandom.current().nextInt(64) == 0) {
                            Thread.yield();
                        }
                        done.countDown();
                    });
                }
            });
        }
        assertTrue(done.await(30, TimeUnit.SECONDS), () -> "left=" + done.getCount());
    }

    @Test
    void run_afterATaskThatThrows_runsTheOthers() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(3);
        threads.run(() -> {
            await(began);
            Thread.currentThread().setUncaughtExceptionHandler((_, _) -> done.countDown());
            throw new IllegalStateException("thrown by the test");
        });
        threads.run(done::countDown);
        threads.run(done::countDown);
        began.countDown();
        assertTrue(done.await(30, TimeUnit.SECONDS));
    }

    @Test
    void run_afterTasksThatLeaveTheirThreadChanged_findsItAsItWas() throws Exception {
        int count = 5_000;
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ClassLoader other = new ClassLoader("other", null) {};
        AtomicInteger clean = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            threads.run(() -> {
                Thread own = Thread.currentThread();
                if (!own.isInterrupted() && own.getContextClassLoader() == loader) {
                    clean.incrementAndGet();
                }
                own.setContextClassLoader(other);
                own.interrupt();
                done.countDown();
            });
        }
        assertTrue(done.await(30, TimeUnit.SECONDS));
        assertEquals(count, clean.get());
    }

    @Test
    void run_manyShortTasks_takesFewerThreadsThanTasks() throws Exception {
        int count = 50_000;
        Set<Long> used = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            threads.run(() -> {
                used.add(Thread.currentThread().threadId());
                done.countDown();
            });
        }
        assertTrue(done.await(30, TimeUnit.SECONDS));
        assertNotEquals(0, used.size());
        assertTrue(used.size() < count / 2, () -> "threads=" + used.size());
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
