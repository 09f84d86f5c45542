package dev.cnv.benchmarks.call;

import static dev.cnv.benchmarks.report.Report.figure;

import dev.cnv.benchmarks.report.Report;
import dev.cnv.hotpath.grant.Packing;
import dev.cnv.hotpath.hash.Xxh64Batch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks that have a vector form in JVMs of each {@link VectorSetting}. */
public final class VectorReport {

    private static final String PACKING = "(PackingBenchmark[.]pack|GateBenchmark[.]gate256)";
    private static final String HASH = "HashBenchmark[.]id32";
    private static final String FORCED_HASH = HASH + "Vector";

    private final Map<VectorSetting, VectorForms> forms = new EnumMap<>(VectorSetting.class);
    private final Map<String, Double> figures = new HashMap<>();
    private final Set<String> benchmarks = new TreeSet<>();
    private String rounds = "";

    private VectorReport() {}

    /**
     * Runs them.
     *
     * @param args the file for the table, then JMH's own
     * @throws Exception when a benchmark fails, a JVM does not know an option, or the file cannot be
     *     written
     */
    public static void main(String[] args) throws Exception {
        Report report = new Report();
        VectorReport vectors = new VectorReport();
        CommandLineOptions jmh = new CommandLineOptions(Arrays.copyOfRange(args, 1, args.length));
        for (VectorSetting setting : VectorSetting.values()) {
            VectorForms forms = setting.forms();
            vectors.forms.put(setting, forms);
            vectors.add(setting, run(setting, forms, jmh));
        }
        vectors.say(report);
        report.write(Path.of(args[0]));
    }

    /** Forces the vector forms, too, where they could be taken and are not. */
    private static Collection<RunResult> run(
            VectorSetting setting, VectorForms forms, CommandLineOptions jmh)
            throws RunnerException {
        boolean vectors = setting != VectorSetting.NO_MODULE;
        List<String> packings = new ArrayList<>(List.of("SCALAR", "BEST"));
        if (vectors && forms.packing() == Packing.SCALAR) {
            packings.add("VECTOR");
        }
        var options = new OptionsBuilder()
                .parent(jmh)
                .include(PACKING)
                .include(HASH)
                .param("stalePercent", "0")
                .param("packing", packings.toArray(String[]::new))
                .jvmArgsAppend(setting.options())
                .shouldFailOnError(true);
        if (!vectors || forms.hash() == Xxh64Batch.VECTOR) {
            options.exclude(FORCED_HASH);
        }
        return new Runner(options.build()).run();
    }

    private void add(VectorSetting setting, Collection<RunResult> results) {
        results.forEach(result -> benchmarks.add(JmhReport.goalName(result)));
        JmhReport.figures(results)
                .forEach((name, value) -> figures.put(VectorGoals.key(setting, name), value));
        rounds = JmhReport.rounds(results.iterator().next());
    }

    private void say(Report report) {
        report.say("JMH, nanoseconds for a fault, frame or id, best iteration (mean); " + rounds
                + ".");
        report.table(head(), rows());
        report.say("Goals of the forms that CNV takes, by best iterations:");
        report.table(
                Goal.HEAD,
                forms.entrySet().stream()
                        .flatMap(each -> VectorGoals.of(each.getKey(), each.getValue()).stream())
                        .flatMap(goal -> goal.row(figures).stream())
                        .toList());
    }

    private static List<String> head() {
        List<String> head = new ArrayList<>(List.of("benchmark"));
        for (VectorSetting setting : VectorSetting.values()) {
            head.add(setting.text());
        }
        return head;
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("level of AVX in use", forms -> "" + forms.avx()));
        rows.add(row("`Packing.best()`", forms -> forms.packing().name()));
        rows.add(row("`Xxh64Batch.best()`", forms -> forms.hash().name()));
        benchmarks.forEach(benchmark -> rows.add(row(benchmark)));
        return rows;
    }

    private List<String> row(String what, Function<VectorForms, String> cell) {
        return Stream.concat(Stream.of(what), forms.values().stream().map(cell)).toList();
    }

    private List<String> row(String benchmark) {
        List<String> row = new ArrayList<>(List.of(benchmark));
        for (VectorSetting setting : VectorSetting.values()) {
            String key = VectorGoals.key(setting, benchmark);
            row.add(cell(figures.get(key), figures.get(Goal.mean(key))));
        }
        return row;
    }

    private static String cell(@Nullable Double best, @Nullable Double mean) {
        return best == null || mean == null ? "" : figure(best, 2) + " (" + figure(mean, 2) + ")";
    }
}
