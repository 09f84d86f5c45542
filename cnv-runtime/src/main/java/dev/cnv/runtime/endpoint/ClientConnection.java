package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.CapabilitiesPayload;
import dev.cnv.runtime.protocol.InvocationPayload;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.protocol.ResponsePayload;
import dev.cnv.runtime.stream.StreamOptions;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
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
    private final Semaphore permits;
    private final AtomicLong numbers = new AtomicLong();
    private final OpenSessions sessions;
    private final ClientStreams streams;
    private final TaskThreads answers = new TaskThreads("cnv-answer");
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean draining;
    private volatile @Nullable EndpointException over;

    ClientConnection(Connection connection) {
        this.connection = connection;
        this.permits = new Semaphore(connection.agreement().limits().concurrent());
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

    /** Runs something that an answer brings about, and that may wait: no other answer waits for it. */
    void afterAnswer(Runnable task) {
        answers.run(task);
    }

    /** {@return whether new calls may be made} */
    boolean usable() {
        return over == null && !draining;
    }

    /**
     * Sends a call, and waits while as many run as were agreed.
     *
     * @throws EndpointException when it was not sent
     */
    CompletableFuture<Answer> invoke(InvocationPayload call) throws EndpointException {
        permits.acquireUninterruptibly();
        connection.asked();
        return ask(MessageType.INVOCATION, call.encode());
    }

    /**
     * Sends calls together, and waits while as many run as were agreed. Each has an answer of its own.
     *
     * @param payloads none larger than was agreed
     * @return the answers, in the order of the calls; that of a call that was not sent fails
     */
    List<CompletableFuture<Answer>> invokeAll(List<byte[]> payloads) {
        List<CompletableFuture<Answer>> answers = new ArrayList<>(payloads.size());
        while (answers.size() < payloads.size()) {
            int at = answers.size();
            answers.addAll(askTogether(payloads.subList(at, at + acquire(payloads.size() - at))));
        }
        return answers;
    }

    /** Takes one permit at least, and as many more as are there. */
    private int acquire(int most) {
        permits.acquireUninterruptibly();
        int taken = 1;
        while (taken < most && permits.tryAcquire()) {
            taken++;
        }
        return taken;
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
            permits.release();
        }
    }

    /**
     * Sends a call whose events are heard, and waits while as many calls run as were agreed.
     *
     * @throws EndpointException when it was not sent, or there are no streams with this peer
     */
    RemoteStream open(InvocationPayload call, StreamOptions how) throws EndpointException {
        streams.requireAgreed();
        permits.acquireUninterruptibly();
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
            permits.release();
            throw e;
        }
        EndpointException ended = over;
        if (ended != null) {
            streams.lost(sent(ended));
        }
        return stream;
    }

    /**
     * Asks what the server says of itself.
     *
     * @param credential who asks, as {@link CallHeader} has it; empty for nobody in particular
     */
    CompletableFuture<Answer> capabilities(byte[] credential) throws EndpointException {
        permits.acquireUninterruptibly();
        return ask(
                MessageType.CAPABILITIES, new CapabilitiesPayload(List.of(), credential).encode());
    }

    private CompletableFuture<Answer> ask(MessageType type, byte[] payload)
            throws EndpointException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try {
            requireUsable();
            connection.sendNumbered(0, type, payload, () -> number(answer));
        } catch (EndpointException e) {
            permits.release();
            throw e;
        }
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
            case RESPONSE -> {
                CompletableFuture<Answer> answer = waiting(message);
                answer.complete(new Response(ResponsePayload.decode(
                        connection.payload(message), connection.agreement().limits())));
                answered();
            }
            case CAPABILITIES -> {
                CompletableFuture<Answer> answer = waiting(message);
                answer.complete(new Verbs(CapabilitiesPayload.decode(
                        connection.payload(message), connection.agreement().limits())));
                answered();
            }
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
        EndpointException why = ErrorCodes.read(message);
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

    private void answered() {
        permits.release();
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

    /** Waits until the connection is closed, and ends it when that takes too long. */
    void awaitEnd(Time time, Duration longest) {
        Time.Timer limit = time.after(
                longest,
                () -> connection.end(new EndpointException(
                        EndpointFault.SHUTTING_DOWN, "this client was closed")));
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            limit.cancel();
        }
    }

    @Override
    public void idle() {
        drain();
    }

    @Override
    public boolean moreToCome() {
        return permits.availablePermits() < connection.agreement().limits().concurrent() - 1;
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
        permits.release(connection.agreement().limits().concurrent());
    }

    @Override
    public void closed() {
        closed.countDown();
    }

    static EndpointException sent(EndpointException why) {
        return new EndpointException(why.fault(), String.valueOf(why.getMessage()), true);
    }
}
