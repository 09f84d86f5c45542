package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts uses in memory. It forgets them with its process, so it suits tests and runtimes whose tokens
 * do not outlive it. When it is full, no further token can be used.
 *
 * <p><b>Threading:</b> safe for use by several threads; one at a time passes.
 */
public final class InMemoryUseCounter implements UseCounter {

    private final int capacity;
    private final Map<Digest, Long> used = new HashMap<>();

    /**
     * A counter of no uses yet.
     *
     * @param capacity how many tokens it counts at most
     * @throws IllegalArgumentException when the capacity is not positive
     */
    public InMemoryUseCounter(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity=" + capacity + " is not positive");
        }
        this.capacity = capacity;
    }

    @Override
    public synchronized Optional<Digest> exhausted(List<Allowance> allowances) {
        int room = capacity - used.size();
        for (Allowance allowance : allowances) {
            Long count = used.get(allowance.token());
            room -= count == null ? 1 : 0;
            if (room < 0 || (count != null && count >= allowance.maximumUseCount())) {
                return Optional.of(allowance.token());
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized Optional<Digest> reserve(List<Allowance> allowances) {
        Optional<Digest> none = exhausted(allowances);
        if (none.isEmpty()) {
            allowances.forEach(allowance -> used.merge(allowance.token(), 1L, Long::sum));
        }
        return none;
    }

    @Override
    public synchronized void release(List<Allowance> allowances) {
        allowances.forEach(allowance -> used.computeIfPresent(
                allowance.token(), (_, count) -> count > 1 ? count - 1 : null));
    }
}
