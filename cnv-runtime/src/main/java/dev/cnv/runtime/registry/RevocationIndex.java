package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Revocations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which tokens were revoked, and by whom.
 *
 * <p><b>Threading:</b> one thread changes it at a time, any number read. The maps are changed before
 * {@code epoch} is written, so that who reads an epoch sees all changes up to it.
 */
final class RevocationIndex implements Revocations {

    private final Set<Digest> byOperator = ConcurrentHashMap.newKeySet();
    private final Map<Digest, Set<Digest>> byIssuer = new ConcurrentHashMap<>();
    private volatile long epoch;

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public Optional<Digest> revoked(List<Link> chain) {
        for (int i = 0; i < chain.size(); i++) {
            Digest token = chain.get(i).token();
            if (byOperator.contains(token) || revokedFromAbove(token, chain.subList(0, i + 1))) {
                return Optional.of(token);
            }
        }
        return Optional.empty();
    }

    private boolean revokedFromAbove(Digest token, List<Link> down) {
        Set<Digest> issuers = byIssuer.get(token);
        return issuers != null && down.stream().anyMatch(link -> issuers.contains(link.issuer()));
    }

    boolean byOperator(Digest token) {
        return byOperator.contains(token);
    }

    List<Digest> byOperator() {
        return byOperator.stream().sorted().toList();
    }

    int size() {
        return byOperator.size() + byIssuer.size();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread changes it at a time.
    void add(Optional<Digest> issuer, List<Digest> tokens) {
        if (issuer.isEmpty()) {
            byOperator.addAll(tokens);
        } else {
            tokens.forEach(
                    token -> byIssuer.computeIfAbsent(token, _ -> ConcurrentHashMap.newKeySet())
                            .add(issuer.get()));
        }
        epoch++;
    }
}
