package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.protocol.CapabilitiesPayload;
import dev.cnv.runtime.protocol.Feature;
import dev.cnv.runtime.protocol.InvocationPayload;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.telemetry.TraceCarrier;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server's side of one connection: each invocation runs beside the others, in virtual threads that
 * take one call after the other.
 *
 * <p><b>Threading:</b> messages come from the one thread that reads; {@code running} and {@code
 * draining} are for all.
 */
final class ServerConnection implements Connection.Handler {

    private final Connection connection;
    private final Cnv cnv;
    private final HeldBytes held;
    private final boolean listsToAnybody;
    private final Callers callers;
    private final Runnable afterClose;
    private final TraceCarrier traces;
    private final ServerStreams streams;
    private final HeaderReader headers = new HeaderReader();
    private final TaskThreads calls = new TaskThreads("cnv-remote-call");
    private final AtomicInteger running = new AtomicInteger();

    /** Running calls less those whose answer is being written: a peer that has it may make the next one. */
    private final AtomicInteger unanswered = new AtomicInteger();

    private volatile boolean draining;
    private long lastCorrelation;

    /**
     * A connection to a peer that may call.
     *
     * @param listsToAnybody whether verbs are listed to peers that show no credential
     * @param afterClose runs once, when the connection is closed
     */
    ServerConnection(
            Connection connection,
            Cnv cnv,
            HeldBytes held,
            TraceCarrier traces,
            boolean listsToAnybody,
            Runnable afterClose) {
        this.traces = traces;
        this.listsToAnybody = listsToAnybody;
        this.connection = connection;
        this.cnv = cnv;
        this.held = held;
        this.streams = new ServerStreams(connection);
        this.callers = new Callers(cnv, connection.challenge());
        this.afterClose = afterClose;
    }

    @Override
    public void received(MessageView message) throws EndpointException {
        if (message.isLast()) {
            throw new EndpointException(
                    EndpointFault.PROTOCOL_VIOLATION,
                    "stream=" + message.stream() + " is ended by the one who calls");
        }
        switch (message.type()) {
            case INVOCATION -> invoked(message);
            case STREAM_CONTROL -> {
                connection.asked();
                streams.control(message, lastCorrelation);
            }
            case CAPABILITIES -> {
                requireNext(message.correlation());
                listed(message);
            }
            case SHUTDOWN -> {
                draining = true;
                finishWhenDone();
            }
            case ERROR -> throw ErrorCodes.read(connection.payload(message));
            default ->
                throw new EndpointException(
                        EndpointFault.PROTOCOL_VIOLATION,
                        "type=" + message.type() + " is nothing that a server is sent here");
        }
    }

    private void listed(MessageView message) throws EndpointException {
        CapabilitiesPayload asked = CapabilitiesPayload.decode(
                connection.payload(message), connection.agreement().limits());
        List<String> verbs = listsToAnybody
                ? Capabilities.verbs(cnv)
                : callers.verbs(agreed(headers.read(asked.schemasJson())).caller());
        connection.send(
                0,
                false,
                MessageType.CAPABILITIES,
                message.correlation(),
                Capabilities.of(cnv, verbs).encode());
    }

    private void invoked(MessageView message) throws EndpointException {
        long correlation = message.correlation();
        int stream = message.stream();
        requireNext(correlation);
        if (stream != 0) {
            streams.requireFree(stream);
        }
        connection.asked();
        InvocationPayload asked = InvocationPayload.decode(
                connection.payload(message), connection.agreement().limits());
        try {
            RemoteCall call = call(asked);
            requireRoom();
            begin(
                    call,
                    CallTrace.of(asked, connection.agreement()),
                    stream,
                    correlation,
                    message.payloadBytes());
        } catch (EndpointException e) {
            // One call that cannot be made is no reason to end the others.
            refuse(stream, correlation, e);
        }
    }

    private void begin(
            RemoteCall call, CallTrace trace, int stream, long correlation, int heldBytes) {
        hold(heldBytes);
        if (stream == 0) {
            calls.run(() -> trace.within(traces, () -> run(call, correlation, heldBytes)));
            return;
        }
        try {
            trace.within(
                    traces,
                    () -> streams.open(
                            stream,
                            correlation,
                            call,
                            () -> held.give(heldBytes),
                            this::streamEnded));
        } catch (RuntimeException e) {
            held.give(heldBytes);
            streamEnded();
            refuse(stream, correlation, fault(e));
        }
    }

