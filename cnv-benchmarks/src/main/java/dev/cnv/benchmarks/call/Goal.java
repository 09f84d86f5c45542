package dev.cnv.benchmarks.call;

import static dev.cnv.benchmarks.report.Report.figure;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What one benchmark should be: a bound, or a ratio to another one of the same run. A benchmark is named
 * by its class and method, with its parameters in parentheses where it has some.
 *
 * @param text the goal in words
 * @param ours the benchmark that has the goal
 * @param peer the one it is compared with; {@code ours} where there is none
 * @param unit what both are measured in
 * @param met whether our figure, and the peer's, meet it
 */
record Goal(String text, String ours, String peer, String unit, BiPredicate<Double, Double> met) {

    /** What the columns are. */
    static final List<String> HEAD =
            List.of("goal", "CNV", "peer", "peer / CNV", "", "the same by means");

    private static final String NANOS = "ns";
    private static final String BYTES = "B";

    /** The key of a benchmark's mean. */
    static String mean(String benchmark) {
        return benchmark + " mean";
    }

    /** The key of a benchmark's allocated bytes. */
    static String bytes(String benchmark) {
        return benchmark + " " + BYTES;
    }

    static Goal atLeast(double times, String what, String ours, String peer, String name) {
        String text = what + ": at least " + figure(times, 0) + " x faster than " + name;
        return new Goal(text, ours, peer, NANOS, (a, b) -> b >= times * a);
    }

    static Goal within(double times, String what, String ours, String peer, String name) {
        String text = what + ": within " + plain(times) + " x of " + name;
        return new Goal(text, ours, peer, NANOS, (a, b) -> a <= times * b);
    }

    static Goal atMost(double nanos, String what, String ours) {
        String text = what + ": under " + figure(nanos, 0) + " ns";
        return new Goal(text, ours, ours, NANOS, (a, _) -> a < nanos);
    }

    /** Fewer than half a byte an operation: what is left is the harness's. */
    static Goal allocatesNothing(String what, String ours) {
        String key = bytes(ours);
        return new Goal(what + ": 0 B", key, key, BYTES, (a, _) -> a < 0.5);
    }

    /** {@return the class whose benchmark has the goal} */
    String group() {
        return ours.substring(0, ours.indexOf('.'));
    }

    /** {@return the row of the goal; empty when one of both did not run} */
    List<List<String>> row(Map<String, Double> figures) {
        Double our = figures.get(ours);
        Double other = figures.get(peer);
        if (our == null || other == null) {
            return List.of();
        }
        boolean alone = peer.equals(ours);
        return List.of(List.of(
                text,
                figure(our, 1) + " " + unit,
                alone ? "" : figure(other, 1) + " " + unit,
                alone ? "" : figure(other / our, 2),
                verdict(our, other),
                byMeans(figures.get(mean(ours)), figures.get(mean(peer)))));
    }

    private String verdict(double our, double other) {
        return met.test(our, other) ? "met" : "**missed**";
    }

    /** What a mean says, in which collections of garbage and other pauses count. */
    private String byMeans(@Nullable Double our, @Nullable Double other) {
        if (our == null || other == null) {
            return "";
        }
        String said = peer.equals(ours) ? figure(our, 1) + " " + unit : figure(other / our, 2);
        return said + ", " + verdict(our, other);
    }

    private static String plain(double times) {
        return times * 10 == Math.rint(times * 10) ? figure(times, 1) : figure(times, 2);
    }
}
