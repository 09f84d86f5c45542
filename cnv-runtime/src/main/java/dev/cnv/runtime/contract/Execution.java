package dev.cnv.runtime.contract;

import dev.cnv.runtime.outcome.Denial;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What became of an admitted call.
 *
 * @param result what the handler answered, or why there is no answer
 * @param attempts how many times the handler was started; 0 when it was not
 * @param runNanos nanoseconds from the first attempt's start to the answer, waits between attempts
 *     included
 * @param queuedNanos nanoseconds waited for a permit
 * @param allocatedBytes heap bytes that the handler's threads allocated over all attempts; empty
 *     where the JVM cannot tell, which is on virtual threads
 * @param cpuNanos processor time of the handler's threads over all attempts in nanoseconds; empty
 *     where the JVM cannot tell, which is on virtual threads
 * @param notes sentences on what happened besides, such as a soft deadline missed
 */
public record Execution(
        Result result,
        int attempts,
        long runNanos,
        long queuedNanos,
        OptionalLong allocatedBytes,
        OptionalLong cpuNanos,
        List<String> notes) {

    /** Copies the notes. */
    public Execution {
        notes = List.copyOf(notes);
    }

    /** An answer, or why there is none. */
    public sealed interface Result {

        /**
         * The handler answered in time and within its limits.
         *
         * @param value what it returned; of a stage, what the stage completed with
         */
        record Returned(@Nullable Object value) implements Result {}

        /**
         * There is no answer.
         *
         * @param failure HANDLER_FAILED, TIMED_OUT, DEADLINE_PASSED, LIMIT_EXCEEDED, CANCELLED, CLOSED
         *     or INTERNAL. Its text names the class of what was thrown and never its message, which may
         *     hold values that must not be shown; the detail {@link Execution#HANDLER} says what the
         *     handler had come to
         * @param cause what the handler threw, if it threw
         */
        record Failed(Denial failure, @Nullable Throwable cause) implements Result {}
    }

    /**
     * The detail of a failure that says what the handler had come to: {@code not-started}, {@code
     * returned} (so its effects happened), {@code threw}, {@code abandoned} (still running, keeping its
     * permit), or {@code killed} (its process was ended, or ended by itself, before it answered).
     */
    public static final String HANDLER = "handler";
}
