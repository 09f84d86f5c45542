package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Feature;
import dev.cnv.runtime.protocol.InvocationPayload;
import dev.cnv.runtime.telemetry.TraceCarrier;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a call is part of, as it is sent where the two ends agreed on traces (W3C Trace Context,
 * Recommendation of 23 November 2021). Neither a call nor its answer ever fails for it.
 *
 * @param parent the header {@code traceparent}, or null outside a trace
 * @param state the header {@code tracestate}, or null where there is none
 */
record CallTrace(@Nullable String parent, @Nullable String state) {

    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    private static final CallTrace NONE = new CallTrace(null, null);

    /** The trace of this thread, as far as it may be sent. */
    static CallTrace current(TraceCarrier carrier, Agreement agreement) {
        if (!agreement.features().has(Feature.TRACING)) {
            return NONE;
        }
        Map<String, String> headers;
        try {
            headers = carrier.current();
        } catch (RuntimeException _) {
            return NONE;
        }
        String parent = within(headers.get(PARENT), InvocationPayload.MAX_TRACEPARENT_BYTES);
        // Section 3.3.1.5 lets a state go that is too long, and 3.2 one without a parent.
        return parent == null
                ? NONE
                : new CallTrace(
                        parent, within(headers.get(STATE), InvocationPayload.MAX_TRACESTATE_BYTES));
    }

    private static @Nullable String within(@Nullable String value, int maxBytes) {
        return value == null || value.getBytes(StandardCharsets.UTF_8).length > maxBytes
                ? null
                : value;
    }

    /** The trace that a call names; none where the two ends did not agree on traces. */
    static CallTrace of(InvocationPayload call, Agreement agreement) {
        return agreement.features().has(Feature.TRACING)
                ? new CallTrace(call.traceparent(), call.tracestate())
                : NONE;
    }

    /**
     * Runs something within the trace, on this thread; a carrier that throws is as none. Its error goes on
     * when the call was made.
     */
    void within(TraceCarrier carrier, Runnable call) {
        if (parent == null) {
            call.run();
            return;
        }
        Map<String, String> headers = new TreeMap<>();
        headers.put(PARENT, parent);
        if (state != null) {
            headers.put(STATE, state);
        }
        AtomicBoolean began = new AtomicBoolean();
        try {
            var _ = carrier.within(headers, () -> {
                began.set(true);
                call.run();
                return true;
            });
        } catch (RuntimeException e) {
            if (began.get()) {
                throw e;
            }
            call.run();
        } catch (Error e) {
            if (!began.get()) {
                call.run();
            }
            throw e;
        }
    }
}
