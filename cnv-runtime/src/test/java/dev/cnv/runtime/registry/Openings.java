package dev.cnv.runtime.registry;

import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.ChangeOrder;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.time.Time;
import java.util.Random;
import java.util.function.Supplier;

/** Stores and registries as a runtime would make them. */
final class Openings {

    private Openings() {}

    static EventOrigins origins(Time time) {
        return new EventOrigins(time, new RandomIds(new Random(7)));
    }

    static DelegationStores stores(Ledger ledger, Time time) {
        return DelegationStores.open(ledger, origins(time), new ChangeOrder(), _ -> {});
    }

    static DelegationRegistry registry(
            Ledger ledger,
            Time time,
            DelegationBook book,
            Supplier<Trust> trust,
            int maxDelegationCount,
            int maxRevokedCount) {
        return new DelegationRegistry(
                ledger,
                origins(time),
                new ChangeOrder(),
                book,
                trust,
                maxDelegationCount,
                maxRevokedCount);
    }
}
