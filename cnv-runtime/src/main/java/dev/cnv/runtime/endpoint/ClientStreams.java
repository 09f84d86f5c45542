package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.Feature;
import dev.cnv.runtime.protocol.HeaderDescriptor;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.protocol.ProtocolFaultException;
import dev.cnv.runtime.protocol.ResponsePayload;
import dev.cnv.runtime.protocol.StreamPayload;
import dev.cnv.runtime.protocol.StreamStatusPayload;
import dev.cnv.runtime.protocol.WireLimits;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The streams that a client has open on one connection, by their number.
 *
 * <p><b>Threading:</b> any thread opens; messages come from the one thread that reads. {@code numbers} is
 * guarded by {@code lock}.
 */
final class ClientStreams {

    private final Connection connection;
    private final Map<Integer, RemoteStream> open = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final BitSet numbers = new BitSet();

    ClientStreams(Connection connection) {
        this.connection = connection;
        numbers.set(0); // No stream.
    }

    /**
     * Refuses what was not agreed before anything is sent.
     *
     * @throws EndpointException when there are no streams with this peer
     */
    void requireAgreed() throws EndpointException {
        AgreedFeatures.require(connection.agreement(), Feature.STREAMING);
    }

    /**
     * A number that no stream has.
     *
     * @throws EndpointException when there is none
     */
    int take() throws EndpointException {
        lock.lock();
        try {
            int number = numbers.nextClearBit(1);
            if (number > HeaderDescriptor.MAX_STREAM) {
                throw new EndpointException(
                        EndpointFault.TOO_MANY_CALLS,
                        "streams=" + HeaderDescriptor.MAX_STREAM + " are open, which is all");
            }
            numbers.set(number);
            return number;
        } finally {
            lock.unlock();
        }
    }

    private void give(int number) {
        lock.lock();
        try {
            numbers.clear(number);
        } finally {
            lock.unlock();
        }
    }

    void add(RemoteStream stream) {
        open.put(stream.number(), stream);
    }

    /** Takes a stream away; false when somebody did. */
    boolean remove(RemoteStream stream) {
        boolean removed = open.remove(stream.number(), stream);
        if (removed) {
            give(stream.number());
        }
        return removed;
    }

    /** Gives a number back that no stream was made of. */
    void giveUnused(int number) {
        if (!open.containsKey(number)) {
            give(number);
        }
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /**
     * Takes a message of a stream.
     *
     * @return whether the stream has ended with it
     * @throws EndpointException when it is of none, or breaks a rule
     */
    boolean received(MessageView message) throws EndpointException {
        RemoteStream stream = open.get(message.stream());
        if (stream == null || stream.correlation() != message.correlation()) {
            throw new EndpointException(
                    EndpointFault.UNKNOWN_STREAM,
                    "type=" + message.type() + ", stream=" + message.stream() + ", correlation="
                            + message.correlation() + " is of no stream that is open");
        }
        boolean last = message.isLast();
        requireRightEnd(message, last);
        try {
            take(stream, message, last);
        } catch (EndpointException | ProtocolFaultException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new EndpointException(
                    EndpointFault.PROTOCOL_VIOLATION,
                    "a message of stream=" + message.stream() + " is not in form: "
                            + e.getMessage(),
                    e);
        }
        return last && remove(stream);
    }

    /** The end is an event or an error. */
    private static void requireRightEnd(MessageView message, boolean last)
            throws EndpointException {
        boolean right = switch (message.type()) {
            case ERROR -> last;
            case STREAM_DATA -> true;
            default -> !last;
        };
        if (!right) {
            throw new EndpointException(
                    EndpointFault.PROTOCOL_VIOLATION,
                    "type=" + message.type() + " with last=" + last + " is no end of a stream");
        }
    }

    private void take(RemoteStream stream, MessageView message, boolean last)
            throws EndpointException {
        WireLimits limits = connection.agreement().limits();
        switch (message.type()) {
            case STREAM_DATA ->
                stream.received(StreamPayload.decode(connection.payload(message), limits), last);
            case STREAM_CONTROL ->
                stream.answered(StreamStatusPayload.decode(connection.payload(message), limits));
            case RESPONSE ->
                stream.answered(ResponsePayload.decode(connection.payload(message), limits));
            case ERROR -> {
                EndpointException why = ErrorCodes.read(connection.payload(message));
                stream.lost(ErrorCodes.mayHaveRun(why.fault()) ? ClientConnection.sent(why) : why);
            }
            default ->
                throw new EndpointException(
                        EndpointFault.PROTOCOL_VIOLATION,
                        "type=" + message.type() + " is nothing of a stream");
        }
    }

    /** All streams end, since the connection did. */
    void lost(EndpointException why) {
        for (RemoteStream stream : List.copyOf(open.values())) {
            if (remove(stream)) {
                stream.lost(why);
            }
        }
    }

    /** Sends something of a stream. */
    void send(RemoteStream stream, MessageType type, byte[] payload) throws EndpointException {
        connection.send(stream.number(), false, type, stream.correlation(), payload);
    }
}
