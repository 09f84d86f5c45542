package dev.cnv.runtime.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.time.SystemTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwarmConcurrencyTest {

    private static final int THREADS = 64;
    private static final int STEPS = 3_000;
    private static final int WALKED = 4;
    private static final List<Phase> ROUND =
            List.of(Phase.OPERATIONAL, Phase.DEGRADED, Phase.RECOVERY);

    private record Heard(int epoch, Phase from, Phase to) {}

    private final SystemTime time = new SystemTime(Clock.systemUTC());
    private final Map<Integer, List<Heard>> heard = new ConcurrentHashMap<>();

    @AfterEach
    void close() {
        time.close();
    }

    /**
     * Any phase is asked for from anywhere, agents come and go, and who finds a swarm in SHUTDOWN ends it
     * and begins another. What came of it is a walk through the table for each life.
     */
    @Test
    void randomWalks_ofManyThreads_followTheTable() throws Exception {
        SwarmTable table = SwarmTable.unrecorded(WALKED, time, this::hear);
        for (int row = 0; row < WALKED; row++) {
            table.open();
        }
        Walked walked = new Walked();
        all(THREADS, thread -> {
            Random random = new Random(thread);
            for (int i = 0; i < STEPS; i++) {
                step(table, random, walked);
            }
        });
        walked.refused.forEach((what, count) -> assertTrue(count.sum() > 0, what));
        assertEquals(
                walked.moved.sum(),
                heard.values().stream().mapToLong(List::size).sum());
        assertEquals(Set.copyOf(PhaseTable.moves()), movesHeard());
        assertTrue(walked.ended.sum() > 100, "ended=" + walked.ended);
        assertTrue(walked.agents.sum() > 1_000, "agents=" + walked.agents);
        long lives = 0;
        for (int row = 0; row < WALKED; row++) {
            lives += assertWalks(heard.get(row), table.mark(row));
        }
        assertEquals(WALKED + walked.ended.sum(), lives);
    }

    /** What many threads did. */
    private static final class Walked {
        private final LongAdder moved = new LongAdder();
        private final LongAdder ended = new LongAdder();
        private final LongAdder agents = new LongAdder();
        private final Map<String, LongAdder> refused =
                Map.of("IllegalMove", new LongAdder(), "StalePhase", new LongAdder());

        void refused(Refusal refusal) {
            LongAdder count = refused.get(refusal.getClass().getSimpleName());
            if (count != null) {
                count.increment();
            }
        }
    }

    private static void step(SwarmTable table, Random random, Walked walked) {
        int row = random.nextInt(WALKED);
        SwarmMark mark = table.find(row).orElse(null);
        if (mark == null) {
            return;
        }
        if (mark.phase() == Phase.SHUTDOWN) {
            switch (table.finalise(row, mark)) {
                case Step.Done<SwarmView> _ -> {
                    walked.ended.increment();
                    table.open();
                }
                case Step.Refused<SwarmView> refused -> walked.refused(refused.refusal());
            }
            return;
        }
        walked.agents.add(agents(table, random, row, mark));
        // Others go first now and then, so that what was read is left behind.
        if (random.nextInt(16) == 0) {
            Thread.yield();
        }
        Phase to = Phase.of(random.nextInt(Phase.COUNT));
        boolean legal = PhaseTable.allows(mark.phase(), to);
        Optional<Refusal> refused = table.move(row, mark, to, "", "");
        assertTrue(legal || refused.isPresent(), mark + " to " + to);
        refused.ifPresentOrElse(walked::refused, walked.moved::increment);
    }

    private static int agents(SwarmTable table, Random random, int row, SwarmMark mark) {
        Optional<Refusal> refused = switch (random.nextInt(5)) {
            case 0 -> table.joined(row, mark);
            case 1 -> table.rejoined(row, mark);
            case 2 -> table.agentFailed(row, mark);
            case 3 -> table.agentRecovered(row, mark);
            default -> table.agentLeft(row, mark, random.nextBoolean());
        };
        return refused.isEmpty() ? 1 : 0;
    }

    private Set<PhaseMove> movesHeard() {
        return heard.values().stream()
                .flatMap(List::stream)
                .map(move -> new PhaseMove(move.from(), move.to()))
                .collect(Collectors.toSet());
    }

    private void hear(int row, Phase from, Phase to, int epoch, long at, long lasted) {
        heard.computeIfAbsent(row, _ -> Collections.synchronizedList(new ArrayList<>()))
                .add(new Heard(epoch, from, to));
    }

    /** Two epochs lie between the last move of a life and the first state of the next: its end and a begin. */
    private static int assertWalks(List<Heard> moves, SwarmMark last) {
        List<Heard> sorted = new ArrayList<>(moves);
        sorted.sort(Comparator.comparingInt(Heard::epoch));
        Phase phase = Phase.BOOTSTRAP;
        int epoch = 1;
        int lives = 1;
        for (Heard move : sorted) {
            if (phase == Phase.SHUTDOWN) {
                phase = Phase.BOOTSTRAP;
                epoch += 2;
                lives++;
            }
            assertEquals(++epoch, move.epoch());
            assertEquals(phase, move.from());
            assertTrue(PhaseTable.allows(move.from(), move.to()), move.toString());
            phase = move.to();
        }
        if (phase == Phase.SHUTDOWN && last.phase() == Phase.BOOTSTRAP) {
            phase = Phase.BOOTSTRAP;
            epoch += 2;
            lives++;
        }
        assertEquals(phase, last.phase());
        assertEquals(epoch, last.epoch());
        return lives;
    }

    /**
     * Eight swarms go round one after the other: at any moment they are in at most two phases. They go on
     * until views of one moment were had beside them.
     */
    @Test
    void views_whileSwarmsMove_areNeverTorn() throws Exception {
        SwarmTable table = SwarmTable.unrecorded(8, time, PhaseListener.none());
        for (int i = 0; i < 8; i++) {
            table.open(Phase.OPERATIONAL, time.nanos());
        }
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong ofOneMoment = new AtomicLong();
        all(3, thread -> {
            if (thread == 0) {
                try {
                    goRound(table, ofOneMoment);
                } finally {
                    over.set(true);
                }
            }
            while (!over.get()) {
                check(table.view(), ofOneMoment);
                check(table.view(3));
            }
        });
    }

    private static void goRound(SwarmTable table, AtomicLong ofOneMoment) {
        int round = 1;
        for (; round <= 40_000 || ofOneMoment.get() < 100 && round <= 4_000_000; round++) {
            Phase to = ROUND.get(round % 3);
            for (int row = 0; row < 8; row++) {
                assertTrue(table.move(row, table.mark(row), to, "", "").isEmpty());
            }
        }
        long seen = ofOneMoment.get();
        assertTrue(seen >= 100, "rounds=" + round + " ofOneMoment=" + seen);
    }

    private static void check(TableView view, AtomicLong ofOneMoment) {
        assertEquals(8, view.swarmCount());
        assertEquals(
                8, view.swarms().values().stream().mapToInt(Integer::intValue).sum());
        if (view.atOneMoment()) {
            ofOneMoment.incrementAndGet();
            assertTrue(
                    view.swarms().values().stream().filter(count -> count > 0).count() <= 2,
                    view.toString());
        }
    }

    private void check(SwarmView view) {
        List<Phase> history = view.history();
        assertEquals(view.mark().phase(), history.getLast());
        int round = view.mark().epoch() - 1;
        assertEquals(ROUND.get(round % 3), view.mark().phase());
        for (int back = 0; back < history.size(); back++) {
            assertEquals(ROUND.get((round - back) % 3), history.get(history.size() - 1 - back));
        }
        assertTrue(view.uptime().compareTo(Duration.ofMinutes(5)) < 0, view.toString());
    }

    /** Agents fail and recover while the swarm moves: no count is lost, and no more fail than there are. */
    @Test
    void agents_whileTheSwarmMoves_areAllCounted() throws Exception {
        SwarmTable table = SwarmTable.unrecorded(1, time, PhaseListener.none());
        int row = table.open(Phase.ACTIVATION, time.nanos());
        SwarmMark activation = table.mark(row);
        all(4, _ -> {
            for (int i = 0; i < 1_000; i++) {
                assertTrue(table.joined(row, activation).isEmpty());
            }
        });
        table.move(row, activation, Phase.OPERATIONAL, "", "");
        AtomicLong failures = new AtomicLong();
        AtomicLong recoveries = new AtomicLong();
        all(4, thread -> {
            for (int i = 0; i < 20_000; i++) {
                SwarmMark mark = table.mark(row);
                if (thread == 0) {
                    Phase to = ROUND.get((ROUND.indexOf(mark.phase()) + 1) % 3);
                    table.move(row, mark, to, "", "");
                } else if (i % 3 == 0) {
                    recoveries.addAndGet(table.agentRecovered(row, mark).isEmpty() ? 1 : 0);
                } else {
                    failures.addAndGet(table.agentFailed(row, mark).isEmpty() ? 1 : 0);
                }
            }
        });
        SwarmMark last = table.mark(row);
        assertEquals(4_000, last.agentCount());
        assertEquals(failures.get() - recoveries.get(), last.failedAgentCount());
    }

    /** Rows go from swarm to swarm; no two swarms ever have one. */
    @Test
    void rows_openedAndFinalisedByMany_areNeverShared() throws Exception {
        SwarmTable table = SwarmTable.unrecorded(16, time, PhaseListener.none());
        Map<Integer, Integer> owners = new ConcurrentHashMap<>();
        all(8, thread -> {
            for (int i = 0; i < 3_000; i++) {
                int row = table.open();
                assertEquals(null, owners.put(row, thread));
                for (Phase to : List.of(Phase.EMERGENCY, Phase.SHUTDOWN)) {
                    assertTrue(table.move(row, table.mark(row), to, "", "").isEmpty());
                }
                assertEquals(thread, owners.remove(row));
                table.finalise(row, table.mark(row)).orThrow();
            }
        });
        assertEquals(0, table.view().swarmCount());
    }

    private interface Body {
        void run(int thread) throws Exception;
    }

    private static void all(int threads, Body body) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                running.add(executor.submit(() -> {
                    body.run(thread);
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
    }
}
