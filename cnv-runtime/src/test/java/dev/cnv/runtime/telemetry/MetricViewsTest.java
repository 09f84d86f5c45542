package dev.cnv.runtime.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.swarm.AlertCondition;
import dev.cnv.runtime.swarm.AlertEngine;
import dev.cnv.runtime.swarm.AlertRule;
import dev.cnv.runtime.swarm.Phase;
import dev.cnv.runtime.swarm.Severity;
import dev.cnv.runtime.swarm.SwarmObserver;
import dev.cnv.runtime.swarm.Swarms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Numbers that are counted elsewhere. */
class MetricViewsTest {

    @Test
    void numbers_beyondTheBound_areSummedUpInOneSeries() {
        Metered metered = new Metered(Telemetry.builder().maxSeries(2).build());
        Map<String, Long> waiting = new HashMap<>(Map.of("a", 1L, "b", 2L, "c", 3L, "d", 4L));
        metered.telemetry.views().numbers(CnvMetric.CALLS_WAITING, () -> waiting);
        assertEquals(
                List.of("{verb=\"a\"} 1.0", "{verb=\"b\"} 2.0", "{verb=\"overflow\"} 7.0"),
                shown(metered));
        waiting.put("0", 10L);
        waiting.put("a", 5L);
        assertEquals(
                List.of("{verb=\"a\"} 5.0", "{verb=\"b\"} 2.0", "{verb=\"overflow\"} 17.0"),
                shown(metered));
        List<Double> series = new ArrayList<>();
        metered.telemetry.series(one -> {
            if (one instanceof MetricSeries.Value number
                    && number.metric() == CnvMetric.CALLS_WAITING) {
                series.add(number.value().getAsDouble());
            }
        });
        assertEquals(List.of(5.0, 2.0, 17.0), series);
    }

    @Test
    void numbers_withinTheBound_haveNoOverflow() {
        Metered metered = new Metered(Telemetry.builder().maxSeries(2).build());
        metered.telemetry.views().numbers(CnvMetric.CALLS_WAITING, () -> Map.of("a", 1L, "b", 2L));
        assertEquals(List.of("{verb=\"a\"} 1.0", "{verb=\"b\"} 2.0"), shown(metered));
    }

    private static List<String> shown(Metered metered) {
        String name = CnvMetric.CALLS_WAITING.shown();
        return metered.text(ExpositionFormat.PROMETHEUS)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .toList();
    }

    @Test
    void alerts_areCounted() {
        Metered metered = new Metered();
        SwarmObserver observer = new SwarmObserver();
        Swarms swarms = Swarms.unrecorded(2, metered.time, observer);
        AlertEngine engine = new AlertEngine(
                swarms,
                observer,
                metered.time,
                List.of(new AlertRule(
                        "stuck",
                        new AlertCondition.InPhase(Phase.BOOTSTRAP),
                        Severity.WARNING,
                        Duration.ZERO,
                        Duration.ZERO)),
                List.of(_ -> {
                    throw new IllegalStateException("boom");
                }),
                Runnable::run);
        AlertViews.show(metered.telemetry, engine);
        swarms.open("hive");
        engine.poll();
        String text = metered.text(ExpositionFormat.PROMETHEUS);
        assertTrue(text.contains("cnv_swarm_alerts_total 1.0\n"), text);
        assertTrue(text.contains("cnv_swarm_alerts_not_taken_total 1.0\n"), text);
        assertTrue(text.contains("cnv_swarm_alert_condition_failures_total 0.0\n"), text);
        assertTrue(text.contains("cnv_swarm_alert_events_missed_total 0.0\n"), text);
    }
}
