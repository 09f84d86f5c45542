package dev.cnv.runtime.worker;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.protocol.HeaderDescriptor;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.protocol.OutcomeCode;
import dev.cnv.runtime.protocol.ResponsePayload;
import dev.cnv.runtime.protocol.StreamControlPayload;
import dev.cnv.runtime.protocol.StreamEventKind;
import dev.cnv.runtime.protocol.StreamPayload;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;

/** A worker that does not keep to the rules. */
public final class FakeWorker {

    private FakeWorker() {}

    /** Does what its argument says, and then waits to be killed. */
    public static void main(String[] args) throws Exception {
        StartOrder order = StartOrder.read(System.in);
        if (!args[0].equals("silent")) {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(order.socket());
            SocketChannel channel = SocketChannel.open(address);
            before(args[0], order, channel);
        }
        // As a worker does: it is gone when its parent is.
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
    }

    private static void before(String how, StartOrder order, SocketChannel channel)
            throws IOException {
        if (how.equals("raw")) {
            write(channel, "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return;
        }
        byte[] secret = order.secret().bytes();
        if (how.equals("wrong-secret")) {
            secret[0]++;
        }
        WorkerLink link;
        try {
            link = WorkerLink.initiate(
                    channel, new WorkerSecret(secret), order.messageBytes(), new SecureRandom());
        } catch (IOException e) {
            return;
        }
        MessageView call = link.next();
        after(how, link, channel, call.correlation());
    }

    private static void after(String how, WorkerLink link, SocketChannel channel, long call)
            throws IOException {
        byte[] text = new WorkerAnswer.Returned(StrictJson.parse("\"x\"")).encode();
        switch (how) {
            case "good" -> link.send(MessageType.RESPONSE, call, text);
            case "garbage" ->
                write(channel, new byte[] {-1, -2, -3, -4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
            case "other-call" -> link.send(MessageType.RESPONSE, call + 1, text);
            case "other-type" -> link.send(MessageType.HEARTBEAT, call, new byte[0]);
            case "no-result" ->
                link.send(
                        MessageType.RESPONSE,
                        call,
                        new WorkerAnswer.Returned(StrictJson.parse("7")).encode());
            case "no-json" ->
                link.send(
                        MessageType.RESPONSE,
                        call,
                        new ResponsePayload(OutcomeCode.COMPLETED, new byte[] {'{'}, null)
                                .encode());
            case "denied" ->
                link.send(
                        MessageType.RESPONSE,
                        call,
                        new ResponsePayload(OutcomeCode.DENIED, new byte[] {'1'}, null).encode());
            case "limit" ->
                link.send(
                        MessageType.RESPONSE,
                        call,
                        new WorkerAnswer.Failed(
                                        Denial.of(Reason.LIMIT_EXCEEDED, "too much"),
                                        false,
                                        Optional.empty())
                                .encode());
            case "huge" -> {
                ByteBuffer header = ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES);
                HeaderDescriptor.encode(
                        header, 0, MessageType.RESPONSE, 0, 0, Integer.MAX_VALUE, call);
                write(channel, header.array());
            }
            case "half" -> {
                ByteBuffer header = ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES);
                HeaderDescriptor.encode(header, 0, MessageType.RESPONSE, 0, 0, 100, call);
                write(channel, header.array());
                channel.close();
                Runtime.getRuntime().halt(5);
            }
            case "says" -> {
                send(link, call, 0, new WorkerEvent.Logged("a"));
                send(link, call, 1, new WorkerEvent.Reached("m", StrictJson.parse("1")));
                send(link, call, 2, new WorkerEvent.Logged("b"));
                link.send(MessageType.RESPONSE, call, text);
            }
            case "says-in-disorder" -> {
                send(link, call, 0, new WorkerEvent.Logged("a"));
                send(link, call, 0, new WorkerEvent.Logged("a"));
            }
            case "says-an-end" -> event(link, call, StreamEventKind.COMPLETED, "{}");
            case "says-no-json" -> event(link, call, StreamEventKind.LOG, "{");
            case "says-for-another-call" -> event(link, call + 1, StreamEventKind.LOG, "{}");
            case "controls" ->
                link.send(
                        MessageType.STREAM_CONTROL,
                        call,
                        new StreamControlPayload(StreamControlPayload.Code.CREDIT, 1).encode());
            default -> throw new IllegalArgumentException("how=" + how);
        }
    }

    private static void send(WorkerLink link, long call, long sequence, WorkerEvent said)
            throws IOException {
        byte[] event = new StreamPayload(sequence, said.kind(), said.encode()).encode();
        link.send(MessageType.STREAM_DATA, call, event);
        try {
            MessageView reply = link.next();
            WorkerReply.decode(reply.type(), reply.payload(), link.limits());
        } catch (EOFException e) {
            // The test looks at what the runtime makes of it.
        }
    }

    private static void event(WorkerLink link, long call, StreamEventKind kind, String json)
            throws IOException {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        link.send(MessageType.STREAM_DATA, call, new StreamPayload(0, kind, content).encode());
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }
}
