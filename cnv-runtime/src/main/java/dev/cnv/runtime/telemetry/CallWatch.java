package dev.cnv.runtime.telemetry;

import dev.cnv.runtime.outcome.Reason;
import java.util.Optional;

/**
 * Hears how one call goes on. Stages follow each other and never overlap; a redirected call goes through
 * the first ones again.
 *
 * <p><b>Threading:</b> called by the thread that calls, but for {@link #handlerScope}, which the
 * handler's thread calls between the beginning and the end of {@link CallStage#HANDLER}.
 */
public interface CallWatch {

    /** Hears nothing. */
    CallWatch NONE = new CallWatch() {};

    /** What is given back on the thread it was taken on. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {

        /** Nothing to give back. */
        Scope NONE = () -> {};

        @Override
        void close();
    }

    /**
     * A stage began.
     *
     * @param stage which
     */
    default void stageBegan(CallStage stage) {}

    /**
     * The stage that began last ended.
     *
     * @param stage which
     * @param refusal why the call goes no further; empty when it does
     */
    default void stageEnded(CallStage stage, Optional<Reason> refusal) {}

    /**
     * The policy answered.
     *
     * @param answer what
     */
    default void policyAnswered(PolicyAnswer answer) {}

    /**
     * The handler is about to run on this thread, once for each attempt.
     *
     * @return closed on the same thread when the handler has ended
     */
    default Scope handlerScope() {
        return Scope.NONE;
    }

    /**
     * The id of the trace that the call is in, for exemplars.
     *
     * @return 32 hexadecimal digits (W3C Trace Context); empty without a trace
     */
    default Optional<String> traceId() {
        return Optional.empty();
    }

    /**
     * The call, or the step, ended. Nothing follows.
     *
     * @param end how
     */
    default void ended(CallEnd end) {}
}
