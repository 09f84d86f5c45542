package dev.cnv.otel;

import dev.cnv.runtime.telemetry.TraceCarrier;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * W3C Trace Context (Recommendation of 23 November 2021) in and out: the headers {@code traceparent} and
 * {@code tracestate}. Headers that are malformed or too long are as none: a call never fails for them.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class TraceHeaders {

    /** Longer than any that version 00 allows, with room for a later one. */
    private static final int MAX_PARENT_LENGTH = 128;

    /** Section 3.3.1.5 has vendors carry at least so many characters. */
    private static final int MAX_STATE_LENGTH = 512;

    private TraceHeaders() {}

    /**
     * Makes calls within the trace that headers name.
     *
     * @param headers of a request, names in any case
     * @param calls makes the calls, on this thread
     * @param <T> what they come to
     * @return what they come to
     */
    public static <T> T within(Map<String, String> headers, Supplier<T> calls) {
        Map<String, String> own = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> {
            if (value.length() <= longest(name)) {
                own.put(name, value);
            }
        });
        Context context = W3CTraceContextPropagator.getInstance()
                .extract(Context.current(), own, Getter.INSTANCE);
        try (Scope _ = context.makeCurrent()) {
            return calls.get();
        }
    }

    private static int longest(String name) {
        if (name.equalsIgnoreCase("traceparent")) {
            return MAX_PARENT_LENGTH;
        }
        return name.equalsIgnoreCase("tracestate") ? MAX_STATE_LENGTH : -1;
    }

    /**
     * The headers with which a handler hands its trace on.
     *
     * @return {@code traceparent}, and {@code tracestate} where there is one; empty outside a trace
     */
    public static Map<String, String> current() {
        Map<String, String> headers = new TreeMap<>();
        W3CTraceContextPropagator.getInstance()
                .inject(Context.current(), headers, (to, name, value) -> {
                    if (to != null) {
                        to.put(name, value);
                    }
                });
        return headers;
    }

    /**
     * What takes traces from a client to a server: {@link #current} and {@link #within}.
     *
     * @return for {@code Client.Builder.traces} and {@code Server.Builder.traces}
     */
    public static TraceCarrier carrier() {
        return Carrier.INSTANCE;
    }

    private enum Carrier implements TraceCarrier {
        INSTANCE;

        @Override
        public Map<String, String> current() {
            return TraceHeaders.current();
        }

        @Override
        public <T> T within(Map<String, String> headers, Supplier<T> calls) {
            return TraceHeaders.within(headers, calls);
        }
    }

    private enum Getter implements TextMapGetter<Map<String, String>> {
        INSTANCE;

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    }
}
