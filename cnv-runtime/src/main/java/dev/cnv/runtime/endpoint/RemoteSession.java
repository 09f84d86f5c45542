package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.call.BatchCall;
import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Feature;
import dev.cnv.runtime.protocol.InvocationPayload;
import dev.cnv.runtime.stream.StreamOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import tools.jackson.databind.JsonNode;

/**
 * A caller's view of a runtime elsewhere: its calls take that runtime's one path, with this caller's
 * chain.
 *
 * <p><b>Threading:</b> immutable, safe for use by several threads.
 */
public final class RemoteSession {

    private final Client client;
    private final Credential credential;
    private final CallOptions options;
    private final boolean wantsReceipt;

    RemoteSession(Client client, Credential credential, CallOptions options, boolean wantsReceipt) {
        this.client = client;
        this.credential = credential;
        this.options = options;
        this.wantsReceipt = wantsReceipt;
    }

    /**
     * This session with other options for its calls. Progress is not heard of over a connection.
     *
     * @param other dry run, idempotency key, approvals, deadline, priority, correlation, possession
     * @return a new session of the same caller
     */
    public RemoteSession with(CallOptions other) {
        return new RemoteSession(client, credential, other, wantsReceipt);
    }

    /**
     * This session with or without signed receipts of its calls and of their milestones, which cost a
     * signature each. Where CERTIFICATES is not agreed, calls that want one fail with {@link
     * EndpointFault#NEGOTIATION_REFUSED} before they are sent.
     *
     * @param wanted whether each answer shall hold one
     * @return a new session of the same caller
     */
    public RemoteSession signedReceipts(boolean wanted) {
        return new RemoteSession(client, credential, options, wanted);
    }

    /**
     * What was agreed with the server.
     *
     * @return the agreement of the present connection
     * @throws EndpointException when there is none and none can be made
     */
    public Agreement agreement() throws EndpointException {
        return client.agreement();
    }

    /**
     * Asks which verbs this caller's chain could reach with some arguments. A caller without its key here,
     * or without a chain, is told of none.
     *
     * @return those verbs, and the runtime's name
     * @throws EndpointException when no answer came
     */
    public Capabilities capabilities() throws EndpointException {
        // One that only presents a chain cannot open a session, and is nobody here.
        Credential asking =
                credential instanceof Credential.Held ? credential : Credential.anonymous();
        try {
            return new CallerProof(client, asking, CallOptions.NONE)
                    .capabilities(client.connection(), client.patience(options));
        } catch (InterruptedException _) {
            throw Patience.interrupted();
        }
    }

    /**
     * Calls a verb, and waits for the answer.
     *
     * @param verb the verb
     * @param arguments an object with a member for each argument given
     * @return what became of the call; a denial is an outcome
     * @throws EndpointException when no answer came; {@link EndpointException#mayHaveRun} says whether the
     *     verb may have run
     * @throws InterruptedException when the thread was interrupted while it waited; a call that was sent
     *     goes on
     */
    public RemoteOutcome call(CapabilityId verb, JsonNode arguments)
            throws EndpointException, InterruptedException {
        try {
            return AnswerReader.outcome(
                    verb, send(client.connection(), verb, arguments).get());
        } catch (ExecutionException e) {
            throw AnswerReader.failed(e.getCause());
        }
    }

    /**
     * Calls a verb, and does not wait for the answer. It waits while as many calls run as the two ends
     * agreed, or too much waits to be written.
     *
     * @param verb the verb
     * @param arguments an object with a member for each argument given
     * @return what becomes of the call; fails with an {@link EndpointException} when no answer comes.
     *     Cancelling it does not cancel the call
     */
    public CompletableFuture<RemoteOutcome> start(CapabilityId verb, JsonNode arguments) {
        try {
            ClientConnection connection = client.connection();
            return send(connection, verb, arguments)
                    .thenApplyAsync(
                            answer -> AnswerReader.completed(verb, answer),
                            connection::afterAnswer);
        } catch (EndpointException e) {
            return CompletableFuture.failedFuture(e);
        } catch (InterruptedException _) {
            return CompletableFuture.failedFuture(Patience.interrupted());
        }
    }

