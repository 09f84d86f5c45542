package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.CapabilitiesPayload;
import dev.cnv.runtime.protocol.InvocationPayload;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.protocol.ResponsePayload;
import dev.cnv.runtime.stream.StreamOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A client's side of one connection: what it asked and has no answer to yet.
 *
 * <p><b>Threading:</b> any thread asks; answers come from the one thread that reads.
 */
final class ClientConnection implements Connection.Handler {

    private final Connection connection;
    private final Map<Long, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();
    private final CallPlaces places;
    private final AtomicLong numbers = new AtomicLong();
    private final OpenSessions sessions;
    private final ClientStreams streams;
    private final TaskThreads answers = new TaskThreads("cnv-answer");
    private final Runnable afterClose;
    private volatile @Nullable String serverName;
    private volatile boolean draining;
    private volatile @Nullable EndpointException over;

    /**
     * A connection to a server.
     *
     * @param afterClose runs once, when the connection is closed
     */
    ClientConnection(Connection connection, Runnable afterClose) {
        this.connection = connection;
        this.afterClose = afterClose;
        this.places = new CallPlaces(connection.agreement().limits().concurrent());
        this.streams = new ClientStreams(connection);
        this.sessions = new OpenSessions(connection.challenge());
    }

    /** What a server answers. */
    sealed interface Answer {}

    /** To an invocation. */
    record Response(ResponsePayload payload) implements Answer {}

    /** To the question what there is. */
    record Verbs(CapabilitiesPayload payload) implements Answer {}

    Connection connection() {
        return connection;
    }

    OpenSessions sessions() {
        return sessions;
    }

    /** The places for calls: whoever sends one has taken it, and gives it back when nothing was sent. */
    CallPlaces places() {
        return places;
    }

    /** {@return what the server's runtime is called; null until it was asked} */
    @Nullable String serverName() {
        return serverName;
    }

    /** Keeps what the server said that it is called. */
    void knowServerName(String name) {
        serverName = name;
    }

    /** Runs something that an answer brings about, and that may wait: no other answer waits for it. */
    void afterAnswer(Runnable task) {
        answers.run(task);
    }

    /** {@return whether new calls may be made} */
    boolean usable() {
        return over == null && !draining;
    }

    /**
     * Sends a call, which has its place.
     *
     * @throws EndpointException when it was not sent
     */
    CompletableFuture<Answer> invoke(InvocationPayload call) throws EndpointException {
        connection.asked();
        return ask(MessageType.INVOCATION, call.encode());
    }

    /**
     * Sends as many calls together as there are places, of which the first was taken. Each has an answer
     * of its own.
     *
     * @param payloads none larger than was agreed
     * @return the answers to the first ones, in the order of the calls; that of a call that was not sent
     *     fails
     */
    List<CompletableFuture<Answer>> invokeSome(List<byte[]> payloads) {
        int taken = 1;
        while (taken < payloads.size() && places.tryTake()) {
            taken++;
        }
        return askTogether(payloads.subList(0, taken));
    }

