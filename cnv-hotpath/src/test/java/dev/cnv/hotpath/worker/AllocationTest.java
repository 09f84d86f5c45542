package dev.cnv.hotpath.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.cnv.hotpath.bank.BankFrames;
import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.bank.Branch.Frames;
import dev.cnv.hotpath.bank.Teller;
import dev.cnv.hotpath.grant.BatchGate;
import dev.cnv.hotpath.grant.Jvm;
import dev.cnv.hotpath.grant.Packing;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.time.SystemTime;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Workers and gates allocate nothing, in whatever way the JVM runs them. Said is the least of some
 * rounds of thousands of batches: what a loop allocates is in each, what the JVM allocates once, to link
 * a path that is seldom taken, in one.
 */
class AllocationTest {

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1", "-Xint"})
    void worker_anyMode_allocatesNothing(String flag) throws Exception {
        assertEquals("0 0", lastLine(Jvm.run(Child.class, flag, "-Drounds=3")));
    }

    /** The same with the switch that the compiler generates. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1", "-Xint"})
    void generatedDispatch_anyMode_allocatesNothing(String flag) throws Exception {
        String said = Jvm.run(Child.class, flag, "-Drounds=3", "-Dgenerated=true");
        assertEquals("0 0", lastLine(said));
    }

    /** The vector form, once C2 has compiled it for batches of all sizes; until then it allocates. */
    @Test
    void vectors_compiled_allocateNothing() throws Exception {
        String said = Jvm.run(Child.class, "-Drounds=8", "--add-modules", "jdk.incubator.vector");
        assertEquals("0 0", lastLine(said));
    }

    @Test
    void worker_whoseDispatcherAllocates_isFound() throws Exception {
        String said = Jvm.run(Child.class, "-Xint", "-Drounds=1", "-Dleak=true");
        assertTrue(Long.parseLong(lastLine(said).split(" ")[1]) >= 1_000, said);
    }

    private static String lastLine(String text) {
        return text.lines().toList().getLast();
    }

    /** Says what a gate's and what a worker's thread allocate after a warm-up. */
    static final class Child {

        private static final ThreadMXBean THREADS =
                (ThreadMXBean) ManagementFactory.getThreadMXBean();

        private Child() {}

        public static void main(String[] args) throws Exception {
            int batches = System.getProperty("java.vm.info").startsWith("interpreted") ? 40 : 3_000;
            try (SystemTime time =
                    new SystemTime(Clock.fixed(Branch.NOON, java.time.ZoneOffset.UTC))) {
                long gate;
                try (Branch branch = branch(time)) {
                    gate = gate(branch, batches);
                }
                try (Branch branch = branch(time)) {
                    System.out.println(gate + " " + worker(branch, batches));
                }
            }
        }

        /** With a rate that all rounds together do not use up, so that none of them only denies. */
        private static Branch branch(SystemTime time) {
            return new Branch(builder -> builder.time(time), 8_000_000);
        }

        private static List<Long> handles(Branch branch) {
            return List.of(
                    branch.grant(Branch.transfer(branch.session("alice"))).value(),
                    branch.grant(
                                    Branch.transfer(branch.session("bob")),
                                    Duration.ofHours(1),
                                    OptionalLong.of(100))
                            .value(),
                    0L,
                    branch.grant(Branch.balance(branch.session("eve"))).value());
        }

        private static long gate(Branch branch, int batches) {
            try (Arena arena = Arena.ofConfined()) {
                Frames frames = Frames.of(arena, 256);
                List<Long> handles = handles(branch);
                for (int i = 0; i < 256; i++) {
                    frames.write(i, handles.get(i % 4), Branch.TRANSFER, 0);
                }
                BatchGate gate = new BatchGate(branch.table, Packing.best());
                long least = Long.MAX_VALUE;
                long passed = 0;
                for (int round = 0; round <= Integer.getInteger("rounds"); round++) {
                    long before = THREADS.getCurrentThreadAllocatedBytes();
                    for (int i = 0; i < batches; i++) {
                        passed += gate.check(frames.segment(), frames.offsets(), 256);
                    }
                    least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
                }
                return passed > 0 ? least : -1;
            }
        }

        private static long worker(Branch branch, int batches) throws Exception {
            try (Arena arena = Arena.ofShared()) {
                FrameRing ring = FrameRing.create(arena, 1_024, 1);
                FrameRing responses = FrameRing.create(arena, 1_024, 1);
                List<Thread> threads = new ArrayList<>();
                BatchRecords records = new BatchRecords(
                        branch.table,
                        new BatchRecords.Terms(4, 512, Duration.ofMillis(10), Durability.BUFFERED),
                        Thread.ofPlatform().factory());
                Worker worker = new Worker(
                                new Worker.Terms("w", 256),
                                records,
                                dispatcher(branch),
                                List.of(new Worker.Lane(ring, responses)))
                        .start(task -> {
                            Thread thread = new Thread(task);
                            threads.add(thread);
                            return thread;
                        });
                List<Long> handles = handles(branch);
                long id = threads.getFirst().threadId();
                long least = Long.MAX_VALUE;
                for (int round = 0; round <= Integer.getInteger("rounds"); round++) {
                    long before = THREADS.getThreadAllocatedBytes(id);
                    send(ring, responses, handles, 64 * batches);
                    long frames = (round + 1) * 64L * batches;
                    while (worker.metrics().frames() < frames) {
                        Thread.sleep(1);
                    }
                    Thread.sleep(50);
                    least = Math.min(least, THREADS.getThreadAllocatedBytes(id) - before);
                }
                ring.close();
                worker.close();
                records.close();
                return worker.metrics().executed() > 0 ? least : -1;
            }
        }

        /** By the verbs' own indices, which are not those of the table. */
        private static FrameDispatcher generated(Branch branch) {
            FrameModule frames = new BankFrames(branch.bank);
            FrameDispatcher generated = frames.dispatcher(WorkerRight.genuine(frames));
            int[] indices = Branch.VERBS.stream()
                    .mapToInt(verb -> frames.verbs().indexOf(verb))
                    .toArray();
            return (segment, frame, verb) -> generated.dispatch(segment, frame, indices[verb]);
        }

        private static FrameDispatcher dispatcher(Branch branch) {
            if (Boolean.getBoolean("generated")) {
                return generated(branch);
            }
            Teller teller = new Teller(branch.bank);
            return Boolean.getBoolean("leak")
                    ? (segment, frame, verb) -> {
                        branch.bank.cents[900] += new long[1].length;
                        return teller.dispatch(segment, frame, verb);
                    }
                    : teller;
        }

        private static void send(
                FrameRing ring, FrameRing responses, List<Long> handles, int count) {
            for (int i = 0; i < count; i++) {
                Teller.send(
                        ring,
                        handles.get(i % 4),
                        i % 4 == 3 ? Branch.BALANCE : Branch.TRANSFER,
                        i,
                        i % 1_009 == 0 ? Teller.CURSED : 1,
                        2,
                        1);
                while (responses.next() >= 0) {
                    responses.release();
                }
            }
            while (responses.statistics().taken() < responses.statistics().claimed()
                    || ring.statistics().depth() > 0) {
                while (responses.next() >= 0) {
                    responses.release();
                }
                Thread.yield();
            }
        }
    }
}
