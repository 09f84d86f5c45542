package dev.cnv.runtime.kernel;

import dev.cnv.runtime.governance.EventOrigin;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.FrameEvent.BatchExecuted;
import dev.cnv.runtime.governance.FrameEvent.GrantEnded;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.lift.LiftTicket;
import dev.cnv.runtime.lift.LiftedGrant;
import dev.cnv.runtime.lift.Lifts;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.spi.ProofRefusedException;
import dev.cnv.runtime.time.Time;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The grants of one kernel that are in tables.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class KernelLifts implements Lifts {

    private final Object seal;
    private final Ledger ledger;
    private final EventOrigins origins;
    private final LongSupplier epoch;
    private final Function<Call, Examined> stillHolds;
    private final ConcurrentHashMap<UUID, Call> watched = new ConcurrentHashMap<>();

    /** A call that was lifted, and to what. */
    record Lift(Call call, LiftedGrant grant) {}

    /**
     * Puts it together.
     *
     * @param seal the kernel's seal
     * @param epoch counts all that could end a grant
     * @param stillHolds asks everything about a lifted call again
     */
    KernelLifts(
            Object seal,
            KernelParts parts,
            LongSupplier epoch,
            Function<Call, Examined> stillHolds) {
        this.seal = seal;
        this.ledger = parts.ledger();
        this.origins = parts.origins();
        this.epoch = epoch;
        this.stillHolds = stillHolds;
    }

    @Override
    public UUID newTable() {
        return origins.ids().next();
    }

    @Override
    public Time time() {
        return origins.time();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // The seal is known by its identity alone.
    public LiftedGrant redeem(LiftTicket ticket, UUID table) {
        if (!(ticket instanceof KernelTicket(Object given, Lift lift, AtomicBoolean spent))
                || given != seal) {
            throw new ProofRefusedException("the ticket was not made by this runtime's kernel");
        }
        if (!lift.grant().table().equals(table)) {
            throw new ProofRefusedException(
                    "the ticket is for table=" + lift.grant().table() + ", not for table=" + table);
        }
        if (!spent.compareAndSet(false, true)) {
            throw new ProofRefusedException(
                    "the ticket of grant=" + lift.grant().id() + " was used before");
        }
        watched.put(lift.grant().id(), lift.call());
        return lift.grant();
    }

    @Override
    public long epoch() {
        return epoch.getAsLong();
    }

    @Override
    public Optional<Denial> standing(UUID grant) {
        Call call = watched.get(grant);
        if (call == null) {
            return Optional.of(Denial.of(
                    Reason.NOT_LIFTABLE, "grant=" + grant + " has ended, or never was one"));
        }
        return switch (stillHolds.apply(call)) {
            case Examined.Passed(Call held) -> {
                watched.replace(grant, held);
                yield Optional.empty();
            }
            case Examined.Refused(Examined.Point _, Denial denial) -> Optional.of(denial);
            case Examined.Redirected(Call _, var to, Optional<String> _) ->
                Optional.of(
                        Denial.of(Reason.POLICY_CHANGED, "the policy now sends the call to " + to));
        };
    }

    @Override
    public void end(UUID grant, Optional<Denial> why) {
        Call call = watched.remove(grant);
        if (call == null) {
            return;
        }
        ledger.append(
                new GrantEnded(
                        origins.of(
                                call.context().principal().agent().id().value(),
                                call.context().principal().tenant().value(),
                                call.context().correlation()),
                        grant,
                        call.verb().id().path(),
                        why.map(Denial::reason),
                        why.map(Denial::message).orElse("")),
                Durability.BUFFERED);
    }

    @Override
    public long record(Function<EventOrigin, BatchExecuted> event, Durability durability) {
        return ledger.append(event.apply(origins.own()), durability);
    }

    /** The leave to put a grant into its table. */
    KernelTicket ticket(Call call, LiftedGrant grant) {
        return new KernelTicket(seal, new Lift(call, grant), new AtomicBoolean());
    }
}
