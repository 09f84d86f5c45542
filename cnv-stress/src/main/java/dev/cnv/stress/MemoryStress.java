package dev.cnv.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cnv.hotpath.memory.AgentDescriptor;
import dev.cnv.hotpath.memory.AgentTable;
import dev.cnv.hotpath.memory.ArenaSettings;
import dev.cnv.hotpath.memory.HandlePool;
import dev.cnv.hotpath.memory.SharedBumpArena;
import java.lang.foreign.Arena;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZ_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What threads that share memory may see of each other. All use one pool: each takes its own. */
public class MemoryStress {

    static final HandlePool POOL = HandlePool.create(Arena.global(), 1 << 20);
    static final AgentTable AGENTS = AgentTable.create(Arena.global(), 1 << 20);
    static final SharedBumpArena ARENA =
            SharedBumpArena.create(Arena.global(), ArenaSettings.of(4096), 8);

    /** Of two releases of one handle one comes through. */
    @JCStressTest
    @Outcome(
            id = {"true, false, false", "false, true, false"},
            expect = ACCEPTABLE,
            desc = "one")
    @Outcome(expect = FORBIDDEN, desc = "none or both")
    @State
    public static class ReleaseTwice {
        private final long handle = POOL.acquire();

        @Actor
        public void one(ZZZ_Result result) {
            result.r1 = POOL.release(handle);
        }

        @Actor
        public void two(ZZZ_Result result) {
            result.r2 = POOL.release(handle);
        }

        @Arbiter
        public void rest(ZZZ_Result result) {
            result.r3 = POOL.isLive(handle);
        }
    }

    /** Two that take a handle at the same time, one of them used before, get two. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "two handles, the old one stale")
    @Outcome(expect = FORBIDDEN, desc = "one for both, or the old one live")
    @State
    public static class AcquireTwice {
        private final long old = POOL.acquire();
        private long one;
        private long two;

        @Actor
        public void one() {
            POOL.release(old);
            one = POOL.acquire();
        }

        @Actor
        public void two() {
            two = POOL.acquire();
        }

        @Arbiter
        public void rest(ZZZ_Result result) {
            result.r1 = one != two && HandlePool.index(one) != HandlePool.index(two);
            result.r2 = POOL.isLive(one) && POOL.isLive(two);
            result.r3 = !POOL.isLive(old);
            POOL.release(one);
            POOL.release(two);
        }
    }

    /** Two allocations of one epoch do not overlap, whoever resets. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "memory of their own")
    @Outcome(expect = FORBIDDEN, desc = "the same memory, or outside")
    @State
    public static class Allocate {
        private long one;
        private long two;

        @Actor
        public void one() {
            one = allocate();
        }

        @Actor
        public void two() {
            two = allocate();
        }

        private static long allocate() {
            long reference = ARENA.allocate(24);
            if (reference < 0) {
                ARENA.reset();
            }
            return reference;
        }

        @Arbiter
        public void rest(ZZ_Result result) {
            result.r1 = one < 0 || two < 0 || Math.abs(one - two) >= 24;
            result.r2 = isInside(one) && isInside(two);
        }

        private static boolean isInside(long reference) {
            return reference < 0 || ARENA.at(reference) + 24 <= ARENA.capacityBytes();
        }
    }

    /** Whoever guesses the next handle of a row does not see the rights of the agent before. */
    @JCStressTest
    @Outcome(
            id = {"-1, true", "0, true"},
            expect = ACCEPTABLE,
            desc = "not there yet, or without rights")
    @Outcome(expect = FORBIDDEN, desc = "with the rights of the agent before")
    @State
    public static class AddAgent {
        private final long before = AGENTS.add(1);
        private final long guess = before + (2L << Integer.SIZE);
        private long added;

        /** An agent with rights. */
        public AddAgent() {
            AGENTS.segment(before).set(AgentDescriptor.LONG, place(AGENTS.row(before)), 5);
        }

        private static long place(long row) {
            return row + AgentDescriptor.CAPABILITIES_OFFSET;
        }

        @Actor
        public void replace() {
            AGENTS.remove(before);
            added = AGENTS.add(2);
        }

        @Actor
        public void guess(JZ_Result result) {
            long row = AGENTS.row(guess);
            result.r1 = row < 0 ? -1 : AGENTS.segment(guess).get(AgentDescriptor.LONG, place(row));
        }

        @Arbiter
        public void rest(JZ_Result result) {
            result.r2 = AGENTS.remove(added);
        }
    }
}
