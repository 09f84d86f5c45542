package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.protocol.Feature;
import java.util.Optional;

/**
 * How a caller shows on a connection who it is: by a session where it has its key here, otherwise by a
 * proof for each call.
 */
record CallerProof(Client client, Credential credential, CallOptions options) {

    /**
     * Sends something as the caller's.
     *
     * @param json the call's canonical arguments
     * @throws EndpointException when it was not sent, or the other side takes no chains
     */
    <T> T send(
            ClientConnection connection,
            CapabilityId verb,
            byte[] json,
            OpenSessions.Sending<T> sending)
            throws EndpointException {
        return switch (credential) {
            case Credential.Anonymous() -> sending.send(new CallerClaim.Anonymous());
            case Credential.Presented(Chain chain) -> {
                requireChains(connection);
                yield sending.send(new CallerClaim.Once(chain, options.possession()));
            }
            case Credential.Held held -> {
                requireChains(connection);
                String audience = client.audience(connection);
                Optional<T> sent = connection.sessions().send(held, audience, sending);
                yield sent.isPresent()
                        ? sent.get()
                        : sending.send(once(held, verb, json, audience));
            }
        };
    }

    /** What several calls say of their caller, by their place among those that are sent. */
    interface Claims {

        CallerClaim of(int place, CapabilityId verb, byte[] json);
    }

    /**
     * Sends calls together as the caller's. The first of them opens the session where there is none yet.
     *
     * @throws EndpointException when none was sent, or the other side takes no chains
     */
    <T> T sendAll(ClientConnection connection, SendingAll<T> sending) throws EndpointException {
        return switch (credential) {
            case Credential.Anonymous() -> sending.send((_, _, _) -> new CallerClaim.Anonymous());
            case Credential.Presented(Chain chain) -> {
                requireChains(connection);
                yield sending.send((_, _, _) -> new CallerClaim.Once(chain, options.possession()));
            }
            case Credential.Held held -> {
                requireChains(connection);
                String audience = client.audience(connection);
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
    }

    /** Sends calls together. */
    interface SendingAll<T> {

        T send(Claims claims) throws EndpointException;
    }

    /**
     * Sends something that is no call: as the caller's where it has a session, otherwise as nobody's.
     *
     * @throws EndpointException when it was not sent, or the other side takes no chains
     */
    <T> T ask(ClientConnection connection, OpenSessions.Sending<T> sending)
            throws EndpointException {
        if (credential instanceof Credential.Held held) {
            requireChains(connection);
            Optional<T> sent =
                    connection.sessions().send(held, client.audience(connection), sending);
            if (sent.isPresent()) {
                return sent.get();
            }
        }
        return sending.send(new CallerClaim.Anonymous());
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
