package dev.cnv.runtime.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.time.Time;
import dev.cnv.runtime.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The orders of the steps that a few threads take on one swarm: all of them where it says so, else all with
 * a few switches. Explored, not proved.
 */
class SwarmInterleavingTest {

    private static final int EVERY_SWITCH = Integer.MAX_VALUE;

    /** Two that hold the same object, each move of one word's accesses: one moves, one is told. */
    @Test
    void twoMovers_ofTheSameVisit_oneMoves() {
        int orders = words(EVERY_SWITCH)
                .explore(() -> new Moves(
                        null, List.of(List.of(Phase.DEGRADED), List.of(Phase.EMERGENCY))));
        assertTrue(orders > 10, "orders=" + orders);
    }

    @Test
    void twoMovers_withARecorder_oneMoves() {
        int orders = words(EVERY_SWITCH)
                .explore(() -> new Moves(
                        (_, _, _, _) -> {},
                        List.of(
                                List.of(Phase.DEGRADED, Phase.RECOVERY),
                                List.of(Phase.EMERGENCY, Phase.RECOVERY))));
        assertTrue(orders > 100, "orders=" + orders);
    }

    @Test
    void threeMovers_eachOneMove_oneMovesAtATime() {
        int orders = words(4).explore(() -> new Moves(
                null,
                List.of(
                        List.of(Phase.DEGRADED),
                        List.of(Phase.EMERGENCY),
                        List.of(Phase.SHUTDOWN))));
        assertTrue(orders > 100, "orders=" + orders);
    }

    /** The ledger refuses every EMERGENCY: the claim is given back, and who was told to wait may try again. */
    @Test
    void twoMovers_oneWhoseLedgerRefuses_leavesTheWordAtRest() {
        words(EVERY_SWITCH)
                .explore(() -> new Moves(
                        (_, move, _, _) -> {
                            if (move.to() == Phase.EMERGENCY) {
                                throw new LedgerException("told to refuse", null);
                            }
                        },
                        List.of(List.of(Phase.DEGRADED), List.of(Phase.EMERGENCY))));
    }

    @Test
    void moverAndAgents_loseNoAgent() {
        int orders = words(3).explore(AgentsAndMove::new);
        assertTrue(orders > 50, "orders=" + orders);
    }

    @Test
    void moverAndReader_viewIsNeverTorn() {
        int orders = movedCells(2).explore(() -> new MoveAndView(false));
        assertTrue(orders > 100, "orders=" + orders);
    }

    /** The canary: a reader that does not look at the epoch again is caught. */
    @Test
    void moverAndNaiveReader_viewIsFoundTorn() {
        assertThrows(
                AssertionError.class, () -> movedCells(2).explore(() -> new MoveAndView(true)));
    }

    /** The canary: a mover that looks and then writes is caught. */
    @Test
    void naiveMovers_areFoundBothToMove() {
        assertThrows(AssertionError.class, () -> words(EVERY_SWITCH).explore(NaiveMoves::new));
    }

    private static Interleavings words(int switches) {
        return new Interleavings(
                SwarmState.ROW_CELLS, cell -> cell % SwarmState.ROW_CELLS == 0, switches);
    }

    /** The cells that a move out of OPERATIONAL changes: word, entered, duration, history. */
    private static Interleavings movedCells(int switches) {
        return new Interleavings(
                SwarmState.ROW_CELLS, cell -> List.of(0, 1, 6, 15).contains(cell), switches);
    }

    private static SwarmTable operational(
            Cells cells, Time time, @Nullable PhaseRecorder recorder) {
        SwarmTable table = SwarmTable.over(cells, 1, time, recorder);
        table.open(Phase.OPERATIONAL, 0);
        return table;
    }

    /** Threads that each try their moves in turn, each from where the thread thinks it is. */
    private static final class Moves implements Interleavings.Program {

        private final VirtualTime time = new VirtualTime(Instant.EPOCH);
        private final @Nullable PhaseRecorder recorder;
        private final List<List<Phase>> wishes;
        private final List<PhaseMove> made = new ArrayList<>();
        private final List<Integer> epochs = new ArrayList<>();
        private SwarmTable table = SwarmTable.unrecorded(1, time, PhaseListener.none());

        Moves(@Nullable PhaseRecorder recorder, List<List<Phase>> wishes) {
            this.recorder = recorder;
            this.wishes = wishes;
        }

        @Override
        public List<Runnable> bodies(Cells cells) {
            table = operational(cells, time, recorder);
            time.advance(Duration.ofNanos(100));
            SwarmMark mark = table.mark(0);
            return wishes.stream()
                    .<Runnable>map(phases -> () -> walk(mark, phases))
                    .toList();
        }

