package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Delegation;
import dev.cnv.runtime.delegation.RevocationList;
import java.util.List;

/**
 * All that a registry holds at one moment.
 *
 * @param delegations the delegations, each behind the one above it
 * @param lists the newest signed list of each issuer
 * @param revokedHere the digests of tokens that the operator revoked
 * @param next the sequence to follow changes from
 */
public record DelegationSnapshot(
        List<Delegation> delegations,
        List<RevocationList> lists,
        List<Digest> revokedHere,
        long next) {
    /** Copies the lists. */
    public DelegationSnapshot {
        delegations = List.copyOf(delegations);
        lists = List.copyOf(lists);
        revokedHere = List.copyOf(revokedHere);
    }
}
