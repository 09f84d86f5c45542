package dev.cnv.benchmarks.swarm;

import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.swarm.Phase;
import dev.cnv.runtime.swarm.PhaseListener;
import dev.cnv.runtime.swarm.SwarmMark;
import dev.cnv.runtime.swarm.SwarmObserver;
import dev.cnv.runtime.swarm.SwarmPhase;
import dev.cnv.runtime.swarm.SwarmTable;
import dev.cnv.runtime.swarm.SwarmView;
import dev.cnv.runtime.swarm.Swarms;
import dev.cnv.runtime.swarm.TableView;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One move of one swarm, of a row alone, by phase objects, with an observer, and with a ledger that is on
 * disk before the move holds, which is what the disk takes. A peer that does the same was not found.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TransitionBenchmark {

    private static final AgentId BY = new AgentId("benchmark");

    private static int operational(SwarmTable table) {
        int row = table.open();
        for (Phase to : new Phase[] {Phase.NEGOTIATION, Phase.ACTIVATION, Phase.OPERATIONAL}) {
            table.move(row, table.mark(row), to, "", "").ifPresent(refusal -> {
                throw new IllegalStateException(refusal.message());
            });
        }
        return row;
    }

    private static Phase next(Phase phase) {
        return switch (phase) {
            case OPERATIONAL -> Phase.DEGRADED;
            case DEGRADED -> Phase.RECOVERY;
            default -> Phase.OPERATIONAL;
        };
    }

    /** Tables with a row for each thread. */
    @State(Scope.Benchmark)
    public static class Tables {
        final SystemTime time = new SystemTime(Clock.systemUTC());
        final SwarmTable alone = SwarmTable.unrecorded(64, time, PhaseListener.none());
        final SwarmTable observed = SwarmTable.unrecorded(64, time, new SwarmObserver());

        @TearDown
        public void close() {
            time.close();
        }
    }

    /** The rows of one thread. */
    @State(Scope.Thread)
    public static class Rows {
        int alone;
        int observed;

        @Setup
        public void open(Tables tables) {
            alone = operational(tables.alone);
            observed = operational(tables.observed);
        }
    }

    @Benchmark
    public Object row(Tables tables, Rows rows) {
        SwarmMark mark = tables.alone.mark(rows.alone);
        return tables.alone.move(rows.alone, mark, next(mark.phase()), "", "");
    }

    @Benchmark
    @Threads(2)
    public Object rowObservedTwoThreads(Tables tables, Rows rows) {
        SwarmMark mark = tables.observed.mark(rows.observed);
        return tables.observed.move(rows.observed, mark, next(mark.phase()), "", "");
    }

    @Benchmark
    public SwarmView view(Tables tables, Rows rows) {
        return tables.alone.view(rows.alone);
    }

    /** One swarm by its phase objects. */
    @State(Scope.Thread)
    public static class Typed {
        final SystemTime time = new SystemTime(Clock.systemUTC());
        SwarmPhase.Operational operational =
                begun(Swarms.unrecorded(1, time, PhaseListener.none()));

        @TearDown
        public void close() {
            time.close();
        }

        static SwarmPhase.Operational begun(Swarms swarms) {
            return swarms.open("swarm")
                    .negotiate(BY, "")
                    .orThrow()
                    .activate(BY, "")
                    .orThrow()
                    .operate(BY, "")
                    .orThrow();
        }
    }

    /** Three moves. */
    @Benchmark
    public Object phaseObjectsThreeMoves(Typed typed) {
        typed.operational = round(typed.operational);
        return typed.operational;
    }

    private static SwarmPhase.Operational round(SwarmPhase.Operational operational) {
        return operational
                .degrade(BY, "")
                .orThrow()
                .recover(BY, "")
                .orThrow()
                .operate(BY, "")
                .orThrow();
    }

    /** One swarm and a ledger. */
    @State(Scope.Benchmark)
    public static class Recorded {
        final SystemTime time = new SystemTime(Clock.systemUTC());
        Path folder;
        Ledger ledger;
        SwarmPhase.Operational operational;

        @Setup
        public void open() throws IOException {
            folder = Files.createTempDirectory("cnv-swarm");
            ledger = FileLedger.open(folder, time);
            operational = Typed.begun(Swarms.of(
                    1,
                    ledger,
                    new EventOrigins(time, new RandomIds(new Random(1))),
                    PhaseListener.none()));
        }

        @TearDown
        public void close() throws IOException {
            ledger.close();
            time.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Three moves, each on disk. */
    @Benchmark
    public Object ledgerThreeMoves(Recorded recorded) {
        recorded.operational = round(recorded.operational);
        return recorded.operational;
    }

    /** A million swarms. */
    @State(Scope.Benchmark)
    public static class Million {
        final SystemTime time = new SystemTime(Clock.systemUTC());
        final SwarmTable table = SwarmTable.unrecorded(1_000_000, time, PhaseListener.none());

        @Setup
        public void open() {
            for (int i = 0; i < 1_000_000; i++) {
                operational(table);
            }
        }

        @TearDown
        public void close() {
            time.close();
        }
    }

    @Benchmark
    public TableView viewOfAMillion(Million million) {
        return million.table.view();
    }

    /** An observer that is given events, of a swarm for each thread. */
    @State(Scope.Benchmark)
    public static class Watching {
        final SwarmObserver observer = new SwarmObserver();
        final AtomicInteger rows = new AtomicInteger();
    }

    /** The events of one thread. */
    @State(Scope.Thread)
    public static class Events {
        int row;
        int epoch;
        long at;

        @Setup
        public void number(Watching watching) {
            row = watching.rows.getAndIncrement();
        }
    }

    /** One event: ring, count, and two series of median and MAD. */
    @Benchmark
    @Threads(2)
    public void observerEventTwoThreads(Watching watching, Events events) {
        int epoch = events.epoch++;
        long lasted = 1_000 + (epoch * 0x9E37_79B9L >>> 16 & 63);
        events.at += lasted;
        watching.observer.moved(
                events.row, Phase.OPERATIONAL, Phase.DEGRADED, epoch, events.at, lasted);
    }
}
