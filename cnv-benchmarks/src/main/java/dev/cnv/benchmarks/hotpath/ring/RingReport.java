package dev.cnv.benchmarks.hotpath.ring;

import static dev.cnv.benchmarks.report.Report.figure;

import dev.cnv.benchmarks.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The tables of what was measured across processors: medians of JVMs, the goals, and the limit. */
final class RingReport {

    private static final List<String> HEAD = List.of(
            "subject",
            "ns a message",
            "line round trip, ns",
            "ratio",
            "pinned",
            "B a message",
            "B in all");

    private static final List<String> CONTEST_HEAD = List.of(
            "subject",
            "producers",
            "ns a message",
            "million a second",
            "least share",
            "line round trip, ns",
            "pinned",
            "B a message",
            "B in all");

    private final Map<Subjects.Subject, List<Run>> results = new LinkedHashMap<>();
    private final Report report = new Report();

    /**
     * What one JVM said.
     *
     * @param sample of the subject
     * @param line nanoseconds of the round trip of a line in that JVM
     * @param pinned whether each thread was kept on a processor
     */
    record Run(Sample sample, double line, boolean pinned) {

        double bytesEach() {
            return sample.bytes() / sample.messages();
        }
    }

    /** One more run of a subject. */
    void add(Subjects.Subject subject, Run run) {
        results.computeIfAbsent(subject, _ -> new ArrayList<>()).add(run);
    }

    /** Writes all tables. */
    void write(Path out, int forks) throws Exception {
        report.say(
                "Messages of 32 bytes from one processor to another, " + forks
                        + " JVMs each; medians of the fastest tenth of chunks of " + Chunks.MESSAGES
                        + " messages, and of " + RoundTrip.TRIPS
                        + " round trips. Bytes are what sender and"
                        + " receiver allocated during the second half of the messages, the most of the JVMs.");
        report.table(HEAD, rows(false, this::row));
        List<List<String>> contests = rows(true, this::contestRow);
        if (!contests.isEmpty()) {
            report.say(
                    "Several producers at once, " + forks + " JVMs each; medians of the mean over"
                            + " the whole time of the second half of all chunks, in which each producer had its"
                            + " turn. The least share is that of the producer that sent the fewest, the least"
                            + " of the JVMs.");
            report.table(CONTEST_HEAD, contests);
        }
        goals();
        report.write(out);
    }

    private void goals() {
        Map<String, Double> nanos = medians(run -> run.sample().nanos());
        report.say("Goals:");
        report.table(RingGoals.HEAD, RingGoals.rows(nanos, medians(Run::line)));
        report.table(RingGoals.BYTES_HEAD, RingGoals.bytes(mostBytes()));
        report.say("Close to the limit: what the same memory traffic costs, and what checks add:");
        for (String suffix : List.of("", "-32")) {
            List<List<String>> steps = RingGoals.limit(nanos, suffix);
            if (!steps.isEmpty()) {
                report.table(RingGoals.LIMIT_HEAD, steps);
            }
        }
    }

    private interface Row {
        List<String> of(Subjects.Subject subject, List<Run> runs);
    }

    private List<List<String>> rows(boolean contests, Row row) {
        List<List<String>> rows = new ArrayList<>();
        results.forEach((subject, runs) -> {
            if (subject.isContest() == contests) {
                rows.add(row.of(subject, runs));
            }
        });
        return rows;
    }

    private List<String> row(Subjects.Subject subject, List<Run> runs) {
        double time = median(runs, run -> run.sample().nanos());
        double line = median(runs, Run::line);
        return List.of(
                subject.name(),
                figure(time, 2),
                figure(line, 0),
                figure(time / line, 3),
                pinned(runs),
                bytesEach(runs),
                bytes(runs));
    }

    private List<String> contestRow(Subjects.Subject subject, List<Run> runs) {
        double time = median(runs, run -> run.sample().nanos());
        int processors =
                Contest.processors(subject.senders(), Runtime.getRuntime().availableProcessors());
        double least = runs.stream()
                .mapToDouble(run -> run.sample().leastShare())
                .min()
                .orElseThrow();
        return List.of(
                subject.name(),
                subject.senders() + " on " + processors
                        + (processors == 1 ? " processor" : " processors"),
                figure(time, 2),
                figure(1_000 / time, 1),
                figure(100 * least, 0) + " %",
                figure(median(runs, Run::line), 0),
                pinned(runs),
                bytesEach(runs),
                bytes(runs));
    }

    private static String pinned(List<Run> runs) {
        return runs.stream().allMatch(Run::pinned) ? "yes" : "no";
    }

    private static String bytesEach(List<Run> runs) {
        double most = runs.stream().mapToDouble(Run::bytesEach).max().orElseThrow();
        return Double.isNaN(most) ? "" : figure(most, 1);
    }

    private static String bytes(List<Run> runs) {
        double most =
                runs.stream().mapToDouble(run -> run.sample().bytes()).max().orElseThrow();
        return Double.isNaN(most) ? "" : figure(most, 0);
    }

    /** By subject of CNV whose bytes are counted, the run with the most of them. */
    private Map<String, Run> mostBytes() {
        Map<String, Run> most = new LinkedHashMap<>();
        results.forEach((subject, runs) -> {
            for (Run run : runs) {
                if (subject.isCnv() && !Double.isNaN(run.bytesEach())) {
                    most.merge(
                            subject.name(), run, (a, b) -> a.bytesEach() >= b.bytesEach() ? a : b);
                }
            }
        });
        return most;
    }

    private Map<String, Double> medians(ToDoubleFunction<Run> figure) {
        Map<String, Double> medians = new LinkedHashMap<>();
        results.forEach((subject, runs) -> medians.put(subject.name(), median(runs, figure)));
        return medians;
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
