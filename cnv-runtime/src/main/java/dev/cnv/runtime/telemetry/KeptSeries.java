package dev.cnv.runtime.telemetry;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Series by number, so that a known one is found without hashing its labels.
 *
 * <p><b>Threading:</b> safe for use by several threads. A series is set with release and read with acquire;
 * two threads that both look it up find the same one.
 *
 * @param <D> what holds the numbers of a series
 */
final class KeptSeries<D> {

    private final AtomicReferenceArray<@Nullable D> kept;

    KeptSeries(int count) {
        kept = new AtomicReferenceArray<>(count);
    }

    D at(int number, Supplier<D> lookUp) {
        D known = kept.getAcquire(number);
        if (known != null) {
            return known;
        }
        D found = lookUp.get();
        kept.setRelease(number, found);
        return found;
    }
}
