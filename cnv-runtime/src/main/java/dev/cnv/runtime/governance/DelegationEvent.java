package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Something that happened to delegated authority, rather than in a call. */
public sealed interface DelegationEvent extends LedgerEvent {

    /** The most tokens that one event names. */
    int MAX_TOKEN_COUNT = 4096;

    /** The longest encoded text in one event, in characters. */
    int MAX_ENCODED_LENGTH = 512 * 1024;

    /**
     * A token became known to the registry. Its parents did before it.
     *
     * @param origin when; its agent is who holds the token
     * @param token the token's digest
     * @param parent the digest of the token above it; empty for the first of a chain
     * @param issuer the id of the key that issued it
     * @param holder the id of the key that it was issued to
     * @param root the agent at the root of the chain
     * @param depth which link of its chain it is, from 1
     * @param notBefore when it begins to be good
     * @param expires when it stops being good
     * @param maximumUseCount how often it may be used; empty when that is not limited
     * @param encoded the token's bytes, in base64url without padding
     */
    record DelegationCreated(
            EventOrigin origin,
            Digest token,
            Optional<Digest> parent,
            Digest issuer,
            Digest holder,
            String root,
            int depth,
            Instant notBefore,
            Instant expires,
            OptionalLong maximumUseCount,
            String encoded)
            implements DelegationEvent {
        /**
         * Checks the encoded form.
         *
         * @throws IllegalArgumentException when it is too long or not base64url without padding
         */
        public DelegationCreated {
            requireEncoded("encoded", encoded);
        }
    }

    /**
     * Tokens were removed from the registry because their time was over.
     *
     * @param origin who made it happen, and when
     * @param tokens their digests, at least one
     */
    record DelegationExpired(EventOrigin origin, List<Digest> tokens) implements DelegationEvent {
        /**
         * Copies the list.
         *
         * @throws IllegalArgumentException when it is empty or has more than {@link #MAX_TOKEN_COUNT}
         *     tokens
         */
        public DelegationExpired {
            tokens = List.copyOf(tokens);
            requireTokens(tokens);
        }
    }

    /**
     * Tokens were revoked, and with them all that descends from them.
     *
     * @param origin who made it happen, and when
     * @param issuer the id of the key that signed the list which revokes them; empty when the operator of
     *     the runtime did it
     * @param version the list's version; 0 without a list
     * @param tokens the digests of the tokens that were not revoked by this issuer before, at least one
     * @param why in words; may be empty
     * @param list the bytes of the signed list, in base64url without padding; empty without a list
     */
    record DelegationRevoked(
            EventOrigin origin,
            Optional<Digest> issuer,
            long version,
            List<Digest> tokens,
            String why,
            Optional<String> list)
            implements DelegationEvent {
        /**
         * Copies the list of tokens.
         *
         * @throws IllegalArgumentException when it is empty or too long, or issuer, version and list are
         *     not there together
         */
        public DelegationRevoked {
            tokens = List.copyOf(tokens);
            requireTokens(tokens);
            if (issuer.isPresent() != list.isPresent() || issuer.isPresent() != (version > 0)) {
                throw new IllegalArgumentException(
                        "issuer=" + issuer.map(Digest::shortHex).orElse("none") + " and version="
                                + version + " and list=" + (list.isPresent() ? "given" : "none")
                                + " are not those of a signed list, nor of an operator");
            }
            list.ifPresent(text -> requireEncoded("list", text));
        }
    }

    private static void requireTokens(List<Digest> tokens) {
        if (tokens.isEmpty() || tokens.size() > MAX_TOKEN_COUNT) {
            throw new IllegalArgumentException(
                    "tokenCount=" + tokens.size() + " is not 1 to " + MAX_TOKEN_COUNT);
        }
    }

    private static void requireEncoded(String name, String text) {
        if (text.length() > MAX_ENCODED_LENGTH) {
            throw new IllegalArgumentException(
                    name + "Length=" + text.length() + " is more than " + MAX_ENCODED_LENGTH);
        }
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException(name + " is not base64url in its one form");
        }
    }
}
