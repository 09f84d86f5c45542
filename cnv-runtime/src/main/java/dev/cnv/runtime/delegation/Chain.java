package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborType;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CertificateTrust;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.identity.TenantId;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A delegation chain: a list of signed tokens that begins with a root's. Each token is a link, and can
 * only narrow the rights of the link before. A chain is a claim until {@link ChainVerifier} verifies it.
 *
 * <p>It is made and extended offline:
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
    private final List<byte[]> certificates;
    private final byte[] bytes;
    private final Digest digest;

    private Chain(List<SignedToken> tokens, List<byte[]> certificates, byte[] bytes) {
        this.tokens = List.copyOf(tokens);
        this.certificates = List.copyOf(certificates);
        this.bytes = bytes;
        this.digest = Digest.of(bytes);
    }

    /**
     * Puts tokens together.
     *
     * @throws IllegalArgumentException when there are too many, or too many bytes
     */
    static Chain of(List<SignedToken> tokens) {
        return of(tokens, List.of());
    }

    private static Chain of(List<SignedToken> tokens, List<byte[]> certificates) {
        if (tokens.isEmpty() || tokens.size() > TokenDescriptor.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "tokenCount=" + tokens.size() + " is not 1 to " + TokenDescriptor.MAX_DEPTH);
        }
        boolean vouched = !certificates.isEmpty();
        CborWriter out = new CborWriter(1024).array(tokens.size() + (vouched ? 1 : 0));
        tokens.forEach(token -> out.bytes(token.bytes()));
        if (vouched) {
            out.array(certificates.size());
            certificates.forEach(out::bytes);
        }
        if (out.length() > TokenDescriptor.MAX_CHAIN_BYTES) {
            throw new IllegalArgumentException("chainBytes=" + out.length() + " is more than "
                    + TokenDescriptor.MAX_CHAIN_BYTES);
        }
        return new Chain(tokens, certificates, out.toBytes());
    }

    /**
     * Begins a chain: signs its first link with a root key.
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
                draft.scope(),
                draft.conditions(),
                draft.description(),
                draft.tags());
        return of(List.of(SignedToken.sign(root, token)));
    }

    /**
     * Adds a link: delegates the rights of the last link, or a part of them.
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
        Token child = child(holder, parent, last.id(), draft);
        Map<Narrowing.Part, String> widened = Narrowing.widened(parent, last.id(), child);
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
        return of(more, certificates);
    }

    /**
     * This chain with a certificate path that vouches for the key it begins with. It replaces an earlier
     * path. The path is not part of a token, so that it can be renewed, but it is part of the {@link
     * #digest}.
     *
     * @param path the key's certificate, then its issuer's, and so on, without the root
     * @return a new chain, which goes on carrying the path when it is handed on
     * @throws IllegalArgumentException when there are not 1 to {@value CertificateTrust#MAX_PATH_COUNT}
     *     certificates, one is larger than 16 KiB, or the chain gets too large
     */
    public Chain vouchedForBy(List<X509Certificate> path) {
        if (path.isEmpty() || path.size() > CertificateTrust.MAX_PATH_COUNT) {
            throw new IllegalArgumentException("certificateCount=" + path.size() + " is not 1 to "
                    + CertificateTrust.MAX_PATH_COUNT);
        }
        return of(
                tokens,
                CertificateTrust.encoded(path).stream().map(Chain::requireSmall).toList());
    }

    /** {@return this chain without a certificate path} */
    public Chain withoutCertificates() {
        return of(tokens);
    }

    private static byte[] requireSmall(byte[] certificate) {
        if (certificate.length > TokenDescriptor.MAX_CERTIFICATE_BYTES) {
            throw new IllegalArgumentException("certificateBytes=" + certificate.length
                    + " is more than " + TokenDescriptor.MAX_CERTIFICATE_BYTES);
        }
        return certificate;
    }

    private static Token child(SigningKey holder, Token parent, Digest parentId, TokenDraft draft) {
        return new Token(
                holder.publicKey(),
                draft.holder(),
                draft.agent(),
                draft.tenant().orElse(parent.tenant()),
                parent.root(),
                Optional.of(parentId),
                parent.depth() + 1,
                Math.addExact(parent.depth() + 1, draft.furtherLinkCount()),
                draft.notBefore().map(Chain::wholeSeconds).orElse(parent.notBefore()),
                draft.expires().map(Chain::wholeSeconds).orElse(parent.expires()),
                scope(parent.scope(), draft.scope()),
                conditions(parent.conditions(), draft.conditions()),
                draft.description(),
                draft.tags());
    }

    private static Scope scope(Scope parent, Scope draft) {
        return new Scope(
                draft.grants(),
                union(parent.forbidden(), draft.forbidden()),
                draft.nouns().isEmpty() ? parent.nouns() : draft.nouns(),
                draft.verbs().isEmpty() ? parent.verbs() : draft.verbs());
    }

    private static Conditions conditions(Conditions parent, Conditions draft) {
        Set<RequiredApprovals> approvals = new LinkedHashSet<>(parent.approvals());
        approvals.addAll(draft.approvals());
        return new Conditions(
                draft.maximumUseCount().isPresent()
                        ? draft.maximumUseCount()
                        : parent.maximumUseCount(),
                draft.audience().isEmpty() ? parent.audience() : draft.audience(),
                List.copyOf(approvals),
                union(parent.policyFloor(), draft.policyFloor()));
    }

    private static <T extends Comparable<T>> Set<T> union(Set<T> one, Set<T> more) {
        Set<T> all = new TreeSet<>(one);
        all.addAll(more);
        return all;
    }

    /**
     * Reads a chain from a line of text.
     *
     * @param text the text, as {@link #text} gives it; white space around it is allowed
     * @return the chain, of which nothing but the outer form is checked
     * @throws CborRefusedException when the text is not that of a chain, or beyond a limit: 16 links, 16
     *     KiB a link, 64 KiB together
     */
    public static Chain parse(String text) {
        return ofBytes(Base64Text.decode(
                "chain", TokenDescriptor.CHAIN_PREFIX, text, TokenDescriptor.MAX_CHAIN_BYTES));
    }

    /**
     * Reads a chain.
     *
     * @param bytes the bytes, as {@link #bytes} gives them
     * @return the chain, of which nothing but the outer form is checked
     * @throws CborRefusedException when the bytes are not those of a chain, or beyond a limit
     */
    public static Chain ofBytes(byte[] bytes) {
        CborReader in = CborReader.of("chain", bytes, TokenDescriptor.MAX_CHAIN_BYTES);
        List<SignedToken> tokens = new ArrayList<>();
        List<byte[]> certificates = List.of();
        for (int left = in.openArray(TokenDescriptor.MAX_DEPTH + 1); left > 0; left--) {
            if (left == 1 && in.peek() == CborType.ARRAY) {
                certificates = readCertificates(in);
            } else {
                tokens.add(SignedToken.parse(in.bytes(TokenDescriptor.MAX_TOKEN_BYTES)));
            }
        }
        in.close();
        in.end();
        if (tokens.isEmpty() || tokens.size() > TokenDescriptor.MAX_DEPTH) {
            throw in.refused(
                    "has " + tokens.size() + " tokens, not 1 to " + TokenDescriptor.MAX_DEPTH);
        }
        return new Chain(tokens, certificates, bytes.clone());
    }

    private static List<byte[]> readCertificates(CborReader in) {
        List<byte[]> certificates = new ArrayList<>();
        int count = in.openArray(CertificateTrust.MAX_PATH_COUNT);
        if (count == 0) {
            throw in.refused("has no certificate");
        }
        for (int left = count; left > 0; left--) {
            certificates.add(in.bytes(TokenDescriptor.MAX_CERTIFICATE_BYTES));
        }
        in.close();
        return certificates;
    }

    /** {@return the chain in one line of text; it holds no secret} */
    public String text() {
        return Base64Text.encode(TokenDescriptor.CHAIN_PREFIX, bytes);
    }

    /** {@return the chain's bytes in a new array: a CBOR array of the tokens, and of the path if any} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * The links' bytes, root first.
     *
     * @return each in base64url
     */
    public List<String> encodedTokens() {
        return tokens.stream()
                .map(token -> Base64Text.encode("", token.bytes()))
                .toList();
    }

    /**
     * Puts a chain together from its links' bytes.
     *
     * @param encoded each in base64url, root first
     * @return the chain, of which nothing but the outer form is checked
     * @throws CborRefusedException when one is no token
     * @throws IllegalArgumentException when there are none or too many
     */
    public static Chain ofEncodedTokens(List<String> encoded) {
        return of(encoded.stream()
                .map(token -> SignedToken.parse(
                        Base64Text.decode("token", "", token, TokenDescriptor.MAX_TOKEN_BYTES)))
                .toList());
    }

    /** {@return the SHA-256 that names the chain: of all its bytes} */
    public Digest digest() {
        return digest;
    }

    /**
     * The ids of the links, root first, by which single links are revoked.
     *
     * @return the SHA-256 of each signed token
     */
    public List<Digest> tokenDigests() {
        return tokens.stream().map(SignedToken::id).toList();
    }

    /**
     * The content of the links, unverified: anybody may have written it. Use it only to show it to a
     * person, and say that it is not verified.
     *
     * @return the tokens, root first
     * @throws CborRefusedException when one of them is no token
     */
    public List<Token> untrustedTokens() {
        return tokens.stream()
                .map(token -> TokenFormat.read(token.untrustedPayload()))
                .toList();
    }

    /**
     * The certificate path in the chain, unverified: anybody may have written it.
     *
     * @return each certificate in DER, in new arrays; empty when it carries none
     */
    public List<byte[]> untrustedCertificates() {
        return certificates.stream().map(byte[]::clone).toList();
    }

    /** The certificate path's bytes. */
    List<byte[]> certificates() {
        return certificates;
    }

    /** The links, root first. */
    List<SignedToken> tokens() {
        return tokens;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Chain that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "Chain[digest=" + digest.shortHex() + ", links=" + tokens.size() + "]";
    }

    private static Token read(SignedToken token) {
        try {
            return TokenFormat.read(token.untrustedPayload());
        } catch (CborRefusedException e) {
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
}
