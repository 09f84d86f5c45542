package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.delegation.AuthenticationResult;
import dev.cnv.runtime.delegation.Authority;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.SessionKey;
import dev.cnv.runtime.delegation.VerifiedChain;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.telemetry.RuntimeTelemetry;
import dev.cnv.runtime.time.Time;
import java.util.List;
import java.util.Optional;

/**
 * Opens sessions: says who comes, and how the session's calls show that the caller has its key. What does
 * not hold gives a session whose every call is refused.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class SessionOpener {

    private final Kernel kernel;
    private final ChainVerifier verifier;
    private final TrustControl trust;
    private final RuntimeTelemetry telemetry;
    private final RandomIds ids;
    private final Time time;

    SessionOpener(Kernel kernel, KernelParts parts, ChainVerifier verifier, TrustControl trust) {
        this.kernel = kernel;
        this.verifier = verifier;
        this.trust = trust;
        this.telemetry = parts.telemetry();
        this.ids = parts.random();
        this.time = parts.time();
    }

    /** Opens a session for a caller here, by a challenge of this runtime's own. */
    Session open(Credential credential) {
        byte[] challenge = secret();
        return session(
                verifier.authenticate(credential, challenge, trust.current(), time.now()),
                challenge);
    }

    /** Opens a session for a caller elsewhere, who has signed a challenge. */
    Session open(Chain chain, byte[] challenge, byte[] answer) {
        return session(
                verifier.authenticate(chain, challenge, answer, trust.current(), time.now()),
                challenge);
    }

    private Session session(AuthenticationResult result, byte[] challenge) {
        telemetry.authenticated(
                result instanceof AuthenticationResult.Refused(Denial denial)
                        ? Optional.of(denial.reason())
                        : Optional.empty());
        return switch (result) {
            case AuthenticationResult.Authenticated(Authority authority) ->
                session(Caller.of(authority), presence(authority, challenge));
            case AuthenticationResult.Unproven(VerifiedChain chain) ->
                session(Caller.unproven(), new Presence.PerCall(verifier, chain));
            case AuthenticationResult.Refused(Denial denial) ->
                session(Caller.refused(denial), Presence.SETTLED);
        };
    }

    private Session session(Caller caller, Presence presence) {
        return new KernelSession(
                kernel, caller, CallOptions.NONE, Optional.empty(), presence, List.of());
    }

    private Presence presence(Authority authority, byte[] challenge) {
        if (authority.chain().isEmpty()) {
            return Presence.SETTLED;
        }
        return new Presence.Keyed(SessionKey.agree(authority, challenge, secret()));
    }

    private byte[] secret() {
        byte[] secret = new byte[ChainVerifier.CHALLENGE_BYTES];
        ids.nextBytes(secret);
        return secret;
    }
}
