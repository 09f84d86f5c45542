package dev.cnv.tests.guide;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.CnvBuilder;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Revocation;
import dev.cnv.runtime.delegation.RevocationList;
import dev.cnv.runtime.delegation.RevocationReason;
import dev.cnv.runtime.registry.DelegationFollower;
import dev.cnv.runtime.registry.RegistryResult;
import dev.cnv.runtime.time.Time;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** How alice takes back what she gave, and how another runtime hears of it. */
final class NotesRevoked {

    private NotesRevoked() {}

    // region: revoke
    /** Alice takes back what she gave to her assistant. */
    static RegistryResult takeBack(Cnv cnv, SigningKey aliceKey, Chain assistant, Instant now) {
        cnv.delegations().register(assistant);
        RevocationList list = RevocationList.first(
                aliceKey,
                now,
                List.of(Revocation.of(
                        assistant.tokenDigests().getLast(),
                        now,
                        RevocationReason.NO_LONGER_NEEDED)));
        return cnv.delegations().revoke(list);
    }
    // endregion

    // region: follow
    /** A second runtime, which also refuses what the first one's ledger says was revoked. */
    static Cnv beside(Path firstLedger, Time time, CnvBuilder second) {
        DelegationFollower first = DelegationFollower.open(firstLedger, time);
        // Call first.poll() as often as a revocation has to arrive.
        return second.revocations(first.revocations()).build();
    }
    // endregion
}
