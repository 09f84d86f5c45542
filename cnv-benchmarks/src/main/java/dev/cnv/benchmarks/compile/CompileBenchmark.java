package dev.cnv.benchmarks.compile;

import static dev.cnv.benchmarks.report.Report.figure;

import dev.cnv.benchmarks.compile.Workbench.Way;
import dev.cnv.benchmarks.report.Machine;
import dev.cnv.benchmarks.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures what CNV's processor and its peers add to a compilation.
 *
 * <p>Cold: processes of javac, one after the other, all subjects in turn and that several times, so
 * that a change of the machine's load meets all of them. Warm: javac in this process, where the
 * bytes that its thread allocates are counted; they repeat to about one in a hundred on any load.
 *
 * <p>Arguments: {@code --paths DIR} (files {@code NAME.class-path} and {@code NAME.processor-path}),
 * {@code --out FILE}, {@code --cold N} and {@code --warm N} rounds, {@code --only TEXT} (subjects whose
 * title begins so); or {@code --gate}, which looks at CNV alone and ends with status 1 when it
 * allocates or generates more than it did when the limits were set, and prints the goals beside.
 */
public final class CompileBenchmark {

    /** The goal for the bytes allocated with the processor, as a multiple of those without. */
    static final double ALLOCATION_GOAL = 2.5;

    /** The goal for the generated lines a verb, besides its certificate. */
    static final double OTHER_LINES_GOAL = 30;

    /** The goal for the time with the analysis of bodies, as a multiple of the time without. */
    static final double ANALYSIS_GOAL = 1.25;

    private final Path paths;
    private final int coldRounds;
    private final int warmRounds;

    private CompileBenchmark(Path paths, int coldRounds, int warmRounds) {
        this.paths = paths;
        this.coldRounds = coldRounds;
        this.warmRounds = warmRounds;
    }

    /**
     * Runs the benchmark.
     *
     * @param args see the class
     * @throws Exception when a compilation fails or a file cannot be read or written
     */
    public static void main(String[] args) throws Exception {
        Arguments given = new Arguments(Arrays.asList(args));
        Path paths = Path.of(given.value("--paths").orElse("cnv-benchmarks/target/paths"));
        boolean gate = given.has("--gate");
        CompileBenchmark benchmark = new CompileBenchmark(
                paths,
                gate ? 0 : given.value("--cold").map(Integer::parseInt).orElse(5),
                given.value("--warm").map(Integer::parseInt).orElse(gate ? 1 : 4));
        if (gate) {
            System.exit(benchmark.gate() ? 0 : 1);
        }
        String only = given.value("--only").orElse("");
        benchmark.compare(
                Subject.ALL.stream().filter(s -> s.title().startsWith(only)).toList(),
                Path.of(given.value("--out").orElse("cnv-benchmarks/target/results/compile.md")));
    }

    private boolean gate() throws IOException, InterruptedException {
        Row row = measure(List.of(Subject.CNV)).getFirst();
        double allocation = row.measured().allocationRatio(Way.PROCESSED);
        double others =
                (double) row.generated().otherLineCount() / row.subject().methods();
        double lines = others
                + (double) row.generated().certificateLineCount()
                        / row.subject().methods();
        Gate gate = Gate.of(allocation, lines, analysisBytes(row.measured()));
        System.out.println(gate.text());
        System.out.printf(
                "goals: allocation ratio %s: %s, generated lines a verb besides its certificate %s (%s): %s%n",
                ALLOCATION_GOAL,
                met(allocation <= ALLOCATION_GOAL),
                OTHER_LINES_GOAL,
                figure(others, 1),
                met(others <= OTHER_LINES_GOAL));
        System.out.printf(
                "compiling what is generated alone %s, the least with four classes a verb %s, the same"
                        + " handed over by a processor %s%n",
                figure(row.measured().allocationRatio(Way.PREGENERATED), 2),
                figure(row.measured().allocationRatio(Way.FLOOR), 2),
                figure(row.measured().allocationRatio(Way.FLOOR_PROCESSED), 2));
        printAnalysis(row.measured());
        return gate.isGood();
    }

