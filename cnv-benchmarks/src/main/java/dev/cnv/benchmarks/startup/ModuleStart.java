package dev.cnv.benchmarks.startup;

import static dev.cnv.benchmarks.report.Report.figure;

import dev.cnv.benchmarks.report.Samples;
import dev.cnv.benchmarks.report.TimedProcess;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Measures how soon a module of many verbs is ready, in JVMs of its own: its class and its handler's are
 * loaded, its object is made, and a registry finds its verbs; and what comes after when it is asked for.
 * Before that, a module of one verb goes the same way, so that CNV's own classes, which are the same for
 * any number of verbs, are loaded; what that takes is the first step.
 *
 * <p>Arguments: the rounds, and the verbs.
 */
public final class ModuleStart {

    /** The goal for a module to be ready, in milliseconds. */
    private static final double READY_GOAL_MILLIS = 5;

    private static final String LOADED = "its class and its handler's loaded";

    private static final String MADE = "module made";

    private static final String FOUND = "its verbs found by a registry";

    private static final String PROBE = """
            package generated;

            import dev.cnv.runtime.capability.CapabilityId;
            import dev.cnv.runtime.capability.VerbDescriptor;
            import dev.cnv.runtime.graph.GraphBuilder;
            import dev.cnv.runtime.graph.ModuleGraph;
            import dev.cnv.runtime.graph.SchemaReader;
            import dev.cnv.runtime.graph.VerbSchemas;
            import dev.cnv.runtime.kernel.Registry;
            import java.lang.management.ManagementFactory;
            import java.lang.management.ThreadMXBean;
            import java.util.List;
            import java.util.Map;

            public final class Probe {
                private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

                private static long last;
                private static long lastCpu;

                private static void tell(String what) {
                    long now = System.nanoTime();
                    long cpu = THREADS.getCurrentThreadCpuTime();
                    System.out.println(what + "=" + (now - last) + "=" + (cpu - lastCpu));
                    lastCpu = THREADS.getCurrentThreadCpuTime();
                    last = System.nanoTime();
                }

                public static void main(String[] args) throws Exception {
                    tell("");
                    tell("");
                    new Registry(List.of(new OneVerbs())).verbs();
                    tell("a module of one verb, with CNV's classes");
                    ClassLoader loader = Probe.class.getClassLoader();
                    Class.forName("generated.ManyVerbs", false, loader);
                    Class.forName("generated.Many", false, loader);
                    tell("%s");
                    ManyVerbs module = new ManyVerbs();
                    tell("%s");
                    Registry registry = new Registry(List.of(module));
                    tell("%s");
                    VerbDescriptor verb = module.verbs().get(500);
                    tell("its first descriptor");
                    List<VerbDescriptor> verbs = List.copyOf(module.verbs());
                    tell("all descriptors");
                    registry.verify();
                    tell("digests of all schemas");
                    Map<CapabilityId, VerbSchemas> types = SchemaReader.readVerbs(module.schemas());
                    tell("types of all schemas");
                    ModuleGraph graph = ModuleGraph.read(
                            Probe.class.getResourceAsStream("/" + ModuleGraph.PATH));
                    tell("graph of the compiler");
                    GraphBuilder.of(verbs, types).compiled(List.of(graph)).build();
                    tell("graph put together from it");
                    GraphBuilder.of(verbs, types).build();
                    tell("graph searched instead");
                }
            }
            """;

    private static final String ONE = """
            package generated;

            import dev.cnv.annotations.Capability;
            import dev.cnv.annotations.Effect;
            import dev.cnv.annotations.Effects;

            /** One verb. */
            public final class One {
                /** Adds. @param name the thing @param amount how much @return the sum */
                @Capability(id = "one.verb")
                @Effects(Effect.READ_ONLY)
                public long verb(String name, long amount) {
                    return name.length() + amount;
                }
            }
            """;

    private ModuleStart() {}