        private void walk(SwarmMark from, List<Phase> phases) {
            SwarmMark at = from;
            for (Phase to : phases) {
                if (table.move(0, at, to, "", "").isEmpty()) {
                    // One thread runs at a time, so the lists need no lock.
                    made.add(new PhaseMove(at.phase(), to));
                    epochs.add(at.epoch());
                    at = new SwarmMark(to, at.epoch() + 1, 0, 0);
                }
            }
        }

        @Override
        public void check() {
            assertTrue(!made.isEmpty() || recorder != null, "nobody moved");
            Phase phase = Phase.OPERATIONAL;
            List<Phase> history = new ArrayList<>(List.of(phase));
            for (int i = 0; i < made.size(); i++) {
                int at = epochs.indexOf(i + 1);
                assertTrue(at >= 0, "epochs=" + epochs);
                assertEquals(phase, made.get(at).from());
                phase = made.get(at).to();
                history.add(phase);
            }
            assertEquals(new SwarmMark(phase, made.size() + 1, 0, 0), table.mark(0));
            assertEquals(history, table.view(0).history());
            assertEquals(Duration.ofNanos(100), table.view(0).uptime());
            if (phase != Phase.SHUTDOWN) {
                Phase next = PhaseTable.movesFrom(phase).getFirst().to();
                assertEquals(
                        java.util.Optional.empty(),
                        table.move(0, table.mark(0), next, "", ""),
                        "the word is not at rest");
            }
        }
    }

    private static final class AgentsAndMove implements Interleavings.Program {

        private final VirtualTime time = new VirtualTime(Instant.EPOCH);
        private SwarmTable table = SwarmTable.unrecorded(1, time, PhaseListener.none());
        private int joined;
        private int moved;

        @Override
        public List<Runnable> bodies(Cells cells) {
            table = SwarmTable.over(cells, 1, time, null);
            table.open(Phase.ACTIVATION, 0);
            SwarmMark mark = table.mark(0);
            Runnable join = () -> {
                boolean done = table.joined(0, mark).isEmpty();
                joined += done ? 1 : 0;
            };
            return List.of(join, join, () -> {
                boolean done = table.move(0, mark, Phase.OPERATIONAL, "", "").isEmpty();
                moved += done ? 1 : 0;
            });
        }

        @Override
        public void check() {
            assertEquals(1, moved);
            assertEquals(new SwarmMark(Phase.OPERATIONAL, 2, joined, 0), table.mark(0));
        }
    }

    private static final class MoveAndView implements Interleavings.Program {

        private final VirtualTime time = new VirtualTime(Instant.EPOCH);
        private final boolean naive;
        private final AtomicReference<@Nullable String> torn = new AtomicReference<>();

        MoveAndView(boolean naive) {
            this.naive = naive;
        }

        @Override
        public List<Runnable> bodies(Cells cells) {
            SwarmTable table = operational(cells, time, null);
            time.advance(Duration.ofNanos(100));
            SwarmMark mark = table.mark(0);
            return List.of(
                    () -> table.move(0, mark, Phase.DEGRADED, "", ""),
                    naive ? () -> readNaively(cells) : () -> read(table));
        }

        private void read(SwarmTable table) {
            SwarmView view = table.view(0);
            boolean before = view.mark().phase() == Phase.OPERATIONAL
                    && view.history().equals(List.of(Phase.OPERATIONAL));
            boolean after = view.mark().phase() == Phase.DEGRADED
                    && view.history().equals(List.of(Phase.OPERATIONAL, Phase.DEGRADED));
            if (!(before || after) || !view.uptime().equals(Duration.ofNanos(100))) {
                torn.set(view.toString());
            }
        }

        /** When the phase was entered, and how long the one before lasted: cells 1 and 3 + 3. */
        private void readNaively(Cells cells) {
            long lasted = cells.getAcquire(6);
            long entered = cells.getAcquire(1);
            if (lasted + 100 - entered != 100) {
                torn.set("lasted=" + lasted + " entered=" + entered);
            }
        }

        @Override
        public void check() {
            assertEquals(null, torn.get());
        }
    }

    private static final class NaiveMoves implements Interleavings.Program {

        private int moved;

        @Override
        public List<Runnable> bodies(Cells cells) {
            Runnable naive = () -> {
                if (cells.getAcquire(0) == 0) {
                    cells.setOpaque(0, 1);
                    moved++;
                }
            };
            return List.of(naive, naive);
        }

        @Override
        public void check() {
            assertEquals(1, moved);
        }
    }
}
