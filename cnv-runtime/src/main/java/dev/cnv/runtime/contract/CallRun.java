package dev.cnv.runtime.contract;

import dev.cnv.annotations.Retry;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.ContractTerms.RetryTerms;
import dev.cnv.runtime.contract.Execution.Result;
import dev.cnv.runtime.contract.HandlerRun.Ending;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One admitted call: its attempts, their waits, and what ends them.
 *
 * <p><b>Threading:</b> {@link #run} is called once, by the caller's thread; {@link #cancel} by any.
 * {@code cancelled} is written before {@code current} is read, and {@code current} before {@code
 * cancelled} is read, so a cancellation meets every attempt.
 */
final class CallRun {

    private final Permit permit;
    private final Attempt attempt;
    private final VerbGate gate;
    private final RelativeTime time;
    private final CallWindow window;
    private final long startedAt;
    private final long overallAt;
    private final List<String> notes = new ArrayList<>();

    private volatile @Nullable Denial cancelled;
    private volatile @Nullable HandlerRun current;
    private volatile @Nullable CompletableFuture<Boolean> pause;

    private @Nullable HandlerRun last;
    private int attempts;
    private Usage usedBefore = Usage.ZERO;
    private boolean interrupted;
    private boolean abandoned;

    CallRun(Permit permit, Attempt attempt) {
        this.permit = permit;
        this.attempt = attempt;
        this.gate = permit.gate();
        this.time = gate.time();
        this.window = permit.window();
        this.startedAt = time.now();
        this.overallAt = overallAt();
    }

    /** Ends the call early, while it runs or waits for its next attempt. */
    void cancel(Denial why) {
        cancelled = why;
        HandlerRun running = current;
        if (running != null) {
            running.stop(why);
        }
        CompletableFuture<Boolean> waiting = pause;
        if (waiting != null) {
            waiting.complete(false);
        }
    }

    /** {@return whether the call waits for its next attempt} */
    boolean paused() {
        CompletableFuture<Boolean> waiting = pause;
        return waiting != null && !waiting.isDone();
    }

    /** Runs the attempts, then gives the permit back, unless a handler that goes on still needs it. */
    Execution run() {
        Result result;
        try {
            result = attempts();
        } catch (RuntimeException | Error e) {
            result = fault(e);
        }
        long endedAt = time.now();
        if (endedAt > window.softAt()) {
            notes.add("soft deadline missed by " + Denials.span(endedAt - window.softAt()));
        }
        if (!abandoned) {
            permit.giveBack(attempts == 0);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Usage used = attempts == 0 ? Usage.UNKNOWN : usedBefore;
        return new Execution(
                result,
                attempts,
                endedAt - startedAt,
                permit.queuedNanos(),
                used.allocated(),
                used.cpu(),
                notes);
    }

    private Result fault(Throwable thrown) {
        Denial denial = Denials.fault(gate.id(), thrown);
        HandlerRun running = last;
        abandoned = abandoned || (running != null && running.abandonAfterFault(denial));
        return new Result.Failed(
                abandoned ? denial.with(Execution.HANDLER, "abandoned") : afterFailure(denial),
                thrown);
    }

    private Result attempts() {
        while (true) {
            Denial hindrance = hindrance();
            if (hindrance != null) {
                return new Result.Failed(hindrance, null);
            }
            Result result = attemptOnce();
            if (!(result instanceof Result.Failed failed) || !retryable(failed)) {
                return result;
            }
            long nextAt = RelativeTime.plus(time.now(), waitNanos(gate.terms().retry(), attempts));
            if (nextAt >= overallAt) {
                notes.add("not tried again: the next attempt would begin after "
                        + (overallAt == window.hardAt() ? "the deadline" : "the timeout"));
                return result;
            }
            if (!pauseUntil(nextAt)) {
                return new Result.Failed(afterFailure(cancellation()), failed.cause());
            }
        }
    }

    /** Why the next attempt cannot begin; null when it can. */
    private @Nullable Denial hindrance() {
        if (Thread.interrupted()) {
            interrupted = true;
            return afterFailure(Denials.callerInterrupted(gate.id()));
        }
        if (cancelled != null) {
            return afterFailure(cancellation());
        }
        if (gate.engine().permits().forced()) {
            return afterFailure(Denials.closed(gate.id()));
        }
        long now = time.now();
        if (attempts == 0 && now >= window.startBy()) {
            return Denials.late(gate.id(), window, now);
        }
        return now >= overallAt ? afterFailure(stopReason(overallAt)) : null;
    }

    private Result attemptOnce() {
        HandlerRun run = new HandlerRun(permit, attempt, attempts + 1);
        last = run;
        current = run;
        long stopAt = Math.min(overallAt, RelativeTime.plus(time.now(), timeoutNanos()));
        Time.Timer timer = time.at(stopAt, () -> run.stop(stopReason(stopAt)));
        LimitWatch watch = new LimitWatch(gate, run, usedBefore);
        Ending ending;
        try {
            watch.begin();
            run.start();
            attempts++;
            Denial early = cancelled;
            if (early != null) {
                run.stop(early);
            }
            ending = await(run);
        } finally {
            timer.cancel();
            watch.end();
            current = null;
        }
        usedBefore = usedBefore.plus(run.usage());
        return result(ending);
    }

    private Ending await(HandlerRun run) {
        while (true) {
            try {
                return run.ending().get();
            } catch (InterruptedException _) {
                // Remembered for the caller; the handler is stopped, so the next wait is short.
                interrupted = true;
                run.stop(Denials.callerInterrupted(gate.id()));
            } catch (ExecutionException e) {
                // Endings are completed with values only.
                throw new IllegalStateException("a run ended with an exception of the engine", e);
            }
        }
    }

    private Result result(Ending ending) {
        return switch (ending) {
            case Ending.Abandoned(Denial stopped) -> {
                abandoned = true;
                notes.add(
                        "the handler ignored its interruption and goes on; it keeps its permit until it ends");
                yield new Result.Failed(stopped.with(Execution.HANDLER, "abandoned"), null);
            }
            case Ending.Ended(var value, var thrown, var stopped) -> ended(value, thrown, stopped);
        };
    }

    private Result ended(
            @Nullable Object value, @Nullable Throwable thrown, @Nullable Denial stopped) {
        String came = came(thrown);
        if (stopped != null) {
            return new Result.Failed(stopped.with(Execution.HANDLER, came), thrown);
        }
        Denial breach = LimitWatch.breach(gate, usedBefore);
        if (breach != null) {
            return new Result.Failed(breach.with(Execution.HANDLER, came), thrown);
        }
        if (time.now() > window.hardAt()) {
            return new Result.Failed(
                    Denials.hardDeadline(gate.id(), window).with(Execution.HANDLER, came), thrown);
        }
        return thrown == null
                ? new Result.Returned(value)
                : new Result.Failed(Denials.handlerFailed(gate.id(), thrown, attempts), thrown);
    }

    /** What the handler had come to. */
    private static String came(@Nullable Throwable thrown) {
        return switch (thrown) {
            case null -> "returned";
            case AttemptFailedException elsewhere ->
                elsewhere.denial().details().getOrDefault(Execution.HANDLER, "threw");
            default -> "threw";
        };
    }

    private boolean retryable(Result.Failed failed) {
        ContractTerms terms = gate.terms();
        boolean safe = terms.idempotent() || !gate.verb().effects().mutating();
        if (abandoned
                || !safe
                || terms.retry().kind() == Retry.Kind.NONE
                || attempts >= terms.retry().maxAttempts()) {
            return false;
        }
        Reason reason = failed.failure().reason();
        return reason == Reason.TIMED_OUT
                || (failed.cause() instanceof AttemptFailedException elsewhere
                        ? elsewhere.passing()
                        : reason == Reason.HANDLER_FAILED && passing(failed.cause()));
    }

    /** Whether what was thrown may not be thrown again: no error of the JVM and no cancellation. */
    private static boolean passing(@Nullable Throwable thrown) {
        return thrown instanceof Exception
                && !(thrown instanceof InterruptedException)
                && !(thrown instanceof CancellationException);
    }

    /** {@return false when the call was cancelled meanwhile} */
    private boolean pauseUntil(long at) {
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        Time.Timer timer = time.at(at, () -> waiting.complete(true));
        pause = waiting;
        try {
            return cancelled == null && waiting.get();
        } catch (InterruptedException _) {
            interrupted = true;
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a pause ended with an exception of the engine", e);
        } finally {
            pause = null;
            timer.cancel();
        }
    }

    /** The wait after an attempt, by its number. */
    static long waitNanos(RetryTerms retry, int attempt) {
        long delay = RelativeTime.nanos(retry.delay());
        return switch (retry.kind()) {
            case NONE -> 0;
            case FIXED -> delay;
            case EXPONENTIAL, FOREVER -> {
                long max = RelativeTime.nanos(retry.maxDelay());
                int doublings = attempt - 1;
                boolean beyond = doublings >= Long.numberOfLeadingZeros(Math.max(1, delay)) - 1;
                yield beyond ? (delay == 0 ? 0 : max) : Math.min(max, delay << doublings);
            }
        };
    }

    /** The moment that ends all attempts: without it, FOREVER would be forever. */
    private long overallAt() {
        if (gate.terms().retry().kind() != Retry.Kind.FOREVER) {
            return window.hardAt();
        }
        return Math.min(window.hardAt(), RelativeTime.plus(startedAt, timeoutNanos()));
    }

    private Denial stopReason(long stopAt) {
        return stopAt == window.hardAt()
                ? Denials.hardDeadline(gate.id(), window)
                : Denials.timedOut(gate.id(), timeoutNanos());
    }

    private Denial cancellation() {
        Denial why = cancelled;
        return why != null ? why : Denials.callerInterrupted(gate.id());
    }

    private Denial afterFailure(Denial denial) {
        return denial.with(Execution.HANDLER, attempts == 0 ? "not-started" : "threw");
    }

    private long timeoutNanos() {
        return RelativeTime.nanos(gate.terms().timeout());
    }
}
