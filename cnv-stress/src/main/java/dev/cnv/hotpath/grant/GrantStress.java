package dev.cnv.hotpath.grant;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.bank.Branch.Frames;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZJ_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * What a gate may see of a row that is given, taken and used meanwhile. All share one table, in which
 * each has a row of its own; in the package of the table, because rows are nobody else's.
 */
public class GrantStress {

    private static final int ROWS = 1 << 16;
    private static final Branch BRANCH = new Branch();
    private static final GrantTable TABLE = GrantTable.create(BRANCH.cnv, ROWS, Branch.VERBS, 0);
    private static final GrantRows GRANTS = TABLE.rows();
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final ThreadLocal<BatchGate> GATES =
            ThreadLocal.withInitial(() -> new BatchGate(TABLE, Packing.SCALAR));
    private static final ThreadLocal<Frames> FRAMES =
            ThreadLocal.withInitial(() -> Frames.of(Arena.global(), 4));

    /** A row whose last grant has ended, as others leave it behind. One at a time writes, as the lock has it. */
    static final class Row {
        private final int row = NEXT.getAndIncrement() & ROWS - 1;

        Row() {
            take();
        }

        long handle(int generation) {
            return GrantRows.handle(row, generation);
        }

        void give(int generation, int effects, long marks, long uses) {
            synchronized (GRANTS) {
                GRANTS.give(
                        handle(generation),
                        GrantRows.call(Branch.TRANSFER, effects, marks),
                        Long.MAX_VALUE,
                        Long.MAX_VALUE >> 1,
                        uses,
                        0);
            }
        }

        void take() {
            synchronized (GRANTS) {
                GRANTS.take(row);
            }
        }

        void fallBehind() {
            synchronized (GRANTS) {
                GRANTS.markHeld(row, -1);
            }
        }
    }

    /** Which of some frames pass in one batch, as bits. */
    private static int passing(List<long[]> handleVerbFlags) {
        Frames frames = FRAMES.get();
        for (int i = 0; i < handleVerbFlags.size(); i++) {
            long[] one = handleVerbFlags.get(i);
            frames.write(i, one[0], (int) one[1], (int) one[2]);
        }
        BatchGate gate = GATES.get();
        gate.check(frames.segment(), frames.offsets(), handleVerbFlags.size());
        return (int) gate.allowed()[0];
    }

    private static boolean passes(long handle, int verb, int flags) {
        return passing(List.of(new long[] {handle, verb, flags})) == 1;
    }

