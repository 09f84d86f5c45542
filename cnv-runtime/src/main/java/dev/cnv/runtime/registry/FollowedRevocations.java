package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The revocations that a source told, and whether they may be gone by: not when it was silent for too
 * long, nor when it was found out.
 *
 * <p><b>Threading:</b> safe for use by several threads. Workers of frames ask for the epoch before each
 * batch: that takes no lock while nothing changes, and allocates nothing but what the clock does.
 */
final class FollowedRevocations implements Revocations {

    private final Revocations told;
    private final FollowerSettings settings;
    private final long longestNanos;
    private final Time time;

    private volatile @Nullable Heard heard;
    private volatile @Nullable Denial conflict;

    /* Written under the monitor; "turns" is written before "wasBad", whose reader sees it. */
    private volatile boolean wasBad = true;
    private volatile long turns;

    /** When a question was asked whose answer said that there is no more. */
    record Heard(long nanos, Instant at) {}

    FollowedRevocations(Revocations told, FollowerSettings settings, Time time) {
        this.told = told;
        this.settings = settings;
        this.longestNanos = TimeUnit.NANOSECONDS.convert(settings.longestSilence());
        this.time = time;
    }

    Heard now() {
        return new Heard(time.nanos(), time.now());
    }

    void heard(Heard asked) {
        heard = asked;
    }

    /** Refuses from now on, whatever is heard. */
    void conflict(String what) {
        conflict = Denial.of(Reason.REVOCATIONS_UNKNOWN, what);
    }

    /** By the clock too: what measures may stand still while the machine sleeps. */
    Optional<Duration> age() {
        Heard last = heard;
        if (last == null) {
            return Optional.empty();
        }
        Duration measured = Duration.ofNanos(time.nanos() - last.nanos());
        Duration read = Duration.between(last.at(), time.now());
        return Optional.of(measured.compareTo(read) > 0 ? measured : read);
    }

    /** Whether the source was not heard of for too long. */
    boolean stale() {
        Heard last = heard;
        return last == null
                || time.nanos() - last.nanos() >= longestNanos
                || sinceNanos(last.at(), time.now()) >= longestNanos;
    }

    /** Saturated, and without a Duration. */
    private static long sinceNanos(Instant then, Instant now) {
        long seconds = now.getEpochSecond() - then.getEpochSecond();
        return Math.abs(seconds) > Integer.MAX_VALUE
                ? (seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE)
                : seconds * 1_000_000_000L + now.getNano() - then.getNano();
    }

    @Override
    public long epoch() {
        boolean bad = conflict != null || stale();
        if (bad != wasBad) {
            turn(bad);
        }
        return told.epoch() + turns;
    }

    private synchronized void turn(boolean bad) {
        if (bad != wasBad) {
            turns++;
            wasBad = bad;
        }
    }

    @Override
    public Optional<Denial> unknown() {
        Denial found = conflict;
        if (found != null) {
            return Optional.of(found);
        }
        return settings.whenStale() == FollowerSettings.WhenStale.REFUSE && stale()
                ? Optional.of(Denial.of(
                        Reason.REVOCATIONS_UNKNOWN,
                        "the registry that is followed was last heard of "
                                + age().map(age -> age.toSeconds() + " s ago").orElse("never")
                                + ", longest=" + settings.longestSilence().toSeconds() + " s"))
                : Optional.empty();
    }

    @Override
    public Optional<Digest> revoked(List<Link> chain) {
        return told.revoked(chain);
    }
}
