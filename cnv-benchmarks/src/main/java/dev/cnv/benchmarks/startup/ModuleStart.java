package dev.cnv.benchmarks.startup;

import static dev.cnv.benchmarks.report.Report.figure;

import dev.cnv.benchmarks.report.Report;
import dev.cnv.benchmarks.report.Samples;
import dev.cnv.benchmarks.report.TimedProcess;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * Measures how long the generated module of one class with a thousand verbs takes until all its
 * descriptors are there, in JVMs of their own: the first instance, with its classes loaded, linked and
 * verified on the way, and the next one.
 */
final class ModuleStart {

    private static final int VERB_COUNT = 1_000;

    private final Path folder;
    private final Samples first = new Samples();
    private final Samples next = new Samples();
    private final Samples classes = new Samples();

    ModuleStart(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("large"));
        compile();
    }

    private void compile() throws IOException {
        StringBuilder source = new StringBuilder("import dev.cnv.annotations.*;\n")
                .append("public class Large {\npublic record Pair(String name, long value) {}\n");
        for (int i = 0; i < VERB_COUNT; i++) {
            source.append("@Capability(id = \"large.verb-%03d\") @Effects(Effect.READ_ONLY)"
                    .formatted(i));
            source.append(" public Pair v%d(String name, long value, boolean exact) {".formatted(i))
                    .append(" return new Pair(name, value); }\n");
        }
        Path file = Files.writeString(folder.resolve("Large.java"), source.append("}\n"));
        String path = System.getProperty("java.class.path");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        System.err,
                        "-cp",
                        path,
                        "-processor",
                        "dev.cnv.processor.CnvProcessor",
                        "-d",
                        folder.toString(),
                        file.toString());
        if (status != 0) {
            throw new IllegalStateException("javac=" + status + " does not compile " + file);
        }
    }

    /** Starts one more JVM. */
    void run() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        TimedProcess process = TimedProcess.run(
                folder,
                List.of(
                        java.toString(),
                        "-cp",
                        folder + File.pathSeparator + System.getProperty("java.class.path"),
                        Child.class.getName()));
        String[] figures = process.output().strip().split(" ");
        first.add(Double.parseDouble(figures[0]));
        next.add(Double.parseDouble(figures[1]));
        classes.add(Double.parseDouble(figures[2]));
    }

    void write(Report report) {
        report.say("The generated module of a class with " + VERB_COUNT
                + " verbs, until all descriptors are there, milliseconds; a new JVM each round.");
        report.table(
                List.of("instance", "min", "median", "classes loaded, median"),
                List.of(
                        List.of(
                                "the first, with its classes",
                                figure(first.min(), 1),
                                figure(first.median(), 1),
                                figure(classes.median(), 0)),
                        List.of("the next", figure(next.min(), 1), figure(next.median(), 1), "0")));
    }

    /** What each JVM runs: prints both times and the classes that the first took. */
    static final class Child {

        private Child() {}

        /**
         * Makes two modules.
         *
         * @param args none
         * @throws ReflectiveOperationException when there is no module to make
         */
        public static void main(String[] args) throws ReflectiveOperationException {
            var loading = ManagementFactory.getClassLoadingMXBean();
            long before = loading.getTotalLoadedClassCount();
            long begun = System.nanoTime();
            Class<?> type = Class.forName("LargeVerbs");
            require(type.getConstructor().newInstance());
            long one = System.nanoTime();
            long loaded = loading.getTotalLoadedClassCount() - before;
            long again = System.nanoTime();
            require(type.getConstructor().newInstance());
            long two = System.nanoTime();
            System.out.println((one - begun) / 1e6 + " " + (two - again) / 1e6 + " " + loaded);
        }

        private static void require(Object module) {
            int count = ((dev.cnv.runtime.spi.VerbModule) module).verbs().size();
            if (count != VERB_COUNT) {
                throw new IllegalStateException("verbs=" + count);
            }
        }
    }
}
