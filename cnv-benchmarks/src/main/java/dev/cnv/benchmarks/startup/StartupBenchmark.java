package dev.cnv.benchmarks.startup;

import static dev.cnv.benchmarks.report.Report.figure;

import dev.cnv.benchmarks.report.Report;
import dev.cnv.benchmarks.report.Samples;
import dev.cnv.benchmarks.report.TimedProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures whole processes of {@code ./cnv} and of {@link Hello}, in turn.
 *
 * <p>Arguments: the rounds, the file for the tables, and the repository's folder.
 */
public final class StartupBenchmark {

    /** As {@code ./cnv} starts its JVM. */
    private static final List<String> LAUNCHER_FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable");

    private static final int WARM_UPS = 2;

    private final Path root;
    private final Path folder;
    private final List<Subject> subjects = new ArrayList<>();

    private record Subject(
            String title, String action, List<String> command, Samples wall, Samples cpu) {
        Subject(String title, String action, List<String> command) {
            this(title, action, command, new Samples(), new Samples());
        }
    }

    private StartupBenchmark(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    /**
     * Runs the benchmark.
     *
     * @param args see the class
     * @throws Exception when a command fails or a file cannot be written
     */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("cnv-startup");
        try {
            StartupBenchmark benchmark =
                    new StartupBenchmark(Path.of(args[2]).toAbsolutePath(), folder);
            benchmark.addSubjects();
            ModuleStart module = new ModuleStart(folder);
            Report report = new Report();
            for (int round = -WARM_UPS; round < rounds; round++) {
                benchmark.runAll(round >= 0);
            }
            for (int round = 0; round < rounds; round++) {
                module.run();
            }
            benchmark.write(report, rounds);
            module.write(report);
            report.write(Path.of(args[1]));
        } finally {
            // A verb leaves its ledger here.
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void addSubjects() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = classPath();
        Path cache = folder.resolve("hello.aot");
        List<String> plain = List.of(java.toString(), "-cp", classPath, Hello.class.getName());
        List<String> tuned = new ArrayList<>(List.of(java.toString()));
        tuned.addAll(LAUNCHER_FLAGS);
        List<String> training = new ArrayList<>(tuned);
        training.addAll(List.of(
                "-XX:AOTCacheOutput=" + cache, "-cp", classPath, Hello.class.getName(), "--help"));
        TimedProcess.run(folder, training);
        tuned.addAll(List.of("-XX:AOTCache=" + cache, "-cp", classPath, Hello.class.getName()));
        String cnv = root.resolve("cnv").toString();
        List<List<String>> actions =
                List.of(List.of("--version"), List.of("--help"), List.of("--name", "you"));
        for (List<String> action : actions) {
            boolean verb = action.getFirst().equals("--name");
            String name = verb ? "a verb" : action.getFirst();
            subjects.add(
                    new Subject("picocli hello-world, default flags", name, with(plain, action)));
            subjects.add(new Subject(
                    "picocli hello-world, flags and AOT cache as ./cnv",
                    name,
                    with(tuned, action)));
            subjects.add(new Subject(
                    verb ? "./cnv verbs list" : "./cnv",
                    name,
                    with(List.of(cnv), verb ? List.of("verbs", "list") : action)));
        }
    }

    /** A jar of the class itself, since a cache fits jars only, and picocli's. */
    private String classPath() throws IOException, InterruptedException {
        Path jar = folder.resolve("hello.jar");
        Path classes = Path.of(
                Hello.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        String name = Hello.class.getName().replace('.', '/') + ".class";
        Path jarTool = Path.of(System.getProperty("java.home"), "bin", "jar");
        if (Files.isDirectory(classes)) {
            TimedProcess.run(
                    folder,
                    List.of(
                            jarTool.toString(),
                            "--create",
                            "--file",
                            jar.toString(),
                            "-C",
                            classes.toString(),
                            name));
        } else {
            Files.copy(classes, jar);
        }
        String picocli = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        Path.of(entry).getFileName().toString().matches("picocli-\\d.*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no picocli jar on the class path"));
        return jar + File.pathSeparator + picocli;
    }

    private static List<String> with(List<String> command, List<String> arguments) {
        return Stream.concat(command.stream(), arguments.stream()).toList();
    }

    private void runAll(boolean counts) throws IOException, InterruptedException {
        for (Subject subject : subjects) {
            TimedProcess process = TimedProcess.run(folder, subject.command());
            if (process.output().isBlank()) {
                throw new IllegalStateException(
                        "command=" + subject.command() + " printed nothing");
            }
            if (counts) {
                subject.wall().add(process.wallSeconds());
                subject.cpu().add(process.cpuSeconds());
            }
        }
    }

    private void write(Report report, int rounds) {
        report.say(
                "Whole processes, milliseconds, " + rounds + " rounds of all in turn after "
                        + WARM_UPS
                        + ". `./cnv` is the script with all its checks; its flags: `"
                        + String.join(" ", LAUNCHER_FLAGS)
                        + "` and an AOT cache trained on `--help`, as the peer's. `verbs list` runs through the kernel and writes to a ledger.");
        List<List<String>> rows = new ArrayList<>();
        for (Subject subject : subjects) {
            rows.add(List.of(
                    subject.action(),
                    subject.title(),
                    figure(1_000 * subject.wall().min(), 0),
                    figure(1_000 * subject.wall().median(), 0),
                    figure(1_000 * subject.cpu().min(), 0),
                    figure(1_000 * subject.cpu().median(), 0)));
        }
        report.table(
                List.of("asked for", "command", "wall min", "wall median", "CPU min", "CPU median"),
                rows);
    }
}
