package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.RuntimeName;
import dev.cnv.runtime.outcome.Denial;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whose word counts: the keys that chains may begin with, the keys of approvers, and the tokens that
 * were revoked.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class Trust {

    /** The length of the challenge of a session, in bytes. */
    public static final int CHALLENGE_BYTES = 32;

    /** Trusts nobody: every credential is refused. */
    public static final Trust NONE = new Trust(Set.of(), Map.of(), Set.of(), Map.of());

    private final Set<PublicKey> roots;
    private final Map<AgentId, Set<PublicKey>> approvers;
    private final Set<Digest> revoked;
    private final Map<Digest, Issuer> certificateIssuers;

    /**
     * A runtime whose exported certificates are accepted.
     *
     * @param name its name, which its certificates must say
     * @param key the key that signs them
     */
    public record Issuer(RuntimeName name, dev.cnv.runtime.crypto.PublicKey key) {}

    private Trust(
            Collection<PublicKey> roots,
            Map<AgentId, Set<PublicKey>> approvers,
            Collection<Digest> revoked,
            Map<Digest, Issuer> certificateIssuers) {
        this.certificateIssuers =
                Collections.unmodifiableMap(new TreeMap<>(certificateIssuers));
        this.roots = Collections.unmodifiableSet(new TreeSet<>(roots));
        Map<AgentId, Set<PublicKey>> copy = new TreeMap<>();
        approvers.forEach(
                (agent, keys) -> copy.put(agent, Collections.unmodifiableSet(new TreeSet<>(keys))));
        this.approvers = Collections.unmodifiableMap(copy);
        this.revoked = Collections.unmodifiableSet(new TreeSet<>(revoked));
    }

    /**
     * Trust in root keys.
     *
     * @param roots the keys that chains may begin with
     * @return the trust
     */
    public static Trust of(PublicKey... roots) {
        return new Trust(Arrays.asList(roots), Map.of(), Set.of(), Map.of());
    }

    /**
     * This trust with one more root.
     *
     * @param root a key that chains may begin with
     * @return a new trust
     */
    public Trust withRoot(PublicKey root) {
        Set<PublicKey> more = new TreeSet<>(roots);
        more.add(root);
        return new Trust(more, approvers, revoked, certificateIssuers);
    }

    /**
     * This trust with revoked tokens. Every chain that one of them stands in is refused.
     *
     * @param tokens their digests, see {@link Chain#tokenDigests}
     * @return a new trust
     */
    public Trust withRevoked(Digest... tokens) {
        Set<Digest> more = new TreeSet<>(revoked);
        more.addAll(Arrays.asList(tokens));
        return new Trust(roots, approvers, more, certificateIssuers);
    }

    /**
     * This trust with a key of an approver.
     *
     * @param approver who approves
     * @param key a key of that approver, beside those known already
     * @return a new trust
     * @throws IllegalArgumentException when the key is another approver's: one key is one voice
     */
    public Trust withApprover(AgentId approver, PublicKey key) {
        approvers.forEach((other, keys) -> {
            if (!other.equals(approver) && keys.contains(key)) {
                throw new IllegalArgumentException("key=" + key.id().shortHex() + " of approver="
                        + approver + " is the key of approver=" + other);
            }
        });
        Map<AgentId, Set<PublicKey>> more = new TreeMap<>(approvers);
        Set<PublicKey> keys = new TreeSet<>(more.getOrDefault(approver, Set.of()));
        keys.add(key);
        more.put(approver, keys);
        return new Trust(roots, more, revoked, certificateIssuers);
    }

    /**
     * This trust with a runtime whose exported certificates are accepted: its word stands in the place
     * of a caller's chain, for every verb that this runtime's own policy permits. By default no
     * runtime's does.
     *
     * @param name the runtime's name
     * @param key the key that signs its certificates
     * @return a new trust
     * @throws IllegalArgumentException when the name is malformed, or the key is another runtime's
     */
    public Trust withCertificateIssuer(String name, dev.cnv.runtime.crypto.PublicKey key) {
        Map<Digest, Issuer> more = new TreeMap<>(certificateIssuers);
        Issuer issuer = new Issuer(new RuntimeName(name), key);
        Issuer before = more.put(key.id(), issuer);
        if (before != null && !before.equals(issuer)) {
            throw new IllegalArgumentException("key=" + key.id().shortHex() + " of runtime=" + name
                    + " is the key of runtime=" + before.name());
        }
        return new Trust(roots, approvers, revoked, more);
    }

    /**
     * This trust without a key of a runtime: certificates that it signed are accepted no more, and
     * accepted ones do not run any more.
     *
     * @param key the key's id
     * @return a new trust
     */
    public Trust withoutCertificateIssuer(Digest key) {
        Map<Digest, Issuer> fewer = new TreeMap<>(certificateIssuers);
        fewer.remove(key);
        return new Trust(roots, approvers, revoked, fewer);
    }

    /**
     * A runtime whose exported certificates are accepted, by the id of its key.
     *
     * @param key the key's id
     * @return the runtime; empty when no trusted one has this key
     */
    public Optional<Issuer> certificateIssuer(Digest key) {
        return Optional.ofNullable(certificateIssuers.get(key));
    }

    /** {@return the keys that chains may begin with, sorted} */
    public Set<PublicKey> roots() {
        return roots;
    }

    /** {@return the digests of revoked tokens, sorted} */
    public Set<Digest> revoked() {
        return revoked;
    }

    /** {@return who approves, sorted} */
    public Set<AgentId> approvers() {
        return approvers.keySet();
    }

    /**
     * Checks who a caller is.
     *
     * @param chain the caller's chain
     * @param challenge 32 random bytes that this runtime made for this session
     * @param possession the challenge signed with the key of the chain's last holder, see {@link
     *     Credential.Held#prove}
     * @param now the time
     * @return the caller's authority, or why it has none; nothing is thrown
     */
    public AuthenticationResult authenticate(
            Chain chain, byte[] challenge, byte[] possession, Instant now) {
        return ChainVerifier.authenticate(this, chain, challenge, possession, now);
    }

    /**
     * Checks who a caller in this process is.
     *
     * @param credential what the caller holds
     * @param challenge 32 random bytes that this runtime made for this session
     * @param now the time
     * @return the caller's authority, which is none for {@link Credential.Anonymous}, or why it is
     *     refused
     */
    public AuthenticationResult authenticate(Credential credential, byte[] challenge, Instant now) {
        return switch (credential) {
            case Credential.Anonymous() -> new AuthenticationResult.Authenticated(Authority.none());
            case Credential.Held held ->
                authenticate(held.chain(), challenge, held.prove(challenge), now);
        };
    }

    /**
     * Checks an approval of one call.
     *
     * @param approval the approval
     * @param capability the verb
     * @param version the verb's version
     * @param arguments the digest of the call's canonical arguments
     * @param now the time
     * @return why it does not hold; empty when it does
     */
    public Optional<Denial> verify(
            Approval approval,
            CapabilityId capability,
            String version,
            Digest arguments,
            Instant now) {
        return approval.fault(
                approvers.getOrDefault(approval.approver(), Set.of()),
                capability,
                version,
                arguments,
                now);
    }

    /** A root by its id. */
    Optional<PublicKey> root(Digest id) {
        return roots.stream().filter(root -> root.id().equals(id)).findFirst();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Trust that
                && roots.equals(that.roots)
                && approvers.equals(that.approvers)
                && revoked.equals(that.revoked)
                && certificateIssuers.equals(that.certificateIssuers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(roots, approvers, revoked, certificateIssuers);
    }

    @Override
    public String toString() {
        return "Trust[roots=" + roots.size() + ", approvers=" + approvers.keySet() + ", revoked="
                + revoked.size() + ", certificateIssuers=" + certificateIssuers.size() + "]";
    }
}
