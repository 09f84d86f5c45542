package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.crypto.SigningKey;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** The authority that a caller presents: none, or a chain with or without its key. */
public sealed interface Credential {

    /** Nothing: the caller has no rights, and every check runs for it. */
    record Anonymous() implements Credential {}

    /**
     * A chain and the key of its last holder.
     *
     * @param chain the chain
     * @param key the key; nothing prints its private half
     */
    record Held(Chain chain, SigningKey key) implements Credential {

        /**
         * Proves to a runtime that the caller has the key, for one session.
         *
         * @param challenge the runtime's random bytes
         * @param audience the runtime's name; empty when it has none
         * @return a signed message with the chain's digest, the name and the challenge
         */
        public byte[] prove(byte[] challenge, String audience) {
            return SessionOpening.sign(key, chain.digest(), audience, challenge);
        }

        /**
         * Proves to a runtime that the caller has the key, for one call.
         *
         * @param verb the verb
         * @param arguments the SHA-256 of the canonical arguments
         * @param audience the runtime's name; empty when it has none
         * @param time now
         * @param random makes the nonce
         * @return the proof
         */
        public PossessionProof prove(
                CapabilityId verb,
                Digest arguments,
                String audience,
                Instant time,
                RandomGenerator random) {
            return PossessionProof.sign(key, chain, verb, arguments, audience, time, random);
        }
    }

    /**
     * A chain without its key, which the caller keeps. Each call needs a {@link PossessionProof}.
     *
     * @param chain the chain
     */
    record Presented(Chain chain) implements Credential {}

    /** {@return no credential} */
    static Credential anonymous() {
        return new Anonymous();
    }
}
