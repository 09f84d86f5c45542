package dev.cnv.tool;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.ChainVerdict;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.delegation.InMemoryUseCounter;
import dev.cnv.runtime.delegation.RevocationList;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Token;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.delegation.UseCounter;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Signed revocation lists that are looked at for one chain, by a runtime's rules: a list counts when its
 * key is a trusted root or stands in the chain, and reaches a token that the key issued, or one below it.
 */
final class RevocationFiles implements Revocations {

    private final Map<PublicKey, RevocationList> newest = new LinkedHashMap<>();

    private RevocationFiles() {}

    /**
     * The newest list of each key.
     *
     * @throws VerbRefusedException when one is no list, or not a list that could follow the others of its
     *     key
     */
    static RevocationFiles read(List<Path> files) {
        RevocationFiles lists = new RevocationFiles();
        files.forEach(file -> lists.add(RevocationFile.read(file)));
        return lists;
    }

    private void add(RevocationList list) {
        RevocationList known = newest.get(list.issuer());
        if (known == null) {
            newest.put(list.issuer(), list);
            return;
        }
        boolean newer = list.version() > known.version();
        RevocationList before = newer ? known : list;
        RevocationList after = newer ? list : known;
        before.rolledBackBy(after).ifPresent(why -> {
            throw refused(Reason.REVOCATION_ROLLED_BACK, list.issuer(), ": " + why);
        });
        newest.put(list.issuer(), after);
    }

    /**
     * Refuses lists of keys that have no say, as a runtime does.
     *
     * @throws VerbRefusedException when a list's key is neither a root nor in the chain, or the list names
     *     a token of the chain that its key issued no part of
     */
    void requireAllowed(Chain chain, Collection<PublicKey> roots) {
        List<Token> links = chain.untrustedTokens();
        List<Digest> ids = chain.tokenDigests();
        newest.forEach((key, list) -> {
            if (!roots.contains(key) && links.stream().noneMatch(link -> hasPart(link, key))) {
                throw refused(
                        Reason.REVOCATION_NOT_ALLOWED,
                        key,
                        " is neither a trusted root nor in the chain");
            }
            Set<PublicKey> above = new HashSet<>();
            for (int i = 0; i < links.size(); i++) {
                above.add(links.get(i).issuer());
                if (list.entries().containsKey(ids.get(i)) && !above.contains(key)) {
                    throw refused(
                            Reason.REVOCATION_NOT_ALLOWED,
                            key,
                            " issued neither token=" + ids.get(i).shortHex() + " nor one above it");
                }
            }
        });
    }

    private static boolean hasPart(Token link, PublicKey key) {
        return link.issuer().equals(key) || link.holder().equals(key);
    }

    /**
     * What a runtime that knows these lists says of a chain. No possession is proven and no use taken, so
     * none is new or used up.
     */
    ChainVerdict verdict(Chain chain, Trust trusted, Instant when) {
        UseCounter unused = new InMemoryUseCounter(chain.tokenDigests().size());
        return new ChainVerifier((_, _) -> false, unused, this).verify(chain, trusted, when);
    }

    @Override
    public long epoch() {
        return newest.size();
    }

    @Override
    public Optional<Digest> revoked(List<Link> chain) {
        for (int i = 0; i < chain.size(); i++) {
            Digest token = chain.get(i).token();
            Set<Digest> above =
                    chain.subList(0, i + 1).stream().map(Link::issuer).collect(Collectors.toSet());
            boolean named = newest.values().stream()
                    .anyMatch(list -> above.contains(list.issuer().id())
                            && list.entries().containsKey(token));
            if (named) {
                return Optional.of(token);
            }
        }
        return Optional.empty();
    }

    /** Which lists were asked, for a person. What is newer than they are, nobody here can know. */
    List<String> notes(Instant now) {
        return newest.values().stream()
                .map(list -> "version=" + list.version() + " of key="
                        + list.issuer().id().shortHex() + ", signed " + list.issued()
                        + (list.issued().isAfter(now) ? ", AFTER the time asked for" : "")
                        + "; a runtime that knows a newer version refuses this one as a rollback,"
                        + " and a later revocation is not seen here")
                .toList();
    }

    private static VerbRefusedException refused(Reason reason, PublicKey key, String why) {
        return new VerbRefusedException(
                Denial.of(reason, "the list of key=" + key.id().shortHex() + why)
                        .with("key", key.id().hex()));
    }
}
