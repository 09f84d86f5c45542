package dev.cnv.runtime.telemetry;

import java.util.function.Supplier;

/**
 * Hears of calls, for instance to make spans of them. What it throws is counted and changes nothing
 * about the call.
 *
 * <p><b>Threading:</b> called by the threads that call, several at a time.
 */
@FunctionalInterface
public interface CallListener {

    /**
     * A call, or one step of it, began.
     *
     * @param start which
     * @return hears how it goes on; {@link CallWatch#NONE} when nobody wants to
     */
    CallWatch began(CallStart start);

    /**
     * What this thread's calls belong to, such as a trace, for a call that this thread asks for and
     * another makes.
     *
     * @return asked on the other thread before the call; what it gives is closed there behind the call
     */
    default Supplier<CallWatch.Scope> takenAlong() {
        return () -> CallWatch.Scope.NONE;
    }
}
