package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.cnv.otel.CallTraces;
import dev.cnv.otel.TraceHeaders;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointSettings;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.protocol.ErrorCode;
import dev.cnv.runtime.protocol.InvocationPayload;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.ProtocolVersion;
import dev.cnv.runtime.stream.StreamOptions;
import dev.cnv.runtime.telemetry.Telemetry;
import dev.cnv.runtime.telemetry.TraceCarrier;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** W3C trace context from a client to a server over a real socket. */
@Timeout(60)
class RemoteTraceTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String SAMPLED = "00-" + TRACE + "-" + PARENT + "-01";
    private static final CapabilityId BALANCE = new CapabilityId("bank.balance");
    private static final JsonNode ALICE = StrictJson.parse("{\"account\":\"alice\"}");

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();
    private Fixture fixture;
    private Server server;

    @BeforeEach
    void serve() throws IOException {
        fixture = new Fixture(builder -> builder.verbs(new FeedVerbs(new Feed()))
                .telemetry(Telemetry.builder()
                        .sampleOneIn(1)
                        .listener(CallTraces.of(sdk))
                        .build()));
        server = Server.of(fixture.cnv)
                .traces(TraceHeaders.carrier())
                .start(EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0));
    }

    @AfterEach
    void close() {
        server.close();
        fixture.close();
    }

    private RemoteSession alice(Client client) {
        return client.open(fixture.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED)));
    }

    private SpanData span(String name) {
        Waiting.until(() -> spans.getFinishedSpanItems().stream()
                .anyMatch(span -> span.getName().equals(name)));
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void within(Map<String, String> headers, Calling calling) {
        var unused = TraceHeaders.within(headers, () -> {
            try {
                calling.call();
                return true;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private interface Calling {
        void call() throws Exception;
    }

    @Test
    void call_withinATrace_isItsChildElsewhere() throws Exception {
        List<Map<String, String>> seen = new CopyOnWriteArrayList<>();
        fixture.bank.before = () -> seen.add(TraceHeaders.current());
        try (Client client =
                Client.to(server.address()).traces(TraceHeaders.carrier()).connect()) {
            Map<String, String> headers =
                    Map.of("traceparent", SAMPLED, "tracestate", "vendor=1,other=2");
            within(headers, () -> alice(client).call(BALANCE, ALICE).outcome().orThrow());
            SpanData call = span("bank.balance");
            assertEquals(TRACE, call.getTraceId());
            assertEquals(PARENT, call.getParentSpanId());
            assertEquals("vendor=1,other=2", seen.getFirst().get("tracestate"));
            assertEquals(call.getSpanId(), span("cnv.handler").getParentSpanId());
        }
    }

    @Test
    void stream_withinATrace_isItsChildElsewhere() throws Exception {
        try (Client client =
                Client.to(server.address()).traces(TraceHeaders.carrier()).connect()) {
            within(
                    Map.of("traceparent", SAMPLED),
                    () -> Hearing.all(alice(client)
                                    .open(
                                            new CapabilityId("feed.kinds"),
                                            StrictJson.parse("{}"),
                                            StreamOptions.DEFAULT))
                            .untilTheEnd());
            assertEquals(TRACE, span("feed.kinds").getTraceId());
            assertEquals(PARENT, span("feed.kinds").getParentSpanId());
        }
    }

    @Test
    void callElsewhere_withinATrace_isItsChildHereToo() throws Exception {
        within(
                Map.of("traceparent", SAMPLED),
                () -> fixture.alice().callAsync(BALANCE, ALICE).get().orThrow());
        assertEquals(TRACE, span("bank.balance").getTraceId());
        assertEquals(PARENT, span("bank.balance").getParentSpanId());
    }

    @Test
    void call_byAVersionWithoutTraces_beginsATraceOfItsOwn() throws Exception {
        EndpointSettings old = EndpointSettings.DEFAULT.withVersions(
                List.of(ProtocolVersion.V2_0, ProtocolVersion.V1_0));
        try (Client client = Client.to(server.address())
                .settings(old)
                .traces(TraceHeaders.carrier())
                .connect()) {
            within(
                    Map.of("traceparent", SAMPLED),
                    () -> alice(client).call(BALANCE, ALICE).outcome().orThrow());
        }
        assertOwnTrace(span("bank.balance"));
    }

    private static void assertOwnTrace(SpanData call) {
        assertNotEquals(TRACE, call.getTraceId());
        assertEquals(SpanId.getInvalid(), call.getParentSpanId());
    }

    @Test
    void call_outsideATrace_sendsNone() throws Exception {
        try (Client client =
                Client.to(server.address()).traces(TraceHeaders.carrier()).connect()) {
            alice(client).call(BALANCE, ALICE).outcome().orThrow();
        }
        assertOwnTrace(span("bank.balance"));
    }

    @Test
    void call_byAClientWhoseCarrierThrows_isMadeAllTheSame() throws Exception {
        TraceCarrier broken = new TraceCarrier() {
            @Override
            public Map<String, String> current() {
                throw new IllegalStateException("broken");
            }

            @Override
            public <T> T within(Map<String, String> headers, Supplier<T> calls) {
                throw new IllegalStateException("broken");
            }
        };
        try (Server other = Server.of(fixture.cnv)
                        .traces(broken)
                        .start(EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0));
                Client throwing = Client.to(other.address()).traces(broken).connect();
                Client client = Client.to(other.address())
                        .traces(TraceHeaders.carrier())
                        .connect()) {
            alice(throwing).call(BALANCE, ALICE).outcome().orThrow();
            within(
                    Map.of("traceparent", SAMPLED),
                    () -> alice(client).call(BALANCE, ALICE).outcome().orThrow());
        }
        assertOwnTrace(span("bank.balance"));
    }

    private static byte[] traced(long correlation, String parent, String state) {
        return RawPeer.message(
                MessageType.INVOCATION,
                correlation,
                new InvocationPayload(
                                "bank.balance",
                                "{}".getBytes(StandardCharsets.UTF_8),
                                new byte[0],
                                List.of(),
                                null,
                                0,
                                parent,
                                false,
                                state)
                        .encode());
    }

    @Test
    void traceparent_thatIsMalformed_isAsNone() throws Exception {
        List<String> malformed = List.of(
                "",
                "rubbish",
                "ff-" + TRACE + "-" + PARENT + "-01",
                "00-" + "0".repeat(32) + "-" + PARENT + "-01",
                "00-" + TRACE + "-" + "0".repeat(16) + "-01",
                "00-" + TRACE.toUpperCase(java.util.Locale.ROOT) + "-" + PARENT + "-01",
                SAMPLED + "-more",
                "00-" + TRACE + "-" + PARENT,
                "\u0000".repeat(55));
        try (RawPeer peer = new RawPeer(server.address()).shake()) {
            for (int i = 0; i < malformed.size(); i++) {
                peer.send(traced(i + 1, malformed.get(i), "vendor=1"));
                assertEquals(MessageType.RESPONSE, peer.next().orElseThrow().type());
            }
        }
        Waiting.until(() -> spans.getFinishedSpanItems().stream()
                        .filter(span -> span.getName().equals("bank.balance"))
                        .count()
                == malformed.size());
        for (SpanData span : spans.getFinishedSpanItems()) {
            if (span.getName().equals("bank.balance")) {
                assertOwnTrace(span);
            }
        }
    }

    @Test
    void traceContext_aboveItsLimits_isNoCall() throws Exception {
        for (byte[] call : List.of(
                traced(1, "0".repeat(InvocationPayload.MAX_TRACEPARENT_BYTES + 1), null),
                traced(1, SAMPLED, "v".repeat(InvocationPayload.MAX_TRACESTATE_BYTES + 1)),
                traced(1, null, "vendor=1"))) {
            try (RawPeer peer = new RawPeer(server.address()).shake()) {
                peer.send(call);
                RawPeer.Received said = peer.next().orElseThrow();
                assertEquals(MessageType.ERROR, said.type());
                assertEquals(ErrorCode.MALFORMED, said.error().code());
            }
        }
        assertFalse(spans.getFinishedSpanItems().stream()
                .anyMatch(span -> span.getName().equals("bank.balance")));
    }
}
