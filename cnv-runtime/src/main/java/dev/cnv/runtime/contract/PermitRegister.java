package dev.cnv.runtime.contract;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The permits that are out, and whether the engine still gives any.
 *
 * <p><b>Threading:</b> safe for use by several threads. Permits are added under their lane's lock with
 * {@link #closing} read under the same lock, so after {@link #close} and then each lane's lock taken
 * once, none is added. Only then is {@link #settled} asked for: it sets {@code settling} before it
 * looks at the set, and {@link #remove} removes before it reads {@code settling}, so one of both sees
 * that nothing is left.
 */
final class PermitRegister {

    private final Set<Permit> held = ConcurrentHashMap.newKeySet();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final CompletableFuture<Boolean> settled = new CompletableFuture<>();
    private volatile boolean closing;
    private volatile boolean settling;
    private volatile boolean forced;

    boolean closing() {
        return closing;
    }

    /** {@return whether running calls are being interrupted} */
    boolean forced() {
        return forced;
    }

    void add(Permit permit) {
        held.add(permit);
    }

    void remove(Permit permit) {
        held.remove(permit);
        settleIfEmpty();
    }

    void close() {
        closing = true;
    }

    /** {@return what is completed with true once no permit is out; ask when none is given any more} */
    CompletableFuture<Boolean> settled() {
        settling = true;
        settleIfEmpty();
        return settled;
    }

    /** Interrupts every call that runs, and keeps those from running that hold a permit. */
    void force() {
        forced = true;
        held.forEach(Permit::cancel);
    }

    int heldCount() {
        return held.size();
    }

    int pausedCount() {
        return (int) held.stream().filter(Permit::paused).count();
    }

    int abandonedCount() {
        return abandoned.get();
    }

    void handlerAbandoned() {
        abandoned.incrementAndGet();
    }

    void abandonedHandlerEnded() {
        abandoned.decrementAndGet();
    }

    private void settleIfEmpty() {
        if (settling && held.isEmpty()) {
            settled.complete(true);
        }
    }
}
