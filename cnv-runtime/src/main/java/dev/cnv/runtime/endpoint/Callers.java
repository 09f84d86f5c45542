package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.delegation.Credential;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that a connection's peer opened. What a credential does not prove is refused by the
 * session's calls, not here, so that the ledger has it.
 *
 * <p><b>Threading:</b> for the one thread that reads.
 */
final class Callers {

    private final Cnv cnv;
    private final byte[] challenge;
    private final @Nullable Session[] opened = new @Nullable Session[CallerClaim.MAX_SESSION_COUNT];
    private @Nullable Session anonymous;

    /**
     * No session.
     *
     * @param challenge what the holders of keys must sign on this connection
     */
    Callers(Cnv cnv, byte[] challenge) {
        this.cnv = cnv;
        this.challenge = challenge.clone();
    }

    /**
     * The session that a claim is about.
     *
     * @throws EndpointException when it was not opened
     */
    Session session(CallerClaim claim) throws EndpointException {
        return switch (claim) {
            case CallerClaim.Anonymous() -> anonymous();
            case CallerClaim.Opening opening -> open(opening);
            case CallerClaim.Opened(int number) -> opened(number);
            case CallerClaim.Once once -> cnv.open(new Credential.Presented(once.chain()));
        };
    }

    /**
     * The verbs that whoever asks could reach. A chain alone gives none: whoever saw it could present it.
     *
     * @throws EndpointException when the session was not opened
     */
    List<String> verbs(CallerClaim claim) throws EndpointException {
        Session session = switch (claim) {
            case CallerClaim.Anonymous() -> anonymous();
            case CallerClaim.Opening opening -> open(opening);
            case CallerClaim.Opened(int number) -> opened(number);
            case CallerClaim.Once _ -> anonymous();
        };
        return session.refusal().isPresent()
                ? List.of()
                : session.verbs().stream().map(verb -> verb.id().path()).toList();
    }

    private Session anonymous() {
        Session session = anonymous;
        if (session == null) {
            session = cnv.open(Credential.anonymous());
            anonymous = session;
        }
        return session;
    }

    private Session open(CallerClaim.Opening opening) {
        Session session = cnv.open(opening.chain(), challenge, opening.answer());
        opened[opening.number()] = session;
        return session;
    }

    private Session opened(int number) throws EndpointException {
        Session session = opened[number];
        if (session == null) {
            throw new EndpointException(
                    EndpointFault.PROTOCOL_VIOLATION,
                    "session=" + number + " was not opened on this connection");
        }
        return session;
    }
}
