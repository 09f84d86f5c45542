package dev.cnv.runtime.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One or two payloads of each kind, and how each is read and written again. */
final class Samples {

    static final byte[] NOTHING = {};

    private Samples() {}

    /** A message by its name. */
    record Sample(MessageType type, int flags, int stream, long correlation, byte[] payload) {

        byte[] bytes() {
            return MessageDecoderTest.message(type, flags, stream, payload, correlation)
                    .array();
        }
    }

    static Map<String, Sample> all() {
        Map<String, Sample> all = new LinkedHashMap<>();
        all.put(
                "capabilities",
                sample(
                        MessageType.CAPABILITIES,
                        1,
                        new CapabilitiesPayload(
                                        List.of("account.transfer", "account.balance"), json("{}"))
                                .encode()));
        all.put(
                "capabilities-asked",
                sample(
                        MessageType.CAPABILITIES,
                        2,
                        new CapabilitiesPayload(List.of(), NOTHING).encode()));
        all.put(
                "request-offer",
                sample(
                        MessageType.NEGOTIATION_REQUEST,
                        0,
                        new HandshakePayload(Offer.current(Offers.nonce(1))).encode()));
        all.put(
                "request-legacy",
                sample(
                        MessageType.NEGOTIATION_REQUEST,
                        0,
                        new HandshakePayload(Offer.legacy(Offers.nonce(1))).encode()));
        all.put(
                "request-confirm",
                sample(
                        MessageType.NEGOTIATION_REQUEST,
                        0,
                        new ConfirmPayload(filled(32, 7), NOTHING).encode()));
        all.put(
                "response-offer",
                sample(
                        MessageType.NEGOTIATION_RESPONSE,
                        0,
                        new HandshakePayload(Offers.of(
                                        List.of(ProtocolVersion.V3_0, ProtocolVersion.V4_0),
                                        List.of(
                                                Compression.ZSTD,
                                                Compression.LZ4,
                                                Compression.NONE),
                                        2))
                                .encode()));
        all.put(
                "response-confirm",
                sample(
                        MessageType.NEGOTIATION_RESPONSE,
                        0,
                        new ConfirmPayload(filled(32, 7), filled(5, 9)).encode()));
        all.put(
                "invocation",
                sample(
                        MessageType.INVOCATION,
                        3,
                        new InvocationPayload(
                                        "account.transfer",
                                        json("{\"amount\":1}"),
                                        filled(3, 1),
                                        List.of(filled(2, 2), filled(2, 3)),
                                        "key-1",
                                        1500,
                                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                                        true)
                                .encode()));
        all.put(
                "invocation-least",
                sample(
                        MessageType.INVOCATION,
                        4,
                        new InvocationPayload(
                                        "account.balance",
                                        json("{}"),
                                        NOTHING,
                                        List.of(),
                                        null,
                                        0,
                                        null,
                                        false)
                                .encode()));
        all.put(
                "invocation-stream",
                new Sample(
                        MessageType.INVOCATION,
                        0,
                        9,
                        5,
                        new InvocationPayload(
                                        "feed.count",
                                        json("{}"),
                                        NOTHING,
                                        List.of(),
                                        null,
                                        0,
                                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                                        false,
                                        "vendor=1")
                                .encode()));
        all.put(
                "response",
                sample(
                        MessageType.RESPONSE,
                        3,
                        new ResponsePayload(OutcomeCode.COMPLETED, json("7"), filled(4, 8))
                                .encode()));
        all.put(
                "response-denied",
                sample(
                        MessageType.RESPONSE,
                        4,
                        new ResponsePayload(OutcomeCode.DENIED, json("{\"reason\":\"x\"}"), null)
                                .encode()));
        all.put("heartbeat", sample(MessageType.HEARTBEAT, 5, NOTHING));
        all.put(
                "error",
                sample(
                        MessageType.ERROR,
                        6,
                        new ErrorPayload(ErrorCode.OVERSIZE, "payloadBytes=2 is above 1")
                                .encode()));
        all.put("shutdown", sample(MessageType.SHUTDOWN, 7, NOTHING));
        all.put(
                "stream-data",
                new Sample(
                        MessageType.STREAM_DATA,
                        0,
                        9,
                        3,
                        new StreamPayload(0, StreamEventKind.PROGRESS, json("0.5")).encode()));
        all.put(
                "stream-end",
                new Sample(
                        MessageType.STREAM_DATA,
                        HeaderDescriptor.FLAG_LAST,
                        9,
                        3,
                        new StreamPayload(1, StreamEventKind.COMPLETED, json("1")).encode()));
        all.put(
                "stream-control",
                new Sample(
                        MessageType.STREAM_CONTROL,
                        0,
                        9,
                        3,
                        new StreamControlPayload(StreamControlPayload.Code.CREDIT, 100).encode()));
        all.put(
                "stream-status",
                new Sample(
                        MessageType.STREAM_CONTROL,
                        0,
                        9,
                        3,
                        new StreamStatusPayload(
                                        StreamControlPayload.Code.PAUSE,
                                        true,
                                        StreamStatusPayload.State.PAUSED,
                                        7,
                                        2,
                                        3,
                                        true)
                                .encode()));
        return all;
    }

    /** Reads a payload and writes it again. */
    static byte[] again(MessageType type, ByteBuffer payload) {
        WireLimits limits = WireLimits.LEGACY;
        return switch (type) {
            case CAPABILITIES -> CapabilitiesPayload.decode(payload, limits).encode();
            case NEGOTIATION_REQUEST, NEGOTIATION_RESPONSE -> handshake(payload);
            case INVOCATION -> InvocationPayload.decode(payload, limits).encode();
            case RESPONSE -> ResponsePayload.decode(payload, limits).encode();
            case HEARTBEAT, SHUTDOWN -> PayloadForm.bytes(payload);
            case ERROR -> ErrorPayload.decode(payload).encode();
            case STREAM_DATA -> StreamPayload.decode(payload, limits).encode();
            case STREAM_CONTROL -> control(payload, limits);
        };
    }

    /** Which of the two it is, the direction says. */
    private static byte[] control(ByteBuffer payload, WireLimits limits) {
        try {
            return StreamControlPayload.decode(payload, limits).encode();
        } catch (ProtocolFaultException _) {
            return StreamStatusPayload.decode(payload, limits).encode();
        }
    }

    private static byte[] handshake(ByteBuffer payload) {
        try {
            return HandshakePayload.decode(payload).encode();
        } catch (ProtocolFaultException _) {
            return ConfirmPayload.decode(payload).encode();
        }
    }

    private static Sample sample(MessageType type, long correlation, byte[] payload) {
        return new Sample(type, 0, 0, correlation, payload);
    }

    static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] filled(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
