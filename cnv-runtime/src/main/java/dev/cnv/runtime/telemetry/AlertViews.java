package dev.cnv.runtime.telemetry;

import dev.cnv.runtime.swarm.AlertEngine;

/** What an alert engine did, as metrics. */
public final class AlertViews {

    private AlertViews() {}

    /**
     * Shows an engine's counts. Called once for the telemetry of a runtime.
     *
     * @param telemetry the runtime's telemetry
     * @param engine the engine
     * @throws IllegalArgumentException when there is an engine already
     */
    public static void show(Telemetry telemetry, AlertEngine engine) {
        MetricViews views = telemetry.views();
        views.number(CnvMetric.SWARM_ALERTS, engine::alertCount);
        views.number(CnvMetric.SWARM_ALERTS_NOT_TAKEN, engine::sinkFailureCount);
        views.number(CnvMetric.SWARM_ALERT_CONDITION_FAILURES, engine::conditionFailureCount);
        views.number(CnvMetric.SWARM_ALERT_EVENTS_MISSED, engine::missedCount);
    }
}
