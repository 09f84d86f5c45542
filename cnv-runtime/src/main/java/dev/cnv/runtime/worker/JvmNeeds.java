package dev.cnv.runtime.worker;

import java.util.ArrayList;
import java.util.List;

/**
 * What a JVM needs for itself beside what a verb may use, and how a limit becomes limits of the
 * kernel and options of the JVM.
 *
 * <p>Memory is held twice. RLIMIT_DATA counts private memory that can be written: the committed heap,
 * direct buffers and arenas, metaspace, code, stacks of threads; it is the contract's limit and
 * {@link #DATA_BYTES}. RLIMIT_AS counts all addresses, so that mapped files and shared memory are
 * bounded too; as a JVM reserves more than it uses, and maps its own files, it is the former and
 * {@link #RESERVED_BYTES}. The options keep what is reserved small: without them the class space
 * alone reserves a gigabyte. The heap alone can have all of the contract's limit.
 */
final class JvmNeeds {

    /** Least limit of memory with which a JVM starts, in bytes. */
    static final long LEAST_MEMORY_BYTES = 8L << 20;

    /** Greatest limit of memory that can be asked for, in bytes: keeps the sums far from overflow. */
    static final long MOST_MEMORY_BYTES = 1L << 44;

    /** Private memory of the JVM itself, in bytes: classes, code, stacks, allocator. */
    static final long DATA_BYTES = 160L << 20;

    /** Addresses that the JVM reserves or maps and that are no private memory, in bytes. */
    static final long RESERVED_BYTES = 384L << 20;

    /** Files that a JVM has open itself: standard streams, modules, archive, a socket to the parent. */
    static final int FILES = 32;

    /** Most threads and processes that a worker may have at once, the JVM's own among them. */
    static final int MOST_TASKS = 512;

    /** The shells and the watcher around a worker, which are in its control group too. */
    static final int TREE_TASKS = 16;

    private static final int LEAST_TASKS = 128;
    private static final int TASKS_PER_PROCESSOR = 16;

    private static final long FIRST_HEAP_BYTES = 16L << 20;

    private JvmNeeds() {}

    /** {@return the options of prlimit that hold a process to a confinement} */
    static List<String> limits(Confinement asked) {
        List<String> limits = new ArrayList<>(List.of("--core=0:0", both("nproc", tasks())));
        asked.memoryBytes().ifPresent(bytes -> {
            limits.add(both("data", bytes + DATA_BYTES));
            limits.add(both("as", bytes + DATA_BYTES + RESERVED_BYTES));
        });
        asked.cpuTime().ifPresent(time -> {
            long seconds = time.getSeconds() + (time.getNano() > 0 ? 1 : 0);
            limits.add(both("cpu", seconds));
        });
        if (asked.fileDescriptors().isPresent()) {
            limits.add(both("nofile", files(asked)));
        }
        return List.copyOf(limits);
    }

    /** {@return threads and processes of a worker: collector, compiler and carriers go by processors} */
    static int tasks() {
        return tasks(Runtime.getRuntime().availableProcessors());
    }

    static int tasks(int processors) {
        return (int) Math.min(MOST_TASKS, LEAST_TASKS + (long) TASKS_PER_PROCESSOR * processors);
    }

    /** {@return threads and processes of all that a worker starts, with what is around it} */
    static int treeTasks() {
        return tasks() + TREE_TASKS;
    }

    /** {@return memory of all that a worker starts, in bytes, with its private folder for files} */
    static long treeBytes(long bytes) {
        return bytes + DATA_BYTES + SandboxCommand.TMP_BYTES;
    }

    /** {@return how many open files a worker gets: each file of a class path is open in its JVM} */
    static long files(Confinement asked) {
        return (long) asked.fileDescriptors().orElseThrow()
                + FILES
                + asked.readable().size();
    }

    /** {@return the options that let a JVM keep to a confinement by itself before the kernel must} */
    static List<String> options(Confinement asked) {
        List<String> options = new ArrayList<>(List.of("-XX:-UsePerfData"));
        asked.memoryBytes().ifPresent(bytes -> {
            options.add("-Xms" + Math.min(bytes, FIRST_HEAP_BYTES));
            options.add("-Xmx" + bytes);
            options.add("-XX:MaxDirectMemorySize=" + bytes);
            options.add("-XX:CompressedClassSpaceSize=64m");
            options.add("-XX:ReservedCodeCacheSize=48m");
        });
        return List.copyOf(options);
    }

    private static String both(String name, long value) {
        return "--" + name + "=" + value + ":" + value;
    }
}
