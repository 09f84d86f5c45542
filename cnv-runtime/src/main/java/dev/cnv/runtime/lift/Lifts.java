package dev.cnv.runtime.lift;

import dev.cnv.runtime.governance.EventOrigin;
import dev.cnv.runtime.governance.FrameEvent.BatchExecuted;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.kernel.KernelLifts;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.time.Time;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A runtime's side of the grants that are in tables: it says what a ticket is for, whether a grant
 * still holds, and takes records of what was done. Sealed: only a runtime has one.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public sealed interface Lifts permits KernelLifts {

    /** {@return an id for a table, from the runtime's own randomness} */
    UUID newTable();

    /** {@return the runtime's time} */
    Time time();

    /**
     * Uses a ticket up. From then on the grant is watched, until {@link #end}.
     *
     * @param ticket the ticket
     * @param table the id of the table that asks
     * @return the grant
     * @throws dev.cnv.runtime.spi.ProofRefusedException when the ticket is another runtime's, is for another table or was
     *     used
     */
    LiftedGrant redeem(LiftTicket ticket, UUID table);

    /**
     * Counts everything that could end a grant: changes of trust, policy, mode, withdrawn verbs and
     * revocations, and the close of the runtime. A grant that was found to hold at one epoch must be
     * asked about again at the next. One volatile read or two; it allocates nothing.
     *
     * @return a number that grows with each change, and never shrinks while the process lives
     */
    long epoch();

    /**
     * Asks everything about a grant again that was asked when its certificate was verified.
     *
     * @param grant the grant's id
     * @return why it holds no more; empty when it does
     */
    Optional<Denial> standing(UUID grant);

    /**
     * Records that a grant ended. It is the caller who makes sure that no batch which begins after this
     * call runs a frame under it. Ending a grant again does nothing.
     *
     * @param grant the grant's id
     * @param why what {@link #standing} said; empty when the grant was given back
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot take it; the grant has
     *     ended nevertheless
     */
    void end(UUID grant, Optional<Denial> why);

    /**
     * Records what was done with frames.
     *
     * @param event makes the event from its origin
     * @param durability when to return
     * @return the record's index
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot take it
     */
    long record(Function<EventOrigin, BatchExecuted> event, Durability durability);
}
