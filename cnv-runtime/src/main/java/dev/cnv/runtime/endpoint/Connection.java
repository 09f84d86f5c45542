package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.CompressedPayload;
import dev.cnv.runtime.protocol.Compressor;
import dev.cnv.runtime.protocol.HeaderDescriptor;
import dev.cnv.runtime.protocol.MessageDecoder;
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

    /** Of a message that is not complete, so much counts as a sign of life. */
    private static final int PROGRESS_BYTES = 16 * 1024;

    /** How often a writer lets others run first, at most, while each time more comes. */
    private static final int MOST_YIELDS = 8;

    /** How long the other side may take to close when this one has. */
    private static final long LINGER_NANOS = 2_000_000_000L;

    /** How much a peer that was told to go may still send. */
    private static final int MAX_DISCARDED_BYTES = 1024 * 1024;

    /** A payload smaller than this would hardly get smaller. */
    private static final int COMPRESSED_FROM_BYTES = 1024;

    private static final byte[] NO_PAYLOAD = new byte[0];

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Transport transport;
    private final Agreement agreement;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Handler handler;
    private final Time time;
    private final Optional<Compressor> compressor;
    private final long heartbeatNanos;
    private final long deadNanos;
    private final long idleNanos;
    private final AtomicReference<@Nullable EndpointException> end = new AtomicReference<>();

    /* Each is written by one thread at a time and read by the one that ticks; a late value costs one tick. */
    private volatile long heardNanos;
    private volatile long spokeNanos;
    private volatile long askedNanos;
    private volatile long writingSinceNanos;
    private volatile boolean writing;
    private volatile boolean waiting;
    private volatile boolean finishing;
    private volatile boolean outputOver;
    private volatile long outputOverNanos;
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
        this.inbox = inbox;
        this.outbox = new Outbox(settings.outboxBytes());
        this.time = time;
        this.compressor = compressor;
        this.heartbeatNanos = settings.heartbeatEvery().toNanos();
        this.deadNanos = settings.deadAfter().toNanos();
        this.idleNanos = settings.idleAfter().toNanos();
        long now = time.nanos();
        heardNanos = now;
        spokeNanos = now;
        askedNanos = now;
        this.handler = handler.apply(this);
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
     * Sends a message whose correlation is known only when its turn comes, so that they ascend.
     *
     * @param next gives the correlation; called once, unless this throws, with no other message between
     */
    void sendNumbered(MessageType type, byte[] payload, LongSupplier next)
            throws EndpointException {
        sendNumbered(type, 0, payload, next);
    }

    /** Sends such a message of a stream. */
    void sendNumbered(MessageType type, int stream, byte[] payload, LongSupplier next)
            throws EndpointException {
        requireFits(payload);
        outbox.add(numbered(type, stream, payload, next));
    }

    /** {@return such a message, which {@link #sendAll} sends} */
    Numbered numbered(MessageType type, int stream, byte[] payload, LongSupplier next) {
        return new Numbered(message(type, 0, stream, 0, payload), next);
    }

    /**
     * Sends messages in their order, with no other between those that find room together.
     *
     * @throws EndpointException when the connection ended; {@link Numbered#isSent} says which were sent
     */
    void sendAll(List<Numbered> messages) throws EndpointException {
        outbox.addAll(messages);
    }

    /** A message whose correlation is known only when its turn comes. */
    static final class Numbered implements Outbox.Message {

        private final Plain made;
        private final LongSupplier next;
        private boolean sent;

        private Numbered(Plain made, LongSupplier next) {
            this.made = made;
            this.next = next;
        }

        @Override
        public int bytes() {
            return made.bytes();
        }

        @Override
        public void write(ByteBuffer into, int at) {
            made.writeAs(next.getAsLong(), into, at);
            sent = true;
        }

        /** {@return whether it is among what is written; for the thread that sent it} */
        boolean isSent() {
            return sent;
        }
    }

    /**
     * Refuses a payload before it is sent.
     *
     * @throws EndpointException when it is larger than agreed
     */
    void requireFits(byte[] payload) throws EndpointException {
        if (payload.length > agreement.limits().messageBytes()) {
            throw new EndpointException(
                    EndpointFault.MESSAGE_TOO_LARGE,
                    "payloadBytes=" + payload.length + " is above the agreed "
                            + agreement.limits().messageBytes());
        }
    }

    /**
     * Sends a message, and waits while too much waits to be written.
     *
     * @throws EndpointException when the connection ended, or the message is larger than agreed
     */
    void send(MessageType type, long correlation, byte[] payload) throws EndpointException {
        sendOf(0, false, type, correlation, payload);
    }

    /**
     * Sends a message of a stream, and waits while too much waits to be written.
     *
     * @param stream the stream's number, 0 for none
     * @param last whether none follows from this end
     * @throws EndpointException as {@link #send}
     */
    void sendOf(int stream, boolean last, MessageType type, long correlation, byte[] payload)
            throws EndpointException {
        requireFits(payload);
        int flags = last ? HeaderDescriptor.FLAG_LAST : 0;
        outbox.add(message(type, flags, stream, correlation, payload));
    }

    /** {@return a message's payload, which lives as long as the message} */
    ByteBuffer payload(MessageView message) {
        ByteBuffer payload = message.payload();
        return message.isCompressed()
                ? ByteBuffer.wrap(CompressedPayload.expand(
                        compressor.orElseThrow(), payload, agreement.limits()))
                : payload;
    }

    /** Says that a call was made, so that the connection is not idle. */
    void asked() {
        askedNanos = time.nanos();
    }

    /** {@return the reading of the time that this connection goes by} */
    long nanos() {
        return time.nanos();
    }

    /** Waits without being taken for a reason to call the peer dead. */
    void whileNotReading(Runnable wait) {
        waiting = true;
        try {
            wait.run();
        } finally {
            heardNanos = time.nanos();
            waiting = false;
        }
    }

    @SuppressWarnings("ReferenceEquality") // What cannot be made smaller is given back itself.
    private Plain message(
            MessageType type, int given, int stream, long correlation, byte[] payload) {
        byte[] smaller = compressor.isPresent() && payload.length >= COMPRESSED_FROM_BYTES
                ? CompressedPayload.compress(compressor.get(), payload)
                : payload;
        int flags = smaller == payload ? given : given | HeaderDescriptor.FLAG_COMPRESSED;
        return new Plain(type, flags, stream, correlation, smaller);
    }

    /** A message of a header and a payload. */
    @SuppressWarnings("ArrayRecordComponent") // Written once, never compared.
    private record Plain(MessageType type, int flags, int stream, long correlation, byte[] payload)
            implements Outbox.Message {

        Plain(MessageType type, byte[] payload) {
            this(type, 0, 0, 0, payload);
        }

        @Override
        public int bytes() {
            return HeaderDescriptor.HEADER_BYTES + payload.length;
        }

        @Override
        public void write(ByteBuffer into, int at) {
            writeAs(correlation, into, at);
        }

        void writeAs(long number, ByteBuffer into, int at) {
            HeaderDescriptor.encode(into, at, type, flags, stream, payload.length, number);
            into.put(at + HeaderDescriptor.HEADER_BYTES, payload);
        }
    }

    private void read() {
        try {
            end(readAll());
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
            inbox.release();
        }
    }

    /** Reads until the other side sends no more. */
    private EndpointException readAll() throws IOException {
        MessageDecoder decoder = inbox.decoder();
        while (true) {
            switch (decoder.next(inbox.received())) {
                case MESSAGE -> handle(decoder.message());
                case FAULT -> throw violation(decoder.fault());
                case MORE -> {
                    int count = inbox.fill(transport);
                    if (count < 0) {
                        return ended(decoder);
                    }
                    if (inbox.progressed(PROGRESS_BYTES)) {
                        heardNanos = time.nanos();
                    }
                }
            }
        }
    }

    private void handle(MessageView message) throws EndpointException {
        inbox.completed();
        heardNanos = time.nanos();
        if (message.type() != MessageType.HEARTBEAT) {
            handler.received(message);
        }
    }

    private EndpointException ended(MessageDecoder decoder) {
        ProtocolFault fault = decoder.ended(inbox.received().remaining());
        return fault == null ? lost("the other side closed it") : violation(fault);
    }

    private static EndpointException lost(String how) {
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
            ByteBuffer spare = NOTHING;
            for (Outbox.Taken taken = takeTogether(spare);
                    taken != null;
                    taken = takeTogether(spare)) {
                writingSinceNanos = time.nanos();
                writing = true;
                transport.write(taken.bytes().array(), 0, taken.count());
                writing = false;
                spokeNanos = time.nanos();
                spare = taken.bytes();
            }
            transport.finishOutput();
            outputOverNanos = time.nanos();
            outputOver = true;
        } catch (IOException | UnsupportedOperationException e) {
            end(lost(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Takes what waits to be written. Where more is to come, threads that could run now do so first, and again
     * while that brings more, since each write costs more than what is in it; a call that is alone waits for
     * nobody.
     */
    @SuppressWarnings("ThreadPriorityCheck") // A hint: without it writes are more and smaller.
    private Outbox.@Nullable Taken takeTogether(ByteBuffer spare) {
        outbox.awaitFirst();
        int before = 0;
        int bytes = outbox.waitingBytes();
        for (int i = 0; i < MOST_YIELDS && bytes > before && handler.moreToCome(); i++) {
            Thread.yield();
            before = bytes;
            bytes = outbox.waitingBytes();
        }
        return outbox.take(spare);
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
        if (writing && now - writingSinceNanos > deadNanos) {
            abort("takes nothing", now - writingSinceNanos);
        } else if (outputOver && now - outputOverNanos > LINGER_NANOS) {
            abort("does not close", now - outputOverNanos);
        } else if (!waiting && !finishing && now - heardNanos > deadNanos) {
            abort("is not heard of", now - heardNanos);
        } else if (!finishing) {
            tickOpen(now);
        }
    }

    private void tickOpen(long now) {
        if (now - spokeNanos >= heartbeatNanos) {
            outbox.offer(new Plain(MessageType.HEARTBEAT, NO_PAYLOAD));
            spokeNanos = now;
        }
        handler.ticked(now, idleNanos);
        if (!handler.busy() && now - askedNanos >= idleNanos) {
            askedNanos = now;
            handler.idle();
        }
    }

    private void abort(String what, long nanos) {
        end(new EndpointException(
                EndpointFault.PEER_DEAD,
                "the other side " + what + " for " + nanos / 1_000_000 + " ms"));
    }

    /** Tells the peer that no more calls are made or taken; left out when there is no room to say so. */
    void sayShutdown() {
        outbox.offer(new Plain(MessageType.SHUTDOWN, NO_PAYLOAD));
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
            outbox.offer(new Plain(
                    MessageType.ERROR,
                    ErrorCodes.payload(why.fault(), String.valueOf(why.getMessage()))));
            finish();
            handler.ended(why);
            discard();
        }
        close();
    }

    private void discard() {
        byte[] dropped = new byte[4096];
        try {
            int total = 0;
            while (total < MAX_DISCARDED_BYTES) {
                int count = transport.read(dropped, 0, dropped.length);
                if (count < 0) {
                    return;
                }
                total += count;
            }
        } catch (IOException _) {
            // It has ended, which is what is waited for.
        }
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
