package dev.cnv.runtime.contract;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * Measures what one platform thread uses, from {@link #begin} to {@link #end}.
 *
 * <p>On a virtual thread the JVM (JDK 25) answers -1 to every one of these questions, of the thread
 * itself and of others; then the usage is unknown.
 *
 * <p><b>Threading:</b> {@link #begin} and {@link #end} are called by the measured thread, {@link
 * #sample} by any. {@code baseline} and {@code last} are written with volatile semantics, so a sample
 * sees both or none.
 */
final class Meter {

    /** No thread's id: these are positive. */
    private static final long UNMEASURED = 0;

    /** Found once: the search goes through all that the platform manages. */
    private static final @Nullable ThreadMXBean THREADS =
            ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean ? bean : null;

    private volatile @Nullable Usage baseline;
    private volatile @Nullable Usage last;
    private volatile long threadId;

    /** {@return whether this JVM counts the heap bytes that a platform thread allocates} */
    static boolean memoryMeasurable() {
        return THREADS != null
                && THREADS.isThreadAllocatedMemorySupported()
                && THREADS.isThreadAllocatedMemoryEnabled();
    }

    /** {@return whether this JVM counts the processor time of a platform thread} */
    static boolean cpuMeasurable() {
        return THREADS != null
                && THREADS.isThreadCpuTimeSupported()
                && THREADS.isThreadCpuTimeEnabled();
    }

    void begin() {
        Thread current = Thread.currentThread();
        threadId = current.isVirtual() ? UNMEASURED : current.threadId();
        baseline = read(threadId);
    }

    void end() {
        last = sinceBaseline(read(threadId));
    }

    /** {@return what the thread has used up to now or up to its end} */
    Usage sample() {
        Usage ended = last;
        if (ended != null) {
            return ended;
        }
        Usage used = sinceBaseline(read(threadId));
        // The thread may have ended meanwhile; of a thread that is gone the JVM knows nothing.
        ended = last;
        return ended != null ? ended : used;
    }

    private Usage sinceBaseline(Usage now) {
        Usage from = baseline;
        return from == null ? Usage.ZERO : now.since(from);
    }

    private Usage read(long id) {
        if (THREADS == null || id == UNMEASURED) {
            return Usage.UNKNOWN;
        }
        return new Usage(
                memoryMeasurable() ? THREADS.getThreadAllocatedBytes(id) : -1,
                cpuMeasurable() ? THREADS.getThreadCpuTime(id) : -1);
    }
}
