package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.AuthenticationResult;
import dev.cnv.runtime.delegation.Authority;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.delegation.PossessionProof;
import dev.cnv.runtime.delegation.SessionKey;
import dev.cnv.runtime.delegation.SessionProof;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.delegation.VerifiedChain;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.runtime.kernel.Examined.Passed;
import dev.cnv.runtime.kernel.Examined.Point;
import dev.cnv.runtime.kernel.Examined.Refused;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What one call brings to show that its caller has the key of its chain's last holder. */
sealed interface Shown {

    /** Nothing is needed. */
    Shown NOTHING = new Nothing();

    /**
     * Whether it is enough.
     *
     * @param call the call as it was asked for, before any rule rewrites or redirects it
     * @param trust whose word counts
     * @param now the time
     * @param use whether a proof is used up
     * @return the call, by the caller that was shown
     */
    Examined check(Call call, Trust trust, Instant now, boolean use);

    /** Nothing, and nothing is needed. */
    record Nothing() implements Shown {

        @Override
        public Examined check(Call call, Trust trust, Instant now, boolean use) {
            return new Passed(call);
        }
    }

    /**
     * A proof with the session's key, made for the arguments that the verb would run with.
     *
     * @param key the key
     */
    record SessionShown(SessionKey key) implements Shown {

        /** How often a proof that others have overtaken is made again. */
        private static final int MAX_ATTEMPTS = 16;

        @Override
        public Examined check(Call call, Trust trust, Instant now, boolean use) {
            return (use ? fault(call, now) : Optional.<Denial>empty())
                    .<Examined>map(denial ->
                            new Refused(Point.of(DecisionStage.AUTHENTICATE, call), denial))
                    .orElseGet(() -> new Passed(call));
        }

        /** A thread that is held up between the two may find its number out of the window. */
        private Optional<Denial> fault(Call call, Instant now) {
            Optional<Denial> denial = attempt(call, now);
            for (int i = 1; i < MAX_ATTEMPTS && overtaken(denial); i++) {
                denial = attempt(call, now);
            }
            return denial;
        }

        private Optional<Denial> attempt(Call call, Instant now) {
            SessionProof proof = key.prove(call.verb().id(), call.digest(), now);
            return key.check(proof, call.verb().id(), call.digest(), now);
        }

        private static boolean overtaken(Optional<Denial> denial) {
            return denial.filter(d -> d.reason() == Reason.POSSESSION_REPLAYED).isPresent();
        }
    }

    /**
     * A proof with the holder's own key, or none.
     *
     * @param verifier checks it
     * @param chain the caller's chain
     * @param proof the proof
     * @param given the arguments as they were given
     */
    record ProofShown(
            ChainVerifier verifier,
            VerifiedChain chain,
            Optional<PossessionProof> proof,
            JsonNode given)
            implements Shown {

        @Override
        public Examined check(Call call, Trust trust, Instant now, boolean use) {
            return switch (result(call, trust, now, use)) {
                case AuthenticationResult.Authenticated(Authority authority) ->
                    new Passed(call.by(new Caller(
                            authority.principal(),
                            authority,
                            Optional.empty(),
                            nonce(),
                            Optional.empty())));
                case AuthenticationResult.Refused(Denial denial) ->
                    new Refused(Point.of(DecisionStage.AUTHENTICATE, call), denial);
                case AuthenticationResult.Unproven _ ->
                    new Refused(Point.of(DecisionStage.AUTHENTICATE, call), missing());
            };
        }

        /** Of a proof that holds: what it says is known to be true. */
        private Optional<Spending.Nonce> nonce() {
            return proof.map(shown -> shown.untrustedNonce(chain.holder()))
                    .map(nonce -> new Spending.Nonce(nonce.key(), nonce.until()));
        }

        private AuthenticationResult result(Call call, Trust trust, Instant now, boolean use) {
            if (proof.isEmpty()) {
                return new AuthenticationResult.Unproven(chain);
            }
            // The arguments that the verb would run with, or those that were given, which lack the
            // defaults: whoever signed either meant this call.
            Digest raw = CanonicalJson.digest(given);
            Set<Digest> digests =
                    raw.equals(call.digest()) ? Set.of(raw) : Set.of(raw, call.digest());
            return use
                    ? verifier.prove(chain, proof.get(), call.verb().id(), digests, trust, now)
                    : verifier.preview(chain, proof.get(), call.verb().id(), digests, trust, now);
        }

        private static Denial missing() {
            return Denial.of(
                    Reason.POSSESSION_UNPROVEN,
                    "the caller came without its key, and this call brings no proof of possession;"
                            + " present one with each call");
        }
    }
}
