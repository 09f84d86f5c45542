package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.delegation.Credential;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sessions that a client opened on one connection.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by {@code lock}.
 */
final class OpenSessions {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Credential.Held, Integer> numbers = new HashMap<>();
    private final byte[] challenge;

    OpenSessions(byte[] challenge) {
        this.challenge = challenge.clone();
    }

    /** Sends something in a session. */
    interface Sending<T> {

        T send(CallerClaim caller) throws EndpointException;
    }

    /**
     * Sends in the session of a credential, which the first message opens. No other message overtakes it.
     *
     * @return what sending gave; empty when there are as many sessions as a connection can have
     * @throws EndpointException when it was not sent
     */
    <T> Optional<T> send(Credential.Held credential, String audience, Sending<T> sending)
            throws EndpointException {
        Integer number;
        lock.lock();
        try {
            number = numbers.get(credential);
            if (number == null) {
                return open(credential, audience, sending);
            }
        } finally {
            lock.unlock();
        }
        return Optional.of(sending.send(new CallerClaim.Opened(number)));
    }

    private <T> Optional<T> open(Credential.Held credential, String audience, Sending<T> sending)
            throws EndpointException {
        int number = numbers.size();
        if (number == CallerClaim.MAX_SESSION_COUNT) {
            return Optional.empty();
        }
        T sent = sending.send(new CallerClaim.Opening(
                number, credential.chain(), credential.prove(challenge, audience)));
        numbers.put(credential, number);
        return Optional.of(sent);
    }
}
