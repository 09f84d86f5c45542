package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
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
    public static final Trust NONE = new Trust(Set.of(), Map.of(), Set.of());

    private final Set<PublicKey> roots;
    private final Map<AgentId, Set<PublicKey>> approvers;
    private final Set<Digest> revoked;

    private Trust(
            Collection<PublicKey> roots,
            Map<AgentId, Set<PublicKey>> approvers,
            Collection<Digest> revoked) {
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
        return new Trust(Arrays.asList(roots), Map.of(), Set.of());
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
        return new Trust(more, approvers, revoked);
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
        return new Trust(roots, approvers, more);
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
        return new Trust(roots, more, revoked);
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
                && revoked.equals(that.revoked);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * roots.hashCode() + approvers.hashCode()) + revoked.hashCode();
    }

    @Override
    public String toString() {
        return "Trust[roots=" + roots.size() + ", approvers=" + approvers.keySet() + ", revoked="
                + revoked.size() + "]";
    }
}
