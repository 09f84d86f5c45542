package dev.cnv.runtime.kernel;

import dev.cnv.runtime.outcome.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Calls on threads of their own, each of which ends.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class AsyncCalls {

    /** How long a call that was cancelled has to end before a close goes on without it. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final ThreadFactory threads;
    private final Set<PendingCall<?>> pending = ConcurrentHashMap.newKeySet();

    AsyncCalls(ThreadFactory threads) {
        this.threads = threads;
    }

    /** Makes a call elsewhere, within the call that this thread runs a handler of, if it does. */
    <R> PendingCall<R> start(Supplier<Outcome<R>> call) {
        Optional<RunningCall> outer = RunningCall.CURRENT.isBound()
                ? Optional.of(RunningCall.CURRENT.get())
                : Optional.empty();
        PendingCall<R> started = new PendingCall<>();
        Thread thread = threads.newThread(() -> {
            started.begun();
            outer.ifPresentOrElse(
                    running -> ScopedValue.where(RunningCall.CURRENT, running)
                            .run(() -> run(started, call)),
                    () -> run(started, call));
        });
        started.runOn(thread);
        pending.add(started);
        boolean begun = false;
        try {
            thread.start();
            begun = true;
        } finally {
            if (!begun) {
                pending.remove(started);
            }
        }
        return started;
    }

    private <R> void run(PendingCall<R> started, Supplier<Outcome<R>> call) {
        try {
            Outcome<R> outcome = call.get();
            pending.remove(started);
            started.finish(outcome);
        } catch (RuntimeException | Error e) {
            pending.remove(started);
            started.fault(e);
        }
    }

    /** A thread for what else belongs to a call. */
    Thread thread(Runnable task) {
        return threads.newThread(task);
    }

    int pendingCount() {
        return pending.size();
    }

    /**
     * Waits for all calls, and cancels those that have not ended by then.
     *
     * @param limit how long they may take by themselves
     * @throws InterruptedException when the thread is interrupted; the calls are cancelled then
     */
    void close(Duration limit) throws InterruptedException {
        boolean ended = false;
        try {
            ended = await(limit);
        } finally {
            if (!ended) {
                pending.forEach(call -> call.cancel(true));
            }
        }
        if (!ended) {
            await(GRACE);
        }
    }

    private boolean await(Duration limit) throws InterruptedException {
        CompletableFuture<?>[] all = pending.toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException _) {
            return true; // A fault of CNV itself, which the caller gets.
        }
    }
}
