package dev.cnv.runtime.swarm;

import dev.cnv.runtime.governance.ChangeOrder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The swarm by whose phase a runtime's verbs are decided, as far as {@link Swarms} has to know.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class OwnSwarm {

    private final String name;
    private final ChangeOrder order;

    /** Counts changes, behind each; a reader that sees the count of one sees the change. */
    private final AtomicLong changes = new AtomicLong();

    OwnSwarm(String name, ChangeOrder order) {
        this.name = name;
        this.order = order;
    }

    String name() {
        return name;
    }

    boolean is(String other) {
        return name.equals(other);
    }

    <T> T changing(Supplier<T> change) {
        return order.changing(() -> {
            try {
                return change.get();
            } finally {
                // Refused ones too: who asks again for nothing loses some microseconds, no more.
                changes.incrementAndGet();
            }
        });
    }

    long changeCount() {
        return changes.get();
    }
}
