package dev.cnv.hotpath.grant;

import dev.cnv.annotations.DurationClass;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.lift.LiftTerms;
import dev.cnv.runtime.lift.LiftTicket;
import dev.cnv.runtime.lift.LiftedGrant;
import dev.cnv.runtime.lift.Lifts;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.spi.Staged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What may be called as frames: a row for each grant. A row is made of nothing but a verified
 * certificate, which the runtime that made it lifts; that is in the ledger, on disk, before there is a
 * handle. Each row is for one verb.
 *
 * <table>
 * <caption>What ends a grant, and from when</caption>
 * <tr><td>{@link #revoke}</td><td>every batch that begins after it returns</td></tr>
 * <tr><td>a revoked token, a changed trust, policy or mode, a withdrawn verb, the end of the
 * runtime</td><td>every batch that begins after the change took effect: a worker asks about all grants
 * again before the first of them ({@link #askIfChanged})</td></tr>
 * <tr><td>its expiry, which is never after that of the caller's chain</td><td>every batch that begins
 * at that tick or later; its row is given again when there is no other</td></tr>
 * <tr><td>its uses</td><td>at once, over all workers</td></tr>
 * </table>
 *
 * <p>A handle is a row and its generation. A row is given again, a handle is not: a row whose
 * generations are used up rests for good.
 *
 * <p><b>Threading:</b> safe for use by several threads. One lock guards rows that are given and taken,
 * and is held while grants are asked about again; workers take it only then.
 */
public final class GrantTable {

    /** The most uses that a grant can be limited to. */
    public static final long MAX_USES = 0xFFFF_FFFFL;

    private final Lifts lifts;
    private final UUID id;
    private final CoarseClock clock;
    private final List<VerbDescriptor> verbs;
    private final RateLimits limits;
    private final GrantRows rows;

    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable LiftedGrant[] grants;
    private final FreeHandles free;
    private final AtomicInteger workers = new AtomicInteger();

    /** For which epoch all rows were asked about; written under the lock, read by all. */
    private volatile long asked;

    private GrantTable(Cnv cnv, int capacity, List<VerbDescriptor> verbs, int tenantPerSecond) {
        this.lifts = cnv.lifts();
        this.id = lifts.newTable();
        this.clock = new CoarseClock(lifts.time());
        this.verbs = List.copyOf(verbs);
        this.limits = new RateLimits(verbs, tenantPerSecond);
        this.rows = new GrantRows(capacity);
        this.grants = new LiftedGrant[capacity];
        this.free = new FreeHandles(capacity);
        this.asked = lifts.epoch();
    }

    /**
     * Makes an empty table.
     *
     * @param cnv the runtime whose certificates it takes
     * @param capacity the number of rows, a power of two
     * @param verbs the verbs that frames name by their place in this list
     * @param tenantPerSecond how many frames of one tenant may run in any second, over all its grants; 0
     *     is no limit
     * @return the table
     * @throws IllegalArgumentException when a number is out of range, or a verb is unknown, twice there
     *     or not of the duration class FAST_PATH
     */
    public static GrantTable create(
            Cnv cnv, int capacity, List<CapabilityId> verbs, int tenantPerSecond) {
        if (tenantPerSecond < 0) {
            throw new IllegalArgumentException(
                    "tenantPerSecond=" + tenantPerSecond + " is negative");
        }
        List<VerbDescriptor> found = new ArrayList<>();
        for (CapabilityId verb : verbs) {
            VerbDescriptor descriptor = find(cnv, verb);
            if (found.contains(descriptor)) {
                throw new IllegalArgumentException("verb=" + verb + " is there twice");
            }
            found.add(descriptor);
        }
        return new GrantTable(cnv, capacity, found, tenantPerSecond);
    }

    private static VerbDescriptor find(Cnv cnv, CapabilityId verb) {
        for (VerbDescriptor known : cnv.verbs()) {
            if (known.id().equals(verb)) {
                return fast(known);
            }
        }
        throw new IllegalArgumentException("verb=" + verb + " is not in the runtime");
    }

    private static VerbDescriptor fast(VerbDescriptor verb) {
        DurationClass duration = verb.contract().duration();
        if (duration != DurationClass.FAST_PATH) {
            throw new IllegalArgumentException(
                    "verb=" + verb.id() + " has duration=" + duration + ", not FAST_PATH");
        }
        return verb;
    }

    /**
     * Lifts a certificate to a grant of this table.
     *
     * @param certificate a verified certificate of this table's runtime, of one of its verbs
     * @param life how long the grant is good at most
     * @param uses how many frames may run under it, at most {@link #MAX_USES}; empty for no limit
     * @return the grant, or why there is none
     * @throws IllegalArgumentException when a number is out of range, or the verb is none of the table's
     * @throws IllegalStateException when all rows are taken by grants that are not over
     * @throws LedgerException when a row is needed of a grant that is over, and the ledger cannot take
     *     its end; the certificate is not used up
     * @throws dev.cnv.runtime.spi.ProofRefusedException when the certificate is another runtime's
     */
    public Step<GrantHandle> lift(
            Staged.Verified<?, ?> certificate, Duration life, OptionalLong uses) {
        if (uses.isPresent() && uses.getAsLong() > MAX_USES) {
            throw new IllegalArgumentException(
                    "uses=" + uses.getAsLong() + " is more than " + MAX_USES);
        }
        indexOf(certificate.claims().capability());
        long handle = reserve();
        boolean given = false;
        try {
            Step<GrantHandle> step = switch (certificate.lift(
                    new LiftTerms(id, handle, life, uses))) {
                case Step.Passed<LiftTicket> passed -> give(passed.certificate());
                case Step.Stopped<LiftTicket> stopped -> new Step.Stopped<>(stopped.outcome());
                case Step.Redirected<LiftTicket> redirected ->
                    new Step.Redirected<>(redirected.to());
            };
            given = step instanceof Step.Passed<GrantHandle>;
            return step;
        } finally {
            if (!given) {
                freeRow(GrantRows.row(handle));
            }
        }
    }

    private int indexOf(CapabilityId verb) {
        for (int i = 0; i < verbs.size(); i++) {
            if (verbs.get(i).id().equals(verb)) {
                return i;
            }
        }
        throw new IllegalArgumentException("verb=" + verb + " is none of this table's");
    }

    private long reserve() {
        lock.lock();
        try {
            if (free.isEmpty()) {
                endThoseThatAreOver();
            }
            if (free.isEmpty()) {
                throw new IllegalStateException(
                        "rows=" + grants.length + " are all taken; revoke grants first");
            }
            return free.take();
        } finally {
            lock.unlock();
        }
    }

    private void endThoseThatAreOver() {
        long tick = clock.tick();
        for (int row = 0; row < grants.length; row++) {
            LiftedGrant grant = grants[row];
            if (grant != null && rows.read(row, GrantRows.EXPIRY) <= tick) {
                end(
                        grant.handle(),
                        Optional.of(Denial.of(
                                Reason.CERTIFICATE_EXPIRED,
                                "the grant was good until " + grant.expires())));
            }
        }
    }

    private void freeRow(int row) {
        lock.lock();
        try {
            free.give(row);
        } finally {
            lock.unlock();
        }
    }

    private Step<GrantHandle> give(LiftTicket ticket) {
        LiftedGrant grant = lifts.redeem(ticket, id);
        int verb = indexOf(grant.verb().id());
        lock.lock();
        try {
            int row = GrantRows.row(grant.handle());
            int tenant = limits.enter(grant.tenant(), clock.tick());
            grants[row] = grant;
            Duration life = Duration.between(lifts.time().now(), grant.expires());
            rows.give(
                    grant.handle(),
                    GrantRows.call(verb, EffectBits.of(grant.verb()), marks(grant, verb)),
                    clock.expiry(life),
                    grant.epoch(),
                    grant.uses().orElse(0),
                    tenant);
            if (grant.epoch() < asked) {
                endUnlessStanding(row, grant, lifts.epoch());
            }
            return new Step.Passed<>(new GrantHandle(grant.handle(), grant));
        } finally {
            lock.unlock();
        }
    }

    private long marks(LiftedGrant grant, int verb) {
        long marks = grant.uses().isPresent() ? GrantRows.LIMITED : 0;
        return limits.concern(verb) ? marks | GrantRows.RATED : marks;
    }

    /**
     * Ends a grant. No batch that begins after this returns runs a frame under it.
     *
     * @param handle the handle
     * @return false when it had ended before, or never was one
     * @throws LedgerException when the ledger cannot take the end; the grant has ended nevertheless
     */
    public boolean revoke(long handle) {
        return end(handle, Optional.empty());
    }

    private boolean end(long handle, Optional<Denial> why) {
        lock.lock();
        try {
            int row = GrantRows.row(handle);
            LiftedGrant grant = row >= 0 && row < grants.length ? grants[row] : null;
            if (grant == null || grant.handle() != handle) {
                return false;
            }
            rows.take(row);
            grants[row] = null;
            limits.leave(grant.tenant());
            free.give(row);
            lifts.end(grant.id(), why);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes sure that every row is one that holds now. Called before each batch: when nothing changed
     * since the last call it reads two numbers; otherwise every grant is asked about again, and those that
     * hold no more are ended.
     *
     * @return the epoch that all rows hold at, for the check of the batch
     */
    long askIfChanged() {
        long now = lifts.epoch();
        return now == asked ? now : askAll();
    }

    /** The epoch that all rows were last made sure of. */
    long askedFor() {
        return asked;
    }

    private long askAll() {
        lock.lock();
        try {
            long now = lifts.epoch();
            if (now == asked) {
                return now;
            }
            for (int row = 0; row < grants.length; row++) {
                LiftedGrant grant = grants[row];
                if (grant != null) {
                    endUnlessStanding(row, grant, now);
                }
            }
            rows.markAllHeld(now);
            asked = now;
            return now;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks for grants whose time is over, when there may be any: those that are known need not be looked
     * for in each batch.
     *
     * @param tick the tick of a batch
     */
    void expire(long tick) {
        if (!rows.isSweepDue(tick)) {
            return;
        }
        lock.lock();
        try {
            long now = clock.tick();
            if (rows.isSweepDue(now)) {
                rows.sweep(now);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A grant whose end cannot be recorded has ended all the same. */
    private void endUnlessStanding(int row, LiftedGrant grant, long now) {
        Optional<Denial> denial = lifts.standing(grant.id());
        if (denial.isEmpty()) {
            rows.markHeld(row, now);
            return;
        }
        try {
            end(grant.handle(), denial);
        } catch (LedgerException _) {
            // The ledger is closed or broken: it takes no batch either, so nothing runs without it.
        }
    }

    /**
     * Counts a thread in that is about to run frames of this table. A contract that allows so many calls
     * at a time, and no fewer, is one that may be lifted.
     *
     * @throws IllegalStateException when {@link LiftTerms#MAX_WORKER_COUNT} are in already
     */
    public void enter() {
        if (workers.incrementAndGet() > LiftTerms.MAX_WORKER_COUNT) {
            workers.decrementAndGet();
            throw new IllegalStateException("workers=" + LiftTerms.MAX_WORKER_COUNT
                    + " run frames of this table, and no more may");
        }
    }

    /** Counts a thread out again that was counted in. */
    public void exit() {
        workers.decrementAndGet();
    }

    /** {@return the table's id, by which the ledger names it} */
    public UUID id() {
        return id;
    }

    /** {@return how many grants there are} */
    public int size() {
        lock.lock();
        try {
            int count = 0;
            for (LiftedGrant grant : grants) {
                count += grant == null ? 0 : 1;
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many uses a grant has left.
     *
     * @param handle the handle
     * @return the number; empty when they are not limited, or there is no such grant
     */
    public OptionalLong usesLeft(long handle) {
        lock.lock();
        try {
            int row = GrantRows.row(handle);
            LiftedGrant grant = row >= 0 && row < grants.length ? grants[row] : null;
            return grant == null || grant.handle() != handle || grant.uses().isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(rows.usesLeft(row));
        } finally {
            lock.unlock();
        }
    }

    /** {@return the verbs, by their index} */
    public List<VerbDescriptor> verbs() {
        return verbs;
    }

    /** {@return the clock that grants expire by} */
    public CoarseClock clock() {
        return clock;
    }

    /** {@return the runtime's side of the grants, which takes records of what was done with frames} */
    public Lifts lifts() {
        return lifts;
    }

    GrantRows rows() {
        return rows;
    }

    /** The status of one more frame of a row that has limits. */
    int spend(long handle, int verb, long tick) {
        return limits.spend(rows, handle, verb, tick);
    }
}
