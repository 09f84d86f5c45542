package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Compressor;
import dev.cnv.runtime.protocol.HeaderDescriptor;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.protocol.ProtocolFault;
import dev.cnv.runtime.protocol.ProtocolFaultException;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One negotiated peer: its messages in and out, and signs of life both ways. One virtual thread reads
 * and hands each message to the {@link Handler}; one writes all that waits at once.
 *
 * <p><b>Threading:</b> {@link #send}, {@link #tick} and the ways to end it are for any thread. The
 * handler is called by the reading thread, and once more by the thread that ends the connection.
 */
final class Connection {

    /** What becomes of messages. */
    interface Handler {

        /**
         * Takes a message, whose bytes are gone when this returns. It may wait, which stops reading.
         *
         * @throws EndpointException when the peer broke a rule; the peer is told, and the connection ends
         */
        void received(MessageView message) throws EndpointException;

        /** Nothing was asked for too long. */
        void idle();

        /** {@return whether a call is on its way, so that the connection is not idle} */
        boolean busy();

        /** {@return whether other calls are on their way, which may soon have something to send} */
        default boolean moreToCome() {
            return false;
        }

        /** Some time went by: called now and then by the thread that ticks, which must not wait. */
        default void ticked(long now, long idleNanos) {}

        /** No message comes or goes any more; called once. */
        void ended(EndpointException why);

        /** The transport was given up; called once, not before the connection ended. */
        void closed();
    }

    private final Transport transport;
    private final Agreement agreement;
    private final Outbox outbox;
    private final Handler handler;
    private final Time time;
    private final Messages messages;
    private final SignsOfLife life;
    private final ConnectionReader reader;
    private final ConnectionWriter writer;
    private final AtomicReference<@Nullable EndpointException> end = new AtomicReference<>();

    /**
     * Whether nothing more is to be written than what waits. Set with {@code setRelease} before the outbox
     * is told, which pairs with the {@code getAcquire} of the thread that ticks: from then on it does not
     * take a peer for dead that is silent because it was told to go.
     */
    private volatile boolean finishing;

    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * A connection whose handshake is over.
     *
     * @param inbox what was read behind the handshake
     */
    Connection(
            Transport transport,
            Agreement agreement,
            Inbox inbox,
            EndpointSettings settings,
            Time time,
            Optional<Compressor> compressor,
            Function<Connection, Handler> handler) {
        this.transport = transport;
        this.agreement = agreement;
        this.outbox = new Outbox(settings.outboxBytes());
        this.time = time;
        this.messages = new Messages(agreement, compressor);
        this.life = new SignsOfLife(settings, time.nanos());
        this.handler = handler.apply(this);
        this.reader = new ConnectionReader(transport, inbox, life, time, this.handler);
        this.writer = new ConnectionWriter(transport, outbox, life, time, this.handler);
    }

    Agreement agreement() {
        return agreement;
    }

    PeerIdentity peer() {
        return transport.peer();
    }

    byte[] challenge() {
        return SessionChallenge.of(agreement.transcript(), transport.binding());
    }

    Handler handler() {
        return handler;
    }

    /** Begins to read and to write. */
    void start() {
        Thread.ofVirtual().name("cnv-write").start(this::write);
        Thread.ofVirtual().name("cnv-read").start(this::read);
    }

    /**
     * Sends a message, and waits while too much waits to be written.
     *
     * @param stream the stream's number, 0 for none
     * @param last whether none of the stream follows from this end
     * @throws EndpointException when the connection ended, or the message is larger than agreed
     */
    void send(int stream, boolean last, MessageType type, long correlation, byte[] payload)
            throws EndpointException {
        messages.requireFits(payload);
        int flags = last ? HeaderDescriptor.FLAG_LAST : 0;
        outbox.add(messages.of(type, flags, stream, correlation, payload));
    }

    /**
     * Sends a message whose correlation is known only when its turn comes, so that they ascend.
     *
     * @param stream the stream's number, 0 for none
     * @param next gives the correlation; called once, unless this throws, with no other message between
     * @throws EndpointException as {@link #send}
     */
    void sendNumbered(int stream, MessageType type, byte[] payload, LongSupplier next)
            throws EndpointException {
        messages.requireFits(payload);
        outbox.add(new Messages.Numbered(messages.of(type, 0, stream, 0, payload), next));
    }

    /**
     * Sends messages in their order, with no other between those that find room together.
     *
     * @throws EndpointException when the connection ended; {@link Messages.Numbered#isSent} says which
     *     were sent
     */
    void sendAll(List<Messages.Numbered> together) throws EndpointException {
        outbox.addAll(together);
    }

    /** {@return what makes this connection's messages} */
    Messages messages() {
        return messages;
    }

    /** {@return a received message's payload, which lives as long as the message} */
    ByteBuffer payload(MessageView message) {
        return messages.payload(message);
    }

    /** Says that a call was made, so that the connection is not idle. */
    void asked() {
        life.asked(time.nanos());
    }

    /** {@return the reading of the time that this connection goes by} */
    long nanos() {
        return time.nanos();
    }

    /** Waits without being taken for a reason to call the peer dead. */
    void whileNotReading(Runnable wait) {
        life.notReading();
        try {
            wait.run();
        } finally {
            life.heard(time.nanos());
        }
    }

    private void read() {
        try {
            end(reader.readAll());
        } catch (EndpointException e) {
            refuse(e);
        } catch (ProtocolFaultException e) {
            refuse(violation(e.fault()));
        } catch (IOException e) {
            end(lost(String.valueOf(e.getMessage())));
        } catch (RuntimeException | StackOverflowError e) {
            refuse(new EndpointException(
                    EndpointFault.PROTOCOL_VIOLATION, "a message could not be handled: " + e, e));
        } finally {
            reader.release();
        }
    }

    static EndpointException lost(String how) {
        return new EndpointException(EndpointFault.CONNECTION_LOST, "the connection ended: " + how);
    }

    static EndpointException violation(@Nullable ProtocolFault fault) {
        boolean large = fault != null && fault.kind() == ProtocolFault.Kind.OVERSIZE;
        return new EndpointException(
                large ? EndpointFault.MESSAGE_TOO_LARGE : EndpointFault.PROTOCOL_VIOLATION,
                String.valueOf(fault));
    }

    private void write() {
        try {
            writer.writeAll();
        } catch (IOException | UnsupportedOperationException e) {
            end(lost(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Looks at what is due: a sign of life to the peer, or the end of a peer that gives none.
     *
     * @param now the reading of {@link Time#nanos}
     */
    void tick(long now) {
        if (closed.get()) {
            return;
        }
        SignsOfLife.Overdue overdue = life.overdue(now, finishing);
        if (overdue != null) {
            end(new EndpointException(
                    EndpointFault.PEER_DEAD,
                    "the other side " + overdue.what() + " for " + overdue.nanos() / 1_000_000
                            + " ms"));
        } else if (!finishing) {
            tickOpen(now);
        }
    }

    private void tickOpen(long now) {
        if (life.heartbeatDue(now)) {
            outbox.offer(Messages.bare(MessageType.HEARTBEAT));
        }
        handler.ticked(now, life.idleNanos());
        if (!handler.busy() && life.idleDue(now)) {
            handler.idle();
        }
    }

    /** Tells the peer that no more calls are made or taken; left out when there is no room to say so. */
    void sayShutdown() {
        outbox.offer(Messages.bare(MessageType.SHUTDOWN));
    }

    /** Writes what waits, and closes when the other side has closed too. */
    void finish() {
        finishing = true;
        outbox.finish();
    }

    /**
     * Tells the peer what it did wrong, and closes. What the peer sends meanwhile is dropped: a socket
     * that is closed with bytes unread takes back what was written to it.
     */
    private void refuse(EndpointException why) {
        if (end.compareAndSet(null, why)) {
            outbox.offer(Messages.about(
                    MessageType.ERROR,
                    ErrorCodes.payload(why.fault(), String.valueOf(why.getMessage()))));
            finish();
            handler.ended(why);
            reader.discard();
        }
        close();
    }

    /** Ends the connection at once. */
    void end(EndpointException why) {
        boolean first = end.compareAndSet(null, why);
        outbox.fail(why);
        if (first) {
            handler.ended(why);
        }
        close();
    }

    private void close() {
        if (closed.compareAndSet(false, true)) {
            transport.abort();
            handler.closed();
        }
    }

    /** {@return whether nothing is read or written any more} */
    boolean closed() {
        return closed.get();
    }

    @Override
    public String toString() {
        return "Connection[version=" + agreement.version().text() + ", peer=" + peer() + "]";
    }
}