    /**
     * A row passes from a grant without an effect to one with it. The first frame asks for it under the
     * first grant.
     */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "neither grant is there")
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "the first is there")
    @Outcome(id = "4", expect = ACCEPTABLE, desc = "the second is there")
    @Outcome(
            id = "6",
            expect = ACCEPTABLE,
            desc = "the first, then, for the next frame, the second")
    @Outcome(expect = FORBIDDEN, desc = "a mixture of both")
    @State
    public static class WriterAgainstReader {
        private final Row row = new Row();

        public WriterAgainstReader() {
            row.give(1, EffectBits.READ_ONLY, 0, 0);
        }

        @Actor
        public void change() {
            row.take();
            row.give(2, EffectBits.READ_ONLY | EffectBits.PRIVILEGED, 0, 0);
        }

        @Actor
        public void check(I_Result result) {
            result.r1 = passing(List.of(
                    new long[] {row.handle(1), Branch.TRANSFER, EffectBits.PRIVILEGED},
                    new long[] {row.handle(1), Branch.TRANSFER, 0},
                    new long[] {row.handle(2), Branch.TRANSFER, EffectBits.PRIVILEGED}));
        }
    }

    /** No key of a free row, before its first grant or behind one, is that of a frame. */
    @JCStressTest
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "not let through")
    @Outcome(expect = FORBIDDEN, desc = "let through without a grant")
    @State
    public static class GuessedKey {
        private final Row row = new Row();

        @Actor
        public void give() {
            row.give(1, EffectBits.READ_ONLY, 0, 0);
            row.take();
        }

        @Actor
        public void guess(ZZ_Result result) {
            result.r1 = passes(row.handle(-1), -1, 0) || passes(row.handle(0), 0, 0);
            result.r2 = passes(row.handle(0) ^ 1, Branch.TRANSFER, 0);
        }
    }

    /** A batch that begins after the revocation has returned runs nothing. */
    @JCStressTest
    @Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "not revoked yet")
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "revoked, and denied")
    @Outcome(expect = FORBIDDEN, desc = "dispatched after it was revoked")
    @State
    public static class RevocationAgainstDispatch {
        private final Row row = new Row();
        private volatile boolean revoked;

        public RevocationAgainstDispatch() {
            row.give(1, EffectBits.READ_ONLY, 0, 0);
        }

        @Actor
        public void revoke() {
            row.take();
            revoked = true;
        }

        @Actor
        public void dispatch(ZZ_Result result) {
            result.r1 = revoked;
            result.r2 = passes(row.handle(1), Branch.TRANSFER, 0);
        }
    }

    /** The same for a grant that is found to hold no more: its epoch stays behind. */
    @JCStressTest
    @Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "not behind yet")
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "behind, and denied")
    @Outcome(expect = FORBIDDEN, desc = "dispatched behind the epoch")
    @State
    public static class EpochAgainstDispatch {
        private final Row row = new Row();
        private volatile boolean behind;

        public EpochAgainstDispatch() {
            row.give(1, EffectBits.READ_ONLY, 0, 0);
        }

        @Actor
        public void fallBehind() {
            row.fallBehind();
            behind = true;
        }

        @Actor
        public void dispatch(ZZ_Result result) {
            result.r1 = behind;
            result.r2 = passes(row.handle(1), Branch.TRANSFER, 0);
        }
    }

    /** Of two threads that ask for the last use one has it. */
    @JCStressTest
    @Outcome(
            id = {"true, false, 0", "false, true, 0"},
            expect = ACCEPTABLE,
            desc = "one use")
    @Outcome(expect = FORBIDDEN, desc = "none, or two")
    @State
    public static class LastUse {
        private final Row row = new Row();

        public LastUse() {
            row.give(1, EffectBits.READ_ONLY, GrantRows.LIMITED, 1);
        }

        @Actor
        public void one(ZZJ_Result result) {
            result.r1 = passes(row.handle(1), Branch.TRANSFER, 0);
        }

        @Actor
        public void two(ZZJ_Result result) {
            result.r2 = passes(row.handle(1), Branch.TRANSFER, 0);
        }

        @Arbiter
        public void rest(ZZJ_Result result) {
            result.r3 = GRANTS.usesLeft(row.row);
        }
    }

    /** A use of a grant that ends is never one of the row's next grant. */
    @JCStressTest
    @Outcome(id = ".*, true, false", expect = ACCEPTABLE, desc = "the next grant's use is its own")
    @Outcome(expect = FORBIDDEN, desc = "another grant's use was taken, or one too many given")
    @State
    public static class UseOfAnother {
        private final Row row = new Row();

        public UseOfAnother() {
            row.give(1, EffectBits.READ_ONLY, GrantRows.LIMITED, 1);
        }

        @Actor
        public void change() {
            row.take();
            row.give(2, EffectBits.READ_ONLY, GrantRows.LIMITED, 1);
        }

        @Actor
        public void use(ZZZ_Result result) {
            result.r1 = passes(row.handle(1), Branch.TRANSFER, 0);
        }

        @Arbiter
        public void rest(ZZZ_Result result) {
            result.r2 = GRANTS.use(row.handle(2));
            result.r3 = GRANTS.use(row.handle(2)) || GRANTS.use(row.handle(1));
        }
    }
}
