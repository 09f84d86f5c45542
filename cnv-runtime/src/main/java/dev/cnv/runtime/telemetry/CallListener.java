package dev.cnv.runtime.telemetry;

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
}
