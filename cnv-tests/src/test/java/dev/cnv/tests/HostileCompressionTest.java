package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointException;
import dev.cnv.runtime.endpoint.EndpointFault;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.protocol.CompressedPayload;
import dev.cnv.runtime.protocol.Compression;
import dev.cnv.runtime.protocol.ErrorCode;
import dev.cnv.runtime.protocol.ErrorPayload;
import dev.cnv.runtime.protocol.FeatureSet;
import dev.cnv.runtime.protocol.HeaderDescriptor;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.Offer;
import dev.cnv.runtime.protocol.OutcomeCode;
import dev.cnv.runtime.protocol.ProtocolVersion;
import dev.cnv.runtime.protocol.ResponsePayload;
import dev.cnv.runtime.protocol.WireLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compressed payloads that are damaged, or would be too large, are refused at both ends of a socket. */
@Timeout(60)
class HostileCompressionTest {

    private static final WireLimits LIMITS = new WireLimits(64 * 1024, 10);
    private static final String PADDED = "{\"account\":\"" + "a".repeat(5_000) + "\"}";

    private Fixture fixture;
    private Server server;

    @BeforeEach
    void serve() throws IOException {
        fixture = new Fixture();
        server =
                Server.of(fixture.cnv).start(EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0));
    }

    @AfterEach
    void close() {
        server.close();
        fixture.close();
    }

    private static Offer offer(Compression compression) {
        return new Offer(
                ProtocolVersion.newestFirst(),
                FeatureSet.ALL,
                List.of(compression),
                LIMITS,
                RawPeer.nonce());
    }

    private static byte[] smaller(Compression compression, byte[] payload) {
        byte[] smaller =
                CompressedPayload.compress(OneCompressor.of(compression).compressor(), payload);
        assertTrue(smaller.length < payload.length / 4);
        return smaller;
    }

    private static byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length - 1);
    }

    /** What says in front that it would come to less than it does. */
    private static byte[] understated(byte[] compressed) {
        ByteBuffer.wrap(compressed).putInt(0, 2_000);
        return compressed;
    }

    private static byte[] call() {
        byte[] call = RawPeer.call(1, "bank.balance", PADDED, new byte[0]);
        return Arrays.copyOfRange(call, HeaderDescriptor.HEADER_BYTES, call.length);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void call_compressed_isAnswered(Compression compression) throws Exception {
        try (RawPeer peer = new RawPeer(server.address()).shake(offer(compression))) {
            peer.send(compressed(MessageType.INVOCATION, 1, smaller(compression, call())));
            assertEquals(
                    OutcomeCode.DENIED, peer.next().orElseThrow().response().outcome());
        }
        assertEquals(1, fixture.ledger.decisions().size());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void call_compressedAndDamaged_isRefused(Compression compression) throws Exception {
        byte[] call = smaller(compression, call());
        assertCallRefused(ErrorCode.MALFORMED, "length=", compression, cut(call));
        assertCallRefused(ErrorCode.MALFORMED, "length=2000", compression, understated(call));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void call_thatWouldExpandBeyondTheLimit_isRefused(Compression compression) throws Exception {
        byte[] bomb = smaller(compression, new byte[LIMITS.messageBytes() + 1]);
        assertCallRefused(ErrorCode.OVERSIZE, "expandedBytes=65537", compression, bomb);
    }

    private void assertCallRefused(
            ErrorCode code, String text, Compression compression, byte[] payload) throws Exception {
        try (RawPeer peer = new RawPeer(server.address()).shake(offer(compression))) {
            peer.send(compressed(MessageType.INVOCATION, 1, payload));
            RawPeer.Received refused = peer.next().orElseThrow();
            assertEquals(MessageType.ERROR, refused.type());
            assertEquals(code, refused.error().code());
            assertTrue(refused.error().text().contains(text), refused.error()::text);
            assertEquals(Optional.empty(), peer.next());
        }
        assertEquals(0, fixture.ledger.decisions().size());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void answer_compressedAndDamaged_isRefused(Compression compression) throws Exception {
        byte[] answer = smaller(
                compression,
                new ResponsePayload(OutcomeCode.COMPLETED, new byte[5_000], null).encode());
        assertAnswerRefused(EndpointFault.PROTOCOL_VIOLATION, "length=", compression, cut(answer));
        assertAnswerRefused(
                EndpointFault.PROTOCOL_VIOLATION, "length=2000", compression, understated(answer));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void answer_thatWouldExpandBeyondTheLimit_isRefused(Compression compression) throws Exception {
        byte[] bomb = smaller(compression, new byte[LIMITS.messageBytes() + 1]);
        assertAnswerRefused(
                EndpointFault.MESSAGE_TOO_LARGE, "expandedBytes=65537", compression, bomb);
    }

    private static void assertAnswerRefused(
            EndpointFault fault, String text, Compression compression, byte[] payload)
            throws Exception {
        EndpointException refused = refused(compression, MessageType.RESPONSE, payload);
        assertEquals(fault, refused.fault());
        assertTrue(refused.getMessage().contains(text), refused::toString);
        assertTrue(refused.mayHaveRun());
    }

    /** A refusal may be long enough to be compressed. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void error_compressed_isReadAsItIs(Compression compression) throws Exception {
        String text = "so many ".repeat(ErrorPayload.MAX_TEXT_BYTES / 8);
        byte[] error = new ErrorPayload(ErrorCode.TOO_MANY_CALLS, text).encode();
        EndpointException refused =
                refused(compression, MessageType.ERROR, smaller(compression, error));
        assertEquals(EndpointFault.TOO_MANY_CALLS, refused.fault());
        assertTrue(refused.getMessage().endsWith(text), refused::toString);
    }

    /** What a client makes of an answer of a server that sends what it likes. */
    private static EndpointException refused(
            Compression compression, MessageType type, byte[] payload) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Client client = Client.to(EndpointAddress.unencryptedOnLoopback(
                                "127.0.0.1", listening.getLocalPort()))
                        .audience("bank")
                        .unconnected()) {
            var served = CompletableFuture.supplyAsync(
                    () -> answer(listening, compression, type, payload),
                    Thread::startVirtualThread);
            EndpointException refused = assertThrows(
                    EndpointException.class,
                    () -> client.open(Credential.anonymous())
                            .call(new CapabilityId("bank.balance"), StrictJson.parse(PADDED)));
            assertTrue(served.join(), "the call came compressed");
            return refused;
        }
    }

    private static boolean answer(
            ServerSocket listening, Compression compression, MessageType type, byte[] payload) {
        try (RawPeer peer = new RawPeer(listening.accept()).accept(offer(compression))) {
            RawPeer.Received asked = peer.next().orElseThrow();
            boolean smaller = peer.decoder.message().isCompressed();
            peer.send(compressed(type, asked.correlation(), payload));
            return smaller;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] compressed(MessageType type, long correlation, byte[] payload) {
        return RawPeer.flagged(type, HeaderDescriptor.FLAG_COMPRESSED, correlation, payload);
    }
}
