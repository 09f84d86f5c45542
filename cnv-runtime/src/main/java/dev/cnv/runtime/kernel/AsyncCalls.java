package dev.cnv.runtime.kernel;

import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.telemetry.CallWatch;
import dev.cnv.runtime.telemetry.RuntimeTelemetry;
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

    private final RuntimeTelemetry telemetry;
    private final ThreadFactory threads;
    private final Set<PendingCall<?>> pending = ConcurrentHashMap.newKeySet();

    AsyncCalls(RuntimeTelemetry telemetry, ThreadFactory threads) {
        this.telemetry = telemetry;
        this.threads = threads;
    }

    /** Makes a call elsewhere, within the call that this thread runs a handler of, if it does. */
    <R> PendingCall<R> start(Supplier<Outcome<R>> call) {
        Optional<RunningCall> outer = RunningCall.CURRENT.isBound()
                ? Optional.of(RunningCall.CURRENT.get())
                : Optional.empty();
        Supplier<CallWatch.Scope> along = telemetry.takenAlong();
        PendingCall<R> started = new PendingCall<>();
        Thread thread = threads.newThread(() -> {
            started.begun();
            run(started, () -> within(along, outer, call));
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

    private static <R> Outcome<R> within(
            Supplier<CallWatch.Scope> along,
            Optional<RunningCall> outer,
            Supplier<Outcome<R>> call) {
        try (CallWatch.Scope _ = along.get()) {
            return outer.isPresent()
                    ? ScopedValue.where(RunningCall.CURRENT, outer.get()).call(call::get)
                    : call.get();
        }
    }

    private <R> void run(PendingCall<R> started, Supplier<Outcome<R>> call) {
        try {
            Outcome<R> outcome = call.get();
            // What follows on this thread is others', and was not cancelled.
            Thread.interrupted();
            started.finish(outcome);
        } catch (RuntimeException | Error e) {
            started.fault(e);
        } finally {
            // Behind the completion: a close that does not find it need not wait for it.
            pending.remove(started);
        }
    }

    /** A thread for what else belongs to a call. */
    Thread thread(Runnable task) {
        return threads.newThread(task);
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
