package dev.cnv.runtime.contract;

import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.time.Time;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on one thread: runs the handler, is stopped at most once, and ends in exactly one way.
 *
 * <p><b>Threading:</b> {@link #run} is called by the handler's thread, {@link #stop} by any. {@code
 * phase} decides once between the handler's own end and its abandonment; whoever makes the change
 * completes {@code ending}. {@code reason} is set once, by the first to stop the run. {@code
 * graceTimer} is written before {@code phase} is read and {@code phase} before {@code graceTimer} is
 * read, so one of both sides cancels the timer.
 */
final class HandlerRun implements Runnable {

    /** How long a handler has to react to its interruption before its caller goes on without it. */
    static final long GRACE_NANOS = 100_000_000;

    /** How a run ended. */
    sealed interface Ending {

        /**
         * The handler's thread came to its end.
         *
         * @param value what the handler returned, or its stage completed with
         * @param thrown what it threw
         * @param stopped why it had been stopped before it ended
         */
        record Ended(
                @Nullable Object value,
                @Nullable Throwable thrown,
                @Nullable Denial stopped) implements Ending {}

        /**
         * The handler did not react to its interruption.
         *
         * @param stopped why it was stopped
         */
        record Abandoned(Denial stopped) implements Ending {}
    }

    private enum Phase {
        RUNNING,
        ENDED,
        ABANDONED
    }

    private final Permit permit;
    private final Attempt attempt;
    private final int number;
    private final Meter meter = new Meter();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.RUNNING);
    private final AtomicReference<@Nullable Denial> reason = new AtomicReference<>();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final Thread thread;
    private volatile Time.@Nullable Timer graceTimer;
    private volatile boolean started;

    /**
     * Makes the thread and does not start it.
     *
     * @throws IllegalStateException when the thread factory gives none
     */
    HandlerRun(Permit permit, Attempt attempt, int number) {
        this.permit = permit;
        this.attempt = attempt;
        this.number = number;
        Thread made = permit.gate().handlerThreads().newThread(this);
        if (made == null) {
            throw new IllegalStateException(
                    "verb=" + permit.gate().id() + " got no thread from the thread factory");
        }
        made.setName(permit.gate().threadName(number));
        this.thread = made;
    }

    void start() {
        thread.start();
        started = true;
    }

    /**
     * Gives up waiting for a handler because of a fault of the engine.
     *
     * @return whether the handler still runs, and so keeps the permit
     */
    boolean abandonAfterFault(Denial why) {
        if (!started) {
            return false;
        }
        reason.compareAndSet(null, why);
        thread.interrupt();
        abandon(why);
        return phase.get() == Phase.ABANDONED;
    }

    CompletableFuture<Ending> ending() {
        return ending;
    }

    Usage usage() {
        return meter.sample();
    }

    @Override
    public void run() {
        Object value = null;
        Throwable thrown = null;
        meter.begin();
        try {
            // An interruption may be lost on a thread that has not begun, so it is looked for here.
            if (reason.get() == null) {
                value = awaited(attempt.run(number));
            }
        } catch (Throwable t) {
            thrown = t;
        }
        meter.end();
        end(new Ending.Ended(value, thrown, reason.get()));
    }

    /** Interrupts the handler and gives it {@link #GRACE_NANOS} to end; only the first reason counts. */
    void stop(Denial why) {
        if (phase.get() != Phase.RUNNING || !reason.compareAndSet(null, why)) {
            return;
        }
        thread.interrupt();
        RelativeTime time = permit.gate().time();
        try {
            graceTimer = time.at(RelativeTime.plus(time.now(), GRACE_NANOS), () -> abandon(why));
            if (phase.get() != Phase.RUNNING) {
                cancelGrace(); // The handler ended before it could see the timer.
            }
        } catch (RejectedExecutionException _) {
            abandon(why); // The source of time is closed: there is no grace to measure.
        }
    }

    private void end(Ending.Ended how) {
        if (phase.compareAndSet(Phase.RUNNING, Phase.ENDED)) {
            cancelGrace();
            ending.complete(how);
        } else {
            permit.gate().engine().permits().abandonedHandlerEnded();
            permit.giveBack(false);
        }
    }

    private void cancelGrace() {
        Time.Timer timer = graceTimer;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void abandon(Denial why) {
        if (phase.get() != Phase.RUNNING) {
            return;
        }
        PermitRegister register = permit.gate().engine().permits();
        // Counted first, because the handler may end right after the change and count down.
        register.handlerAbandoned();
        if (phase.compareAndSet(Phase.RUNNING, Phase.ABANDONED)) {
            ending.complete(new Ending.Abandoned(why));
        } else {
            register.abandonedHandlerEnded();
        }
    }

    /** Waits for a stage; an interruption cancels it. Other results are passed on. */
    private static @Nullable Object awaited(@Nullable Object result) throws Throwable {
        if (!(result instanceof CompletionStage<?> stage)) {
            return result;
        }
        CompletableFuture<@Nullable Object> done = new CompletableFuture<>();
        stage.whenComplete((value, thrown) -> {
            if (thrown == null) {
                done.complete(value);
            } else {
                done.completeExceptionally(thrown);
            }
        });
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (InterruptedException e) {
            cancel(stage);
            throw e;
        }
    }

    private static Throwable unwrapped(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause instanceof CompletionException && cause.getCause() != null
                ? cause.getCause()
                : cause;
    }

    private static void cancel(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException _) {
            // A stage may refuse to be seen as a future; then it cannot be cancelled.
        }
    }
}
