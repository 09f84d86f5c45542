package dev.cnv.audit.replay;

import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.LedgerLines;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * One pass over a ledger: lines are read here and evaluated by others, a batch at a time.
 *
 * <p><b>Threading:</b> one thread.
 */
final class ReplayRun {

    static final int BATCHES = 16;
    private static final int PROGRESS_EACH = 1 << 14;

    private final ExecutorService workers;
    private final DecisionReplay replay;
    private final ContractReplay contracts;
    private final ReplaySlice slice;
    private final LongConsumer progress;
    private final Consumer<ReplayedDecision> results;
    private final Deque<Future<List<Step>>> pending = new ArrayDeque<>();
    private final Queue<LineBatch> spare = new ConcurrentLinkedQueue<>();
    private LineBatch batch = new LineBatch();

    ReplayRun(
            ExecutorService workers,
            DecisionReplay replay,
            ContractReplay contracts,
            ReplaySlice slice,
            LongConsumer progress,
            Consumer<ReplayedDecision> results) {
        this.workers = workers;
        this.replay = replay;
        this.contracts = contracts;
        this.slice = slice;
        this.progress = progress;
        this.results = results;
    }

    /** Reads from the beginning, because what a decision was made by stands before it. */
    void over(LedgerLines lines) {
        try {
            lines.scan(
                    0,
                    slice.to(),
                    (index, _, _, buffer, offset, length) -> take(index, buffer, offset, length));
            hand();
            while (!pending.isEmpty()) {
                deliver();
            }
        } finally {
            pending.forEach(future -> future.cancel(true));
        }
    }

    private void take(long index, byte[] buffer, int offset, int length) {
        if (index % PROGRESS_EACH == 0) {
            progress.accept(index);
        }
        int end = offset + length;
        boolean ended = contracts.countsEnds() && EventLine.isEnd(buffer, end);
        if (ended || EventLine.isDecision(buffer, end)) {
            if (index >= slice.from()) {
                batch.add(index, buffer, offset, length);
            }
            if (batch.isFull()) {
                hand();
            }
        } else if (EventLine.isChange(buffer, end)) {
            replay.add(index, buffer, offset, length);
        }
    }

    private void hand() {
        if (batch.isEmpty()) {
            return;
        }
        LineBatch lines = batch;
        LineBatch cleared = spare.poll();
        batch = cleared == null ? new LineBatch() : cleared;
        pending.add(workers.submit(() -> evaluate(lines)));
        if (pending.size() >= BATCHES) {
            deliver();
        }
    }

    private List<Step> evaluate(LineBatch lines) {
        List<Step> steps = replay.evaluate(lines);
        lines.clear();
        spare.add(lines);
        return steps;
    }

    private void deliver() {
        try {
            for (Step step : pending.remove().get()) {
                contracts.after(step).ifPresent(results);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerException("the replay was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
