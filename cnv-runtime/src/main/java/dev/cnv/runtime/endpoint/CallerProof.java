package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.protocol.Feature;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * How a caller shows on a connection who it is: by a session where it has its key here, otherwise by a
 * proof for each call.
 */
record CallerProof(Client client, Credential credential, CallOptions options) {

    /**
     * Sends something as the caller's, when there is a place for it.
     *
     * @param json the call's canonical arguments
     * @throws EndpointException when it was not sent, or the other side takes no chains
     * @throws InterruptedException when the thread was interrupted while it waited for a place
     */
    <T> T send(
            ClientConnection connection,
            Patience patience,
            CapabilityId verb,
            byte[] json,
            OpenSessions.Sending<T> sending)
            throws EndpointException, InterruptedException {
        String audience = takePlace(connection, patience);
        try {
            return switch (credential) {
                case Credential.Anonymous() -> sending.send(new CallerClaim.Anonymous());
                case Credential.Presented(Chain chain) ->
                    sending.send(new CallerClaim.Once(chain, options.possession()));
                case Credential.Held held -> {
                    Optional<T> sent = connection.sessions().send(held, audience, sending);
                    yield sent.isPresent()
                            ? sent.get()
                            : sending.send(once(held, verb, json, audience));
                }
            };
        } catch (EndpointException | RuntimeException e) {
            connection.places().give();
            throw e;
        }
    }

    /** What several calls say of their caller, by their place among those that are sent. */
    interface Claims {

        CallerClaim of(int place, CapabilityId verb, byte[] json);
    }

    /**
     * Sends calls together as the caller's, when there is a place for the first. That one opens the
     * session where there is none yet.
     *
     * @throws EndpointException when none was sent, or the other side takes no chains
     * @throws InterruptedException when the thread was interrupted while it waited for a place
     */
    <T> T sendAll(ClientConnection connection, Patience patience, SendingAll<T> sending)
            throws EndpointException, InterruptedException {
        String audience = takePlace(connection, patience);
        try {
            return switch (credential) {
                case Credential.Anonymous() ->
                    sending.send((_, _, _) -> new CallerClaim.Anonymous());
                case Credential.Presented(Chain chain) ->
                    sending.send((_, _, _) -> new CallerClaim.Once(chain, options.possession()));
                case Credential.Held held -> {
                    Optional<T> sent = connection
                            .sessions()
                            .send(
                                    held,
                                    audience,
                                    claim -> sending.send(
                                            (place, _, _) -> place == 0 ? claim : claim.opened()));
                    yield sent.isPresent()
                            ? sent.get()
                            : sending.send((_, verb, json) -> once(held, verb, json, audience));
                }
            };
        } catch (EndpointException | RuntimeException e) {
            connection.places().give();
            throw e;
        }
    }

    /** Sends calls together. */
    interface SendingAll<T> {

        T send(Claims claims) throws EndpointException;
    }

    /**
     * Asks what the server says of itself, when there is a place for the question: as the caller where it
     * can have a session, otherwise as nobody.
     *
     * @throws EndpointException when no answer came, or the other side takes no chains
     * @throws InterruptedException when the thread was interrupted while it waited
     */
    Capabilities capabilities(ClientConnection connection, Patience patience)
            throws EndpointException, InterruptedException {
        CompletableFuture<ClientConnection.Answer> asked = ask(connection, patience);
        patience.giveUp(asked);
        try {
            return Capabilities.read(((ClientConnection.Verbs) asked.get()).payload());
        } catch (ExecutionException e) {
            throw AnswerReader.failed(e.getCause());
        } catch (RuntimeException e) {
            throw new EndpointException(
                    EndpointFault.PROTOCOL_VIOLATION,
                    "what the server says of itself is not in form: " + e.getMessage());
        }
    }

    private CompletableFuture<ClientConnection.Answer> ask(
            ClientConnection connection, Patience patience)
            throws EndpointException, InterruptedException {
        String audience = takePlace(connection, patience);
        try {
            if (credential instanceof Credential.Held held) {
                Optional<CompletableFuture<ClientConnection.Answer>> sent = connection
                        .sessions()
                        .send(
                                held,
                                audience,
                                caller -> connection.capabilities(
                                        CallHeader.of(caller, CallOptions.NONE).encode()));
                if (sent.isPresent()) {
                    return sent.get();
                }
            }
            return connection.capabilities(new byte[0]);
        } catch (EndpointException | RuntimeException e) {
            connection.places().give();
            throw e;
        }
    }

    /**
     * Takes a place before anything is locked that others need, and before that finds what takes a place
     * itself.
     *
     * @return the name that proofs are for; empty where the caller makes none
     */
    private String takePlace(ClientConnection connection, Patience patience)
            throws EndpointException, InterruptedException {
        String audience = "";
        if (!(credential instanceof Credential.Anonymous)) {
            requireChains(connection);
        }
        if (credential instanceof Credential.Held) {
            audience = client.audience(connection, patience);
        }
        connection.places().take(patience);
        return audience;
    }

    private CallerClaim once(
            Credential.Held held, CapabilityId verb, byte[] json, String audience) {
        return new CallerClaim.Once(
                held.chain(),
                Optional.of(held.prove(
                        verb, Digest.of(json), audience, client.time().now(), client.random())));
    }

    private static void requireChains(ClientConnection connection) throws EndpointException {
        AgreedFeatures.require(connection.connection().agreement(), Feature.DELEGATION);
    }
}
