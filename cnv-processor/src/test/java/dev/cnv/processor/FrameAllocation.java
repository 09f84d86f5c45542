package dev.cnv.processor;

import com.sun.management.ThreadMXBean;
import dev.cnv.hotpath.worker.FrameDispatcher;
import dev.cnv.hotpath.worker.FramedVerbs;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.function.LongUnaryOperator;

/** Measures what frames allocate; its main method is run in virtual machines with other compilers. */
final class FrameAllocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private FrameAllocation() {}

    /** Arguments: a folder with the classes of the golden frames and their use, warm-up rounds, rounds. */
    public static void main(String[] args) throws Exception {
        try (URLClassLoader loader = loader(Path.of(args[0]))) {
            LongUnaryOperator use = use(loader);
            use.applyAsLong(Long.parseLong(args[1]));
            System.out.println(bytes(use, Long.parseLong(args[2])));
        }
    }

    static URLClassLoader loader(Path classes) throws Exception {
        return new URLClassLoader(new URL[] {classes.toUri().toURL()});
    }

    static LongUnaryOperator use(ClassLoader loader) throws Exception {
        FramedVerbs verbs = (FramedVerbs)
                loader.loadClass("frames.DeskVerbs").getConstructor().newInstance();
        return (LongUnaryOperator) loader.loadClass("frames.DeskUse")
                .getConstructor(FrameDispatcher.class)
                .newInstance(verbs.frames().dispatcher(Rights.genuine()));
    }

    static long bytes(LongUnaryOperator use, long rounds) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        use.applyAsLong(rounds);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
