package dev.cnv.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.OutcomeCode;
import dev.cnv.runtime.protocol.ProtocolFaultException;
import dev.cnv.runtime.protocol.ResponsePayload;
import dev.cnv.runtime.protocol.StreamControlPayload;
import dev.cnv.runtime.protocol.StreamEventKind;
import dev.cnv.runtime.protocol.StreamPayload;
import dev.cnv.runtime.protocol.WireLimits;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.GoldenFile;
import dev.cnv.testing.Property;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The bytes that runtime and worker send each other. */
class WorkerFormatsTest {

    private static final CallTicket TICKET =
            new CallTicket(7, 1500, Echo.claims(Echo.VERB, Echo.HASH), false);
    private static final StartOrder ORDER = StartOrder.of(
            Echo.VERB, Echo.secret(), "/tmp/cnv/1", 1 << 20, Optional.of("a.Modules"));
    private static final WorkerAnswer.Failed FAILED = new WorkerAnswer.Failed(
            new Denial(Reason.HANDLER_FAILED, "verb=x threw", Map.of("exception", "E")),
            true,
            Optional.of("why"));

    private static String lines(byte[] bytes) {
        return HexFormat.of().formatHex(bytes).replaceAll("(.{64})", "$1\n") + "\n";
    }

    @Test
    void ticket_golden() {
        byte[] bytes = TICKET.seal(Echo.secret());
        GoldenFile.assertMatches(WorkerFormatsTest.class, "ticket.hex", lines(bytes));
        assertEquals(TICKET, CallTicket.open(bytes, Echo.secret(), Echo.VERB));
    }

    @Test
    void ticket_withoutWhatMayBeMissing_isReadAsItWas() {
        var claims = TICKET.claims();
        var context = claims.context();
        var bare = new CallTicket(
                1,
                0,
                new dev.cnv.runtime.certificate.CertificateClaims(
                        claims.id(),
                        claims.capability(),
                        claims.version(),
                        claims.effects(),
                        claims.inputSchema(),
                        claims.outputSchema(),
                        claims.arguments(),
                        new dev.cnv.runtime.identity.CallContext(
                                context.invocation(),
                                "",
                                Optional.empty(),
                                dev.cnv.runtime.identity.Principal.ANONYMOUS,
                                context.qualityOfService(),
                                context.received(),
                                false,
                                Optional.empty()),
                        Optional.empty(),
                        claims.issued(),
                        claims.expires()),
                true);
        assertEquals(bare, CallTicket.open(bare.seal(Echo.secret()), Echo.secret(), Echo.VERB));
    }

