package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.delegation.UseCounter;
import dev.cnv.runtime.delegation.UseCounter.Allowance;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.runtime.outcome.Denial;
import java.util.List;
import java.util.Optional;

/**
 * The uses of its chain's tokens that one call holds while it is on its way. They go back when it is
 * closed, unless a durable decision names them.
 *
 * <p><b>Threading:</b> used by one thread.
 */
final class Reservation implements AutoCloseable {

    private final UseCounter counter;
    private final List<Allowance> taken;
    private final Optional<Digest> exhausted;
    private boolean spent;

    private Reservation(UseCounter counter, List<Allowance> taken, Optional<Digest> exhausted) {
        this.counter = counter;
        this.taken = taken;
        this.exhausted = exhausted;
    }

    /** Takes a use of each limited token of the caller's chain, or of none. */
    static Reservation of(UseCounter counter, Call call) {
        List<Allowance> allowances = call.caller().authority().allowances();
        Optional<Digest> exhausted = counter.reserve(allowances);
        return new Reservation(counter, exhausted.isPresent() ? List.of() : allowances, exhausted);
    }

    /** Why the call must not run; empty when the uses are taken. */
    Optional<Denial> refusal() {
        return exhausted.map(ChainVerifier::exhausted);
    }

    /** What the decision has to name. */
    List<Spending.Use> uses() {
        return taken.isEmpty()
                ? List.of()
                : taken.stream()
                        .map(allowance -> new Spending.Use(allowance.token(), allowance.expires()))
                        .toList();
    }

    /** The decision that names the uses is durable. */
    void spend() {
        spent = true;
    }

    @Override
    public void close() {
        if (!spent && !taken.isEmpty()) {
            counter.release(taken);
        }
    }
}
