package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.AuthenticationResult;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.delegation.PossessionProof;
import dev.cnv.runtime.delegation.SessionKey;
import dev.cnv.runtime.delegation.SessionProof;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.delegation.VerifiedChain;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** How one call shows that its caller has the key of its chain's last holder. */
sealed interface Presence {

    /**
     * Whether it does.
     *
     * @param call the call as it was asked for, before any rule rewrites or redirects it
     * @param given the arguments as they were given
     * @param use whether a proof is used up
     */
    Optional<Denial> fault(Call call, JsonNode given, Trust trust, Instant now, boolean use);

    /** Nothing is left to show: no credential, a refused one, or a call within another. */
    record Settled() implements Presence {

        @Override
        public Optional<Denial> fault(
                Call call, JsonNode given, Trust trust, Instant now, boolean use) {
            return Optional.empty();
        }
    }

    /**
     * A proof with the session's key.
     *
     * @param key the key
     * @param proof the proof
     * @param arguments the digest that the proof is for
     */
    record Keyed(SessionKey key, SessionProof proof, Digest arguments) implements Presence {

        @Override
        public Optional<Denial> fault(
                Call call, JsonNode given, Trust trust, Instant now, boolean use) {
            // A proof that was made and is not used stays good, and falls out of the window in time.
            if (!use) {
                return Optional.empty();
            }
            Digest digest = digests(call, given, arguments).contains(arguments)
                    ? arguments
                    : call.digest();
            return key.check(proof, call.verb().id(), digest, now);
        }
    }

    /**
     * A proof with the holder's own key, or none.
     *
     * @param verifier checks it
     * @param chain the caller's chain
     * @param proof the proof
     */
    record Presented(ChainVerifier verifier, VerifiedChain chain, Optional<PossessionProof> proof)
            implements Presence {

        @Override
        public Optional<Denial> fault(
                Call call, JsonNode given, Trust trust, Instant now, boolean use) {
            if (proof.isEmpty()) {
                return Optional.of(Denial.of(
                        Reason.POSSESSION_UNPROVEN,
                        "the caller came without its key, and this call brings no proof of"
                                + " possession; present one with each call"));
            }
            Set<Digest> digests = digests(call, given, call.digest());
            if (!use) {
                return verifier.fault(
                        chain, proof.get(), call.verb().id(), digests, trust, now);
            }
            return switch (verifier.prove(
                    chain, proof.get(), call.verb().id(), digests, trust, now)) {
                case AuthenticationResult.Refused(Denial denial) -> Optional.of(denial);
                case AuthenticationResult.Authenticated _, AuthenticationResult.Unproven _ ->
                    Optional.empty();
            };
        }
    }

    /**
     * What a proof may be for: the arguments that the verb would run with, or those that were given,
     * which lack the defaults. The second is worked out only when it must be.
     */
    private static Set<Digest> digests(Call call, JsonNode given, Digest wanted) {
        Set<Digest> digests = new LinkedHashSet<>();
        digests.add(call.digest());
        if (!wanted.equals(call.digest()) || !given.equals(call.arguments())) {
            digests.add(CanonicalJson.digest(given));
        }
        return digests;
    }
}