    private static EndpointException fault(Throwable e) {
        return new EndpointException(
                EndpointFault.REMOTE_FAULT,
                "the call could not be answered: " + e.getClass().getSimpleName());
    }

    /** A message that is repeated or overtaken is no new call. */
    private void requireNext(long correlation) throws EndpointException {
        if (correlation <= lastCorrelation) {
            throw new EndpointException(
                    EndpointFault.PROTOCOL_VIOLATION,
                    "correlation=" + correlation + " is not above the last one=" + lastCorrelation
                            + ": the message is repeated or out of order");
        }
        lastCorrelation = correlation;
    }

    private RemoteCall call(InvocationPayload asked) throws EndpointException {
        CallHeader header = agreed(headers.read(asked.credential()));
        if (asked.wantsReceipt()) {
            AgreedFeatures.requireOfPeer(connection.agreement(), Feature.CERTIFICATES);
        }
        return RemoteCall.of(callers.session(header.caller()), header, asked);
    }

    /** Where chains are not agreed nobody brings one, whatever a peer sends. */
    private CallHeader agreed(CallHeader header) throws EndpointException {
        if (!(header.caller() instanceof CallerClaim.Anonymous)) {
            AgreedFeatures.requireOfPeer(connection.agreement(), Feature.DELEGATION);
        }
        return header;
    }

    private void requireRoom() throws EndpointException {
        if (draining) {
            throw new EndpointException(
                    EndpointFault.SHUTTING_DOWN, "the server takes no more calls");
        }
        int most = connection.agreement().limits().concurrent();
        if (unanswered.get() >= most) {
            throw new EndpointException(
                    EndpointFault.TOO_MANY_CALLS,
                    "running=" + running.get() + " is all that was agreed for a connection");
        }
    }

    private void hold(int bytes) {
        if (!held.tryTake(bytes)) {
            connection.whileNotReading(() -> held.take(bytes));
        }
        running.incrementAndGet();
        unanswered.incrementAndGet();
    }

    private void run(RemoteCall call, long correlation, int heldBytes) {
        try {
            answer(call, correlation);
        } finally {
            held.give(heldBytes);
            ended();
        }
    }

    private void streamEnded() {
        unanswered.decrementAndGet();
        ended();
    }

    private void ended() {
        if (running.decrementAndGet() == 0) {
            finishWhenDone();
        }
        connection.asked();
    }

    private void answer(RemoteCall call, long correlation) {
        EndpointException why;
        try {
            connection.sendNumbered(
                    0, MessageType.RESPONSE, call.run().encode(), () -> goesOut(correlation));
            return;
        } catch (EndpointException e) {
            // The ledger has the outcome. Too large an answer is said; a lost connection hears
            // nothing.
            why = e;
        } catch (RuntimeException | StackOverflowError e) {
            why = fault(e);
        } catch (Error e) {
            fail(correlation, fault(e));
            throw e;
        }
        fail(correlation, why);
    }

    private void fail(long correlation, EndpointException why) {
        refuse(0, correlation, why);
        unanswered.decrementAndGet();
    }

    /** An answer found room: until then its call keeps its place among those that were agreed. */
    private long goesOut(long correlation) {
        unanswered.decrementAndGet();
        return correlation;
    }

    private void refuse(int stream, long correlation, EndpointException why) {
        try {
            connection.send(
                    stream,
                    stream != 0,
                    MessageType.ERROR,
                    correlation,
                    ErrorCodes.payload(why.fault(), String.valueOf(why.getMessage())));
        } catch (EndpointException _) {
            // The connection has ended; there is nobody to tell.
        }
    }

    /** Takes no more calls, and closes when those that run are answered. */
    void drain() {
        draining = true;
        connection.sayShutdown();
        finishWhenDone();
    }

    private void finishWhenDone() {
        if (draining && running.get() == 0) {
            connection.finish();
        }
    }

    @Override
    public void idle() {
        drain();
    }

    @Override
    public boolean moreToCome() {
        return unanswered.get() > 0;
    }

    @Override
    public boolean busy() {
        return running.get() > 0;
    }

    @Override
    public void ended(EndpointException why) {
        // Other calls run to their end: the ledger has what became of them.
        streams.abandon();
    }

    @Override
    public void ticked(long now, long idleNanos) {
        streams.ticked(now, idleNanos);
    }

    @Override
    public void closed() {
        afterClose.run();
    }
}
