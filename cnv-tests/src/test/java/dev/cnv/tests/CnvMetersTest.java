package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.micrometer.CnvMeters;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.telemetry.CnvMetric;
import dev.cnv.runtime.telemetry.MetricSeries;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The metrics of a runtime in an application's meter registry. */
class CnvMetersTest {

    private static final String ALICE = "{\"account\": \"alice\"}";

    @Test
    void meters_boundBeforeAndAfterCalls_haveTheSameNumbers() {
        try (Fixture fixture = new Fixture()) {
            Session alice = fixture.alice();
            SimpleMeterRegistry early = new SimpleMeterRegistry();
            CnvMeters.of(fixture.cnv.telemetry()).bindTo(early);
            for (int i = 0; i < 5; i++) {
                Fixture.json(alice, "bank.balance", ALICE).orThrow();
            }
            Fixture.json(alice, "bank.balance", "{}");
            SimpleMeterRegistry late = new SimpleMeterRegistry();
            CnvMeters.of(fixture.cnv.telemetry()).bindTo(late);

            for (SimpleMeterRegistry registry : Set.of(early, late)) {
                assertEquals(
                        5,
                        registry.get("cnv.calls")
                                .tags(
                                        "verb",
                                        "bank.balance",
                                        "outcome",
                                        "completed",
                                        "reason",
                                        "none")
                                .functionCounter()
                                .count());
                assertEquals(
                        1,
                        registry.get("cnv.calls")
                                .tags("reason", "parameter-missing")
                                .functionCounter()
                                .count());
                assertEquals(
                        6,
                        registry.get("cnv.call.duration")
                                .tags("verb", "bank.balance")
                                .functionTimer()
                                .count());
                assertEquals(
                        0, registry.get("cnv.contract.permits.in.use").gauge().value());
            }
        }
    }

    @Test
    void meters_ofEverySeries_areThere() {
        try (Fixture fixture = new Fixture()) {
            Fixture.json(fixture.alice(), "bank.balance", ALICE).orThrow();
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            CnvMeters.of(fixture.cnv.telemetry()).bindTo(registry);
            Set<MetricSeries> series = new HashSet<>();
            fixture.cnv.telemetry().series(series::add);
            int meters = series.stream()
                    .mapToInt(one -> one.metric().type() == CnvMetric.Type.HISTOGRAM ? 5 : 1)
                    .sum();
            assertEquals(meters, registry.getMeters().size());
            assertTrue(meters > 50, "meters=" + meters);
        }
    }

    @Test
    void percentiles_areThoseOfTheRuntime() {
        try (Fixture fixture = new Fixture()) {
            fixture.bank.before = () -> fixture.time.advance(Duration.ofMillis(8));
            Fixture.json(fixture.alice(), "bank.balance", ALICE).orThrow();
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            CnvMeters.of(fixture.cnv.telemetry()).bindTo(registry);
            assertEquals(
                    8,
                    registry.get("cnv.call.duration.percentile")
                            .tags("verb", "bank.balance", "phi", "0.99")
                            .timeGauge()
                            .value(TimeUnit.MILLISECONDS),
                    8 * 0.011);
        }
    }
}
