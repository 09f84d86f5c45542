package dev.cnv.hotpath.worker;

import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.runtime.telemetry.CnvMetric;
import dev.cnv.runtime.telemetry.MetricViews;
import dev.cnv.runtime.telemetry.Telemetry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Shows what workers count among a runtime's metrics. The workers count as they always do, without
 * allocation and exactly; their numbers are read when somebody looks, each worker's as of one moment.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class WorkerViews {

    /** The powers of two from 16 ns to 17 s: those ends of {@link WorkerCounters}' buckets. */
    private static final int FIRST_POWER = 4;

    private static final int LAST_POWER = 34;

    private final List<Worker> workers;

    private WorkerViews(Collection<Worker> workers) {
        this.workers = List.copyOf(workers);
    }

    /**
     * Shows the sums over workers, once for each telemetry.
     *
     * @param telemetry a runtime's
     * @param workers all workers of the runtime
     * @throws IllegalArgumentException when workers are shown there already
     */
    public static void show(Telemetry telemetry, Collection<Worker> workers) {
        WorkerViews sums = new WorkerViews(workers);
        MetricViews views = telemetry.views();
        views.numbers(CnvMetric.HOTPATH_FRAMES, sums::byStatus);
        views.number(CnvMetric.HOTPATH_BATCHES, () -> sums.sum(WorkerMetrics::batches));
        views.number(CnvMetric.HOTPATH_UNANSWERED, () -> sums.sum(WorkerMetrics::unanswered));
        views.number(CnvMetric.HOTPATH_LEDGER_WAITS, () -> sums.sum(WorkerMetrics::ledgerWaits));
        views.number(CnvMetric.HOTPATH_READY_PEAK, sums::peak);
        views.durations(CnvMetric.HOTPATH_FRAME_DURATION, sums::durations);
    }

    private long sum(ToLongFunction<WorkerMetrics> number) {
        long sum = 0;
        for (Worker worker : workers) {
            sum += number.applyAsLong(worker.metrics());
        }
        return sum;
    }

    private long peak() {
        long peak = 0;
        for (Worker worker : workers) {
            peak = Math.max(peak, worker.metrics().peakDepth());
        }
        return peak;
    }

    private Map<String, Long> byStatus() {
        long[] all = new long[FrameStatus.COUNT];
        for (Worker worker : workers) {
            long[] one = worker.metrics().byStatus();
            for (int status = 0; status < all.length; status++) {
                all[status] += one[status];
            }
        }
        Map<String, Long> named = new LinkedHashMap<>();
        for (int status = 0; status < all.length; status++) {
            named.put(FrameStatus.nameOf(status).toLowerCase(Locale.ROOT), all[status]);
        }
        return named;
    }

    private MetricViews.Buckets durations() {
        long[] all = new long[WorkerCounters.BUCKET_COUNT];
        for (Worker worker : workers) {
            long[] one = worker.metrics().nanos();
            for (int bucket = 0; bucket < all.length; bucket++) {
                all[bucket] += one[bucket];
            }
        }
        return buckets(all);
    }

    /** Each bucket of a worker lies in one of these; the sum takes the middle of each bucket. */
    static MetricViews.Buckets buckets(long[] nanos) {
        long[] ends = new long[LAST_POWER - FIRST_POWER + 1];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = (1L << (FIRST_POWER + i)) - 1;
        }
        long[] counts = new long[ends.length + 1];
        double sum = 0;
        int at = 0;
        for (int bucket = 0; bucket < nanos.length; bucket++) {
            while (at < ends.length && WorkerCounters.upperEnd(bucket) > ends[at]) {
                at++;
            }
            counts[at] += nanos[bucket];
            sum += nanos[bucket] * middle(bucket);
        }
        return new MetricViews.Buckets(ends, counts, sum);
    }

    private static double middle(int bucket) {
        double lower = bucket == 0 ? 0 : WorkerCounters.upperEnd(bucket - 1) + 1.0;
        return (lower + WorkerCounters.upperEnd(bucket)) / 2;
    }
}
