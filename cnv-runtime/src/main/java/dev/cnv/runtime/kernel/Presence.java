package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.delegation.SessionKey;
import dev.cnv.runtime.delegation.VerifiedChain;
import tools.jackson.databind.JsonNode;

/** How the calls of a session show that their caller has the key of its chain's last holder. */
sealed interface Presence {

    /** Nothing is left to show. */
    Presence SETTLED = new Settled();

    /**
     * What one call brings.
     *
     * @param given the arguments as they were given
     * @param options may bring a proof
     */
    Shown show(JsonNode given, CallOptions options);

    /** No credential, a refused one, or calls within another, which has shown it. */
    record Settled() implements Presence {

        @Override
        public Shown show(JsonNode given, CallOptions options) {
            return Shown.NOTHING;
        }
    }

    /**
     * The session has a key, agreed when it was opened.
     *
     * @param key the key
     */
    record Keyed(SessionKey key) implements Presence {

        @Override
        public Shown show(JsonNode given, CallOptions options) {
            return new Shown.SessionShown(key);
        }
    }

    /**
     * The caller's key is elsewhere, and each call brings a proof.
     *
     * @param verifier checks it
     * @param chain the caller's chain, which held when the session was opened
     */
    record PerCall(ChainVerifier verifier, VerifiedChain chain) implements Presence {

        @Override
        public Shown show(JsonNode given, CallOptions options) {
            return new Shown.ProofShown(verifier, chain, options.possession(), given);
        }
    }
}
