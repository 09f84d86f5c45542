package dev.cnv.hotpath.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.bank.Branch.Frames;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.governance.FrameEvent.GrantEnded;
import dev.cnv.runtime.governance.OperatingMode;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyDelta;
import dev.cnv.runtime.policy.PolicyRule;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchGateTest {

    private static final AgentId OPERATOR = new AgentId("operator");

    private Branch branch = new Branch();
    private final Arena arena = Arena.ofShared();
    private final Frames frames = Frames.of(arena, BatchGate.MAX_BATCH);

    @AfterEach
    void close() {
        branch.close();
        arena.close();
    }

    private int statusOf(long handle, int verb, int flags) {
        return statusOf(new BatchGate(branch.table), handle, verb, flags);
    }

    private int statusOf(BatchGate gate, long handle, int verb, int flags) {
        frames.write(0, handle, verb, flags);
        int passed = gate.check(frames.segment(), frames.offsets(), 1);
        assertEquals(passed, gate.allowed()[0]);
        assertEquals(passed == 1, gate.status(0) == FrameStatus.DONE);
        return gate.status(0);
    }

    private long transferGrant() {
        return branch.grant(Branch.transfer(branch.session("alice"))).value();
    }

    @Test
    void check_goodFrame_passes() {
        long handle = transferGrant();
        assertEquals(FrameStatus.DONE, statusOf(handle, Branch.TRANSFER, 0));
        assertEquals(FrameStatus.DONE, statusOf(handle, Branch.TRANSFER, EffectBits.MUTATE_STATE));
    }

    @Test
    void check_handleOfNoGrant_isStale() {
        long handle = transferGrant();
        for (long wrong : new long[] {
            0,
            -1,
            handle + 1,
            handle + (1L << 32),
            handle - (1L << 32),
            handle | 1L << 31,
            handle + 64,
            Long.MIN_VALUE,
            Long.MAX_VALUE
        }) {
            assertEquals(FrameStatus.HANDLE_STALE, statusOf(wrong, Branch.TRANSFER, 0), "" + wrong);
            assertEquals(FrameStatus.HANDLE_STALE, statusOf(wrong, -1, 0), "" + wrong);
        }
    }

    @Test
    void check_otherVerb_isNotGranted() {
        long handle = transferGrant();
        for (int verb : new int[] {Branch.BALANCE, 7, -1, Integer.MIN_VALUE}) {
            assertEquals(FrameStatus.VERB_NOT_GRANTED, statusOf(handle, verb, 0));
        }
    }

    @Test
    void check_moreEffects_areNotGranted() {
        long handle = transferGrant();
        for (int flags : new int[] {EffectBits.PRIVILEGED, 3, 1 << 15, 1 << 10, 0xFFFF}) {
            assertEquals(FrameStatus.EFFECTS_NOT_GRANTED, statusOf(handle, Branch.TRANSFER, flags));
        }
    }

    @Test
    void check_atExpiry_isDenied() {
        long handle = branch.grant(
                        Branch.transfer(branch.session("alice")),
                        Duration.ofSeconds(5),
                        OptionalLong.empty())
                .value();
        branch.time.advance(Duration.ofMillis(4_999));
        assertEquals(FrameStatus.DONE, statusOf(handle, Branch.TRANSFER, 0));
        branch.time.advance(Duration.ofMillis(1));
        assertEquals(FrameStatus.EXPIRED, statusOf(handle, Branch.TRANSFER, 0));
    }

    private long grantFor(Duration life) {
        return branch.grant(Branch.transfer(branch.session("alice")), life, OptionalLong.empty())
                .value();
    }

    private boolean allGood() {
        long tick = branch.table.clock().tick();
        return branch.table.rows().allGood(tick, branch.table.askIfChanged());
    }

    /** Whether expiries are looked at one by one, or known of all rows together, a grant ends in time. */
    @Test
    void check_grantsOfManyLives_endEachInItsTick() {
        long[] handles = new long[40];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = grantFor(Duration.ofMillis(1 + i / 2 * 3));
        }
        BatchGate gate = new BatchGate(branch.table);
        boolean together = false;
        boolean oneByOne = false;
        for (int tick = 0; tick < 70; tick++) {
            for (int i = 0; i < handles.length; i++) {
                int expected = tick < 1 + i / 2 * 3 ? FrameStatus.DONE : FrameStatus.EXPIRED;
                boolean known = allGood();
                together |= known;
                oneByOne |= !known;
                assertEquals(expected, statusOf(gate, handles[i], Branch.TRANSFER, 0));
            }
            branch.time.advance(Duration.ofMillis(1));
        }
        assertTrue(together && oneByOne, "both ways were used");
    }

    /** One whose row is free of the mark of the grant before. */
    @Test
    void check_rowThatWasOver_isGoodForTheNextGrant() {
        long first = grantFor(Duration.ofMillis(5));
        branch.time.advance(Duration.ofMillis(5));
        assertEquals(FrameStatus.EXPIRED, statusOf(first, Branch.TRANSFER, 0));
        assertTrue(branch.table.revoke(first));
        long next = grantFor(Duration.ofMillis(5));
        assertEquals((int) first, (int) next);
        assertEquals(FrameStatus.DONE, statusOf(next, Branch.TRANSFER, 0));
        branch.time.advance(Duration.ofMillis(5));
        assertEquals(FrameStatus.EXPIRED, statusOf(next, Branch.TRANSFER, 0));
    }

    /** A gate whose clock stands still says the same of what another has found to be over. */
    @Test
    void check_byAGateThatIsBehind_findsWhatIsOverToBeOver() {
        long brief = grantFor(Duration.ofMillis(5));
        long lasting = grantFor(Duration.ofHours(1));
        branch.time.advance(Duration.ofMillis(6));
        assertEquals(FrameStatus.DONE, statusOf(lasting, Branch.TRANSFER, 0));
        BatchGate behind = new BatchGate(branch.table);
        frames.write(0, brief, Branch.TRANSFER, 0);
        frames.write(1, lasting, Branch.TRANSFER, 0);
        assertEquals(1, behind.check(frames.segment(), frames.offsets(), 2, 1));
        assertEquals(FrameStatus.EXPIRED, behind.status(0));
        assertEquals(FrameStatus.DONE, behind.status(1));
    }

    /** Not even when it has no life at all: the rows are looked at, not what lives should be. */
    @Test
    void sweep_rowThatWasNeverGood_isMarked() {
        GrantRows rows = new GrantRows(4);
        rows.give(GrantRows.handle(2, 1), GrantRows.call(0, 0, 0), 0, 7, 0, 0);
        assertFalse(rows.allGood(0, 7));
        assertTrue(rows.isSweepDue(0));
        rows.sweep(0);
        assertTrue(rows.allGood(0, 7));
        assertTrue((rows.read(2, GrantRows.CALL) & GrantRows.OVER) != 0);
        assertFalse(rows.allGood(0, 8), "held at 7");
        rows.markAllHeld(8);
        assertTrue(rows.allGood(0, 8));
    }

    /** Grants that end all the time do not have all rows looked at all the time. */
    @Test
    void sweep_ofManyRows_restsAWhile() {
        GrantRows rows = new GrantRows(1 << 14);
        rows.give(GrantRows.handle(2, 1), GrantRows.call(0, 0, 0), 5, 0, 0, 0);
        rows.sweep(5);
        rows.give(GrantRows.handle(3, 1), GrantRows.call(0, 0, 0), 6, 0, 0, 0);
        assertFalse(rows.isSweepDue(20));
        assertFalse(rows.allGood(6, 0), "so it is looked at");
        assertTrue(rows.isSweepDue(21));
    }

    @Test
    void check_chainThatEndsEarlier_endsTheGrant() {
        Chain chain = branch.chain(
                "alice", draft -> draft.between(Branch.NOON, Branch.NOON.plusSeconds(3)));
        long handle = branch.grant(Branch.transfer(branch.session(chain))).value();
        branch.time.advance(Duration.ofSeconds(3));
        assertEquals(FrameStatus.EXPIRED, statusOf(handle, Branch.TRANSFER, 0));
    }

    @Test
    void revoke_handle_isDeniedFromTheNextBatchAndRowComesBackWithAnother() {
        long handle = transferGrant();
        BatchGate gate = new BatchGate(branch.table);
        assertEquals(FrameStatus.DONE, statusOf(gate, handle, Branch.TRANSFER, 0));
        assertTrue(branch.table.revoke(handle));
        assertFalse(branch.table.revoke(handle));
        assertEquals(FrameStatus.HANDLE_STALE, statusOf(gate, handle, Branch.TRANSFER, 0));
        long other = transferGrant();
        assertEquals((int) handle, (int) other);
        assertEquals(FrameStatus.HANDLE_STALE, statusOf(gate, handle, Branch.TRANSFER, 0));
        assertEquals(FrameStatus.DONE, statusOf(gate, other, Branch.TRANSFER, 0));
        assertFalse(branch.table.revoke(handle));
        assertEquals(1, branch.ledger.all(GrantEnded.class).size());
    }

    /** Others' grants go on. */
    @Test
    void trust_revokedToken_endsItsGrantsWithinOneBatch() {
        Chain chain = branch.chain("alice", all -> all);
        long mine = branch.grant(Branch.transfer(branch.session(chain))).value();
        long others = branch.grant(Branch.balance(branch.session("bob"))).value();
        BatchGate gate = new BatchGate(branch.table);
        assertEquals(FrameStatus.DONE, statusOf(gate, mine, Branch.TRANSFER, 0));
        branch.cnv.trust(trust -> trust.withRevoked(chain.tokenDigests().getLast()));
        assertEquals(FrameStatus.HANDLE_STALE, statusOf(gate, mine, Branch.TRANSFER, 0));
        assertEquals(FrameStatus.DONE, statusOf(gate, others, Branch.BALANCE, 0));
        GrantEnded ended = branch.ledger.all(GrantEnded.class).getLast();
        assertEquals(Optional.of(Reason.CREDENTIAL_REVOKED), ended.reason());
    }

    @Test
    void delegations_revokedToken_endsItsGrantsWithinOneBatch() {
        Chain chain = branch.chain("alice", all -> all);
        long mine = branch.grant(Branch.transfer(branch.session(chain))).value();
        BatchGate gate = new BatchGate(branch.table);
        assertEquals(FrameStatus.DONE, statusOf(gate, mine, Branch.TRANSFER, 0));
        branch.cnv.delegations().revoke(chain.tokenDigests().getFirst(), "left");
        assertEquals(FrameStatus.HANDLE_STALE, statusOf(gate, mine, Branch.TRANSFER, 0));
    }

    @Test
    void operator_closesOrWithdraws_endsGrantsWithinOneBatch() {
        long transfer = transferGrant();
        long balance = branch.grant(Branch.balance(branch.session("bob"))).value();
        branch.cnv.withdraw(new CapabilityId("bank.balance"), OPERATOR, "test");
        assertEquals(FrameStatus.HANDLE_STALE, statusOf(balance, Branch.BALANCE, 0));
        assertEquals(FrameStatus.DONE, statusOf(transfer, Branch.TRANSFER, 0));
        branch.cnv.mode(OperatingMode.MAINTENANCE, OPERATOR, "test");
        assertEquals(FrameStatus.HANDLE_STALE, statusOf(transfer, Branch.TRANSFER, 0));
    }

    @Test
    void policy_newForbid_endsGrantsWithinOneBatch() {
        long handle = transferGrant();
        branch.cnv.policy(
                new PolicyDelta.Tighten(List.of(new PolicyDelta.Edit.Add(
                        PolicyRule.deny("no", "none any more", "").always()))),
                OPERATOR);
        assertEquals(FrameStatus.HANDLE_STALE, statusOf(handle, Branch.TRANSFER, 0));
        assertEquals(0, branch.table.size());
    }

    @Test
    void close_ofTheRuntime_endsGrants() {
        long handle = transferGrant();
        branch.cnv.close();
        assertEquals(FrameStatus.HANDLE_STALE, statusOf(handle, Branch.TRANSFER, 0));
    }

    @Test
    void check_batchWithAFewBad_saysWhichAndWhy() {
        long handle = transferGrant();
        for (int count : new int[] {0, 1, 63, 64, 65, 127, 256, 1_024}) {
            for (int i = 0; i < count; i++) {
                frames.write(i, i % 5 == 3 ? 0 : handle, i % 7 == 2 ? 9 : Branch.TRANSFER, 0);
            }
            BatchGate gate = new BatchGate(branch.table);
            int passed = gate.check(frames.segment(), frames.offsets(), count);
            int good = 0;
            for (int i = 0; i < count; i++) {
                int status = i % 5 == 3
                        ? FrameStatus.HANDLE_STALE
                        : i % 7 == 2 ? FrameStatus.VERB_NOT_GRANTED : FrameStatus.DONE;
                assertEquals(status, gate.status(i));
                assertEquals(status == FrameStatus.DONE, (gate.allowed()[i / 64] >>> i & 1) == 1);
                good += status == FrameStatus.DONE ? 1 : 0;
            }
            assertEquals(good, passed);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new BatchGate(branch.table)
                        .check(frames.segment(), frames.offsets(), BatchGate.MAX_BATCH + 1));
    }

    @Test
    void uses_withinABatchAndOverThreads_areExact() throws Exception {
        long uses = 10_007;
        long handle = branch.grant(
                        Branch.transfer(branch.session("alice")),
                        Duration.ofHours(1),
                        OptionalLong.of(uses))
                .value();
        AtomicLong passed = new AtomicLong();
        AtomicLong exhausted = new AtomicLong();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int t = 0; t < 4; t++) {
                threads.submit(() -> {
                    Frames own = Frames.of(arena, 64);
                    BatchGate gate = new BatchGate(branch.table);
                    for (int batch = 0; batch < 100; batch++) {
                        for (int i = 0; i < 64; i++) {
                            own.write(i, handle, Branch.TRANSFER, 0);
                        }
                        passed.addAndGet(gate.check(own.segment(), own.offsets(), 64));
                        for (int i = 0; i < 64; i++) {
                            if (gate.status(i) == FrameStatus.USES_EXHAUSTED) {
                                exhausted.incrementAndGet();
                            }
                        }
                    }
                    return null;
                });
            }
        }
        assertEquals(uses, passed.get());
        assertEquals(4 * 100 * 64 - uses, exhausted.get());
        assertEquals(OptionalLong.of(0), branch.table.usesLeft(handle));
    }

    @Test
    void uses_ofFramesThatFailOtherChecks_areNotTaken() {
        long handle = branch.grant(
                        Branch.transfer(branch.session("alice")),
                        Duration.ofHours(1),
                        OptionalLong.of(1))
                .value();
        statusOf(handle, Branch.BALANCE, 0);
        statusOf(handle, Branch.TRANSFER, EffectBits.PRIVILEGED);
        assertEquals(OptionalLong.of(1), branch.table.usesLeft(handle));
        assertEquals(FrameStatus.DONE, statusOf(handle, Branch.TRANSFER, 0));
        assertEquals(FrameStatus.USES_EXHAUSTED, statusOf(handle, Branch.TRANSFER, 0));
    }

    @Test
    void rateOfAContract_overItsGrants_isKeptInAnySecond() {
        long one = branch.grant(Branch.peek(branch.session("alice"))).value();
        long two = branch.grant(Branch.peek(branch.session("bob"))).value();
        assertEquals(100, peeks(one, two));
        branch.time.advance(Duration.ofMillis(999));
        assertEquals(0, peeks(one, two));
        branch.time.advance(Duration.ofMillis(2));
        assertEquals(100, peeks(one, two));
    }

    private int peeks(long one, long two) {
        for (int i = 0; i < 256; i++) {
            frames.write(i, i % 2 == 0 ? one : two, Branch.PEEK, 0);
        }
        BatchGate gate = new BatchGate(branch.table);
        int passed = gate.check(frames.segment(), frames.offsets(), 256);
        assertEquals(FrameStatus.RATE_EXCEEDED, gate.status(255));
        return passed;
    }

    @Test
    void rateOfATenant_overItsVerbs_isKeptAndNotTakenByOthers() {
        branch.close();
        branch = new Branch(builder -> builder, 10);
        Chain acme = branch.chain("alice", draft -> draft.tenant(new TenantId("acme")));
        Chain other = branch.chain("bob", draft -> draft.tenant(new TenantId("other")));
        List<Long> handles = List.of(
                branch.grant(Branch.transfer(branch.session(acme))).value(),
                branch.grant(Branch.balance(branch.session(acme))).value(),
                branch.grant(Branch.balance(branch.session(other))).value());
        for (int i = 0; i < 60; i++) {
            frames.write(i, handles.get(i % 3), i % 3 == 0 ? Branch.TRANSFER : Branch.BALANCE, 0);
        }
        BatchGate gate = new BatchGate(branch.table);
        assertEquals(20, gate.check(frames.segment(), frames.offsets(), 60));
        assertEquals(FrameStatus.RATE_EXCEEDED, gate.status(57));
    }
}
