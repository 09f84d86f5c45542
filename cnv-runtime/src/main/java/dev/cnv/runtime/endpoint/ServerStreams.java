package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.protocol.StreamControlPayload;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams that a connection's peer opened and that have not ended, by their number.
 *
 * <p><b>Threading:</b> messages come from the one thread that reads; streams end on any. {@code abandoned} is
 * written before the streams are looked through, and read after one was added.
 */
final class ServerStreams {

    /** Events of one stream that may wait for a credit, besides the last: the bound of its memory. */
    static final int MAX_BUFFERED_EVENTS = 16;

    private final Connection connection;
    private final Map<Integer, ServerStream> open = new ConcurrentHashMap<>();
    private volatile boolean abandoned;

    ServerStreams(Connection connection) {
        this.connection = connection;
    }

    /**
     * A number that a call of this peer may take.
     *
     * @throws EndpointException when a stream has it
     */
    void requireFree(int number) throws EndpointException {
        if (open.containsKey(number)) {
            throw new EndpointException(
                    EndpointFault.PROTOCOL_VIOLATION,
                    "stream=" + number + " is open: a call cannot take it");
        }
    }

    /**
     * Begins a call whose events go to the peer.
     *
     * @param answered runs once, when the call has ended
     * @param ended runs once, when besides no event of it is sent any more
     */
    void open(int number, long correlation, RemoteCall call, Runnable answered, Runnable ended) {
        ServerStream stream = new ServerStream(
                connection, number, correlation, call, made -> open.remove(number, made));
        open.put(number, stream);
        if (stream.isEnding()) {
            open.remove(number, stream);
        }
        if (abandoned) {
            stream.abandon();
        }
        stream.begin(answered, ended);
    }

    /**
     * Takes a control.
     *
     * @param lastCorrelation of the call that was made last
     * @throws EndpointException when it is for a stream that never was, or beyond a limit
     */
    void control(MessageView message, long lastCorrelation) throws EndpointException {
        ServerStream stream = open.get(message.stream());
        long correlation = message.correlation();
        if (correlation <= 0
                || correlation > lastCorrelation
                || (stream != null && correlation > stream.correlation())) {
            throw new EndpointException(
                    EndpointFault.UNKNOWN_STREAM,
                    "stream=" + message.stream() + ", correlation=" + correlation
                            + " is no stream that was opened");
        }
        StreamControlPayload control = StreamControlPayload.decode(
                connection.payload(message), connection.agreement().limits());
        // What is about a stream that has ended has crossed the end.
        if (stream != null && correlation == stream.correlation()) {
            stream.control(control);
        }
    }

    /** Ends streams from which nobody asked anything for too long. */
    void ticked(long now, long idleNanos) {
        for (ServerStream stream : open.values()) {
            if (stream.isIdle(now, idleNanos)) {
                Thread.ofVirtual().name("cnv-stream-idle").start(stream::endIdle);
            }
        }
    }

    /** Cancels all; nobody hears of them any more. */
    void abandon() {
        abandoned = true;
        List.copyOf(open.values()).forEach(ServerStream::abandon);
    }
}
