package dev.cnv.runtime.telemetry;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The series of one metric, at most so many. Updates of a series that no longer fits go to one series
 * whose labels all say {@link #OVERFLOW}, so that none is lost and totals stay exact.
 *
 * <p><b>Threading:</b> safe for use by several threads; a series that exists is found without a lock.
 *
 * @param <D> what holds the numbers of a series
 */
final class BoundedSeries<D> {

    /** No verb, reason or constant is called so. */
    static final String OVERFLOW = "overflow";

    private final ConcurrentHashMap<List<String>, D> series = new ConcurrentHashMap<>();
    private final int labelCount;
    private final int maxCount;
    private final Function<List<String>, D> make;

    /**
     * No series yet.
     *
     * @param maxCount the most series, the overflow's not counted
     */
    BoundedSeries(int labelCount, int maxCount, Function<List<String>, D> make) {
        this.labelCount = labelCount;
        this.maxCount = maxCount;
        this.make = make;
    }

    /** The series with these values of its labels, or the one for what does not fit. */
    D of(List<String> values) {
        D known = series.get(values);
        return known != null ? known : added(values);
    }

    private synchronized D added(List<String> values) {
        D known = series.get(values);
        if (known != null) {
            return known;
        }
        List<String> key = series.size() < maxCount ? List.copyOf(values) : overflow();
        return series.computeIfAbsent(key, make);
    }

    private List<String> overflow() {
        String[] values = new String[labelCount];
        Arrays.fill(values, OVERFLOW);
        return List.of(values);
    }

    /** The series with these values of its labels, when there is one. */
    Optional<D> known(List<String> values) {
        return Optional.ofNullable(series.get(values));
    }

    Collection<D> all() {
        return series.values();
    }
}
