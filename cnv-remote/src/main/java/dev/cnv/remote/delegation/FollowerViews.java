package dev.cnv.remote.delegation;

import dev.cnv.runtime.registry.FeedFollower;
import dev.cnv.runtime.telemetry.CnvMetric;
import dev.cnv.runtime.telemetry.MetricViews;
import dev.cnv.runtime.telemetry.Telemetry;

/** How far a follower is, among a runtime's metrics. */
public final class FollowerViews {

    private FollowerViews() {}

    /**
     * Shows a follower, one for each telemetry.
     *
     * @param telemetry the telemetry of the runtime that follows
     * @param follower the follower
     * @throws IllegalArgumentException when a follower is shown there already
     */
    public static void show(Telemetry telemetry, FeedFollower follower) {
        MetricViews views = telemetry.views();
        views.number(
                CnvMetric.FOLLOWER_AGE,
                () -> follower.state().age().map(age -> age.toSeconds()).orElse(-1L));
        views.number(CnvMetric.FOLLOWER_STALE, () -> follower.state().stale() ? 1 : 0);
        views.number(CnvMetric.FOLLOWER_BEHIND, () -> follower.state().behind());
        views.number(CnvMetric.FOLLOWER_FAULTS, () -> follower.state().faultCount());
        views.number(CnvMetric.FOLLOWER_REFUSED, () -> follower.state().refusedCount());
    }
}
