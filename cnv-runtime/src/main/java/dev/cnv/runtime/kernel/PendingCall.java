package dev.cnv.runtime.kernel;

import dev.cnv.runtime.outcome.Outcome;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call on a thread of its own. Only the call's end completes it: whoever cancels it, or would complete
 * it with an exception ({@code orTimeout}), cancels the call, and gets the outcome that is in the ledger.
 *
 * <p><b>Threading:</b> safe for use by several threads. {@code cancelled} is written before {@code thread}
 * is interrupted, and read by that thread when it begins: an interruption of a thread that has not begun
 * may be lost.
 */
final class PendingCall<R> extends CompletableFuture<Outcome<R>> {

    private volatile boolean cancelled;
    private volatile @Nullable Thread thread;

    void runOn(Thread other) {
        thread = other;
    }

    /** Called first on the call's thread. */
    void begun() {
        if (cancelled) {
            Thread.currentThread().interrupt();
        }
    }

    void finish(Outcome<R> outcome) {
        super.complete(outcome);
    }

    void fault(Throwable thrown) {
        super.completeExceptionally(thrown);
    }

    /** Whether somebody asked that the call be cancelled. */
    boolean cancelAsked() {
        return cancelled;
    }

    /**
     * Cancels the call, and waits for nothing.
     *
     * @return whether the call had not ended
     */
    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean running = !isDone();
        cancelled = true;
        Thread now = thread;
        if (running && now != null) {
            now.interrupt();
        }
        return running;
    }

    @Override
    public boolean complete(Outcome<R> outcome) {
        return false;
    }

    @Override
    public boolean completeExceptionally(Throwable thrown) {
        cancel(true);
        return false;
    }

    @Override
    public void obtrudeValue(Outcome<R> outcome) {
        throw new UnsupportedOperationException("only the end of the call completes it");
    }

    @Override
    public void obtrudeException(Throwable thrown) {
        throw new UnsupportedOperationException("only the end of the call completes it");
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
