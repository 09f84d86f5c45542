package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.canonical.StrictObject;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.identity.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Signed tokens, the root's first, each handing on less than the one before. A chain is a claim: only
 * {@link Trust#authenticate(Chain, byte[], byte[], Instant)} says whether it holds.
 *
 * <p>It is made and extended without asking anybody:
 *
 * {@snippet lang = java :
 * Chain alice = Chain.issue(rootKey, TokenDraft.to(aliceKey.publicKey(), "alice", "person")
 *         .between(now, now.plus(Duration.ofDays(1)))
 *         .grant("file.**", EffectLevel.MUTATE)
 *         .mayHandOn(1));
 * Chain reader = alice.delegate(aliceKey, TokenDraft.to(readerKey.publicKey(), "alice/reader", "llm")
 *         .grant(Grant.of("file.read", EffectLevel.READ_ONLY).where("path", ArgumentConstraint.subPath("docs"))));
 * }
 *
 * <p><b>Threading:</b> immutable.
 */
public final class Chain {

    private final List<SignedToken> tokens;
    private final Digest digest;

    private Chain(List<SignedToken> tokens) {
        if (tokens.isEmpty() || tokens.size() > Token.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "tokenCount=" + tokens.size() + " is not 1 to " + Token.MAX_DEPTH);
        }
        this.tokens = List.copyOf(tokens);
        this.digest = digest(tokens);
        requireInLimits();
    }

    /**
     * Begins a chain.
     *
     * @param root the key that runtimes trust
     * @param draft what the first holder may do; its window is needed
     * @return the chain of one link
     * @throws IllegalArgumentException when the draft has no window or no grant, or is too large
     */
    public static Chain issue(SigningKey root, TokenDraft draft) {
        Token token = new Token(
                root.publicKey(),
                draft.holder(),
                draft.agent(),
                draft.tenant().orElse(TenantId.DEFAULT),
                draft.agent().id(),
                Optional.empty(),
                1,
                Math.addExact(1, draft.furtherLinkCount()),
                needed("notBefore", draft.notBefore()),
                needed("expires", draft.expires()),
                draft.verbs());
        return new Chain(List.of(SignedToken.sign(root, token)));
    }

    /**
     * Hands the last link's authority on, or part of it.
     *
     * @param holder the key that the last link was given to
     * @param draft what the next holder may do
     * @return a new chain with one more link
     * @throws IllegalArgumentException when the key is not the last holder's, the draft hands on more
     *     than the last link (the message names each part), or something is malformed or too large
     */
    public Chain delegate(SigningKey holder, TokenDraft draft) {
        SignedToken last = tokens.getLast();
        Token parent = read(last);
        if (!holder.publicKey().equals(parent.holder())) {
            throw new IllegalArgumentException("key=" + holder.id().shortHex()
                    + " is not the holder's key=" + parent.holder().id().shortHex());
        }
        if (parent.depth() + 1 > parent.maxDepth()) {
            throw new IllegalArgumentException(
                    "agent=" + parent.agent().id() + " must not hand on: depth=" + parent.depth()
                            + " is maxDepth; give it mayHandOn");
        }
        Token child = new Token(
                holder.publicKey(),
                draft.holder(),
                draft.agent(),
                draft.tenant().orElse(parent.tenant()),
                parent.root(),
                Optional.of(last.digest()),
                parent.depth() + 1,
                Math.addExact(parent.depth() + 1, draft.furtherLinkCount()),
                draft.notBefore().map(Chain::wholeSeconds).orElse(parent.notBefore()),
                draft.expires().map(Chain::wholeSeconds).orElse(parent.expires()),
                draft.verbs());
        Map<String, String> widened = Narrowing.widened(parent, last.digest(), child);
        if (!widened.isEmpty()) {
            throw new IllegalArgumentException(widened.entrySet().stream()
                    .map(part -> part.getKey() + ": " + part.getValue())
                    .collect(Collectors.joining(
                            "; ",
                            "the new link hands on more than agent="
                                    + parent.agent().id() + " has: ",
                            "")));
        }
        List<SignedToken> more = new ArrayList<>(tokens);
        more.add(SignedToken.sign(holder, child));
        return new Chain(more);
    }

    /**
     * Reads a chain.
     *
     * @param text the text, as {@link #text} gives it
     * @return the chain, of which nothing but the outer form is checked
     * @throws JsonRefusedException when the text is not that of a chain, or beyond a limit: 16 links, 16
     *     KiB a link, 64 KiB together
     */
    public static Chain parse(String text) {
        if (text.length() > TokenFormat.MAX_CHAIN_LENGTH) {
            throw StrictObject.refused(
                    "chain",
                    "has " + text.length() + " characters, more than "
                            + TokenFormat.MAX_CHAIN_LENGTH);
        }
        List<SignedToken> read = TokenFormat.readChain("", StrictJson.parse(text));
        return of("chain", read);
    }

    /** A chain that was read from somewhere. */
    static Chain of(String where, List<SignedToken> tokens) {
        return StrictObject.checked(where, () -> new Chain(tokens));
    }

    /** {@return the chain as canonical JSON text; it holds no secret} */
    public String text() {
        return CanonicalJson.text(TokenFormat.chain(tokens));
    }

    /** {@return the SHA-256 that names the chain: of what all its links say, in order} */
    public Digest digest() {
        return digest;
    }

    /**
     * The links' digests, root first, by which single links are revoked.
     *
     * @return the SHA-256 of what each link says
     */
    public List<Digest> tokenDigests() {
        return tokens.stream().map(SignedToken::digest).toList();
    }

    /** The links, root first. */
    List<SignedToken> tokens() {
        return tokens;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Chain that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "Chain[digest=" + digest.shortHex() + ", links=" + tokens.size() + "]";
    }

    private void requireInLimits() {
        for (SignedToken token : tokens) {
            int length = CanonicalJson.text(TokenFormat.signed(token)).length();
            if (length > TokenFormat.MAX_TOKEN_LENGTH) {
                throw new IllegalArgumentException(
                        "tokenLength=" + length + " is more than " + TokenFormat.MAX_TOKEN_LENGTH);
            }
        }
        int length = text().length();
        if (length > TokenFormat.MAX_CHAIN_LENGTH) {
            throw new IllegalArgumentException(
                    "chainLength=" + length + " is more than " + TokenFormat.MAX_CHAIN_LENGTH);
        }
    }

    private static Token read(SignedToken token) {
        try {
            return TokenFormat.read(token.payload());
        } catch (JsonRefusedException e) {
            throw new IllegalArgumentException(
                    "the last link cannot be read: " + e.getMessage(), e);
        }
    }

    private static Instant needed(String what, Optional<Instant> time) {
        return wholeSeconds(time.orElseThrow(() -> new IllegalArgumentException(
                what + " is missing; a first link needs a window: between(...)")));
    }

    private static Instant wholeSeconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Digest digest(List<SignedToken> tokens) {
        return Digest.of(tokens.stream()
                .map(token -> token.digest().hex())
                .collect(Collectors.joining(",", TokenFormat.CHAIN + ":", "")));
    }
}
