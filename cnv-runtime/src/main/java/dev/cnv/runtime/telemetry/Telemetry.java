package dev.cnv.runtime.telemetry;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.time.Time;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one runtime, and who listens to its calls. Counters and histograms count every call and
 * every append; only traces and exemplars are a sample, see {@link Sampling}. Labels are those of {@link
 * MetricLabel}.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class Telemetry {

    /** The most series of a metric, when nothing else is said. */
    public static final int DEFAULT_MAX_SERIES = 2_000;

    private final boolean enabled;
    private final PrometheusRegistry registry;
    private final Sampling sampling;
    private final int maxSeries;
    private final SeriesBook book = new SeriesBook();
    private final List<CallListener> listeners;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicReference<@Nullable RuntimeTelemetry> runtime = new AtomicReference<>();

    private Telemetry(Builder from, boolean enabled) {
        this.enabled = enabled;
        this.registry = from.registry;
        this.sampling = from.sampling;
        this.maxSeries = from.maxSeries;
        this.listeners = List.copyOf(from.listeners);
    }

    /**
     * Metrics in a registry of their own, and nobody who listens.
     *
     * @return new telemetry, for one runtime
     */
    public static Telemetry on() {
        return builder().build();
    }

    /**
     * No metrics at all.
     *
     * @return new telemetry, for one runtime
     */
    public static Telemetry off() {
        return new Telemetry(builder(), false);
    }

    /**
     * Begins telemetry.
     *
     * @return a builder, with a registry of its own and the usual sample
     */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return whether anything is counted} */
    public boolean enabled() {
        return enabled;
    }

    /**
     * The registry of the metrics, for an exporter of the application's own, or for metrics of the
     * application beside those of CNV.
     *
     * @return the registry; empty of CNV's metrics until a runtime is built
     */
    public PrometheusRegistry registry() {
        return registry;
    }

    /** {@return which calls are in the sample of traces and exemplars} */
    public Sampling sampling() {
        return sampling;
    }

    /**
     * Gives a runtime its side. Called once, by whoever builds the runtime.
     *
     * @param verbs the runtime's verbs, whose names become labels
     * @param time the runtime's time
     * @return the runtime's side
     * @throws IllegalStateException when it has a runtime already
     * @throws IllegalArgumentException when the registry has metrics of these names already
     */
    public RuntimeTelemetry open(Collection<VerbDescriptor> verbs, Time time) {
        if (!taken.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "this telemetry is another runtime's; give each runtime one of its own");
        }
        RuntimeTelemetry opened = new RuntimeTelemetry(this, verbs, time);
        runtime.set(opened);
        return opened;
    }

    /**
     * How long calls of a verb took so far.
     *
     * @param verb the verb
     * @return its percentiles; empty when there is no such call
     */
    public Optional<LatencySummary> latency(CapabilityId verb) {
        RuntimeTelemetry opened = runtime.get();
        return opened == null ? Optional.empty() : opened.latency(verb.path());
    }

    /**
     * Tells somebody of every series: at once of those that there are, and of each new one when it begins.
     *
     * @param listener hears of each at least once, on the thread that begins it; it must be quick
     */
    public void series(Consumer<MetricSeries> listener) {
        book.listen(listener);
    }

    /**
     * Writes all metrics of the registry as they are now.
     *
     * @param format how
     * @param out where to; not closed
     * @throws IOException when {@code out} takes no more
     */
    public void write(ExpositionFormat format, OutputStream out) throws IOException {
        format.write(registry.scrape(), sampling, out);
    }

    /**
     * Registers metrics that are counted elsewhere, for instance by the workers of the hot path.
     *
     * @return for each metric of {@link CnvMetric} that this runtime does not count itself
     */
    public MetricViews views() {
        return new MetricViews(families());
    }

    /** What the runtime counts with; tests count with it too. */
    Instruments instruments() {
        return Objects.requireNonNull(Objects.requireNonNull(runtime.get()).instruments());
    }

    Families families() {
        return new Families(registry, book, maxSeries);
    }

    List<CallListener> listeners() {
        return listeners;
    }

    /**
     * Puts telemetry together.
     *
     * <p><b>Threading:</b> used by one thread.
     */
    public static final class Builder {

        private PrometheusRegistry registry = new PrometheusRegistry();
        private Sampling sampling = Sampling.DEFAULT;
        private int maxSeries = DEFAULT_MAX_SERIES;
        private final List<CallListener> listeners = new ArrayList<>();

        private Builder() {}

        /**
         * Sets the registry, for instance one that the application shows already.
         *
         * @param other the registry
         * @return this
         */
        public Builder registry(PrometheusRegistry other) {
            registry = other;
            return this;
        }

        /**
         * Sets the sample of traces and exemplars. Counters have no part in it.
         *
         * @param oneIn one call in so many; by default 10,000
         * @return this
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder sampleOneIn(int oneIn) {
            sampling = new Sampling(oneIn);
            return this;
        }

        /**
         * Bounds the series of each metric. What does not fit is counted in a series whose labels all
         * say {@code overflow}.
         *
         * @param count the most series of one metric, the one for the overflow not counted
         * @return this
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder maxSeries(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("maxSeries=" + count + " must be 1 or more");
            }
            maxSeries = count;
            return this;
        }

        /**
         * Adds somebody who listens to calls.
         *
         * @param listener hears of each call
         * @return this
         */
        public Builder listener(CallListener listener) {
            listeners.add(listener);
            return this;
        }

        /** {@return the telemetry, for one runtime} */
        public Telemetry build() {
            return new Telemetry(this, true);
        }
    }
}
