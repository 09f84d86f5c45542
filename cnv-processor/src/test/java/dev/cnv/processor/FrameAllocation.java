package dev.cnv.processor;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.function.LongUnaryOperator;

/** Measures what frames allocate; its main method is run in virtual machines with other compilers. */
final class FrameAllocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private FrameAllocation() {}

    /**
     * Arguments: the folder of the hot path's classes, one with the classes of the golden frames and
     * their use, warm-up rounds, rounds.
     */
    public static void main(String[] args) throws Exception {
        try (URLClassLoader loader = GeneratedFrames.loader(Path.of(args[0]), Path.of(args[1]))) {
            LongUnaryOperator use = GeneratedFrames.use(loader);
            use.applyAsLong(Long.parseLong(args[2]));
            System.out.println(bytes(use, Long.parseLong(args[3])));
        }
    }

    static long bytes(LongUnaryOperator use, long rounds) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        use.applyAsLong(rounds);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
