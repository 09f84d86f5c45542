package dev.cnv.hotpath.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.bank.Branch.Frames;
import java.lang.foreign.Arena;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames and tables as somebody would make them who wants more than was granted. */
class GateAttackTest {

    private static final int ROW = 9;

    private final Branch branch = new Branch();
    private final GrantRows rows = branch.table.rows();
    private final Arena arena = Arena.ofShared();
    private final Frames frames = Frames.of(arena, 64);
    private final BatchGate gate = new BatchGate(branch.table);

    @AfterEach
    void close() {
        branch.close();
        arena.close();
    }

    private int statusOf(long handle, int verb) {
        frames.write(0, handle, verb, 0);
        gate.check(frames.segment(), frames.offsets(), 1);
        return gate.status(0);
    }

    private static OptionalLong unlimited() {
        return OptionalLong.empty();
    }

    /** All of a row but its handle: what a reader finds between the steps of giving a row. */
    private void giveAllButTheHandle(long call) {
        int at = ROW << GrantRows.SHIFT;
        rows.longs[at + GrantRows.CALL] = call;
        rows.longs[at + GrantRows.EXPIRY] = Long.MAX_VALUE;
        rows.longs[at + GrantRows.EPOCH] = Long.MAX_VALUE >> 1;
        rows.longs[at + GrantRows.USES] = 5;
    }

