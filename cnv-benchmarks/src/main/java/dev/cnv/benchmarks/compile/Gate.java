package dev.cnv.benchmarks.compile;

import static dev.cnv.benchmarks.report.Report.figure;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the gate says to the figures of CNV's processor: each holds when it is at most its limit.
 *
 * @param verdicts one for each figure
 */
record Gate(List<Verdict> verdicts) {

    /** What was reached, and a little: more is a step back. See docs/decisions/0051. */
    static final double MAX_ALLOCATION_RATIO = 8.9;

    /** What was reached, and a little. */
    static final double MAX_LINES_PER_VERB = 121;

    /** What was reached, and a little: the bytes of the analysis, as a part of those of javac alone. */
    static final double MAX_ANALYSIS_BYTES = 0.09;

    Gate {
        verdicts = List.copyOf(verdicts);
    }

    /**
     * Judges figures.
     *
     * @param allocationRatio the bytes of a compilation with the processor, as a multiple of those without
     * @param linesPerVerb the generated lines a verb
     * @param analysisBytes the bytes of the analysis, as a part of those of javac alone
     */
    static Gate of(double allocationRatio, double linesPerVerb, double analysisBytes) {
        return new Gate(List.of(
                new Verdict("allocation ratio", allocationRatio, MAX_ALLOCATION_RATIO),
                new Verdict("generated lines a verb", linesPerVerb, MAX_LINES_PER_VERB),
                new Verdict("bytes of the analysis", analysisBytes, MAX_ANALYSIS_BYTES)));
    }

    /**
     * A figure and its limit.
     *
     * @param name what was measured
     * @param value the figure; zero or less is no measurement
     * @param limit the most that it may be
     */
    record Verdict(String name, double value, double limit) {

        /** Whether the figure is one, and within its limit. */
        boolean holds() {
            return value > 0 && value <= limit;
        }

        private String text() {
            return name + " " + figure(value, 3) + (holds() ? " (at most " : " (NOT at most ")
                    + limit + ")";
        }
    }

    /** Whether every figure holds. */
    boolean isGood() {
        return verdicts.stream().allMatch(Verdict::holds);
    }

    /** {@return the verdicts as one line} */
    String text() {
        return verdicts.stream()
                .map(Verdict::text)
                .collect(Collectors.joining(", ", isGood() ? "good: " : "FAILED: ", ""));
    }
}
