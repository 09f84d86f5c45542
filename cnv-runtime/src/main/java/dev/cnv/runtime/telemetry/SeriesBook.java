package dev.cnv.runtime.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * All series that there are, and who wants to hear of new ones.
 *
 * <p><b>Threading:</b> safe for use by several threads. Listeners are called without this book's lock,
 * but under that of the metric whose series begins; one that comes while series are added hears of each at
 * least once.
 */
final class SeriesBook {

    private static final System.Logger LOG = System.getLogger("dev.cnv");

    private final List<MetricSeries> all = new ArrayList<>();
    private final List<Consumer<MetricSeries>> listeners = new ArrayList<>();

    void add(MetricSeries series) {
        List<Consumer<MetricSeries>> told;
        synchronized (this) {
            all.add(series);
            told = List.copyOf(listeners);
        }
        told.forEach(listener -> tell(listener, series));
    }

    void listen(Consumer<MetricSeries> listener) {
        List<MetricSeries> known;
        synchronized (this) {
            listeners.add(listener);
            known = List.copyOf(all);
        }
        known.forEach(listener);
    }

    /** Within a call, which a bridge's fault must not end. */
    private static void tell(Consumer<MetricSeries> listener, MetricSeries series) {
        try {
            listener.accept(series);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a listener to series failed; metric=" + series.metric().family(),
                    e);
        }
    }
}