    /** What the analysis of bodies adds to javac's own work; times, so that they decide nothing. */
    private static void printAnalysis(Measured measured) {
        System.out.printf("%-42s %10s %10s%n", "1,000 verbs with bodies", "CPU ms", "MiB");
        for (Way way : List.of(Way.PLAIN, Way.PREGENERATED, Way.UNANALYSED, Way.PROCESSED)) {
            String title = switch (way) {
                case PLAIN -> "javac alone, the handlers";
                case PREGENERATED -> "javac alone, with what is generated";
                case UNANALYSED -> "with CNV, analysis off";
                default -> "with CNV, analysis on";
            };
            System.out.printf(
                    "%-42s %10s %10s%n",
                    title,
                    figure(1_000 * measured.warmCpu(way).min(), 0),
                    figure(measured.warmBytes(way).min() / (1 << 20), 0));
        }
        double cpu = measured.warmCpu(Way.PROCESSED).min()
                - measured.warmCpu(Way.UNANALYSED).min();
        double own = cpu / measured.warmCpu(Way.PREGENERATED).min();
        System.out.printf(
                "analysis adds to javac's own work on all sources: CPU %s (goal %s: %s), bytes %s;"
                        + " on the handlers alone: CPU %s, bytes %s%n",
                figure(own, 2),
                figure(ANALYSIS_GOAL - 1, 2),
                met(own <= ANALYSIS_GOAL - 1),
                figure(analysisBytes(measured), 2),
                figure(cpu / measured.warmCpu(Way.PLAIN).min(), 2),
                figure(
                        measured.allocationRatio(Way.PROCESSED)
                                - measured.allocationRatio(Way.UNANALYSED),
                        2));
    }

    private static double analysisBytes(Measured measured) {
        return (measured.allocationRatio(Way.PROCESSED) - measured.allocationRatio(Way.UNANALYSED))
                / measured.allocationRatio(Way.PREGENERATED);
    }

    static String met(boolean reached) {
        return reached ? "met" : "missed";
    }

    private void compare(List<Subject> subjects, Path out)
            throws IOException, InterruptedException {
        Report report = new Report();
        List<Row> rows = measure(subjects);
        CompileTables.write(report, rows, paths);
        report.say("Cold: `javac` with default flags, " + coldRounds + " rounds; warm: `"
                + Machine.flags() + "`, " + warmRounds + " rounds after the one that generated.");
        report.write(out);
    }

    /** A subject and what was measured of it. */
    record Row(Subject subject, Generated generated, Measured measured) {}

    private List<Row> measure(List<Subject> subjects) throws IOException, InterruptedException {
        List<Workbench> benches = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        try {
            for (Subject subject : subjects) {
                Workbench bench = new Workbench(subject, paths);
                benches.add(bench);
                rows.add(new Row(subject, bench.generate(Compiler.warm()), new Measured()));
            }
            for (int round = 0; round < coldRounds; round++) {
                for (int i = 0; i < rows.size(); i++) {
                    for (Way way : benches.get(i).ways()) {
                        rows.get(i)
                                .measured()
                                .cold(
                                        way,
                                        Compiler.cold().compile(benches.get(i).arguments(way)));
                    }
                }
                System.err.println("cold round " + (round + 1) + " of " + coldRounds + ", load "
                        + Machine.load());
            }
            for (int round = 0; round < warmRounds; round++) {
                for (int i = 0; i < rows.size(); i++) {
                    warm(benches.get(i), rows.get(i).measured());
                }
                System.err.println("warm round " + (round + 1) + " of " + warmRounds + ", load "
                        + Machine.load());
            }
        } finally {
            for (Workbench bench : benches) {
                bench.close();
            }
        }
        return rows;
    }

    private static void warm(Workbench bench, Measured measured)
            throws IOException, InterruptedException {
        for (Way way : bench.ways()) {
            measured.warm(way, Compiler.warm().compile(bench.arguments(way)));
        }
    }
}
