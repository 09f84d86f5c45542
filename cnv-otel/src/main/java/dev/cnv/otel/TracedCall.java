package dev.cnv.otel;

import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.telemetry.CallEnd;
import dev.cnv.runtime.telemetry.CallStage;
import dev.cnv.runtime.telemetry.CallWatch;
import dev.cnv.runtime.telemetry.PolicyAnswer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.Optional;

/**
 * The spans of one call.
 *
 * <p><b>Threading:</b> as {@link CallWatch}. The handler's thread reads {@code stage}, which was written
 * before that thread was handed the call.
 */
final class TracedCall implements CallWatch {

    private final Tracer tracer;
    private final Span call;
    private final Context within;
    private Span stage = Span.getInvalid();

    TracedCall(Tracer tracer, Context outer, Span call) {
        this.tracer = tracer;
        this.call = call;
        this.within = outer.with(call);
    }

    @Override
    public void stageBegan(CallStage began) {
        stage = tracer.spanBuilder("cnv." + began.key()).setParent(within).startSpan();
    }

    @Override
    public void stageEnded(CallStage ended, Optional<Reason> refusal) {
        refusal.ifPresent(reason -> stage.setAttribute("cnv.reason", reason.code()));
        stage.end();
    }

    @Override
    public void policyAnswered(PolicyAnswer answer) {
        stage.setAttribute("cnv.verdict", lower(answer));
    }

    @Override
    public Scope handlerScope() {
        return within.with(stage).makeCurrent()::close;
    }

    @Override
    public Optional<String> traceId() {
        return Optional.of(call.getSpanContext().getTraceId());
    }

    @Override
    public void ended(CallEnd end) {
        call.setAttribute("cnv.outcome", lower(end.kind()));
        end.reason().ifPresent(reason -> call.setAttribute("cnv.reason", reason.code()));
        // A denial is an answer; a failure is the verb's, or CNV's.
        if (end.kind() == CallEnd.Kind.FAILED || end.kind() == CallEnd.Kind.THREW) {
            call.setStatus(StatusCode.ERROR);
        }
        call.end();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