    @Test
    void ticket_withAnyBitChanged_isRefused() {
        byte[] good = TICKET.seal(Echo.secret());
        for (int bit = 0; bit < 8 * good.length; bit += 3) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> CallTicket.open(bad, Echo.secret(), Echo.VERB));
        }
    }

    @Test
    void ticket_ofAnotherSecretOrVerb_isRefused() {
        byte[] good = TICKET.seal(Echo.secret());
        byte[] other = Echo.secret().bytes();
        other[0]++;
        assertThrows(
                IllegalArgumentException.class,
                () -> CallTicket.open(good, new WorkerSecret(other), Echo.VERB));
        assertThrows(
                CborRefusedException.class,
                () -> CallTicket.open(good, Echo.secret(), Echo.verb("test.other")));
        assertThrows(
                IllegalArgumentException.class,
                () -> CallTicket.open(new byte[31], Echo.secret(), Echo.VERB));
        assertThrows(
                IllegalArgumentException.class,
                () -> CallTicket.open(
                        new byte[CallTicket.MAX_BYTES + 1], Echo.secret(), Echo.VERB));
    }

    @Test
    void ticketBody_fuzz() {
        byte[] sealed = TICKET.seal(Echo.secret());
        byte[] body = Arrays.copyOf(sealed, sealed.length - WorkerSecret.BYTES);
        Property.named("ticketBody_fuzz").check(draws -> Fuzz.changed(draws, body), bytes -> {
            try {
                CallTicket read = CallTicket.read(bytes, Echo.VERB);
                byte[] again = read.seal(Echo.secret());
                assertEquals(read, CallTicket.open(again, Echo.secret(), Echo.VERB));
            } catch (CborRefusedException _) {
                // What is expected of it.
            }
        });
    }

    @Test
    void order_golden() throws IOException {
        byte[] bytes = ORDER.encode();
        GoldenFile.assertMatches(WorkerFormatsTest.class, "order.hex", lines(bytes));
        byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
        ByteArrayInputStream in = new ByteArrayInputStream(more);
        StartOrder read = StartOrder.read(in);
        assertEquals(1, in.available(), "not one byte more is taken");
        assertEquals(lines(bytes), lines(read.encode()));
        assertEquals("WorkerSecret[]", read.secret().toString());
    }

    @Test
    void order_ofNoSoundLength_isRefused() {
        for (int length : new int[] {-1, StartOrder.MAX_BYTES + 1, Integer.MAX_VALUE}) {
            byte[] bytes = ByteBuffer.allocate(8).putInt(length).array();
            assertThrows(IOException.class, () -> StartOrder.read(new ByteArrayInputStream(bytes)));
        }
        byte[] cut = Arrays.copyOf(ORDER.encode(), 40);
        assertThrows(IOException.class, () -> StartOrder.read(new ByteArrayInputStream(cut)));
    }

    @Test
    void order_fuzz() {
        byte[] whole = ORDER.encode();
        byte[] payload = Arrays.copyOfRange(whole, Integer.BYTES, whole.length);
        Property.named("order_fuzz").check(draws -> Fuzz.changed(draws, payload), bytes -> {
            try {
                StartOrder.decode(bytes);
            } catch (CborRefusedException _) {
                // What is expected of it.
            }
        });
    }

    @Test
    void answer_golden() {
        WorkerAnswer.Returned returned =
                new WorkerAnswer.Returned(StrictJson.parse("{\"b\":[1,2],\"a\":\"x\"}"));
        assertEquals(
                "a2010002" + "53" + hex("{\"a\":\"x\",\"b\":[1,2]}"),
                HexFormat.of().formatHex(returned.encode()));
        assertEquals(returned, decode(returned.encode()));
        assertEquals(
                "a2010302" + "586e"
                        + hex(
                                "{\"details\":{\"exception\":\"E\"},\"message\":\"verb=x threw\","
                                        + "\"passing\":true,\"reason\":\"HANDLER_FAILED\",\"thrown\":\"why\"}"),
                HexFormat.of().formatHex(FAILED.encode()));
        assertEquals(FAILED, decode(FAILED.encode()));
    }

    @Test
    void answer_withTextsBeyondTheLimit_isCut() {
        String longest = "\uD800" + "x".repeat(WorkerAnswer.MAX_TEXT_LENGTH);
        WorkerAnswer.Failed failed = new WorkerAnswer.Failed(
                Denial.of(Reason.CANCELLED, longest), false, Optional.of(longest));
        WorkerAnswer.Failed read = (WorkerAnswer.Failed) decode(failed.encode());
        assertEquals(WorkerAnswer.MAX_TEXT_LENGTH, read.denial().message().length());
    }

    @Test
    void answer_thatIsNone_isRefused() {
        for (OutcomeCode code :
                new OutcomeCode[] {OutcomeCode.DENIED, OutcomeCode.REPEATED, OutcomeCode.WITHHELD
                }) {
            byte[] bytes = new ResponsePayload(code, new byte[] {'1'}, null).encode();
            assertThrows(JsonRefusedException.class, () -> decode(bytes));
        }
        byte[] notUtf8 = new ResponsePayload(OutcomeCode.COMPLETED, new byte[] {'"', -1, '"'}, null)
                .encode();
        assertThrows(JsonRefusedException.class, () -> decode(notUtf8));
    }

    @Test
    void answer_fuzz() {
        byte[] good = FAILED.encode();
        Property.named("answer_fuzz").check(draws -> Fuzz.changed(draws, good), bytes -> {
            try {
                decode(bytes);
            } catch (ProtocolFaultException | JsonRefusedException _) {
                // What is expected of it.
            }
        });
    }

    private static final Map<WorkerEvent, String> EVENTS = Map.of(
            new WorkerEvent.Progressed(1, -2, "w"),
                    "PROGRESS {\"done\":1,\"total\":-2,\"what\":\"w\"}",
            new WorkerEvent.Shown((ObjectNode) StrictJson.parse("{\"b\":1,\"a\":[]}")),
                    "PARTIAL_RESULT {\"record\":{\"a\":[],\"b\":1}}",
            new WorkerEvent.Logged("l"), "LOG {\"message\":\"l\"}",
            new WorkerEvent.Warned("w"), "WARNING {\"message\":\"w\"}",
            new WorkerEvent.Reached("m", StrictJson.parse("[1]")),
                    "PARTIAL_RESULT {\"milestone\":\"m\",\"value\":[1]}");

    @Test
    void event_golden() {
        EVENTS.forEach((event, text) -> {
            byte[] json = event.encode();
            assertEquals(text, event.kind() + " " + new String(json, StandardCharsets.UTF_8));
            assertEquals(event, WorkerEvent.decode(new StreamPayload(0, event.kind(), json)));
        });
    }

    @Test
    void event_ofHalfASurrogatePair_isSentAllTheSame() {
        byte[] json = new WorkerEvent.Logged("a\uD800b").encode();
        assertEquals("{\"message\":\"a?b\"}", new String(json, StandardCharsets.UTF_8));
    }

    @Test
    void event_fuzz() {
        List<WorkerEvent> events = List.copyOf(EVENTS.keySet());
        Property.named("event_fuzz")
                .check(
                        draws -> {
                            WorkerEvent event = draws.pick(events);
                            return new StreamPayload(
                                    0, event.kind(), Fuzz.changed(draws, event.encode()));
                        },
                        payload -> {
                            try {
                                WorkerEvent read = WorkerEvent.decode(payload);
                                assertEquals(payload.kind(), read.kind());
                            } catch (JsonRefusedException _) {
                                // What is expected of it.
                            }
                        });
    }

    @Test
    void reply_golden() {
        Digest digest = Digest.of("v");
        WorkerReply.Recorded recorded = new WorkerReply.Recorded(1, digest, digest, 7);
        WorkerReply.Refused refused = new WorkerReply.Refused("no", true);
        assertEquals(
                "a201040201", HexFormat.of().formatHex(WorkerReply.Received.INSTANCE.encode(3)));
        assertEquals(
                "a30103020503581e" + hex("{\"message\":\"no\",\"misuse\":true}"),
                HexFormat.of().formatHex(refused.encode(3)));
        for (WorkerReply reply : List.of(WorkerReply.Received.INSTANCE, recorded, refused)) {
            assertEquals(
                    reply,
                    WorkerReply.decode(
                            reply.type(), ByteBuffer.wrap(reply.encode(3)), WireLimits.DEFAULT));
        }
    }

    @Test
    void reply_thatIsNone_isRefused() {
        byte[] pause = new StreamControlPayload(StreamControlPayload.Code.PAUSE, 0).encode();
        byte[] log = new StreamPayload(0, StreamEventKind.LOG, new byte[] {'{', '}'}).encode();
        assertThrows(JsonRefusedException.class, () -> reply(MessageType.STREAM_CONTROL, pause));
        assertThrows(JsonRefusedException.class, () -> reply(MessageType.STREAM_DATA, log));
        assertThrows(JsonRefusedException.class, () -> reply(MessageType.RESPONSE, log));
    }

    @Test
    void reply_fuzz() {
        Digest digest = Digest.of("v");
        byte[] good = new WorkerReply.Recorded(1, digest, digest, 7).encode(3);
        Property.named("reply_fuzz").check(draws -> Fuzz.changed(draws, good), bytes -> {
            try {
                reply(MessageType.STREAM_DATA, bytes);
            } catch (ProtocolFaultException | JsonRefusedException _) {
                // What is expected of it.
            }
        });
    }

    private static void reply(MessageType type, byte[] bytes) {
        WorkerReply.decode(type, ByteBuffer.wrap(bytes), WireLimits.DEFAULT);
    }

    private static WorkerAnswer decode(byte[] bytes) {
        return WorkerAnswer.decode(ByteBuffer.wrap(bytes), WireLimits.DEFAULT);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
