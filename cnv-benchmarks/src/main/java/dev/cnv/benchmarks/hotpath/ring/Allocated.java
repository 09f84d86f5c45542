package dev.cnv.benchmarks.hotpath.ring;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What some threads have allocated so far. To ask allocates nothing. */
final class Allocated {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Thread[] threads;

    Allocated(Thread... threads) {
        this.threads = threads.clone();
        // All that it takes to ask is there afterwards.
        THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId());
    }

    /** Bytes of all threads, which have to be alive. */
    long bytes() {
        long sum = 0;
        for (Thread thread : threads) {
            long bytes = THREADS.getThreadAllocatedBytes(thread.threadId());
            if (bytes < 0) {
                throw new IllegalStateException("thread=" + thread + " has no count of bytes");
            }
            sum += bytes;
        }
        return sum;
    }
}
