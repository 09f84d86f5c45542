package dev.cnv.benchmarks.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

    private static final double OVER = 1.001;

    @Test
    void figures_atTheirLimits_areGood() {
        Gate gate = Gate.of(
                Gate.MAX_ALLOCATION_RATIO, Gate.MAX_LINES_PER_VERB, Gate.MAX_ANALYSIS_BYTES);
        assertTrue(gate.isGood());
        assertTrue(gate.text().startsWith("good: "), gate.text());
    }

    @Test
    void analysisBytes_overTheLimit_areRefused() {
        refused("bytes of the analysis", Gate.of(1, 1, Gate.MAX_ANALYSIS_BYTES * OVER));
    }

    @Test
    void allocation_overTheLimit_isRefused() {
        refused("allocation ratio", Gate.of(Gate.MAX_ALLOCATION_RATIO * OVER, 1, 0.01));
    }

    @Test
    void lines_overTheLimit_areRefused() {
        refused("generated lines a verb", Gate.of(1, Gate.MAX_LINES_PER_VERB * OVER, 0.01));
    }

    /** An analysis that does not run allocates nothing: that is no reason to be glad. */
    @ParameterizedTest
    @ValueSource(doubles = {0, -0.01, Double.NaN, Double.POSITIVE_INFINITY})
    void analysisBytes_thatAreNoMeasurement_areRefused(double figure) {
        refused("bytes of the analysis", Gate.of(1, 1, figure));
    }

    private static void refused(String name, Gate gate) {
        assertFalse(gate.isGood());
        assertTrue(gate.text().startsWith("FAILED: "), gate.text());
        assertEquals(
                List.of(name),
                gate.verdicts().stream()
                        .filter(verdict -> !verdict.holds())
                        .map(Gate.Verdict::name)
                        .toList());
        assertTrue(gate.text().contains(name + " "), gate.text());
        assertEquals(1, gate.text().split("NOT at most", -1).length - 1, gate.text());
    }
}
