package dev.cnv.benchmarks.compile;

import dev.cnv.benchmarks.report.TimedProcess;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** A way to run javac. */
interface Compiler {

    /**
     * What a compilation cost.
     *
     * @param wallSeconds from start to end
     * @param cpuSeconds of the process, all threads, or of the compiling thread alone where it is warm
     * @param allocatedBytes by the compiling thread; 0 where that cannot be seen
     */
    record Cost(double wallSeconds, double cpuSeconds, long allocatedBytes) {}

    /**
     * Compiles.
     *
     * @param arguments those of javac
     * @return the cost
     * @throws IllegalStateException when javac reports an error
     */
    Cost compile(List<String> arguments) throws IOException, InterruptedException;

    /** {@return a javac of its own process for every compilation, with default flags} */
    static Compiler cold() {
        Path javac = Path.of(System.getProperty("java.home"), "bin", "javac");
        return arguments -> {
            List<String> command = new ArrayList<>(List.of(javac.toString()));
            command.addAll(arguments);
            TimedProcess process = TimedProcess.run(Path.of("").toAbsolutePath(), command);
            return new Cost(process.wallSeconds(), process.cpuSeconds(), 0);
        };
    }

    /** {@return javac in this process, on the calling thread, which does all its work} */
    static Compiler warm() {
        var javac = ToolProvider.getSystemJavaCompiler();
        var threads = ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);
        return arguments -> {
            StringWriter messages = new StringWriter();
            List<String> options = arguments.subList(0, arguments.size() - 1);
            Path list = Path.of(arguments.getLast().substring(1));
            try (var files = javac.getStandardFileManager(null, null, null)) {
                var sources = files.getJavaFileObjectsFromPaths(
                        java.nio.file.Files.readAllLines(list).stream()
                                .map(Path::of)
                                .toList());
                long startNanos = System.nanoTime();
                long startCpuNanos = threads.getCurrentThreadCpuTime();
                long startBytes = threads.getCurrentThreadAllocatedBytes();
                boolean good = javac.getTask(messages, files, null, options, null, sources)
                        .call();
                long bytes = threads.getCurrentThreadAllocatedBytes() - startBytes;
                long cpuNanos = threads.getCurrentThreadCpuTime() - startCpuNanos;
                long nanos = System.nanoTime() - startNanos;
                if (!good) {
                    throw new IllegalStateException("arguments=" + arguments + "\n" + messages);
                }
                return new Cost(nanos / 1e9, cpuNanos / 1e9, bytes);
            }
        };
    }
}
