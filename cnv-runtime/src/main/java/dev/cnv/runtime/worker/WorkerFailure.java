package dev.cnv.runtime.worker;

import dev.cnv.runtime.contract.Execution;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.spi.ProofRefusedException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What a worker answers where the handler failed. */
final class WorkerFailure {

    private WorkerFailure() {}

    /**
     * {@return the answer}
     *
     * @param failure how the attempt ended
     * @param cause what the handler threw, if it threw
     */
    static WorkerAnswer.Failed of(Denial failure, @Nullable Throwable cause) {
        boolean passing =
                failure.reason() == Reason.HANDLER_FAILED && cause != null && passing(cause);
        return switch (cause) {
            case ProofRefusedException refused ->
                last(Denial.of(Reason.PROOF_REFUSED, String.valueOf(refused.getMessage())));
            case VerbRefusedException refused
            when failure.reason() == Reason.HANDLER_FAILED ->
                new WorkerAnswer.Failed(
                        refused.denial().with(Execution.HANDLER, "threw"),
                        passing && refused.denial().reason() != Reason.NOT_IN_WORKER,
                        Optional.empty());
            case OutOfMemoryError error -> last(exhausted(String.valueOf(error.getMessage())));
            case null, default ->
                new WorkerAnswer.Failed(
                        failure, passing, Optional.ofNullable(cause).map(Throwable::getMessage));
        };
    }

    private static WorkerAnswer.Failed last(Denial denial) {
        return new WorkerAnswer.Failed(
                denial.with(Execution.HANDLER, "threw"), false, Optional.empty());
    }

    /** The JVM has one error for memory that it cannot have and for threads that it cannot start. */
    private static Denial exhausted(String message) {
        return message.contains("native thread")
                ? Denial.of(
                                Reason.LIMIT_EXCEEDED,
                                "the worker can start no more threads: " + message)
                        .with("limit", "threads")
                : Denial.of(Reason.LIMIT_EXCEEDED, "the worker's heap is full: " + message)
                        .with("limit", "heapBytes");
    }

    /** As in the runtime: no error of the JVM and no cancellation is tried again. */
    private static boolean passing(Throwable thrown) {
        return thrown instanceof Exception
                && !(thrown instanceof InterruptedException)
                && !(thrown instanceof CancellationException);
    }
}