    /**
     * Makes several calls side by side, and waits for all. They are sent together, in one write where they
     * fit, and the chain is checked once, as the session is opened; each call is admitted, recorded and
     * answered by itself, as {@link dev.cnv.runtime.call.Session#callAll} does here. The options of this
     * session are those of each call.
     *
     * @param calls at most {@link BatchCall#MAX_COUNT}; in no order
     * @return what came of each, in the order of the calls
     * @throws IllegalArgumentException when there are more
     * @throws InterruptedException when the thread was interrupted while it waited; calls that were sent
     *     go on
     */
    public List<RemoteAnswer> callAll(List<BatchCall> calls) throws InterruptedException {
        if (calls.size() > BatchCall.MAX_COUNT) {
            throw new IllegalArgumentException(
                    "callsCount=" + calls.size() + " is more than " + BatchCall.MAX_COUNT);
        }
        if (calls.isEmpty()) {
            return List.of();
        }
        List<BatchCall> all = List.copyOf(calls);
        List<CompletableFuture<ClientConnection.Answer>> sent = sendAll(all);
        List<RemoteAnswer> answers = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            answers.add(AnswerReader.answer(all.get(i).verb(), sent.get(i)));
        }
        return answers;
    }

    private List<CompletableFuture<ClientConnection.Answer>> sendAll(List<BatchCall> calls)
            throws InterruptedException {
        Patience patience = client.patience(options);
        ClientConnection connection;
        try {
            connection = client.connection();
            requireReceipts(connection);
        } catch (EndpointException e) {
            return Collections.nCopies(calls.size(), CompletableFuture.failedFuture(e));
        }
        List<CompletableFuture<ClientConnection.Answer>> sent = new RemoteBatch(
                        connection,
                        new CallerProof(client, credential, options),
                        (verb, json, caller) -> payload(connection, patience, verb, json, caller)
                                .encode())
                .send(calls, patience);
        sent.forEach(patience::giveUp);
        return sent;
    }

    /**
     * Begins a call whose events are heard while it runs, as {@link
     * dev.cnv.runtime.call.Session#open(CapabilityId, JsonNode, StreamOptions)} does here. It waits while
     * as many calls run as the two ends agreed.
     *
     * @param verb the verb
     * @param arguments an object with a member for each argument given
     * @param how how many events may be on their way, or wait for the subscriber
     * @return the call, which runs from now on
     * @throws EndpointException when it was not sent; with {@link EndpointFault#NEGOTIATION_REFUSED} when
     *     the two did not agree on streams
     */
    public RemoteStream open(CapabilityId verb, JsonNode arguments, StreamOptions how)
            throws EndpointException {
        Patience patience = client.patience(options);
        byte[] json = CanonicalJson.bytes(arguments);
        RemoteStream stream;
        try {
            ClientConnection connection = client.connection();
            requireReceipts(connection);
            stream = new CallerProof(client, credential, options)
                    .send(
                            connection,
                            patience,
                            verb,
                            json,
                            caller -> connection.open(
                                    payload(connection, patience, verb, json, caller), how));
        } catch (InterruptedException _) {
            throw Patience.interrupted();
        }
        if (!patience.isEndless()) {
            patience.giveUp(stream.waitedFor());
            var _ = stream.waitedFor().whenComplete((_, failure) -> {
                if (failure != null) {
                    stream.giveUp(failure);
                }
            });
        }
        return stream;
    }

    private CompletableFuture<ClientConnection.Answer> send(
            ClientConnection connection, CapabilityId verb, JsonNode arguments)
            throws EndpointException, InterruptedException {
        requireReceipts(connection);
        Patience patience = client.patience(options);
        byte[] json = CanonicalJson.bytes(arguments);
        CompletableFuture<ClientConnection.Answer> answer = new CallerProof(
                        client, credential, options)
                .send(
                        connection,
                        patience,
                        verb,
                        json,
                        caller -> connection.invoke(
                                payload(connection, patience, verb, json, caller)));
        patience.giveUp(answer);
        return answer;
    }

    private void requireReceipts(ClientConnection connection) throws EndpointException {
        if (wantsReceipt) {
            AgreedFeatures.require(connection.connection().agreement(), Feature.CERTIFICATES);
        }
    }

    private InvocationPayload payload(
            ClientConnection connection,
            Patience patience,
            CapabilityId verb,
            byte[] json,
            CallerClaim caller) {
        CallTrace trace =
                CallTrace.current(client.traces(), connection.connection().agreement());
        return new InvocationPayload(
                verb.path(),
                json,
                CallHeader.of(caller, options).encode(),
                approvals(),
                options.idempotencyKey().orElse(null),
                patience.leftMillis(),
                trace.parent(),
                wantsReceipt,
                trace.state());
    }

    private List<byte[]> approvals() {
        return options.approvals().isEmpty()
                ? List.of()
                : options.approvals().stream().map(Approval::bytes).toList();
    }

    @Override
    public String toString() {
        return "RemoteSession[" + client + "]";
    }
}
