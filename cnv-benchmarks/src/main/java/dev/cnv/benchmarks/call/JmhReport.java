package dev.cnv.benchmarks.call;

import static dev.cnv.benchmarks.report.Report.figure;

import dev.cnv.benchmarks.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs JMH benchmarks and writes their figures as a table. */
public final class JmhReport {

    private static final List<String> HEAD =
            List.of("benchmark", "parameters", "best ns", "mean ns", "+/-", "bytes");

    private JmhReport() {}

    /**
     * Runs the benchmarks.
     *
     * @param args the file for the table, then JMH's own
     * @throws Exception when a benchmark fails or the file cannot be written
     */
    public static void main(String[] args) throws Exception {
        Report report = new Report();
        CommandLineOptions jmh =
                new CommandLineOptions(java.util.Arrays.copyOfRange(args, 1, args.length));
        var results = new Runner(new OptionsBuilder()
                        .parent(jmh)
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .build())
                .run();
        Map<String, List<List<String>>> rows = new LinkedHashMap<>();
        for (RunResult result : results) {
            rows.computeIfAbsent(group(result), _ -> new ArrayList<>()).add(row(result));
        }
        Map<String, Double> figures = figures(results);
        report.say(
                "JMH, nanoseconds a call, best iteration, mean and 99.9 % interval; bytes allocated a call by the calling thread");
        report.say("and by those that it starts. One thread where nothing else is said; "
                + settings(results.iterator().next()) + ".");
        report.say("Peers: " + peers(System.getProperty("java.class.path")) + ".");
        rows.forEach((group, table) -> {
            report.table(HEAD, table);
            List<List<String>> goals = Goals.rows(group, figures);
            if (!goals.isEmpty()) {
                report.say("Goals of `" + group + "`, by best iterations:");
                report.table(Goal.HEAD, goals);
            }
        });
        report.write(Path.of(args[0]));
    }

    /** The names of the peers' jars, which say their versions. */
    private static String peers(String classPath) {
        return java.util.Arrays.stream(classPath.split(java.io.File.pathSeparator))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(name -> name.matches(
                        "(biscuit|jmacaroons|jcasbin|cedar-java|bcprov|jgrapht-core|guava|picocli"
                                + "|jcommander|commons-cli|disruptor|agrona|jctools-core|micrometer-core|prometheus-metrics-core"
                                + "|grpc-netty-shaded).*[.]jar"))
                .map(name -> "`" + name.substring(0, name.length() - ".jar".length()) + "`")
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** The best and the mean nanoseconds and the mean bytes, by the names that goals have for them. */
    static Map<String, Double> figures(Iterable<RunResult> results) {
        Map<String, Double> figures = new HashMap<>();
        for (RunResult result : results) {
            String name = goalName(result);
            figures.put(name, result.getPrimaryResult().getStatistics().getMin());
            figures.put(Goal.mean(name), result.getPrimaryResult().getScore());
            Result<?> bytes = bytes(result);
            if (bytes != null) {
                figures.put(Goal.bytes(name), bytes.getScore());
            }
        }
        return figures;
    }

    /** The name that goals have for a benchmark. */
    static String goalName(RunResult result) {
        String parameters = parameters(result);
        return name(result) + (parameters.isEmpty() ? "" : "(" + parameters + ")");
    }

    private static @Nullable Result<?> bytes(RunResult result) {
        return result.getSecondaryResults().get("gc.alloc.rate.norm");
    }

    private static String name(RunResult result) {
        String[] parts = result.getParams().getBenchmark().split("\\.");
        return parts[parts.length - 2] + "." + parts[parts.length - 1];
    }

    private static String group(RunResult result) {
        String name = name(result);
        return name.substring(0, name.indexOf('.'));
    }

    private static String parameters(RunResult result) {
        return result.getParams().getParamsKeys().stream()
                .sorted()
                .map(key -> key + "=" + result.getParams().getParam(key))
                .collect(Collectors.joining(", "));
    }

    private static String conditions(RunResult result) {
        int threads = result.getParams().getThreads();
        String parameters = parameters(result);
        return threads == 1
                ? parameters
                : (parameters.isEmpty() ? "" : parameters + ", ") + "threads=" + threads;
    }

    private static List<String> row(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        Result<?> bytes = bytes(result);
        return List.of(
                name(result),
                conditions(result),
                figure(time.getStatistics().getMin(), 1),
                figure(time.getScore(), 1),
                figure(time.getScoreError(), 1),
                bytes == null ? "" : figure(bytes.getScore(), 0));
    }

    private static String settings(RunResult result) {
        List<String> flags = new ArrayList<>(result.getParams().getJvmArgs());
        return rounds(result) + ", "
                + (flags.isEmpty() ? "default flags" : "`" + String.join(" ", flags) + "`");
    }

    /** How many rounds a benchmark ran, and how long each. */
    static String rounds(RunResult result) {
        var parameters = result.getParams();
        return parameters.getForks() + " fork, " + iterations(parameters.getWarmup())
                + " to warm up, " + iterations(parameters.getMeasurement()) + " measured";
    }

    private static String iterations(IterationParams iterations) {
        return iterations.getCount() + " x " + iterations.getTime();
    }
}
