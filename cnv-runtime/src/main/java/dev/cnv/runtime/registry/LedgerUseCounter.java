package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.UseCounter;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.runtime.time.Time;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Counts uses in memory and lets the ledger make them durable: a use that was reserved is spent when a
 * decision that names it is on disk, and a counter that is made anew counts what the ledger's decisions
 * name. A use that was reserved and is in no durable decision belongs to a call that did not run, so
 * losing it in a crash is right.
 *
 * <p>The count of a token whose time is over is forgotten. Such a token has no use left here, even when
 * the clock goes back.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by its own monitor.
 */
public final class LedgerUseCounter implements UseCounter {

    /** How many tokens are counted at once, unless told otherwise. */
    public static final int DEFAULT_CAPACITY_COUNT = 1_000_000;

    private final Time time;
    private final int capacityCount;
    private final Map<Digest, Count> counts = new HashMap<>();
    private final TreeSet<Count> byExpiry =
            new TreeSet<>(Comparator.comparing((Count count) -> count.expires)
                    .thenComparing(count -> count.token));

    /* Counts of tokens that expire at or before this moment may be forgotten. */
    private Instant horizon;

    private static final class Count {
        private final Digest token;
        private final Instant expires;
        private long taken;

        Count(Digest token, Instant expires) {
            this.token = token;
            this.expires = expires;
        }
    }

    /**
     * A counter that has counted nothing.
     *
     * @param time says when a count may be forgotten
     * @param capacityCount how many tokens are counted at once; more are refused, never forgotten early
     * @throws IllegalArgumentException when {@code capacityCount} is not positive
     */
    public LedgerUseCounter(Time time, int capacityCount) {
        if (capacityCount < 1) {
            throw new IllegalArgumentException(
                    "capacityCount=" + capacityCount + " is not positive");
        }
        this.time = time;
        this.capacityCount = capacityCount;
        this.horizon = time.now();
    }

    /** Counts what a decision in the ledger spent. */
    synchronized void replay(Spending.Use use) {
        if (use.expires().isAfter(horizon)) {
            count(use.token(), use.expires()).taken++;
        }
    }

    @Override
    public synchronized Optional<Digest> exhausted(List<Allowance> allowances) {
        forgetExpired();
        return allowances.stream()
                .filter(allowance -> !hasOneLeft(allowance))
                .map(Allowance::token)
                .findFirst();
    }

    @Override
    public synchronized Optional<Digest> reserve(List<Allowance> allowances) {
        forgetExpired();
        for (int i = 0; i < allowances.size(); i++) {
            Allowance allowance = allowances.get(i);
            if (!hasOneLeft(allowance)) {
                giveBack(allowances.subList(0, i));
                return Optional.of(allowance.token());
            }
            count(allowance.token(), allowance.expires()).taken++;
        }
        return Optional.empty();
    }

    @Override
    public synchronized void release(List<Allowance> allowances) {
        giveBack(allowances);
    }

    /**
     * How often a token was used.
     *
     * @param token the token's digest
     * @return reserved and spent uses together; 0 for a token that is not counted
     */
    public synchronized long usedCount(Digest token) {
        Count count = counts.get(token);
        return count == null ? 0 : count.taken;
    }

    private boolean hasOneLeft(Allowance allowance) {
        if (!allowance.expires().isAfter(horizon)) {
            return false;
        }
        Count count = counts.get(allowance.token());
        return count == null
                ? counts.size() < capacityCount
                : count.taken < allowance.maximumUseCount();
    }

    private void giveBack(List<Allowance> allowances) {
        for (Allowance allowance : allowances) {
            Count count = counts.get(allowance.token());
            // Forgotten, when the token expired while the call was on its way.
            if (count != null && --count.taken == 0) {
                // So that calls which do not run fill nothing.
                counts.remove(count.token);
                byExpiry.remove(count);
            }
        }
    }

    private Count count(Digest token, Instant expires) {
        return counts.computeIfAbsent(token, _ -> {
            Count fresh = new Count(token, expires);
            byExpiry.add(fresh);
            return fresh;
        });
    }

    private void forgetExpired() {
        Instant now = time.now();
        if (now.isAfter(horizon)) {
            horizon = now;
        }
        while (!byExpiry.isEmpty() && !byExpiry.first().expires.isAfter(horizon)) {
            counts.remove(byExpiry.pollFirst().token);
        }
    }
}