    @Test
    void row_thatIsBeingGiven_letsNobodyThroughByTheKeyOfAFreeRow() {
        for (long marks : new long[] {0, GrantRows.LIMITED, GrantRows.RATED}) {
            giveAllButTheHandle(GrantRows.call(1, EffectBits.ALL, marks));
            for (int generation : new int[] {0, -1, 1, Integer.MIN_VALUE}) {
                for (int verb : new int[] {0, -1, 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                    long handle = GrantRows.handle(ROW, generation);
                    assertFalse(FrameStatus.ran(statusOf(handle, verb)));
                }
            }
            rows.take(ROW);
        }
    }

    /** The same while a thread gives and takes the row as often as it can. */
    @Test
    void row_thatIsGivenAndTakenAllTheTime_letsNoGuessedKeyThrough() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int g = 1; !done.get(); g++) {
                long marks = (g & 1) == 0 ? GrantRows.RATED : GrantRows.LIMITED;
                long handle = GrantRows.handle(ROW, g);
                long call = GrantRows.call(Branch.PEEK, EffectBits.NONE, marks);
                rows.give(handle, call, Long.MAX_VALUE, Long.MAX_VALUE >> 1, 9, 0);
                rows.take(ROW);
            }
        });
        for (int i = 0; i < 64; i++) {
            frames.write(i, GrantRows.handle(ROW, -(i & 1)), -(i & 1), 0);
        }
        int passed = 0;
        for (int batch = 0; batch < 20_000; batch++) {
            passed += gate.check(frames.segment(), frames.offsets(), 64);
        }
        done.set(true);
        writer.join();
        assertEquals(0, passed);
    }

    @Test
    void verb_ofAnyIndexThatIsNotTheGrants_doesNotPass() {
        long handle = branch.grant(Branch.transfer(branch.session("alice"))).value();
        for (int verb : new int[] {-1, -2, 3, 64, 1 << 16, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertEquals(FrameStatus.VERB_NOT_GRANTED, statusOf(handle, verb));
        }
    }

    @Test
    void clock_thatGoesBack_givesAnEndedGrantNoSecondLife() {
        long handle = branch.grant(
                        Branch.transfer(branch.session("alice")),
                        Duration.ofSeconds(5),
                        unlimited())
                .value();
        frames.write(0, handle, Branch.TRANSFER, 0);
        for (long[] tickAndStatus : new long[][] {
            {4_999, FrameStatus.DONE},
            {5_000, FrameStatus.EXPIRED},
            {4_000, FrameStatus.EXPIRED},
            {-1, FrameStatus.EXPIRED},
            {Long.MIN_VALUE, FrameStatus.EXPIRED},
            {Long.MAX_VALUE, FrameStatus.EXPIRED}
        }) {
            gate.check(frames.segment(), frames.offsets(), 1, tickAndStatus[0]);
            assertEquals(tickAndStatus[1], gate.status(0), "tick=" + tickAndStatus[0]);
        }
    }

    /** The epochs of rows that were never asked about lie below any, however far they have come. */
    @Test
    void epoch_ofAFreeRowOrAnOldGrant_isBelowAnyThatHolds() {
        long handle = GrantRows.handle(ROW, 7);
        for (long held : new long[] {-1, Long.MIN_VALUE + 1}) {
            long call = GrantRows.call(Branch.TRANSFER, EffectBits.NONE, 0);
            rows.give(handle, call, Long.MAX_VALUE, held, 0, 0);
            assertEquals(FrameStatus.REVOKED, statusOf(handle, Branch.TRANSFER));
        }
        rows.markHeld(ROW, Long.MAX_VALUE);
        assertEquals(FrameStatus.DONE, statusOf(handle, Branch.TRANSFER));
    }

    @Test
    void uses_atTheirEnds_neitherWrapNorBecomeAnothers() {
        long handle = GrantRows.handle(ROW, -2);
        long call = GrantRows.call(0, EffectBits.NONE, GrantRows.LIMITED);
        rows.give(handle, call, Long.MAX_VALUE, Long.MAX_VALUE, 1, 0);
        assertTrue(rows.use(handle));
        for (int i = 0; i < 10; i++) {
            assertFalse(rows.use(handle));
        }
        assertEquals(0, rows.usesLeft(ROW));
        rows.give(handle, call, Long.MAX_VALUE, Long.MAX_VALUE, GrantTable.MAX_USES, 0);
        assertTrue(rows.use(handle));
        assertEquals(GrantTable.MAX_USES - 1, rows.usesLeft(ROW));
        assertFalse(rows.use(GrantRows.handle(ROW, -3)));
        assertEquals(GrantTable.MAX_USES - 1, rows.usesLeft(ROW));
        for (long uses : new long[] {0, -1, Long.MIN_VALUE, GrantTable.MAX_USES + 1}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> branch.lift(
                            Branch.transfer(branch.session("alice")),
                            Duration.ofHours(1),
                            OptionalLong.of(uses)));
        }
    }

    @Test
    void check_ofALengthBelowZero_isRefused() {
        for (int count : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> gate.check(frames.segment(), frames.offsets(), count));
        }
    }

    /** The last generation of a row is given, the one after never: rows are given until none is left. */
    @Test
    void generations_ofARow_endInsteadOfComingBack() throws Exception {
        Field field = GrantTable.class.getDeclaredField("free");
        field.setAccessible(true);
        int[] generations = ((FreeHandles) field.get(branch.table)).generations;
        java.util.Arrays.fill(generations, -2);
        long last = 0;
        for (int i = 0; i < generations.length; i++) {
            last = branch.grant(Branch.transfer(branch.session("alice"))).value();
            assertEquals(-1, (int) (last >>> Integer.SIZE));
            assertEquals(FrameStatus.DONE, statusOf(last, Branch.TRANSFER));
            assertEquals(FrameStatus.VERB_NOT_GRANTED, statusOf(last, -1));
            assertTrue(branch.table.revoke(last));
        }
        assertNotEquals(0, last);
        assertThrows(
                IllegalStateException.class,
                () -> branch.grant(Branch.transfer(branch.session("alice"))));
        assertEquals(FrameStatus.HANDLE_STALE, statusOf(last, Branch.TRANSFER));
        assertEquals(FrameStatus.HANDLE_STALE, statusOf(last, -1));
    }

    /**
     * What is put back is the one that was taken, not one that another worker took later: or that one
     * would be forgotten too early, and more than the rate begin within a second.
     */
    @Test
    void rate_whenOneIsPutBackLate_keepsTheOthersTimes() {
        RateWindow window = new RateWindow(2);
        long mine = window.take(1);
        assertEquals(1, mine);
        assertEquals(500, window.take(500));
        window.putBack(mine);
        assertEquals(501, window.take(501));
        assertEquals(RateWindow.FULL, window.take(1_002));
        assertEquals(1_501, window.take(1_501));
        assertEquals(RateWindow.FULL, window.take(1_501));
        window.putBack(1);
        assertEquals(RateWindow.FULL, window.take(1_501));
    }

    @Test
    void rate_whenAWorkersTickIsOld_countsItAtTheNewest() {
        RateWindow window = new RateWindow(1);
        assertEquals(5_000, window.take(5_000));
        assertEquals(RateWindow.FULL, window.take(0));
        assertEquals(RateWindow.FULL, window.take(Long.MIN_VALUE));
        assertEquals(6_001, window.take(6_001));
    }
}
