package dev.cnv.runtime.swarm;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The rows of finalised swarms: a stack whose links are in the rows (Treiber 1986).
 *
 * <p><b>Threading:</b> safe for use by several threads, without a lock.
 */
final class FreeRows {

    private final SwarmState state;

    /** The top row and 1, or 0 when there is none; above it a tag that each change raises. */
    private final AtomicLong top = new AtomicLong();

    FreeRows(SwarmState state) {
        this.state = state;
    }

    /** A row that is now the caller's; -1 when none is free. */
    int take() {
        while (true) {
            long seen = top.get();
            int row = (int) seen - 1;
            if (row < 0 || top.compareAndSet(seen, tagged(seen, state.link(row)))) {
                return row;
            }
        }
    }

    void give(int row) {
        long seen = top.get();
        state.link(row, seen & 0xFFFF_FFFFL);
        while (!top.compareAndSet(seen, tagged(seen, row + 1L))) {
            seen = top.get();
            state.link(row, seen & 0xFFFF_FFFFL);
        }
    }

    private static long tagged(long before, long link) {
        return (((before >>> 32) + 1) << 32) | (link & 0xFFFF_FFFFL);
    }
}
