package dev.cnv.runtime.endpoint;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on virtual threads. A thread that has ended a task takes the next one, so that many short
 * tasks need few threads; a task that waits holds up no other.
 *
 * <p>What a task leaves in thread-local values the next one on that thread finds; interruption and the
 * context class loader it finds as they were.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class TaskThreads {

    /* Implementation notes: while a task runs and others wait in the queue, a thread that has not begun
     * is on its way (`coming`), so that no task depends on the end of another. Whoever adds looks at
     * `coming` after adding, and the thread that comes clears it before it looks into the queue: one of
     * the two sees the other. */

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean coming = new AtomicBoolean();
    private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final ThreadFactory threads;

    /**
     * No thread yet.
     *
     * @param name what the threads are called
     */
    TaskThreads(String name) {
        threads = Thread.ofVirtual()
                .name(name)
                .inheritInheritableThreadLocals(false)
                .factory();
    }

    /** Runs a task soon, on another thread. */
    void run(Runnable task) {
        waiting.add(task);
        bringOne();
    }

    private void bringOne() {
        if (!coming.get() && coming.compareAndSet(false, true)) {
            threads.newThread(this::work).start();
        }
    }

    private void work() {
        coming.set(false);
        Thread own = Thread.currentThread();
        own.setContextClassLoader(loader);
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            if (!waiting.isEmpty()) {
                bringOne();
            }
            task.run();
            clean(own);
        }
    }

    @SuppressWarnings("ReferenceEquality") // It is put back only when it is another one.
    private void clean(Thread own) {
        Thread.interrupted();
        if (own.getContextClassLoader() != loader) {
            own.setContextClassLoader(loader);
        }
    }
}
