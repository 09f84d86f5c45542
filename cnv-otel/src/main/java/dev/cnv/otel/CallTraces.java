package dev.cnv.otel;

import dev.cnv.runtime.telemetry.CallListener;
import dev.cnv.runtime.telemetry.CallStart;
import dev.cnv.runtime.telemetry.CallWatch;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.function.Supplier;

/**
 * Makes spans of calls: one for the call, named after its verb, and within it one for each stage, named
 * {@code cnv.} and the stage. The handler runs within the span of its stage, so that what it calls
 * continues the trace.
 *
 * <p>A call within a trace is traced when the trace is sampled: that is its beginner's choice. A call
 * within none begins one when it is in the runtime's own sample, one in 10,000 by default; its span says
 * under {@value #ONE_IN} how many calls it stands for, and a span whose trace others began says 1.
 * Attributes name verb, invocation, outcome and reason; never who calls, nor with what.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class CallTraces implements CallListener {

    /** The name of the tracer. */
    public static final String SCOPE = "dev.cnv";

    /** The attribute that says how many calls a span stands for. */
    public static final String ONE_IN = "cnv.sampling.one_in";

    private final Tracer tracer;

    private CallTraces(Tracer tracer) {
        this.tracer = tracer;
    }

    /**
     * A listener that makes spans.
     *
     * @param openTelemetry where spans go
     * @return for {@link dev.cnv.runtime.telemetry.Telemetry.Builder#listener}
     */
    public static CallTraces of(OpenTelemetry openTelemetry) {
        return new CallTraces(openTelemetry.getTracer(SCOPE));
    }

    @Override
    public CallWatch began(CallStart start) {
        Context outer = Context.current();
        SpanContext parent = Span.fromContext(outer).getSpanContext();
        if (parent.isValid()) {
            return parent.isSampled() ? traced(start, outer, 1) : new CarriedOn(outer);
        }
        return start.sampled() ? traced(start, outer, start.oneIn()) : CallWatch.NONE;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // The kernel closes it, on the call's thread.
    public Supplier<CallWatch.Scope> takenAlong() {
        Context here = Context.current();
        return () -> here.makeCurrent()::close;
    }

    private TracedCall traced(CallStart start, Context outer, int oneIn) {
        SpanBuilder builder = tracer.spanBuilder(start.verb())
                .setParent(outer)
                .setSpanKind(SpanKind.INTERNAL)
                .setAttribute("cnv.verb", start.verb())
                .setAttribute("cnv.invocation", start.context().invocation().toString())
                .setAttribute(ONE_IN, oneIn);
        return new TracedCall(tracer, outer, builder.startSpan());
    }

    /** A call that makes no span: its handler is in the caller's trace all the same. */
    private record CarriedOn(Context outer) implements CallWatch {

        @Override
        @SuppressWarnings("MustBeClosedChecker") // The kernel closes it, on the handler's thread.
        public Scope handlerScope() {
            return outer.makeCurrent()::close;
        }
    }
}
