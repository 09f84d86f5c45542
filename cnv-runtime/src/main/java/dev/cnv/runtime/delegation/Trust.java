package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CertificateTrust;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.RuntimeName;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What a runtime trusts: the root keys that chains may begin with, the certificate authorities that
 * vouch for such keys, the keys of approvers, the revoked tokens, and the name of this runtime in tokens.
 *
 * <p>Each change makes a new trust. A chain that was verified under one trust is verified again under
 * another, even one with equal version numbers; the numbers are for records.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class Trust {

    /** Trusts no key: every credential is refused. */
    public static final Trust NONE = new Trust(new Parts());

    private final SortedSet<PublicKey> roots;
    private final Map<Digest, PublicKey> rootsById = new LinkedHashMap<>();
    private final Map<AgentId, Set<PublicKey>> approvers;
    private final SortedSet<Digest> revoked;
    private final Map<Digest, Issuer> certificateIssuers;
    private final Optional<PrincipalAuthorities> authorities;
    private final Map<Digest, List<byte[]>> certificatePaths;
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

    /** The parts of a trust in the making. For one thread, inside one method. */
    private static final class Parts {

        private final SortedSet<PublicKey> roots = new TreeSet<>();
        private final SortedMap<AgentId, SortedSet<PublicKey>> approvers = new TreeMap<>();
        private final SortedSet<Digest> revoked = new TreeSet<>();
        private final SortedMap<Digest, Issuer> certificateIssuers = new TreeMap<>();
        private final SortedMap<Digest, List<byte[]>> certificatePaths = new TreeMap<>();
        private Optional<PrincipalAuthorities> authorities = Optional.empty();
        private String audience = "";
        private long rootsVersion;
        private long revocationEpoch;
    }

    private Trust(Parts parts) {
        this.roots = Collections.unmodifiableSortedSet(parts.roots);
        roots.forEach(root -> rootsById.put(root.id(), root));
        Map<AgentId, Set<PublicKey>> keys = new TreeMap<>();
        parts.approvers.forEach(
                (agent, each) -> keys.put(agent, Collections.unmodifiableSortedSet(each)));
        this.approvers = Collections.unmodifiableMap(keys);
        this.revoked = Collections.unmodifiableSortedSet(parts.revoked);
        this.certificateIssuers = Collections.unmodifiableMap(parts.certificateIssuers);
        this.authorities = parts.authorities;
        this.certificatePaths = Collections.unmodifiableMap(parts.certificatePaths);
        this.audience = parts.audience;
        this.rootsVersion = parts.rootsVersion;
        this.revocationEpoch = parts.revocationEpoch;
    }

    /** This trust but for a change. */
    private Trust with(Consumer<Parts> change) {
        Parts parts = new Parts();
        parts.roots.addAll(roots);
        approvers.forEach((agent, keys) -> parts.approvers.put(agent, new TreeSet<>(keys)));
        parts.revoked.addAll(revoked);
        parts.certificateIssuers.putAll(certificateIssuers);
        parts.certificatePaths.putAll(certificatePaths);
        parts.authorities = authorities;
        parts.audience = audience;
        parts.rootsVersion = rootsVersion;
        parts.revocationEpoch = revocationEpoch;
        change.accept(parts);
        return new Trust(parts);
    }

    /**
     * Trust in root keys.
     *
     * @param roots the keys that chains may begin with
     * @return trust in them, in no approver, with nothing revoked
     */
    public static Trust of(PublicKey... roots) {
        return NONE.with(parts -> {
            parts.roots.addAll(Arrays.asList(roots));
            parts.rootsVersion = 1;
        });
    }

    /**
     * This trust with one more root.
     *
     * @param root a key that chains may begin with
     * @return a new trust, with the next roots version
     */
    public Trust withRoot(PublicKey root) {
        return with(parts -> {
            parts.roots.add(root);
            parts.rootsVersion++;
        });
    }

    /**
     * This trust without a root. Every chain that begins with it is refused.
     *
     * @param root a key that chains began with
     * @return a new trust, with the next roots version
     */
    public Trust withoutRoot(PublicKey root) {
        return with(parts -> {
            parts.roots.remove(root);
            parts.rootsVersion++;
        });
    }

    /**
     * This trust with revoked tokens. Every chain that contains one of them is refused.
     *
     * @param tokens their ids, see {@link Chain#tokenDigests}
     * @return a new trust, with the next revocation epoch
     */
    public Trust withRevoked(Digest... tokens) {
        return withRevocations(Arrays.asList(tokens), revocationEpoch + 1);
    }

    /**
     * This trust with a further list of revoked tokens. Tokens that were revoked before stay revoked.
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
        return with(parts -> {
            parts.revoked.addAll(tokens);
            parts.revocationEpoch = epoch;
        });
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
        return with(parts ->
                parts.approvers.computeIfAbsent(approver, _ -> new TreeSet<>()).add(key));
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
        return with(parts -> parts.audience = name);
    }

    /**
     * This trust with a runtime whose exported certificates are accepted: its signature replaces the
     * caller's chain, for every verb that this runtime's own policy permits. By default no runtime is
     * trusted for this.
     *
     * @param name the runtime's name
     * @param key the key that signs its certificates
     * @return a new trust
     * @throws IllegalArgumentException when the name is malformed, or the key is another runtime's
     */
    public Trust withCertificateIssuer(String name, PublicKey key) {
        Issuer issuer = new Issuer(new RuntimeName(name), key);
        Issuer before = certificateIssuers.get(key.id());
        if (before != null && !before.equals(issuer)) {
            throw new IllegalArgumentException("key=" + key.id().shortHex() + " of runtime=" + name
                    + " is the key of runtime=" + before.name());
        }
        return with(parts -> parts.certificateIssuers.put(key.id(), issuer));
    }

    /**
     * This trust without a key of a runtime: certificates that it signed are no longer accepted, and
     * those already accepted no longer run.
     *
     * @param key the key's id
     * @return a new trust
     */
    public Trust withoutCertificateIssuer(Digest key) {
        return with(parts -> parts.certificateIssuers.remove(key));
    }

    /**
     * This trust with the certificate authorities of an organisation, which replace any before. A chain may
     * then begin with a key that is not a root, if a certificate path that is valid at the time of the call
     * vouches for the key. The chain can carry the path ({@link Chain#vouchedForBy}), or this trust can have
     * it ({@link #withCertificatePath}). The certificate must name the chain's first agent by one
     * alternative name that is a URI, {@code cnv://HOST/NAME?type=TYPE} for the agent {@code HOST/NAME},
     * and the chain must be for the tenant given here.
     *
     * <p>A newer revocation list takes effect together with the trust that contains it: chains that were
     * verified before are verified again.
     *
     * @param newer the authorities
     * @return a new trust, with the next roots version
     */
    public Trust withCertificateAuthorities(PrincipalAuthorities newer) {
        return with(parts -> {
            parts.authorities = Optional.of(newer);
            parts.rootsVersion++;
        });
    }

    /**
     * This trust without certificate authorities. Keys that only they vouched for are no longer trusted.
     *
     * @return a new trust, with the next roots version
     */
    public Trust withoutCertificateAuthorities() {
        return with(parts -> {
            parts.authorities = Optional.empty();
            parts.rootsVersion++;
        });
    }

    /**
     * This trust with a certificate path for chains that carry none. It replaces an earlier path for the
     * same key. It is not checked before a chain needs it.
     *
     * @param path the key's certificate, then its issuer's, and so on, without the root
     * @return a new trust, with the next roots version
     * @throws IllegalArgumentException when there is no certificate, or the first one's key is of no suite
     *     that CNV signs with
     */
    public Trust withCertificatePath(List<X509Certificate> path) {
        Digest key = CertificateTrust.keyOf(path).id();
        List<byte[]> encoded = CertificateTrust.encoded(path);
        return with(parts -> {
            parts.certificatePaths.put(key, encoded);
            parts.rootsVersion++;
        });
    }

    /** {@return the certificate authorities; empty when none are trusted} */
    public Optional<PrincipalAuthorities> authorities() {
        return authorities;
    }

    /** The certificate path that is known for a key; empty when none is. */
    List<byte[]> certificatePath(Digest key) {
        return certificatePaths.getOrDefault(key, List.of());
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
                && authorities.equals(that.authorities)
                && certificatePaths.equals(that.certificatePaths)
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
                + authorities.map(known -> ", authorities=" + known).orElse("")
                + (certificateIssuers.isEmpty()
                        ? "]"
                        : ", certificateIssuers=" + certificateIssuers.size() + "]");
    }
}
