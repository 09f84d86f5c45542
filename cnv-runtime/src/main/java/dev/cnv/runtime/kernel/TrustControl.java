package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.ChangeOrder;
import dev.cnv.runtime.governance.DelegationEvent;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.RuntimeEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Whose signatures hold now. A change of it is on disk before it takes effect.
 *
 * <p><b>Threading:</b> safe for use by several threads. Changes are made one after the other, in the order
 * of the ledger; who decides reads one immutable trust and never waits.
 */
final class TrustControl {

    private final AtomicReference<Trust> current;
    private final Ledger ledger;
    private final EventOrigins origins;
    private final ChangeOrder order;
    private final Optional<SigningKey> signer;

    /**
     * The trust that a runtime begins with. Keys that the ledger does not name yet are written into it.
     *
     * @throws LedgerException when the ledger cannot take them
     */
    TrustControl(KernelParts parts) {
        this.current = new AtomicReference<>(parts.trust());
        this.ledger = parts.ledger();
        this.origins = parts.origins();
        this.order = parts.order();
        this.signer = parts.signer();
        recordKeys(parts.history().keys(), parts.trust());
    }

    Trust current() {
        return current.get();
    }

    /**
     * Changes it.
     *
     * @param change makes the new trust from the present one
     * @return the new trust
     * @throws LedgerException when the ledger cannot take it; nothing is changed then
     */
    Trust change(UnaryOperator<Trust> change) {
        return order.changing(() -> {
            Trust before = current.get();
            Trust after = change.apply(before);
            recordKeys(Provision.keys(before, signer), after);
            recordRevoked(before, after);
            current.set(after);
            return after;
        });
    }

    private void recordKeys(Set<RuntimeEvent.Key> before, Trust now) {
        Provision.keys(origins.own(), before, Provision.keys(now, signer))
                .ifPresent(changed -> ledger.append(changed, Ledger.Durability.ON_DISK));
    }

    private void recordRevoked(Trust before, Trust after) {
        List<Digest> revoked = after.revoked().stream()
                .filter(token -> !before.revoked().contains(token))
                .toList();
        for (int i = 0; i < revoked.size(); i += DelegationEvent.MAX_TOKEN_COUNT) {
            int end = Math.min(revoked.size(), i + DelegationEvent.MAX_TOKEN_COUNT);
            ledger.append(
                    new DelegationEvent.DelegationRevoked(
                            origins.own(),
                            Optional.empty(),
                            0,
                            revoked.subList(i, end),
                            "revoked in the runtime's trust",
                            Optional.empty()),
                    Ledger.Durability.ON_DISK);
        }
    }
}
