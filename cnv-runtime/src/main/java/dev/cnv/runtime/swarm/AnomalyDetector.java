package dev.cnv.runtime.swarm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is unusual for a swarm, each compared with itself alone. Memory is bounded by the number of
 * swarms that are watched and the samples that are kept of each.
 *
 * <p><b>Threading:</b> safe for use by several threads; those that bring events of one swarm wait for
 * each other.
 */
final class AnomalyDetector {

    private final AnomalySettings settings;
    private final long periodNanos;
    private final Map<Integer, Series> series = new ConcurrentHashMap<>();
    private final LongAdder unwatched = new LongAdder();

    AnomalyDetector(AnomalySettings settings) {
        this.settings = settings;
        this.periodNanos = settings.frequencyPeriod().toNanos();
    }

    /** Judges an event by those before it, then counts it among them. */
    void accept(
            int row,
            Phase from,
            Phase to,
            long atNanos,
            long lastedNanos,
            Consumer<Anomaly> found) {
        if (from == Phase.BOOTSTRAP) {
            // Another swarm may have had this row.
            series.remove(row);
        }
        Series mine = seriesOf(row);
        if (mine == null) {
            unwatched.increment();
            return;
        }
        synchronized (mine) {
            mine.lasted(from, to, atNanos, lastedNanos, found);
        }
        if (to.terminal()) {
            series.remove(row);
        }
    }

    /** The events of swarms that were too many to watch. */
    long unwatched() {
        return unwatched.sum();
    }

    private @Nullable Series seriesOf(int row) {
        Series present = series.get(row);
        if (present != null || series.size() >= settings.maxSwarmCount()) {
            return present;
        }
        return series.computeIfAbsent(row, Series::new);
    }

    /** What is known of one swarm. */
    private final class Series {

        private final int row;
        private final @Nullable Baseline[] durations = new Baseline[Phase.COUNT];
        private final Baseline frequency = Baseline.of(settings);
        private long period = Long.MIN_VALUE;
        private long moves;

        /** The first period began before the first event, so it is not counted. */
        private boolean whole;

        Series(int row) {
            this.row = row;
        }

        void lasted(Phase from, Phase to, long atNanos, long lastedNanos, Consumer<Anomaly> found) {
            Baseline duration = durations[from.number()];
            if (duration == null) {
                duration = Baseline.of(settings);
                durations[from.number()] = duration;
            }
            judge(Anomaly.Kind.DURATION, from, duration, (double) lastedNanos, atNanos, found);
            duration.add((double) lastedNanos);
            counted(to, atNanos, found);
        }

        private void counted(Phase to, long atNanos, Consumer<Anomaly> found) {
            long now = Math.floorDiv(atNanos, periodNanos);
            if (period == Long.MIN_VALUE) {
                period = now;
            }
            if (now > period) {
                if (whole) {
                    judge(Anomaly.Kind.FREQUENCY, to, frequency, (double) moves, atNanos, found);
                    frequency.add((double) moves);
                    quiet(now - period - 1, to, atNanos, found);
                }
                whole = true;
                period = now;
                moves = 0;
            }
            moves++;
        }

        /** Periods without a move are samples as well; of a long silence no more than are kept. */
        private void quiet(long periods, Phase to, long atNanos, Consumer<Anomaly> found) {
            if (periods > 0) {
                judge(Anomaly.Kind.FREQUENCY, to, frequency, 0, atNanos, found);
            }
            for (long i = Math.min(periods, settings.windowSamples()); i > 0; i--) {
                frequency.add(0);
            }
        }

        private void judge(
                Anomaly.Kind kind,
                Phase phase,
                Baseline usual,
                double value,
                long atNanos,
                Consumer<Anomaly> found) {
            if (usual.count() < settings.minSamples()) {
                return;
            }
            double z = usual.z(value);
            if (Math.abs(z) >= settings.warningZ()) {
                found.accept(new Anomaly(
                        row,
                        kind,
                        phase,
                        value,
                        usual.center(),
                        z,
                        Math.abs(z) >= settings.criticalZ() ? Severity.CRITICAL : Severity.WARNING,
                        atNanos));
            }
        }
    }
}
