package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.ReplayGuard;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.delegation.UseCounter;
import dev.cnv.runtime.governance.ChangeOrder;
import dev.cnv.runtime.governance.DelegationEvent;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.LedgerRecord;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a runtime remembers about delegated authority: uses, nonces, delegations and revocations. All of
 * it is a reading of the ledger, made once when the runtime is built and carried on in memory.
 *
 * <p><b>Threading:</b> immutable; what it hands out is safe for use by several threads.
 */
public final class DelegationStores {

    private final Ledger ledger;
    private final EventOrigins origins;
    private final ChangeOrder order;
    private final LedgerUseCounter uses;
    private final LedgerReplayGuard replays;
    private final DelegationBook book;

    private DelegationStores(Ledger ledger, EventOrigins origins, ChangeOrder order) {
        Time time = origins.time();
        this.ledger = ledger;
        this.origins = origins;
        this.order = order;
        this.uses = new LedgerUseCounter(time, LedgerUseCounter.DEFAULT_CAPACITY_COUNT);
        this.replays = new LedgerReplayGuard(time, LedgerReplayGuard.DEFAULT_CAPACITY_COUNT);
        this.book = new DelegationBook(time, ChangeRing.DEFAULT_CAPACITY_COUNT);
    }

    /**
     * Reads a ledger.
     *
     * @param ledger takes what changes later
     * @param origins begins the events of later changes
     * @param order keeps later changes apart from decisions
     * @param alongside sees each record too, so that the ledger is read once for all who need it
     * @return what the ledger says
     * @throws LedgerException when a record cannot be read
     */
    public static DelegationStores open(
            Ledger ledger,
            EventOrigins origins,
            ChangeOrder order,
            Consumer<LedgerRecord> alongside) {
        DelegationStores stores = new DelegationStores(ledger, origins, order);
        ledger.read(record -> {
            stores.replay(record);
            alongside.accept(record);
        });
        return stores;
    }

    private void replay(LedgerRecord record) {
        switch (record.event()) {
            case PolicyDecision decided -> replay(decided.spending());
            case DelegationEvent event -> replay(record.index(), event);
            default -> {}
        }
    }

    private void replay(Spending spending) {
        spending.uses().forEach(uses::replay);
        spending.nonce().ifPresent(replays::replay);
    }

    private void replay(long index, DelegationEvent event) {
        try {
            book.apply(index, event);
        } catch (RuntimeException e) {
            throw new LedgerException(
                    "record=" + index + " cannot be taken for what was delegated: "
                            + e.getMessage(),
                    e);
        }
    }

    /** {@return what counts uses} */
    public UseCounter uses() {
        return uses;
    }

    /** {@return what remembers nonces} */
    public ReplayGuard replays() {
        return replays;
    }

    /**
     * What says which tokens were revoked.
     *
     * @param followed others that are asked too
     * @return all of them as one
     */
    public Revocations revocations(List<Revocations> followed) {
        List<Revocations> all = new ArrayList<>(followed);
        all.addFirst(book.revocations());
        return followed.isEmpty() ? book.revocations() : new Joined(List.copyOf(all));
    }

    /**
     * The registry.
     *
     * @param trust whose signatures hold
     * @return the one registry of this ledger; make no second
     */
    public DelegationRegistry registry(Supplier<Trust> trust) {
        return new DelegationRegistry(ledger, origins, order, book, trust);
    }

    /** Several revocations as one. The epochs' sum moves when one of them does. */
    private record Joined(List<Revocations> all) implements Revocations {

        /** Asked before each batch of frames: it allocates nothing. */
        @Override
        public long epoch() {
            long sum = 0;
            for (int i = 0; i < all.size(); i++) {
                sum += all.get(i).epoch();
            }
            return sum;
        }

        @Override
        public Optional<Denial> unknown() {
            return all.stream()
                    .map(Revocations::unknown)
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        @Override
        public Optional<Digest> revoked(List<Link> chain) {
            return all.stream()
                    .map(one -> one.revoked(chain))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
    }
}
