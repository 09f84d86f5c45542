package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.otel.CallTraces;
import dev.cnv.otel.TraceHeaders;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.telemetry.ExpositionFormat;
import dev.cnv.runtime.telemetry.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Calls as spans of the OpenTelemetry SDK. */
class CallTracesTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String ALICE = "{\"account\": \"alice\"}";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();

    private Fixture fixture(int oneIn) {
        Telemetry telemetry = Telemetry.builder()
                .sampleOneIn(oneIn)
                .listener(CallTraces.of(sdk))
                .build();
        return new Fixture(builder -> builder.telemetry(telemetry));
    }

    private List<String> names() {
        return spans.getFinishedSpanItems().stream().map(SpanData::getName).toList();
    }

    private SpanData span(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " of " + names()));
    }

    private static String text(SpanData span, String attribute) {
        return span.getAttributes().get(AttributeKey.stringKey(attribute));
    }

    @Test
    void call_inTheSample_hasASpanForEachStage() {
        try (Fixture fixture = fixture(1)) {
            Fixture.json(fixture.alice(), "bank.balance", ALICE).orThrow();
            assertEquals(
                    List.of(
                            "cnv.decode",
                            "cnv.authenticate",
                            "cnv.policy",
                            "cnv.capability",
                            "cnv.verify",
                            "cnv.admit",
                            "cnv.decide",
                            "cnv.handler",
                            "cnv.record",
                            "bank.balance"),
                    names());
            SpanData call = span("bank.balance");
            assertEquals("completed", text(call, "cnv.outcome"));
            assertEquals("permit", text(span("cnv.policy"), "cnv.verdict"));
            assertEquals(SpanId.getInvalid(), call.getParentSpanId());
            for (SpanData span : spans.getFinishedSpanItems()) {
                assertEquals(call.getTraceId(), span.getTraceId());
                assertFalse(span.getAttributes().toString().contains("alice"), span.toString());
                if (!span.getName().equals("bank.balance")) {
                    assertEquals(call.getSpanId(), span.getParentSpanId());
                }
            }
            assertTrue(TelemetryTest.text(fixture.cnv, ExpositionFormat.OPENMETRICS)
                    .contains("trace_id=\"" + call.getTraceId() + "\""));
        }
    }

    @Test
    void call_thatIsRefused_saysWhere() {
        try (Fixture fixture = fixture(1)) {
            Session weak = fixture.alice(draft -> draft.grant("bank.audit", EffectLevel.READ_ONLY));
            Fixture.json(weak, "bank.balance", ALICE);
            assertEquals("capability-not-granted", text(span("cnv.capability"), "cnv.reason"));
            assertEquals("denied", text(span("bank.balance"), "cnv.outcome"));
            assertEquals(5, spans.getFinishedSpanItems().size());
        }
    }

    @Test
    void traceContext_inAndOut_isOneTrace() {
        List<Map<String, String>> out = new CopyOnWriteArrayList<>();
        try (Fixture fixture = fixture(10_000)) {
            fixture.bank.before = () -> out.add(TraceHeaders.current());
            Map<String, String> in = Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-01");
            Session alice = fixture.alice();
            TraceHeaders.within(in, () -> Fixture.json(alice, "bank.report", ALICE))
                    .orThrow();

            SpanData report = span("bank.report");
            assertEquals(TRACE, report.getTraceId());
            assertEquals(PARENT, report.getParentSpanId());
            assertEquals(1, report.getAttributes().get(AttributeKey.longKey(CallTraces.ONE_IN)));
            // The handler's own calls are within the span of its stage.
            SpanData handler = spans.getFinishedSpanItems().stream()
                    .filter(span -> span.getName().equals("cnv.handler"))
                    .filter(span -> span.getParentSpanId().equals(report.getSpanId()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(handler.getSpanId(), span("bank.balance").getParentSpanId());
            assertEquals(
                    "00-" + TRACE + "-" + handler.getSpanId() + "-01",
                    out.getFirst().get("traceparent"));
        }
    }

    @Test
    void traceContext_thatIsNotSampled_goesThroughWithoutSpans() {
        List<Map<String, String>> out = new CopyOnWriteArrayList<>();
        String unsampled = "00-" + TRACE + "-" + PARENT + "-00";
        try (Fixture fixture = fixture(1)) {
            fixture.bank.before = () -> out.add(TraceHeaders.current());
            Session alice = fixture.alice();
            TraceHeaders.within(
                            Map.of("traceparent", unsampled),
                            () -> Fixture.json(alice, "bank.balance", ALICE))
                    .orThrow();
            assertEquals(List.of(), names());
            assertEquals(unsampled, out.getFirst().get("traceparent"));
        }
    }

    @Test
    void sample_ofOneInFour_rescalesToAll() {
        int calls = 2_000;
        try (Fixture fixture = fixture(4)) {
            Session alice = fixture.alice();
            for (int i = 0; i < calls; i++) {
                Fixture.json(alice, "bank.balance", ALICE).orThrow();
            }
            long estimate = spans.getFinishedSpanItems().stream()
                    .filter(span -> span.getName().equals("bank.balance"))
                    .mapToLong(span ->
                            span.getAttributes().get(AttributeKey.longKey(CallTraces.ONE_IN)))
                    .sum();
            assertEquals(calls, estimate, 6 * Math.sqrt(calls * 3.0));
            assertTrue(estimate != calls * 4L);
        }
    }
}
