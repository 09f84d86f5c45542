package dev.cnv.runtime.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.cnv.runtime.swarm.AnomalySettings.Method;
import dev.cnv.runtime.time.VirtualTime;
import dev.cnv.testing.GoldenFile;
import dev.cnv.testing.Property;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SwarmObserverTest {

    /** Frequency is out of the way: a period of an hour. */
    private static final AnomalySettings DURATIONS =
            new AnomalySettings(Method.ROBUST, 3, 5, 10, 64, 0.01, Duration.ofHours(1), 1_000);

    private static final AnomalySettings SECONDS =
            new AnomalySettings(Method.ROBUST, 3, 5, 10, 64, 0.01, Duration.ofSeconds(1), 1_000);

    private static final Baseline.Floor NO_FLOOR = new Baseline.Floor(0, 0);

    @Test
    void events_arriveByThemselves() {
        VirtualTime time = new VirtualTime(Instant.EPOCH);
        SwarmObserver observer = new SwarmObserver();
        SwarmTable table = SwarmTable.unrecorded(1, time, observer);
        int row = table.open();
        time.advance(Duration.ofNanos(5));
        table.move(row, table.mark(row), Phase.NEGOTIATION, "", "");
        assertEquals(
                List.of(new PhaseEvent(0, Phase.BOOTSTRAP, Phase.NEGOTIATION, 2, 5, 5)),
                observer.events());
        assertEquals(1, observer.matrix().count(Phase.BOOTSTRAP, Phase.NEGOTIATION));
        assertEquals(1, observer.matrix().total());
    }

    @Test
    void ring_belowCapacity_losesNothing_above_countsWhatWasOverwritten() {
        SwarmObserver observer = new SwarmObserver(10, DURATIONS);
        for (int i = 0; i < 10; i++) {
            event(observer, i);
        }
        assertEquals(10, observer.events().size());
        assertEquals(0, observer.overwrittenCount());
        for (int i = 10; i < 37; i++) {
            event(observer, i);
        }
        assertEquals(27, observer.overwrittenCount());
        assertEquals(37, observer.eventCount());
        assertEquals(
                IntStream.range(27, 37).boxed().toList(),
                observer.events().stream().map(PhaseEvent::epoch).toList());
        assertThrows(IllegalArgumentException.class, () -> new SwarmObserver(0, DURATIONS));
    }

    private static void event(SwarmObserver observer, int epoch) {
        observer.moved(0, Phase.OPERATIONAL, Phase.DEGRADED, epoch, epoch, epoch);
    }

    /** Every event that is read is one that was written, whole; none below the capacity is lost. */
    @Test
    void ring_manyWriters_tearsAndLosesNothing() throws Exception {
        int threads = 4;
        int each = 50_000;
        PhaseRing small = new PhaseRing(64);
        PhaseRing large = new PhaseRing(threads * each);
        CountDownLatch over = new CountDownLatch(threads);
        List<Thread> writers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int row = t;
            String name = "t" + t;
            writers.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    Phase from = Phase.of(i & 7);
                    small.add(name, row, from, Phase.of(row), i, row * 31L + i, ~(long) i);
                    large.add(name, row, from, Phase.of(row), i, row * 31L + i, ~(long) i);
                }
                over.countDown();
            }));
        }
        while (over.getCount() > 0) {
            small.readFrom(0, (name, event) -> {
                assertEquals("t" + event.row(), name);
                assertWhole(event);
            });
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertEquals(64, small.events().size());
        assertEquals(threads * each - 64, small.overwritten());
        List<PhaseEvent> all = large.events();
        assertEquals(threads * each, all.size());
        all.forEach(SwarmObserverTest::assertWhole);
        for (int row = 0; row < threads; row++) {
            int mine = row;
            assertEquals(
                    IntStream.range(0, each).boxed().toList(),
                    all.stream()
                            .filter(event -> event.row() == mine)
                            .map(PhaseEvent::epoch)
                            .toList());
        }
    }

    private static void assertWhole(PhaseEvent event) {
        int i = event.epoch();
        assertEquals(
                new PhaseEvent(
                        event.row(),
                        Phase.of(i & 7),
                        Phase.of(event.row()),
                        i,
                        event.row() * 31L + i,
                        ~(long) i),
                event);
    }

    @Test
    void robustBaseline_isTheMedianAndMadOfTheWindow() {
        Property.named("robustBaseline_isTheMedianAndMadOfTheWindow")
                .oneIn(4)
                .check(draws -> draws.list(40, d -> (double) d.upTo(30)), values -> {
                    Baseline.Robust robust = new Baseline.Robust(9, NO_FLOOR);
                    values.forEach(robust::add);
                    double[] last = values.stream()
                            .skip(Math.max(0, values.size() - 9))
                            .mapToDouble(Double::doubleValue)
                            .toArray();
                    if (last.length > 0) {
                        assertEquals(naiveZ(last, 40), robust.z(40), 1e-6 * naiveZ(last, 40));
                        assertEquals(median(last), robust.center());
                    }
                });
    }

    private static double naiveZ(double[] values, double value) {
        double center = median(values);
        double[] off = Arrays.stream(values).map(v -> Math.abs(v - center)).toArray();
        double mad = median(off);
        double scatter = mad > 0
                ? 1.4826 * mad * values.length / (values.length - 0.8)
                : 1.2533 * Arrays.stream(off).average().orElseThrow();
        return (value - center) / Math.max(scatter, 1e-9);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    @Test
    void classicBaseline_isMeanAndDeviation() {
        Baseline.Classic classic = new Baseline.Classic(NO_FLOOR);
        for (double value : new double[] {2, 4, 4, 4, 5, 5, 7, 9}) {
            classic.add(value);
        }
        assertEquals(5, classic.center());
        assertEquals((10 - 5) / Math.sqrt(32 / 7.0), classic.z(10), 1e-12);
    }

    /** Within n samples no member can be further than (n - 1) / sqrt(n) from the mean: 2.85 of 10. */
    @Test
    void zOfFive_isReachedWithTenSamples_byBothMethods() {
        for (Method method : Method.values()) {
            List<Anomaly> found = durations(
                    DURATIONS.with(method), 100, 101, 99, 100, 102, 98, 100, 101, 99, 100, 150);
            assertEquals(1, found.size(), method.name());
            assertEquals(Severity.CRITICAL, found.getFirst().severity());
            assertEquals(150, found.getFirst().value());
            assertEquals(Phase.OPERATIONAL, found.getFirst().phase());
        }
    }

    @Test
    void zOfThree_isAWarning() {
        List<Anomaly> found = durations(
                DURATIONS.with(Method.CLASSIC), 98, 102, 98, 102, 98, 102, 98, 102, 98, 102, 108);
        assertEquals(
                List.of(Severity.WARNING), found.stream().map(Anomaly::severity).toList());
        assertTrue(found.getFirst().z() >= 3 && found.getFirst().z() < 5);
    }

    @Test
    void sample_withFewerThanTenBefore_isNotJudged() {
        assertEquals(
                List.of(), durations(DURATIONS, 100, 101, 99, 100, 102, 98, 100, 101, 99, 9_999));
    }

    /** A series that never changed: a change within a percent or three is not strange. */
    @Test
    void constantSeries_smallChange_isNoAnomaly_largeIs() {
        long[] same = LongsOf.repeated(1_000, 20);
        assertEquals(List.of(), durations(DURATIONS, LongsOf.with(same, 1_020)));
        assertEquals(1, durations(DURATIONS, LongsOf.with(same, 1_100)).size());
    }

    /** One swarm is fast, one slow; each is usual for itself, and would not be for the other. */
    @Test
    void swarms_thatInterleave_areComparedWithThemselvesAlone() {
        SwarmObserver observer = new SwarmObserver(100, DURATIONS);
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            lasted(observer, 0, 1_000 + random.nextInt(20) - 10);
            lasted(observer, 1, 9_000 + random.nextInt(200) - 100);
        }
        assertEquals(
                List.of(),
                observer.anomalies().stream()
                        .filter(anomaly -> anomaly.severity() == Severity.CRITICAL)
                        .toList());
        lasted(observer, 0, 9_000);
        lasted(observer, 1, 1_000);
        assertEquals(
                List.of(0, 1),
                observer.anomalies().stream()
                        .filter(anomaly -> anomaly.severity() == Severity.CRITICAL)
                        .map(Anomaly::row)
                        .toList());
    }

    /** Threads share the events of all swarms out, so that those of one come out of order now and then. */
    @Test
    void swarms_thatInterleaveOnSeveralThreads_areComparedWithThemselvesAlone() throws Exception {
        int rows = 40;
        int moves = 200;
        SwarmObserver observer = new SwarmObserver(rows * moves, DURATIONS);
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int t = 0; t < 4; t++) {
                threads.execute(() -> {
                    for (int i = next.getAndIncrement();
                            i < rows * moves;
                            i = next.getAndIncrement()) {
                        moveOfMany(observer, i % rows, i / rows);
                    }
                });
            }
        }
        assertEquals(rows * moves, observer.eventCount());
        assertEquals(rows * moves, observer.matrix().total());
        assertEquals(0, observer.unwatchedCount());
        assertEquals(
                IntStream.range(0, rows).boxed().toList(),
                observer.anomalies().stream().map(Anomaly::row).sorted().toList());
        observer.anomalies()
                .forEach(found -> assertEquals(2_000.0 * (found.row() + 1), found.value()));
    }

    /** Each swarm has a usual duration of its own, give or take one in 200, and once twice that. */
    private static void moveOfMany(SwarmObserver observer, int row, int move) {
        long usual = 1_000L * (row + 1);
        if (move == 0) {
            observer.moved(row, Phase.BOOTSTRAP, Phase.NEGOTIATION, 2, 0, usual);
        } else {
            long nanos = move == 150 ? 2 * usual : usual + (move % 3 - 1) * usual / 200;
            lasted(observer, row, move + 2, nanos);
        }
    }

    @Test
    void row_thatAnotherSwarmTakesOver_forgetsTheOneBefore() {
        SwarmObserver observer = new SwarmObserver(100, DURATIONS);
        for (int epoch = 2; epoch < 22; epoch++) {
            lasted(observer, 0, epoch, 1_000);
        }
        observer.moved(0, Phase.BOOTSTRAP, Phase.NEGOTIATION, 24, 0, 0);
        lasted(observer, 0, 25, 9_000);
        assertEquals(List.of(), observer.anomalies());
    }

    /** The thread that moved first was held up on its way to the observer. */
    @Test
    void beginningOfASwarm_thatIsHeardOfLate_wipesNothing() {
        SwarmObserver observer = new SwarmObserver(100, DURATIONS);
        for (int epoch = 3; epoch < 23; epoch++) {
            lasted(observer, 0, epoch, 1_000);
        }
        observer.moved(0, Phase.BOOTSTRAP, Phase.NEGOTIATION, 2, 0, 0);
        lasted(observer, 0, 23, 9_000);
        assertEquals(1, observer.anomalies().size());
    }

    @Test
    void beginningOfASwarm_heardOfLateAcrossTheEndOfEpochs_wipesNothing() {
        SwarmObserver observer = new SwarmObserver(100, DURATIONS);
        for (int epoch = 0; epoch < 20; epoch++) {
            lasted(observer, 0, epoch, 1_000);
        }
        observer.moved(0, Phase.BOOTSTRAP, Phase.NEGOTIATION, Integer.MAX_VALUE, 0, 0);
        lasted(observer, 0, 20, 9_000);
        assertEquals(1, observer.anomalies().size());
    }

    @Test
    void eventOfTheSwarmBefore_thatIsHeardOfLate_isNotTakenForTheNextOnes() {
        SwarmObserver observer = new SwarmObserver(100, DURATIONS);
        observer.moved(0, Phase.BOOTSTRAP, Phase.NEGOTIATION, 40, 0, 0);
        for (int epoch = 41; epoch < 61; epoch++) {
            lasted(observer, 0, epoch, 1_000);
        }
        lasted(observer, 0, 30, 9_000);
        observer.moved(0, Phase.OPERATIONAL, Phase.SHUTDOWN, 38, 0, 9_000);
        assertEquals(List.of(), observer.anomalies());
        assertEquals(2, observer.unwatchedCount());
        lasted(observer, 0, 61, 9_000);
        assertEquals(1, observer.anomalies().size());
    }

    /** An event that comes after its swarm's end must not take a place that nobody gives back. */
    @Test
    void eventAfterTheEndOfItsSwarm_takesNoPlace() {
        AnomalySettings one =
                new AnomalySettings(Method.ROBUST, 3, 5, 10, 64, 0.01, Duration.ofHours(1), 1);
        SwarmObserver observer = new SwarmObserver(100, one);
        observer.moved(0, Phase.OPERATIONAL, Phase.SHUTDOWN, 9, 0, 0);
        lasted(observer, 0, 8, 1_000);
        assertEquals(1, observer.unwatchedCount());
        lasted(observer, 1, 5, 1_000);
        assertEquals(1, observer.unwatchedCount());
    }

    @Test
    void swarms_thatAreTooMany_areCounted() {
        AnomalySettings two =
                new AnomalySettings(Method.ROBUST, 3, 5, 10, 64, 0.01, Duration.ofHours(1), 2);
        SwarmObserver observer = new SwarmObserver(100, two);
        for (int row = 0; row < 5; row++) {
            lasted(observer, row, 1);
        }
        assertEquals(3, observer.unwatchedCount());
        assertEquals(5, observer.events().size());
        observer.moved(0, Phase.OPERATIONAL, Phase.SHUTDOWN, 1, 0, 0);
        lasted(observer, 4, 1);
        assertEquals(3, observer.unwatchedCount());
    }

    @Test
    void frequency_ofASwarmThatGoesWild_isAnomalous() {
        AnomalySettings perSecond =
                new AnomalySettings(Method.ROBUST, 3, 5, 10, 64, 0.01, Duration.ofSeconds(1), 10);
        SwarmObserver observer = new SwarmObserver(100, perSecond);
        long second = 1_000_000_000L;
        for (int s = 0; s < 20; s++) {
            int moves = s == 17 ? 40 : 4 + s % 2;
            for (int i = 0; i < moves; i++) {
                observer.moved(
                        3, Phase.OPERATIONAL, Phase.DEGRADED, 0, s * second + i, 1_000 + i % 2);
            }
        }
        List<Anomaly> wild = observer.anomalies().stream()
                .filter(anomaly -> anomaly.kind() == Anomaly.Kind.FREQUENCY)
                .toList();
        assertEquals(1, wild.size(), wild.toString());
        assertEquals(40, wild.getFirst().value());
        assertEquals(Severity.CRITICAL, wild.getFirst().severity());
    }

    @Test
    void frequency_ofASwarmThatGoesQuiet_isAnomalousWhenItMovesAgain() {
        AnomalySettings perSecond =
                new AnomalySettings(Method.ROBUST, 3, 5, 10, 64, 0.01, Duration.ofSeconds(1), 10);
        SwarmObserver observer = new SwarmObserver(100, perSecond);
        long second = 1_000_000_000L;
        for (int s = 0; s < 20; s++) {
            for (int i = 0; i < 40 + s % 3; i++) {
                observer.moved(0, Phase.OPERATIONAL, Phase.DEGRADED, 0, s * second + i, 1_000);
            }
        }
        observer.moved(0, Phase.OPERATIONAL, Phase.DEGRADED, 0, 90 * second, 1_000);
        assertEquals(
                List.of(0.0),
                observer.anomalies().stream()
                        .filter(anomaly -> anomaly.kind() == Anomaly.Kind.FREQUENCY)
                        .map(Anomaly::value)
                        .toList());
    }

    /** Of all moves together there are as many as ever. */
    @Test
    void frequency_isOfEachPhaseThatIsEntered() {
        SwarmObserver observer = new SwarmObserver(100, SECONDS);
        for (int s = 0; s < 20; s++) {
            entered(observer, Phase.DEGRADED, s == 17 ? 5 : 40, s);
            entered(observer, Phase.RECOVERY, s == 17 ? 40 : 5, s);
        }
        assertEquals(
                List.of("DEGRADED 5.0 usually 40.0", "RECOVERY 40.0 usually 5.0"),
                observer.anomalies().stream()
                        .map(found ->
                                found.phase() + " " + found.value() + " usually " + found.usual())
                        .toList());
    }

    /** A move now and then, where there is none most of the time. */
    @Test
    void frequency_ofASwarmThatMovesSeldom_isNoAnomaly() {
        SwarmObserver observer = new SwarmObserver(100, SECONDS);
        for (int s = 0; s < 1_000; s += 60) {
            entered(observer, Phase.DEGRADED, 1 + s % 120 / 60, s);
        }
        assertEquals(List.of(), observer.anomalies());
    }

    private static void entered(SwarmObserver observer, Phase phase, int times, int second) {
        for (int i = 0; i < times; i++) {
            observer.moved(0, Phase.OPERATIONAL, phase, 0, second * 1_000_000_000L, 1_000);
        }
    }

    /** Of a swarm with samples of everything that there is to sample. */
    @Test
    void memory_ofASwarm_isWhatTheDocumentSays() throws IOException {
        SwarmObserver observer = new SwarmObserver(1, AnomalySettings.DEFAULT);
        int swarms = 500;
        long before = allocated();
        for (int row = 0; row < swarms; row++) {
            everything(observer, row, 0);
        }
        long each = (allocated() - before) / swarms;
        assertTrue(each > 4_000 && each <= 5_632, "each=" + each);
        assertEquals(0, observer.unwatchedCount());
        long bound = each * AnomalySettings.DEFAULT.maxSwarmCount();
        assertTrue(bound + 44L * SwarmObserver.DEFAULT_CAPACITY < 64 << 20, "bound=" + bound);
        String document = document();
        assertTrue(document.contains("at most 5.5 KiB a swarm"));
        assertTrue(document.contains("under 64 MiB"));
    }

    @Test
    void memory_ofASwarm_doesNotGrowWithItsSamples() {
        SwarmObserver observer = new SwarmObserver(1, AnomalySettings.DEFAULT);
        everything(observer, 0, 0);
        everything(observer, 0, 1);
        long before = allocated();
        for (int second = 2; second < 500; second++) {
            everything(observer, 0, second);
        }
        assertTrue(allocated() - before < 1_000, "grew=" + (allocated() - before));
        assertEquals(List.of(), observer.anomalies());
    }

    private static void everything(SwarmObserver observer, int row, int second) {
        Phase from = Phase.OPERATIONAL;
        for (Phase to : ROUND) {
            observer.moved(row, from, to, 5 * second, second * 1_000_000_000L, 1_000);
            from = to;
        }
    }

    private static final Phase[] ROUND = {
        Phase.DEGRADED, Phase.RECOVERY, Phase.EMERGENCY, Phase.RECOVERY, Phase.OPERATIONAL
    };

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    @Test
    void phasesThatRecur_areThoseThatMovesLeadBackTo() {
        for (Phase phase : Phase.values()) {
            Set<Phase> reached = EnumSet.noneOf(Phase.class);
            boolean more = true;
            while (more) {
                more = false;
                for (PhaseMove move : PhaseTable.moves()) {
                    boolean from = move.from() == phase || reached.contains(move.from());
                    more |= from && reached.add(move.to());
                }
            }
            assertEquals(reached.contains(phase), SwarmSamples.recurs(phase), phase.name());
        }
    }

    @Test
    void settings_outOfRange_areMisuse() {
        Duration second = Duration.ofSeconds(1);
        for (Runnable bad : List.<Runnable>of(
                () -> new AnomalySettings(Method.ROBUST, 5, 5, 10, 64, 0, second, 1),
                () -> new AnomalySettings(Method.ROBUST, 0, 5, 10, 64, 0, second, 1),
                () -> new AnomalySettings(Method.ROBUST, 3, 5, 2, 64, 0, second, 1),
                () -> new AnomalySettings(Method.ROBUST, 3, 5, 10, 9, 0, second, 1),
                () -> new AnomalySettings(Method.ROBUST, 3, 5, 10, 4097, 0, second, 1),
                () -> new AnomalySettings(Method.ROBUST, 3, 5, 10, 64, Double.NaN, second, 1),
                () -> new AnomalySettings(Method.ROBUST, 3, 5, 10, 64, 0, Duration.ZERO, 1),
                () -> new AnomalySettings(Method.ROBUST, 3, 5, 10, 64, 0, second, 0))) {
            assertThrows(IllegalArgumentException.class, bad::run);
        }
    }

    /** Planted anomalies in generated series: what is found of them, and what is found besides. */
    @Test
    void generatedSeries_precisionAndRecall_areThoseOfTheTable() throws IOException {
        StringBuilder table = new StringBuilder("""
                durations of a phase: 50 swarms interleaved, 400 each, 1 in 100 planted, seed fixed
                shape       planted  method   severity  precision  recall
                """);
        for (String shape : List.of("normal", "lognormal", "drifting")) {
            for (double size : new double[] {6, 12}) {
                for (Method method : Method.values()) {
                    Score score = score(shape, size, method);
                    table.append(score.row(shape, size, method, Severity.WARNING));
                    table.append(score.row(shape, size, method, Severity.CRITICAL));
                    if (shape.equals("normal") && size == 12) {
                        assertTrue(score.recall(Severity.CRITICAL) > 0.9, score.toString());
                        assertTrue(score.precision(Severity.CRITICAL) > 0.9, score.toString());
                    }
                }
            }
        }
        table.append("""

                entries of a phase in a second: 50 swarms, 400 seconds each, 1 in 100 planted
                shape       planted  method   severity  precision  recall
                """);
        for (double mean : new double[] {9, 0.3}) {
            for (double size : new double[] {6, 12}) {
                for (Method method : Method.values()) {
                    Score score = frequencyScore(mean, size, method);
                    String shape = "poisson " + (mean < 1 ? mean : (int) mean);
                    table.append(score.row(shape, size, method, Severity.WARNING));
                    table.append(score.row(shape, size, method, Severity.CRITICAL));
                    if (size == 12) {
                        assertTrue(score.recall(Severity.CRITICAL) > 0.9, score.toString());
                    }
                }
            }
        }
        GoldenFile.assertMatches(SwarmObserverTest.class, "anomalies.txt", table.toString());
        assertTrue(document().contains(table), "docs/swarm.md has another table");
    }

    private static String document() throws IOException {
        return Files.readString(
                Path.of(System.getProperty("basedir", "."), "..", "docs", "swarm.md"));
    }

    /** Each second begins with a move to OPERATIONAL, which ends the second before. */
    private static Score frequencyScore(double mean, double size, Method method) {
        Random random = new Random(42);
        SwarmObserver observer = new SwarmObserver(100, SECONDS.with(method));
        int planted = 0;
        int[] found = new int[3];
        int[] right = new int[3];
        boolean[] plantedBefore = new boolean[50];
        for (int s = 0; s < 401; s++) {
            for (int row = 0; row < 50; row++) {
                long at = s * 1_000_000_000L;
                long before = observer.anomalyCount();
                observer.moved(row, Phase.RECOVERY, Phase.OPERATIONAL, 0, at, 1_000);
                if (observer.anomalyCount() > before) {
                    Severity severity = observer.anomalies().getLast().severity();
                    for (int level = 1; level <= severity.ordinal(); level++) {
                        found[level]++;
                        right[level] += plantedBefore[row] ? 1 : 0;
                    }
                }
                boolean plant = s > 20 && s < 400 && random.nextInt(100) == 0;
                planted += plant ? 1 : 0;
                plantedBefore[row] = plant;
                long more = plant ? Math.round(size * Math.sqrt(mean)) : 0;
                for (long i = poisson(random, mean) + more; i > 0; i--) {
                    observer.moved(row, Phase.OPERATIONAL, Phase.DEGRADED, 0, at, 1_000);
                }
            }
        }
        return new Score(planted, found, right);
    }

    /** Knuth's method. */
    private static int poisson(Random random, double mean) {
        int count = -1;
        for (double left = 1; left > Math.exp(-mean); left *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    private record Score(int planted, int[] found, int[] right) {

        double precision(Severity severity) {
            int all = found[severity.ordinal()];
            return all == 0 ? 1 : right[severity.ordinal()] / (double) all;
        }

        double recall(Severity severity) {
            return right[severity.ordinal()] / (double) planted;
        }

        String row(String shape, double size, Method method, Severity severity) {
            return String.format(
                    Locale.ROOT,
                    "%-11s %2.0f sigma  %-8s %-9s %9.2f  %6.2f\n",
                    shape,
                    size,
                    method,
                    severity,
                    precision(severity),
                    recall(severity));
        }
    }

    private static Score score(String shape, double size, Method method) {
        Random random = new Random(42);
        SwarmObserver observer = new SwarmObserver(100, DURATIONS.with(method));
        int planted = 0;
        int[] found = new int[3];
        int[] right = new int[3];
        for (int i = 0; i < 400; i++) {
            for (int row = 0; row < 50; row++) {
                boolean plant = i > 20 && random.nextInt(100) == 0;
                planted += plant ? 1 : 0;
                long before = observer.anomalyCount();
                lasted(observer, row, sample(shape, i, random.nextGaussian(), plant ? size : 0));
                if (observer.anomalyCount() > before) {
                    Severity severity = observer.anomalies().getLast().severity();
                    for (int s = 1; s <= severity.ordinal(); s++) {
                        found[s]++;
                        right[s] += plant ? 1 : 0;
                    }
                }
            }
        }
        return new Score(planted, found, right);
    }

    /** Around a millisecond, with a scatter of 50 microseconds. */
    private static long sample(String shape, int i, double gauss, double planted) {
        double nanos = switch (shape) {
            case "normal" -> 1e6 + 5e4 * (gauss + planted);
            case "lognormal" -> 1e6 * Math.exp(0.3 * gauss) + 3e5 * planted;
            case "drifting" -> 1e6 + 2e3 * i + 5e4 * (gauss + planted);
            default -> throw new AssertionError(shape);
        };
        return (long) nanos;
    }

    private static List<Anomaly> durations(AnomalySettings settings, long... lasted) {
        SwarmObserver observer = new SwarmObserver(100, settings);
        for (long nanos : lasted) {
            lasted(observer, 0, nanos);
        }
        return observer.anomalies();
    }

    private static void lasted(SwarmObserver observer, int row, long nanos) {
        lasted(observer, row, 0, nanos);
    }

    private static void lasted(SwarmObserver observer, int row, int epoch, long nanos) {
        observer.moved(row, Phase.OPERATIONAL, Phase.DEGRADED, epoch, 0, nanos);
    }

    private static final class LongsOf {

        static long[] repeated(long value, int times) {
            long[] values = new long[times];
            Arrays.fill(values, value);
            return values;
        }

        static long[] with(long[] values, long last) {
            long[] longer = Arrays.copyOf(values, values.length + 1);
            longer[values.length] = last;
            return longer;
        }
    }
}
