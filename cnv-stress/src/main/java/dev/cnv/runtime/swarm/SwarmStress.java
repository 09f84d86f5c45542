package dev.cnv.runtime.swarm;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cnv.runtime.time.SystemTime;
import java.time.Clock;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The cases that docs/decisions/0131 leaves to real threads and real memory. */
public class SwarmStress {

    private static final SystemTime TIME = new SystemTime(Clock.systemUTC());

    private static SwarmTable table() {
        return SwarmTable.unrecorded(1, TIME, PhaseListener.none());
    }

    private static void move(SwarmTable table, int row, Phase... phases) {
        for (Phase phase : phases) {
            if (table.move(row, table.mark(row), phase, "stress", "").isPresent()) {
                throw new IllegalStateException("phase=" + phase + " was refused");
            }
        }
    }

    /** Of two moves from one mark one holds. */
    @JCStressTest
    @Outcome(
            id = {"true, false, true", "false, true, true"},
            expect = ACCEPTABLE,
            desc = "one")
    @Outcome(expect = FORBIDDEN, desc = "none, both, or not where it was moved to")
    @State
    public static class MoveTwice {
        private final SwarmTable table = table();
        private final int row = table.open();
        private final SwarmMark mark = table.mark(row);

        @Actor
        public void one(ZZZ_Result result) {
            result.r1 = table.move(row, mark, Phase.NEGOTIATION, "one", "").isEmpty();
        }

        @Actor
        public void two(ZZZ_Result result) {
            result.r2 = table.move(row, mark, Phase.EMERGENCY, "two", "").isEmpty();
        }

        @Arbiter
        public void rest(ZZZ_Result result) {
            Phase expected = result.r1 ? Phase.NEGOTIATION : Phase.EMERGENCY;
            result.r3 = table.mark(row).phase() == expected
                    && table.mark(row).epoch() == mark.epoch() + 1;
        }
    }

    /** A view is of one moment: its history ends with its phase, and its times are those since it began. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "of one moment")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    @State
    public static class MoveAndView {
        private final SwarmTable table = table();
        private final long before = TIME.nanos();
        private final int row = table.open();
        private final long opened = TIME.nanos();

        @Actor
        public void move() {
            SwarmStress.move(table, row, Phase.NEGOTIATION, Phase.ACTIVATION);
        }

        @Actor
        public void view(ZZ_Result result) {
            long begun = TIME.nanos();
            SwarmView view = table.view(row);
            long ended = TIME.nanos();
            result.r1 = view.history().getLast() == view.mark().phase()
                    && view.history().size() == view.mark().phase().number() + 1;
            long up = view.uptime().toNanos();
            result.r2 = up <= ended - before && up >= begun - opened;
        }
    }

    /** An agent that was counted is there, whatever the swarm did meanwhile. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "moved, and no agent is lost")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "not moved, and no agent is lost")
    @Outcome(expect = FORBIDDEN, desc = "an agent is lost, or one too many")
    @State
    public static class MoveAndJoin {
        private final SwarmTable table = table();
        private final int row = table.open();
        private final SwarmMark mark;
        private boolean joined;

        public MoveAndJoin() {
            SwarmStress.move(table, row, Phase.NEGOTIATION, Phase.ACTIVATION);
            mark = table.mark(row);
        }

        @Actor
        public void move(ZZ_Result result) {
            result.r1 = table.move(row, mark, Phase.OPERATIONAL, "stress", "").isEmpty();
        }

        @Actor
        public void join() {
            joined = table.joined(row, mark).isEmpty();
        }

        @Arbiter
        public void rest(ZZ_Result result) {
            result.r2 = table.mark(row).agentCount() == (joined ? 1 : 0);
        }
    }

    /** The same for one that fails. */
    @JCStressTest
    @Outcome(id = ".*, true", expect = ACCEPTABLE, desc = "counted as it was answered")
    @Outcome(expect = FORBIDDEN, desc = "a failure is lost, or one too many")
    @State
    public static class MoveAndFail {
        private final SwarmTable table = table();
        private final int row = table.open();
        private final SwarmMark mark;
        private boolean failed;

        public MoveAndFail() {
            SwarmStress.move(table, row, Phase.NEGOTIATION, Phase.ACTIVATION);
            if (table.joined(row, table.mark(row)).isPresent()) {
                throw new IllegalStateException("nobody can join");
            }
            mark = table.mark(row);
        }

        @Actor
        public void move(ZZ_Result result) {
            result.r1 = table.move(row, mark, Phase.OPERATIONAL, "stress", "").isEmpty();
        }

        @Actor
        public void fail() {
            failed = table.agentFailed(row, mark).isEmpty();
        }

        @Arbiter
        public void rest(ZZ_Result result) {
            SwarmMark now = table.mark(row);
            result.r2 = now.agentCount() == 1 && now.failedAgentCount() == (failed ? 1 : 0);
        }
    }

    /** A view of a row that is used again is of one life: two errors in the first, none in the second. */
    @JCStressTest
    @Outcome(id = "3, 2", expect = ACCEPTABLE, desc = "the first life")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the second")
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "between both")
    @Outcome(expect = FORBIDDEN, desc = "of two lives")
    @State
    public static class UsedAgain {
        private final SwarmTable table = table();
        private final int row = table.open();

        public UsedAgain() {
            table.erred(row, table.mark(row));
            table.erred(row, table.mark(row));
            SwarmStress.move(table, row, Phase.EMERGENCY, Phase.SHUTDOWN);
        }

        @Actor
        public void again() {
            table.finalise(row, table.mark(row));
            table.open();
        }

        @Actor
        public void view(II_Result result) {
            SwarmView view = table.findView(row).orElse(null);
            result.r1 = view == null ? -1 : view.history().size();
            result.r2 = view == null ? -1 : (int) view.errorCount();
        }
    }

    private static void add(PhaseRing ring, int number) {
        ring.add("", number, Phase.BOOTSTRAP, Phase.NEGOTIATION, number, number, number);
    }

    /** The number of an event whose fields fit; -1 when they do not; 0 without an event. */
    private static long read(PhaseRing ring) {
        List<PhaseEvent> events = ring.events();
        if (events.isEmpty()) {
            return 0;
        }
        PhaseEvent event = events.getLast();
        int row = event.row();
        return event.epoch() == row && event.atNanos() == row && event.lastedNanos() == row
                ? row
                : -1;
    }

    /** Two events for one slot: the later ticket's is there, whole. */
    @JCStressTest
    @Outcome(
            id = {"1, 2", "2, 2"},
            expect = ACCEPTABLE,
            desc = "one of them, whole")
    @Outcome(expect = FORBIDDEN, desc = "torn or lost")
    @State
    public static class AddTwice {
        private final PhaseRing ring = new PhaseRing(1);

        @Actor
        public void one() {
            add(ring, 1);
        }

        @Actor
        public void two() {
            add(ring, 2);
        }

        @Arbiter
        public void rest(JJ_Result result) {
            result.r1 = read(ring);
            result.r2 = ring.added();
        }
    }

    /** A reader meanwhile sees whole events or none. */
    @JCStressTest
    @Outcome(
            id = {"0", "1", "2", "3"},
            expect = ACCEPTABLE,
            desc = "none, or whole")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    @State
    public static class AddAndRead {
        private final PhaseRing ring = new PhaseRing(1);

        public AddAndRead() {
            SwarmStress.add(ring, 1);
        }

        @Actor
        public void add() {
            SwarmStress.add(ring, 2);
            SwarmStress.add(ring, 3);
        }

        @Actor
        public void read(J_Result result) {
            result.r1 = SwarmStress.read(ring);
        }
    }
}
