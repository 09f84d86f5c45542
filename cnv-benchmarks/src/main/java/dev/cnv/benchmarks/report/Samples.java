package dev.cnv.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Repeated measurements of one thing.
 *
 * <p><b>Threading:</b> used by one thread.
 */
public final class Samples {

    private final List<Double> values = new ArrayList<>();

    /**
     * Adds a measurement.
     *
     * @param value in the unit of the others
     */
    public void add(double value) {
        values.add(value);
    }

    /** {@return the smallest: what it costs when nothing else wants the machine} */
    public double min() {
        return Collections.min(values);
    }

    /** {@return the one in the middle, of two the mean} */
    public double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