    private List<CompletableFuture<Answer>> askTogether(List<byte[]> payloads) {
        connection.asked();
        List<Asked> asked = new ArrayList<>(payloads.size());
        for (byte[] payload : payloads) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            asked.add(new Asked(numbered(payload, answer), answer));
        }
        try {
            requireUsable();
            connection.sendAll(asked.stream().map(Asked::message).toList());
        } catch (EndpointException e) {
            asked.forEach(each -> notSent(each, e));
        }
        EndpointException ended = over;
        if (ended != null) {
            // It may have ended before the answers were waited for.
            asked.forEach(each -> each.answer().completeExceptionally(sent(ended)));
        }
        return asked.stream().map(Asked::answer).toList();
    }

    private Messages.Numbered numbered(byte[] payload, CompletableFuture<Answer> answer) {
        return new Messages.Numbered(
                connection.messages().of(MessageType.INVOCATION, 0, 0, 0, payload),
                () -> number(answer));
    }

    /** A call, and where its answer comes. */
    private record Asked(Messages.Numbered message, CompletableFuture<Answer> answer) {}

    private void notSent(Asked asked, EndpointException why) {
        if (!asked.message().isSent()) {
            asked.answer().completeExceptionally(why);
            places.give();
        }
    }

    /**
     * Sends a call whose events are heard, and which has its place.
     *
     * @throws EndpointException when it was not sent, or there are no streams with this peer
     */
    RemoteStream open(InvocationPayload call, StreamOptions how) throws EndpointException {
        streams.requireAgreed();
        connection.asked();
        RemoteStream stream;
        int number = 0;
        try {
            requireUsable();
            number = streams.take();
            RemoteStream made = new RemoteStream(streams, number, how);
            connection.sendNumbered(number, MessageType.INVOCATION, call.encode(), () -> {
                made.sentAs(numbers.incrementAndGet());
                streams.add(made);
                return made.correlation();
            });
            stream = made;
        } catch (EndpointException e) {
            if (number > 0) {
                streams.giveUnused(number);
            }
            throw e;
        }
        EndpointException ended = over;
        if (ended != null) {
            streams.lost(sent(ended));
        }
        return stream;
    }

    /**
     * Asks what the server says of itself; the question has a place as calls have.
     *
     * @param credential who asks, as {@link CallHeader} has it; empty for nobody in particular
     */
    CompletableFuture<Answer> capabilities(byte[] credential) throws EndpointException {
        return ask(
                MessageType.CAPABILITIES, new CapabilitiesPayload(List.of(), credential).encode());
    }

    private CompletableFuture<Answer> ask(MessageType type, byte[] payload)
            throws EndpointException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        requireUsable();
        connection.sendNumbered(0, type, payload, () -> number(answer));
        EndpointException ended = over;
        if (ended != null) {
            // It may have ended before the answer was waited for.
            answer.completeExceptionally(sent(ended));
        }
        return answer;
    }

    private long number(CompletableFuture<Answer> answer) {
        long number = numbers.incrementAndGet();
        waiting.put(number, answer);
        return number;
    }

    private void requireUsable() throws EndpointException {
        EndpointException ended = over;
        if (ended != null) {
            throw new EndpointException(ended.fault(), String.valueOf(ended.getMessage()));
        }
        if (draining) {
            throw new EndpointException(
                    EndpointFault.SHUTTING_DOWN, "the other side takes no more calls");
        }
    }

    @Override
    public void received(MessageView message) throws EndpointException {
        if (message.stream() != 0) {
            if (streams.received(message)) {
                answered();
            }
            return;
        }
        switch (message.type()) {
            case RESPONSE ->
                answered(
                        message,
                        new Response(ResponsePayload.decode(
                                connection.payload(message),
                                connection.agreement().limits())));
            case CAPABILITIES ->
                answered(
                        message,
                        new Verbs(CapabilitiesPayload.decode(
                                connection.payload(message),
                                connection.agreement().limits())));
            case ERROR -> refused(message);
            case SHUTDOWN -> {
                draining = true;
                finishWhenDone();
            }
            default ->
                throw new EndpointException(
                        EndpointFault.PROTOCOL_VIOLATION,
                        "type=" + message.type() + " is nothing that a client is sent here");
        }
    }

    private void refused(MessageView message) throws EndpointException {
        EndpointException why = ErrorCodes.read(connection.payload(message));
        if (message.correlation() == 0) {
            connection.end(why);
            return;
        }
        // What the server could not answer may have run; what it did not take has not.
        boolean ran = ErrorCodes.mayHaveRun(why.fault());
        waiting(message).completeExceptionally(ran ? sent(why) : why);
        answered();
    }

    /** An answer to nothing that was asked, or a second one. */
    private CompletableFuture<Answer> waiting(MessageView message) throws EndpointException {
        CompletableFuture<Answer> answer = waiting.remove(message.correlation());
        if (answer == null) {
            throw new EndpointException(
                    EndpointFault.PROTOCOL_VIOLATION,
                    "correlation=" + message.correlation()
                            + " answers nothing that waits for an answer");
        }
        return answer;
    }

    /** The answer was read first: what waits is found at the end of the connection if it cannot be. */
    private void answered(MessageView message, Answer answer) throws EndpointException {
        waiting(message).complete(answer);
        answered();
    }

    private void answered() {
        places.give();
        if (draining) {
            finishWhenDone();
        }
    }

    private void finishWhenDone() {
        if (waiting.isEmpty() && streams.isEmpty()) {
            connection.finish();
        }
    }

    /** Makes no more calls, and closes when those that run are answered. */
    void drain() {
        draining = true;
        connection.sayShutdown();
        finishWhenDone();
    }

    @Override
    public void idle() {
        drain();
    }

    @Override
    public boolean moreToCome() {
        return places.several();
    }

    @Override
    public boolean busy() {
        return !waiting.isEmpty() || !streams.isEmpty();
    }

    @Override
    public void ended(EndpointException why) {
        over = why;
        waiting.forEach((number, answer) -> answer.completeExceptionally(sent(why)));
        streams.lost(sent(why));
        places.giveAll();
    }

    @Override
    public void closed() {
        afterClose.run();
    }

    static EndpointException sent(EndpointException why) {
        return new EndpointException(why.fault(), String.valueOf(why.getMessage()), true);
    }
}
