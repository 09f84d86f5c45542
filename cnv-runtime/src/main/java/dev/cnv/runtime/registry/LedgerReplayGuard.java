package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.ReplayGuard;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.runtime.time.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Remembers nonces in memory and lets the ledger make them durable: the decision about a call names the
 * call's nonce, and a guard that is made anew knows the nonces of the ledger's decisions whose time is
 * not over. The decision is on disk before the verb runs, so no proof makes a verb run twice, whatever
 * happens between.
 *
 * <p>A nonce whose time is over is never the first, even when the clock goes back.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by its own monitor.
 */
public final class LedgerReplayGuard implements ReplayGuard {

    /** How many nonces are remembered at once, unless told otherwise. */
    public static final int DEFAULT_CAPACITY_COUNT = 250_000;

    private final Time time;
    private final int capacityCount;
    private final Set<Digest> seen = new HashSet<>();
    private final TreeMap<Instant, List<Digest>> byEnd = new TreeMap<>();

    /* Nonces that end at or before this moment may be forgotten. */
    private Instant horizon;

    /**
     * A guard that has seen nothing.
     *
     * @param time says when a nonce may be forgotten
     * @param capacityCount how many nonces are remembered at once; more are refused, never forgotten
     *     early
     * @throws IllegalArgumentException when {@code capacityCount} is not positive
     */
    public LedgerReplayGuard(Time time, int capacityCount) {
        if (capacityCount < 1) {
            throw new IllegalArgumentException(
                    "capacityCount=" + capacityCount + " is not positive");
        }
        this.time = time;
        this.capacityCount = capacityCount;
        this.horizon = time.now();
    }

    /** Remembers the nonce of a decision in the ledger, beyond the capacity too. */
    synchronized void replay(Spending.Nonce nonce) {
        if (nonce.until().isAfter(horizon)) {
            remember(nonce.key(), nonce.until());
        }
    }

    @Override
    public synchronized boolean first(Digest nonceKey, Instant until) {
        forgetOld();
        return until.isAfter(horizon) && seen.size() < capacityCount && remember(nonceKey, until);
    }

    /** {@return how many nonces are remembered} */
    public synchronized int size() {
        return seen.size();
    }

    private boolean remember(Digest key, Instant until) {
        boolean fresh = seen.add(key);
        if (fresh) {
            byEnd.computeIfAbsent(until, _ -> new ArrayList<>(1)).add(key);
        }
        return fresh;
    }

    private void forgetOld() {
        Instant now = time.now();
        if (now.isAfter(horizon)) {
            horizon = now;
        }
        while (!byEnd.isEmpty() && !byEnd.firstKey().isAfter(horizon)) {
            byEnd.pollFirstEntry().getValue().forEach(seen::remove);
        }
    }
}
