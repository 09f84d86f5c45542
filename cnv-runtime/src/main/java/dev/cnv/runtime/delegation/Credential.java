package dev.cnv.runtime.delegation;

import dev.cnv.runtime.crypto.SigningKey;

/** What a caller comes with. */
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
         * @return a signature over {@code cnv-possession-v0}, a zero byte, the chain's digest and the
         *     challenge
         */
        public byte[] prove(byte[] challenge) {
            return key.sign(ChainVerifier.possessionMessage(chain, challenge));
        }
    }

    /** {@return no credential} */
    static Credential anonymous() {
        return new Anonymous();
    }
}
