package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.RuntimeName;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whose word counts: the keys that chains may begin with, the keys of approvers, the tokens that were
 * revoked, and the name that tokens call this runtime by.
 *
 * <p>Each change makes a new trust. What was verified under one counts under no other, whatever its
 * version numbers are; the numbers are for records.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class Trust {

    /** Trusts nobody: every credential is refused. */
    public static final Trust NONE = new Trust(Set.of(), Map.of(), Set.of(), Map.of(), "", 0, 0);

    private final SortedSet<PublicKey> roots;
    private final Map<Digest, PublicKey> rootsById = new LinkedHashMap<>();
    private final Map<AgentId, Set<PublicKey>> approvers;
    private final SortedSet<Digest> revoked;
    private final Map<Digest, Issuer> certificateIssuers;
    private final String audience;
    private final long rootsVersion;
    private final long revocationEpoch;

    /**
     * A runtime whose exported certificates are accepted.
     *
     * @param name its name, which its certificates must say
     * @param key the key that signs them
     */
    public record Issuer(RuntimeName name, PublicKey key) {}

    private Trust(
            Collection<PublicKey> roots,
            Map<AgentId, Set<PublicKey>> approvers,
            Collection<Digest> revoked,
            Map<Digest, Issuer> certificateIssuers,
            String audience,
            long rootsVersion,
            long revocationEpoch) {
        this.roots = Collections.unmodifiableSortedSet(new TreeSet<>(roots));
        roots.forEach(root -> rootsById.put(root.id(), root));
        Map<AgentId, Set<PublicKey>> copy = new TreeMap<>();
        approvers.forEach(
                (agent, keys) -> copy.put(agent, Collections.unmodifiableSet(new TreeSet<>(keys))));
        this.approvers = Collections.unmodifiableMap(copy);
        this.revoked = Collections.unmodifiableSortedSet(new TreeSet<>(revoked));
        this.certificateIssuers = Collections.unmodifiableMap(new TreeMap<>(certificateIssuers));
        this.audience = audience;
        this.rootsVersion = rootsVersion;
        this.revocationEpoch = revocationEpoch;
    }

    /**
     * Trust in root keys.
     *
     * @param roots the keys that chains may begin with
     * @return trust in them, in no approver, with nothing revoked
     */
    public static Trust of(PublicKey... roots) {
        return new Trust(Arrays.asList(roots), Map.of(), Set.of(), Map.of(), "", 1, 0);
    }

    /**
     * This trust with one more root.
     *
     * @param root a key that chains may begin with
     * @return a new trust, with the next roots version
     */
    public Trust withRoot(PublicKey root) {
        Set<PublicKey> more = new TreeSet<>(roots);
        more.add(root);
        return new Trust(
                more,
                approvers,
                revoked,
                certificateIssuers,
                audience,
                rootsVersion + 1,
                revocationEpoch);
    }

    /**
     * This trust without a root. Every chain that begins with it is refused.
     *
     * @param root a key that chains began with
     * @return a new trust, with the next roots version
     */
    public Trust withoutRoot(PublicKey root) {
        Set<PublicKey> fewer = new TreeSet<>(roots);
        fewer.remove(root);
        return new Trust(
                fewer,
                approvers,
                revoked,
                certificateIssuers,
                audience,
                rootsVersion + 1,
                revocationEpoch);
    }

    /**
     * This trust with revoked tokens. Every chain that one of them stands in is refused.
     *
     * @param tokens their ids, see {@link Chain#tokenDigests}
     * @return a new trust, with the next revocation epoch
     */
    public Trust withRevoked(Digest... tokens) {
        return withRevocations(Arrays.asList(tokens), revocationEpoch + 1);
    }

    /**
     * This trust with a further list of revoked tokens. What was revoked stays so.
     *
     * @param tokens their ids
     * @param epoch the list's version
     * @return a new trust with that revocation epoch
     * @throws IllegalArgumentException when the epoch is before the present one
     */
    public Trust withRevocations(Collection<Digest> tokens, long epoch) {
        if (epoch < revocationEpoch) {
            throw new IllegalArgumentException("revocationEpoch=" + epoch
                    + " is before the present one, " + revocationEpoch
                    + "; revocations are never taken back");
        }
        Set<Digest> more = new TreeSet<>(revoked);
        more.addAll(tokens);
        return new Trust(roots, approvers, more, certificateIssuers, audience, rootsVersion, epoch);
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
        return new Trust(
                roots, more, revoked, certificateIssuers, audience, rootsVersion, revocationEpoch);
    }

    /**
     * This trust for a runtime with a name. Tokens for certain runtimes are refused by others, and by
     * one without a name.
     *
     * @param name 1 to 128 visible ASCII characters
     * @return a new trust
     * @throws IllegalArgumentException when the name is malformed
     */
    public Trust withAudience(String name) {
        Conditions.requireAudience(name);
        return new Trust(
                roots, approvers, revoked, certificateIssuers, name, rootsVersion, revocationEpoch);
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
    public Trust withCertificateIssuer(String name, PublicKey key) {
        Issuer issuer = new Issuer(new RuntimeName(name), key);
        Map<Digest, Issuer> more = new TreeMap<>(certificateIssuers);
        Issuer before = more.put(key.id(), issuer);
        if (before != null && !before.equals(issuer)) {
            throw new IllegalArgumentException("key=" + key.id().shortHex() + " of runtime=" + name
                    + " is the key of runtime=" + before.name());
        }
        return withCertificateIssuers(more);
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
        return withCertificateIssuers(fewer);
    }

    private Trust withCertificateIssuers(Map<Digest, Issuer> others) {
        return new Trust(
                roots, approvers, revoked, others, audience, rootsVersion, revocationEpoch);
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

    /** {@return the ids of revoked tokens, sorted} */
    public Set<Digest> revoked() {
        return revoked;
    }

    /** {@return who approves, sorted} */
    public Set<AgentId> approvers() {
        return approvers.keySet();
    }

    /** {@return the keys of each approver, sorted} */
    public Map<AgentId, Set<PublicKey>> approverKeys() {
        return approvers;
    }

    /** {@return the runtimes whose exported certificates are accepted, by the ids of their keys} */
    public Collection<Issuer> certificateIssuers() {
        return certificateIssuers.values();
    }

    /** {@return the name that tokens call this runtime by; empty when it has none} */
    public String audience() {
        return audience;
    }

    /** {@return how often the roots have changed} */
    public long rootsVersion() {
        return rootsVersion;
    }

    /** {@return the version of what is revoked} */
    public long revocationEpoch() {
        return revocationEpoch;
    }

    /** A root by its id. */
    Optional<PublicKey> root(Digest id) {
        return Optional.ofNullable(rootsById.get(id));
    }

    /** An approver's key by its id. */
    Optional<Map.Entry<AgentId, PublicKey>> approver(Digest keyId) {
        for (Map.Entry<AgentId, Set<PublicKey>> entry : approvers.entrySet()) {
            for (PublicKey key : entry.getValue()) {
                if (key.id().equals(keyId)) {
                    return Optional.of(Map.entry(entry.getKey(), key));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Trust that
                && roots.equals(that.roots)
                && approvers.equals(that.approvers)
                && revoked.equals(that.revoked)
                && certificateIssuers.equals(that.certificateIssuers)
                && audience.equals(that.audience);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * roots.hashCode() + approvers.hashCode()) + revoked.hashCode();
    }

    @Override
    public String toString() {
        return "Trust[roots=" + roots.size() + ", approvers=" + approvers.keySet() + ", revoked="
                + revoked.size() + ", audience=" + audience
                + (certificateIssuers.isEmpty()
                        ? "]"
                        : ", certificateIssuers=" + certificateIssuers.size() + "]");
    }
}
