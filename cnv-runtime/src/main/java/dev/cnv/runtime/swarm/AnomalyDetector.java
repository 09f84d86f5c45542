package dev.cnv.runtime.swarm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is unusual for a swarm, each compared with itself alone. Memory is bounded by the number of
 * swarms that are watched and the samples that are kept of each.
 *
 * <p>Events of one swarm may come out of order: the epoch tells which swarm of a row they are of, and a
 * late one is a sample like any other.
 *
 * <p><b>Threading:</b> safe for use by several threads; those that bring events of one swarm wait for
 * each other.
 */
final class AnomalyDetector {

    private static final int KEPT_ENDS = 1_024;

    private final AnomalySettings settings;
    private final Map<Integer, Watched> watched = new ConcurrentHashMap<>();

    /** The last epochs of the swarms that ended last, by row: an event is late by microseconds. */
    private final SequencedMap<Integer, Integer> ends = new LinkedHashMap<>();

    private final LongAdder unwatched = new LongAdder();

    AnomalyDetector(AnomalySettings settings) {
        this.settings = settings;
    }

    /** Judges an event by those before it, then counts it among them. */
    void accept(
            int row,
            Phase from,
            Phase to,
            int epoch,
            long atNanos,
            long lastedNanos,
            Consumer<Anomaly> found) {
        Watched mine = watchedAt(row, epoch);
        if (mine == null || !mine.moved(from, to, epoch, atNanos, lastedNanos, found)) {
            unwatched.increment();
        } else if (to.terminal()) {
            ended(mine, epoch);
        }
    }

    /** The events that were not judged. */
    long unwatched() {
        return unwatched.sum();
    }

    private @Nullable Watched watchedAt(int row, int epoch) {
        Watched present = watched.get(row);
        if (present != null || watched.size() >= settings.maxSwarmCount()) {
            return present;
        }
        return hasEnded(row, epoch)
                ? null
                : watched.computeIfAbsent(row, _ -> new Watched(row, epoch));
    }

    private void ended(Watched gone, int epoch) {
        synchronized (ends) {
            ends.putLast(gone.row, epoch);
            if (ends.size() > KEPT_ENDS) {
                ends.pollFirstEntry();
            }
        }
        watched.remove(gone.row, gone);
    }

    /** Whether an event is of a swarm whose end was heard of before it. */
    private boolean hasEnded(int row, int epoch) {
        synchronized (ends) {
            Integer end = ends.get(row);
            return end != null && !SwarmWord.later(epoch, end);
        }
    }

    /** A swarm that is watched, guarded by this object's lock. */
    private final class Watched {

        private final int row;

        /** The first epoch that was heard of: that of the swarm's beginning, once it is begun. */
        private int first;

        private boolean begun;
        private SwarmSamples samples;

        Watched(int row, int first) {
            this.row = row;
            this.first = first;
            this.samples = new SwarmSamples(row, settings);
        }

        /** Takes an event in; {@return whether it is of this swarm} */
        synchronized boolean moved(
                Phase from,
                Phase to,
                int epoch,
                long atNanos,
                long lastedNanos,
                Consumer<Anomaly> found) {
            if (begun && SwarmWord.later(first, epoch)) {
                return false;
            }
            if (from == Phase.BOOTSTRAP) {
                begin(epoch);
            } else if (SwarmWord.later(first, epoch)) {
                first = epoch;
            }
            samples.add(from, to, atNanos, lastedNanos, found);
            return true;
        }

        /** What was heard of before a beginning is of the swarm that had the row before. */
        private void begin(int epoch) {
            if (SwarmWord.later(epoch, first)) {
                samples = new SwarmSamples(row, settings);
            }
            first = epoch;
            begun = true;
        }
    }
}
