package dev.cnv.runtime.swarm;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one swarm did so far: of each phase how long it lasted, and how often it was entered in a period. A
 * series takes its memory with its first sample. Not safe for use by several threads.
 */
final class SwarmSamples {

    private final int row;
    private final AnomalySettings settings;
    private final long periodNanos;
    private final @Nullable Baseline[] durations = new Baseline[Phase.COUNT];
    private final @Nullable Baseline[] entries = new Baseline[Phase.COUNT];
    private final int[] entered = new int[Phase.COUNT];
    private long period = Long.MIN_VALUE;

    /** The first period began before the first move, so it is not counted. */
    private boolean whole;

    SwarmSamples(int row, AnomalySettings settings) {
        this.row = row;
        this.settings = settings;
        this.periodNanos = settings.frequencyPeriod().toNanos();
    }

    /** Only a phase that comes again in a swarm's life can be compared with what was before. */
    static boolean recurs(Phase phase) {
        return switch (phase) {
            case OPERATIONAL, DEGRADED, RECOVERY, EMERGENCY -> true;
            case BOOTSTRAP, NEGOTIATION, ACTIVATION, SHUTDOWN -> false;
        };
    }

    /** Judges a move by those before it, then counts it among them. */
    void add(Phase from, Phase to, long atNanos, long lastedNanos, Consumer<Anomaly> found) {
        if (recurs(from)) {
            Baseline usual = usual(durations, from, 0);
            take(Anomaly.Kind.DURATION, from, usual, (double) lastedNanos, atNanos, found);
        }
        long now = Math.floorDiv(atNanos, periodNanos);
        if (now > period) {
            close(now, atNanos, found);
        }
        if (recurs(to)) {
            usual(entries, to, 1);
            // A move that is heard of after its period counts in the present one.
            entered[to.number()]++;
        }
    }

    private Baseline usual(@Nullable Baseline[] all, Phase phase, double leastScatter) {
        Baseline present = all[phase.number()];
        Baseline usual = present == null ? Baseline.of(settings, leastScatter) : present;
        all[phase.number()] = usual;
        return usual;
    }

    private void close(long now, long atNanos, Consumer<Anomaly> found) {
        for (int number = 0; whole && number < Phase.COUNT; number++) {
            Baseline usual = entries[number];
            if (usual != null) {
                Phase phase = Phase.of(number);
                take(Anomaly.Kind.FREQUENCY, phase, usual, entered[number], atNanos, found);
                quiet(phase, usual, now - period - 1, atNanos, found);
            }
        }
        whole = period != Long.MIN_VALUE;
        period = now;
        Arrays.fill(entered, 0);
    }

    /** Periods without a move are samples as well; of a long silence no more than are kept. */
    private void quiet(
            Phase phase, Baseline usual, long periods, long atNanos, Consumer<Anomaly> found) {
        if (periods > 0) {
            take(Anomaly.Kind.FREQUENCY, phase, usual, 0, atNanos, found);
        }
        for (long more = Math.min(periods, settings.windowSamples()) - 1; more > 0; more--) {
            usual.add(0);
        }
    }

    private void take(
            Anomaly.Kind kind,
            Phase phase,
            Baseline usual,
            double value,
            long atNanos,
            Consumer<Anomaly> found) {
        double z = usual.count() < settings.minSamples() ? 0 : usual.z(value);
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
        usual.add(value);
    }
}
