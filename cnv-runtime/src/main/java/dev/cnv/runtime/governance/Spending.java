package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a decision used up. It is used up from when the decision is durable.
 *
 * @param uses the tokens that the call spends one use of each, root first; empty for a call that was
 *     refused, was answered from the record, or whose chain has no limit
 * @param nonce the nonce of the call's own proof of possession; empty without one
 */
public record Spending(List<Use> uses, Optional<Nonce> nonce) {

    /** Nothing was used up. */
    public static final Spending NONE = new Spending(List.of(), Optional.empty());

    /**
     * One use of a token.
     *
     * @param token the token's digest
     * @param expires when the token stops being good, and nobody needs the count any more
     */
    public record Use(Digest token, Instant expires) {}

    /**
     * A nonce that must not come again.
     *
     * @param key the digest of all that makes the nonce one: the holder's key and the nonce
     * @param until when it may come again, because a proof with it would be too old
     */
    public record Nonce(Digest key, Instant until) {}

    /** Copies the list. */
    public Spending {
        uses = List.copyOf(uses);
    }

    /** {@return whether nothing was used up} */
    public boolean isNone() {
        return uses.isEmpty() && nonce.isEmpty();
    }
}
