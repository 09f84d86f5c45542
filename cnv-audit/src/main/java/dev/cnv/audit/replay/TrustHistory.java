package dev.cnv.audit.replay;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.DelegationEvent.DelegationRevoked;
import dev.cnv.runtime.governance.RuntimeEvent;
import dev.cnv.runtime.governance.RuntimeEvent.KeyChanged;
import dev.cnv.runtime.governance.RuntimeEvent.KeyPurpose;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Which keys a ledger says that chains could begin with, and which tokens were revoked, each from which
 * record on. Certificate authorities are not recorded.
 *
 * <p><b>Threading:</b> one thread adds, in the order of the ledger; others ask for what was said before a
 * record, once everything before it was added.
 */
final class TrustHistory {

    private static final long BEGIN = -1;

    private final NavigableMap<Long, Trust> trusts = new ConcurrentSkipListMap<>();
    private final Map<Digest, Long> firstTrusted = new ConcurrentHashMap<>();
    private final Map<Digest, List<Revoked>> revoked = new ConcurrentHashMap<>();

    /** By whom, and since which record; by the operator when there is no issuer. */
    private record Revoked(long index, Optional<Digest> issuer) {}

    /**
     * Trust in nobody yet.
     *
     * @param audience the name that tokens call the runtime by, which no record says
     */
    TrustHistory(Optional<String> audience) {
        trusts.put(BEGIN, audience.map(Trust.NONE::withAudience).orElse(Trust.NONE));
    }

    /** Takes a change of keys; a key that cannot be read is none. */
    void add(long index, KeyChanged event) {
        Trust trust = trusts.lastEntry().getValue();
        for (RuntimeEvent.Key key : event.removed()) {
            trust = root(key).map(trust::withoutRoot).orElse(trust);
        }
        for (RuntimeEvent.Key key : event.added()) {
            Optional<PublicKey> root = root(key);
            root.ifPresent(known -> firstTrusted.putIfAbsent(known.id(), index));
            trust = root.map(trust::withRoot).orElse(trust);
        }
        trusts.put(index, trust);
    }

    /** Takes revocations. */
    void add(long index, DelegationRevoked event) {
        for (Digest token : event.tokens()) {
            revoked.computeIfAbsent(token, _ -> new CopyOnWriteArrayList<>())
                    .add(new Revoked(index, event.issuer()));
        }
    }

    /** The keys that chains could begin with before a record. */
    Trust before(long index) {
        return trusts.lowerEntry(index).getValue();
    }

    /** Whether a key was one that chains could begin with at any time before a record. */
    boolean wasRoot(Digest key, long index) {
        Long first = firstTrusted.get(key);
        return first != null && first < index;
    }

    /**
     * The first token of a chain that was revoked before a record by somebody who had the right to: see
     * {@link Revocations}.
     */
    Optional<Digest> revoked(List<Revocations.Link> chain, long index) {
        for (int i = 0; i < chain.size(); i++) {
            List<Revoked> known = revoked.get(chain.get(i).token());
            if (known != null && isRevoked(known, chain.subList(0, i + 1), index)) {
                return Optional.of(chain.get(i).token());
            }
        }
        return Optional.empty();
    }

    private static boolean isRevoked(List<Revoked> known, List<Revocations.Link> down, long index) {
        return known.stream()
                .filter(one -> one.index() < index)
                .anyMatch(one -> one.issuer().isEmpty()
                        || down.stream()
                                .anyMatch(link ->
                                        link.issuer().equals(one.issuer().get())));
    }

    private static Optional<PublicKey> root(RuntimeEvent.Key key) {
        if (key.purpose() != KeyPurpose.ROOT) {
            return Optional.empty();
        }
        try {
            PublicKey root = PublicKey.decode(Base64.getUrlDecoder().decode(key.publicKey()));
            return root.id().equals(key.id()) ? Optional.of(root) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // Chains that begin with it are undetermined then.
        }
    }
}
