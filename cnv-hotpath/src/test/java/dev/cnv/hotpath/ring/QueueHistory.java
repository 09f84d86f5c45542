package dev.cnv.hotpath.ring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.LongUnaryOperator;

/**
 * Says whether a history of calls of a queue can have happened one call after the other, each between
 * its begin and its end: J. M. Wing and C. Gong, Testing and verifying concurrent objects, 1993. For
 * histories of at most 63 calls. A queue of lanes keeps order within a lane only; it is empty when all
 * lanes are.
 */
final class QueueHistory {

    /** What a call that took nothing took. */
    static final long NOTHING = -1;

    /**
     * A call.
     *
     * @param puts whether it put the value; otherwise it took it
     * @param value what was put or taken, or {@link #NOTHING}
     * @param begin when it began, on a clock that never shows the same twice
     * @param end when it ended
     */
    record Call(boolean puts, long value, long begin, long end) {}

    private final List<Call> calls;
    private final LongUnaryOperator lane;
    private final Set<Object> seen = new HashSet<>();

    private QueueHistory(List<Call> calls, LongUnaryOperator lane) {
        this.calls = calls;
        this.lane = lane;
    }

    static boolean isLinearizable(List<Call> calls) {
        return isLinearizable(calls, _ -> 0);
    }

    /** The same of a queue of lanes: {@code lane} says which one a value is put into. */
    static boolean isLinearizable(List<Call> calls, LongUnaryOperator lane) {
        if (calls.size() > 63) {
            throw new IllegalArgumentException("calls=" + calls.size() + " are more than 63");
        }
        return new QueueHistory(List.copyOf(calls), lane).search(0, new ArrayDeque<>());
    }

    private boolean search(long done, Deque<Long> queue) {
        if (Long.bitCount(done) == calls.size()) {
            return true;
        }
        if (!seen.add(List.of(done, new ArrayList<>(queue)))) {
            return false;
        }
        long firstEnd = firstEnd(done);
        for (int i = 0; i < calls.size(); i++) {
            boolean open = (done & 1L << i) == 0;
            if (open && calls.get(i).begin() < firstEnd && isLast(done | 1L << i, i, queue)) {
                return true;
            }
        }
        return false;
    }

    /** A call that begins after this has to come after one that is not done yet. */
    private long firstEnd(long done) {
        long first = Long.MAX_VALUE;
        for (int i = 0; i < calls.size(); i++) {
            if ((done & 1L << i) == 0) {
                first = Math.min(first, calls.get(i).end());
            }
        }
        return first;
    }

    private boolean isLast(long done, int index, Deque<Long> queue) {
        Call call = calls.get(index);
        Deque<Long> after = new ArrayDeque<>(queue);
        if (call.puts()) {
            after.addLast(call.value());
        } else if (!takes(call.value(), after)) {
            return false;
        }
        return search(done, after);
    }

    /** Takes the oldest value of its lane, when that is the one. */
    private boolean takes(long value, Deque<Long> queue) {
        if (value == NOTHING) {
            return queue.isEmpty();
        }
        for (Iterator<Long> values = queue.iterator(); values.hasNext(); ) {
            long next = values.next();
            if (lane.applyAsLong(next) == lane.applyAsLong(value)) {
                values.remove();
                return next == value;
            }
        }
        return false;
    }
}
