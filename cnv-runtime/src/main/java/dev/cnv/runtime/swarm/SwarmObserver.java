package dev.cnv.runtime.swarm;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Watches swarms: give it to a table as its {@link PhaseListener}, and events arrive by themselves. It
 * keeps the last events, counts every move exactly, and tells what is unusual.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class SwarmObserver implements PhaseListener {

    /** The events that are kept, unless it is said otherwise. */
    public static final int DEFAULT_CAPACITY = 10_000;

    private static final int KEPT_ANOMALIES = 1_000;

    private final PhaseRing ring;
    private final AnomalyDetector detector;
    private final AtomicLongArray moves = new AtomicLongArray(Phase.COUNT * Phase.COUNT);
    private final Anomalies anomalies = new Anomalies();
    private final AnomalySettings settings;
    private final Consumer<Anomaly> keep = this::keep;
    private volatile IntFunction<String> names = _ -> "";

    /** An observer with the defaults. */
    public SwarmObserver() {
        this(DEFAULT_CAPACITY, AnomalySettings.DEFAULT);
    }

    /**
     * An observer.
     *
     * @param capacity the events that are kept, at least 1; each takes 44 bytes, at once
     * @param settings what counts as unusual
     * @throws IllegalArgumentException when the capacity is not 1 to 10,000,000
     */
    public SwarmObserver(int capacity, AnomalySettings settings) {
        if (capacity < 1 || capacity > 10_000_000) {
            throw new IllegalArgumentException("capacity=" + capacity + " is not 1 to 10000000");
        }
        this.ring = new PhaseRing(capacity);
        this.detector = new AnomalyDetector(settings);
        this.settings = settings;
    }

    @Override
    public void moved(int row, Phase from, Phase to, int epoch, long atNanos, long lastedNanos) {
        moves.incrementAndGet(from.number() * Phase.COUNT + to.number());
        ring.add(nameOf(row), row, from, to, epoch, atNanos, lastedNanos);
        detector.accept(row, from, to, epoch, atNanos, lastedNanos, keep);
    }

    /** {@return the last events, oldest first} */
    public List<PhaseEvent> events() {
        return ring.events();
    }

    /** {@return the events that ever arrived} */
    public long eventCount() {
        return ring.added();
    }

    /** {@return the events that are no longer kept, exactly} */
    public long overwrittenCount() {
        return ring.overwritten();
    }

    /** {@return the last anomalies, oldest first, at most 1,000} */
    public List<Anomaly> anomalies() {
        return anomalies.kept();
    }

    /** {@return the anomalies that were ever found} */
    public long anomalyCount() {
        return anomalies.count();
    }

    /**
     * {@return the events that were not judged: too many swarms were watched, or the swarm's end was
     * heard of before}
     */
    public long unwatchedCount() {
        return detector.unwatched();
    }

    /** {@return every move that arrived, counted by its phases} */
    public TransitionMatrix matrix() {
        long[] counts = new long[moves.length()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = moves.get(i);
        }
        return new TransitionMatrix(counts);
    }

    /** From now on events are kept with the names of their swarms, which may be finalised before they are read. */
    void nameBy(IntFunction<String> swarms) {
        names = swarms;
    }

    private String nameOf(int row) {
        return names.apply(row);
    }

    private void keep(Anomaly anomaly) {
        anomalies.add(nameOf(anomaly.row()), anomaly);
    }

    AnomalySettings settings() {
        return settings;
    }

    PhaseRing ring() {
        return ring;
    }

    /** Reads on from an anomaly; {@return the number to go on from} */
    long anomaliesFrom(long from, BiConsumer<String, Anomaly> reader) {
        return anomalies.readFrom(from, reader);
    }

    private record Named(String swarm, Anomaly anomaly) {}

    /** The last anomalies, guarded by this object's lock: they are rare. */
    private static final class Anomalies {

        private final ArrayDeque<Named> last = new ArrayDeque<>();
        private long count;

        synchronized void add(String swarm, Anomaly anomaly) {
            if (last.size() == KEPT_ANOMALIES) {
                last.removeFirst();
            }
            last.addLast(new Named(swarm, anomaly));
            count++;
        }

        synchronized List<Anomaly> kept() {
            return last.stream().map(Named::anomaly).toList();
        }

        synchronized long count() {
            return count;
        }

        long readFrom(long from, BiConsumer<String, Anomaly> reader) {
            List<Named> kept;
            long end;
            synchronized (this) {
                kept = List.copyOf(last);
                end = count;
            }
            long first = end - kept.size();
            kept.stream()
                    .skip(Math.max(0, from - first))
                    .forEach(named -> reader.accept(named.swarm(), named.anomaly()));
            return end;
        }
    }
}
