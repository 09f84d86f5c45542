package dev.cnv.runtime.telemetry;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Takes the trace of calls from one process to another, as the headers of W3C Trace Context ({@code
 * traceparent} and {@code tracestate}). The module {@code cnv-otel} has one.
 *
 * <p><b>Threading:</b> for use by several threads.
 */
public interface TraceCarrier {

    /** Carries nothing. */
    TraceCarrier NONE = new TraceCarrier() {

        @Override
        public Map<String, String> current() {
            return Map.of();
        }

        @Override
        public <T> T within(Map<String, String> headers, Supplier<T> calls) {
            return calls.get();
        }
    };

    /**
     * The headers of this thread's trace.
     *
     * @return by name in lower case; empty outside a trace
     */
    Map<String, String> current();

    /**
     * Makes calls within the trace that headers name. Headers that are malformed are as none: calls begin
     * a trace of their own.
     *
     * @param headers by name
     * @param calls makes the calls, on this thread
     * @param <T> what they come to
     * @return what they come to
     */
    <T> T within(Map<String, String> headers, Supplier<T> calls);
}