    /**
     * Runs the benchmark.
     *
     * @param args see the class
     * @throws Exception when a process fails or a file cannot be written
     */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        int verbs = Integer.parseInt(args[1]);
        Path folder = Files.createTempDirectory("cnv-module");
        try {
            compile(folder, verbs);
            Map<String, Step> steps = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                run(folder, steps);
            }
            print(steps, rounds, verbs);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void compile(Path folder, int verbs) throws IOException {
        Path many = Files.writeString(folder.resolve("Many.java"), handler(verbs));
        Path probe = Files.writeString(
                folder.resolve("Probe.java"), PROBE.formatted(LOADED, MADE, FOUND));
        Path one = Files.writeString(folder.resolve("One.java"), ONE);
        StringWriter messages = new StringWriter();
        var javac = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                "-nowarn",
                "-parameters",
                "-Acnv.analysis=off",
                "-proc:full",
                "-d",
                folder.toString(),
                "-classpath",
                System.getProperty("java.class.path"));
        try (var manager = javac.getStandardFileManager(null, null, null)) {
            var units = manager.getJavaFileObjects(many, one, probe);
            if (!javac.getTask(messages, manager, null, options, null, units).call()) {
                throw new IllegalStateException("the verbs do not compile: " + messages);
            }
        }
    }

    private static String handler(int verbs) {
        return """
                package generated;

                import dev.cnv.annotations.Capability;
                import dev.cnv.annotations.Effect;
                import dev.cnv.annotations.Effects;

                /** Many verbs. */
                public final class Many {
                %s}
                """.formatted(IntStream.range(0, verbs)
                .mapToObj(i -> """

                            /** Adds to the things of kind %1$d. @param name the thing @param amount how much @return the sum */
                            @Capability(id = "many%2$d.v%1$d")
                            @Effects(Effect.READ_ONLY)
                            public long v%1$d(String name, long amount) {
                                return name.length() + amount;
                            }
                        """.formatted(i, i / 10))
                .collect(Collectors.joining()));
    }

    /** Milliseconds of a step, by the clock and of its thread alone. */
    private record Step(Samples wall, Samples cpu) {
        Step() {
            this(new Samples(), new Samples());
        }
    }

    private static void run(Path folder, Map<String, Step> steps)
            throws IOException, InterruptedException {
        TimedProcess process = TimedProcess.run(
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        folder + File.pathSeparator + System.getProperty("java.class.path"),
                        "generated.Probe"));
        process.output()
                .lines()
                .map(line -> line.split("=", -1))
                .filter(parts -> parts.length == 3 && !parts[0].isEmpty())
                .forEach(parts -> {
                    Step step = steps.computeIfAbsent(parts[0], _ -> new Step());
                    step.wall().add(Long.parseLong(parts[1]) / 1e6);
                    step.cpu().add(Long.parseLong(parts[2]) / 1e6);
                });
    }

    private static void print(Map<String, Step> steps, int rounds, int verbs) {
        System.out.println("A module of " + verbs + " verbs, milliseconds, " + rounds
                + " JVMs; each step after the ones above it");
        System.out.println("| step | wall min | wall median | CPU min | CPU median |");
        System.out.println("|---|---|---|---|---|");
        steps.forEach((what, step) -> System.out.printf(
                "| %s | %s | %s | %s | %s |%n",
                what,
                figure(step.wall().min(), 2),
                figure(step.wall().median(), 2),
                figure(step.cpu().min(), 2),
                figure(step.cpu().median(), 2)));
        double ready = median(steps, MADE) + median(steps, FOUND);
        System.out.println("goal: ready within " + READY_GOAL_MILLIS + " ms of class loading: "
                + figure(ready, 2) + " ms, " + (ready <= READY_GOAL_MILLIS ? "met" : "missed")
                + "; with the loading " + figure(ready + median(steps, LOADED), 2) + " ms");
    }

    private static double median(Map<String, Step> steps, String what) {
        Step step = steps.get(what);
        if (step == null) {
            throw new IllegalStateException("the process printed nothing of: " + what);
        }
        return step.wall().median();
    }
}
