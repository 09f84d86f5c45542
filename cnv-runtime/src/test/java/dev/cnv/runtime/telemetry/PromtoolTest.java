package dev.cnv.runtime.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.swarm.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The output as Prometheus' own tool reads it: the Debian package prometheus has it. */
class PromtoolTest {

    private static void requireOnPath(String command) {
        boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
        if (!there) {
            System.out.println(
                    "SKIPPED: PromtoolTest needs " + command + " (Debian package prometheus)");
        }
        Assumptions.assumeTrue(there, command + " is not there");
    }

    private static String promtool(String text, int expected)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (expected == 0) {
            assertEquals(0, status, said);
        } else {
            assertNotEquals(0, status, said);
        }
        return said;
    }

    /** A number in every metric of the catalogue. */
    private static Metered full() {
        Metered metered = new Metered();
        Instruments counted = metered.instruments;
        for (CallEnd.Kind kind : CallEnd.Kind.values()) {
            counted.of("bank.balance").ended(new CallEnd(kind, Optional.of(Reason.INTERNAL)));
        }
        counted.of("bank.balance").durations().took(5_000);
        counted.verification(Optional.empty());
        counted.contractDenial("bank.balance", Reason.RATE_EXCEEDED);
        counted.append(Durability.ON_DISK, true, 3_000);
        counted.moved(Phase.BOOTSTRAP, Phase.NEGOTIATION, 1_000_000);
        MetricViews views = metered.telemetry.views();
        for (CnvMetric metric : CnvMetric.values()) {
            if (metered.text(ExpositionFormat.PROMETHEUS)
                    .contains("# TYPE " + metric.shown() + " ")) {
                continue;
            }
            switch (metric.labels().size()) {
                case 0 -> {
                    if (metric.type() == CnvMetric.Type.HISTOGRAM) {
                        views.durations(
                                metric,
                                () -> new MetricViews.Buckets(
                                        new long[] {1_000, 2_000}, new long[] {1, 2, 3}, 12_000));
                    } else {
                        views.number(metric, () -> 7);
                    }
                }
                case 1 -> views.numbers(metric, () -> Map.of("one", 1L, "two", 2L));
                default -> throw new AssertionError(metric + " is counted by nobody");
            }
        }
        return metered;
    }

    @Test
    void promtool_ofEveryMetric_findsNothing() throws Exception {
        requireOnPath("promtool");
        Metered metered = full();
        String text = metered.text(ExpositionFormat.PROMETHEUS);
        for (CnvMetric metric : CnvMetric.values()) {
            assertTrue(text.contains("# TYPE " + metric.shown() + " "), metric.shown());
        }
        assertEquals("", promtool(text, 0));
    }

    @Test
    void canary_brokenText_isRefusedByPromtool() throws Exception {
        requireOnPath("promtool");
        promtool("cnv_calls_total{verb=\"a} 1\n", 1);
        assertTrue(promtool("# TYPE cnv_calls counter\ncnv_calls 1\n", 1).contains("_total"));
    }
}
