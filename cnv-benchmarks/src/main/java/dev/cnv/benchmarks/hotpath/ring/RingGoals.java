package dev.cnv.benchmarks.hotpath.ring;

import static dev.cnv.benchmarks.report.Report.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The goals across two cores, each a ratio of two subjects of one run. */
final class RingGoals {

    static final List<String> HEAD = List.of("goal", "CNV, ns", "peer, ns", "CNV / peer", "");

    /** What the rows of the table of bytes are made of. */
    static final List<String> BYTES_HEAD =
            List.of("goal", "most bytes a message", "of", "B in all", "");

    /** What the rows of the table of what checks cost are made of. */
    static final List<String> LIMIT_HEAD = List.of("what", "ns", "more than the row above");

    /** Not a subject: the round trip of one line, measured in the JVMs of the other side. */
    private static final String LINE = "line-round-trip";

    private static final List<Goal> ALL = List.of(
            new Goal("one producer", "cnv-single", 0.4, "agrona-one-to-one"),
            new Goal("one producer, batch of 32", "cnv-single-32", 1.2, "disruptor-single-32"),
            new Goal("round trip of a frame", "cnv-round-trip", 1.15, LINE),
            new Goal("the same beside two plain slots", "cnv-round-trip", 1.15, "slots-round-trip"),
            new Goal("several producers, lanes", "cnv-laned", 0.8, "agrona-many-to-one"),
            new Goal("several producers, lanes", "cnv-laned", 0.5, "jctools-mpsc"),
            new Goal("several producers, lanes", "cnv-laned", 1, "disruptor-multi"),
            new Goal("the same, batch of 32", "cnv-laned-32", 2, "disruptor-multi-32"),
            new Goal("several producers, one order", "cnv-shared", 0.8, "agrona-many-to-one"),
            new Goal("several producers, one order", "cnv-shared", 0.5, "jctools-mpsc"),
            new Goal("several producers, one order", "cnv-shared", 1, "disruptor-multi"),
            new Goal("the same, batch of 32", "cnv-shared-32", 2, "disruptor-multi-32"),
            new Goal("governed at 60 % of the bare rate", "cnv-governed", 1 / 0.6, "cnv-bare"),
            new Goal("the same, batch of 32", "cnv-governed-32", 1 / 0.6, "cnv-bare-32"),
            new Goal("governed, as the bare event", "cnv-governed", 1, "disruptor-bare"),
            new Goal("governed and recorded", "cnv-recorded", 1, "disruptor-bare"),
            new Goal("skewed, at 60 %", "cnv-governed-skewed", 1 / 0.6, "cnv-bare-skewed"),
            new Goal("skewed", "cnv-governed-skewed", 1, "disruptor-bare-skewed"),
            new Goal("two at once, lanes", "cnv-laned-by-2", 0.8, "agrona-many-to-one-by-2"),
            new Goal("two at once, lanes", "cnv-laned-by-2", 0.5, "jctools-mpsc-by-2"),
            new Goal("two at once, lanes", "cnv-laned-by-2", 1, "disruptor-multi-by-2"),
            new Goal("the same, batch of 32", "cnv-laned-32-by-2", 2, "disruptor-multi-32-by-2"));

    private static final double MOST_APART = 1.25;

    /** Fewer bytes a message are none, when they are rounded. */
    private static final double LEAST_BYTES = 0.5;

    private record Goal(String what, String ours, double times, String peer) {}

    private RingGoals() {}

    /**
     * A row for each goal of which both subjects ran.
     *
     * @param nanos by subject
     * @param lines by subject, the round trip of a line in its JVMs
     */
    static List<List<String>> rows(Map<String, Double> nanos, Map<String, Double> lines) {
        List<List<String>> rows = new ArrayList<>();
        for (Goal goal : ALL) {
            Double our = nanos.get(goal.ours());
            boolean line = goal.peer().equals(LINE);
            Double peer = line ? lines.get(goal.ours()) : nanos.get(goal.peer());
            if (our != null && peer != null) {
                rows.add(List.of(
                        goal.what() + ": `" + goal.ours() + "` at most " + figure(goal.times(), 2)
                                + " x `" + goal.peer() + "`",
                        figure(our, 2),
                        figure(peer, 2),
                        figure(our / peer, 2),
                        (line ? "" : compare(lines.get(goal.ours()), lines.get(goal.peer())))
                                + (our <= goal.times() * peer ? "met" : "**missed**")));
            }
        }
        return rows;
    }

    /** Figures of times when a line took longer, because of where the system put threads, do not compare. */
    private static String compare(double line, double other) {
        return Math.max(line, other) > MOST_APART * Math.min(line, other)
                ? "does not compare, lines took " + figure(line, 0) + " and " + figure(other, 0)
                        + " ns: "
                : "";
    }

    /**
     * A row for all subjects whose messages allocate nothing, and one for each of the others.
     *
     * @param runs by subject of CNV, the run that allocated most
     */
    static List<List<String>> bytes(Map<String, RingReport.Run> runs) {
        List<List<String>> rows = new ArrayList<>();
        List<Map.Entry<String, RingReport.Run>> free = new ArrayList<>();
        for (var entry : runs.entrySet()) {
            if (entry.getValue().bytesEach() < LEAST_BYTES) {
                free.add(entry);
            } else {
                rows.add(bytes("0 B a message", entry, "**missed**"));
            }
        }
        free.stream()
                .max(Comparator.comparingDouble(entry -> entry.getValue().bytesEach()))
                .ifPresent(most -> rows.addFirst(bytes(
                        "0 B a message: " + free.size() + " of " + runs.size() + " subjects of CNV",
                        most,
                        "met")));
        return rows;
    }

    private static List<String> bytes(
            String what, Map.Entry<String, RingReport.Run> of, String verdict) {
        RingReport.Run run = of.getValue();
        return List.of(
                what,
                figure(run.bytesEach(), 1),
                "`" + of.getKey() + "`",
                figure(run.sample().bytes(), 0),
                verdict);
    }

    /** {@return a row for each step from bare memory traffic to a governed, recorded call} */
    static List<List<String>> limit(Map<String, Double> nanos, String suffix) {
        List<List<String>> rows = new ArrayList<>();
        double before = 0;
        for (String step : List.of("cnv-single", "cnv-bare", "cnv-governed", "cnv-recorded")) {
            Double time = nanos.get(step + suffix);
            if (time != null) {
                rows.add(List.of(
                        "`" + step + suffix + "`: " + says(step),
                        figure(time, 2),
                        before == 0 ? "" : figure(time - before, 2)));
                before = time;
            }
        }
        return rows;
    }

    private static String says(String step) {
        return switch (step) {
            case "cnv-single" -> "four numbers handed over and added up";
            case "cnv-bare" -> "the frames of calls, two verbs at random, run without any check";
            case "cnv-governed" -> "each checked against its grant, and dispatched";
            default ->
                "by a worker: status in each frame, metrics, records hashed by a third thread";
        };
    }
}
