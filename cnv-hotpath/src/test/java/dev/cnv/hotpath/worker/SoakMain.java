package dev.cnv.hotpath.worker;

import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.bank.Teller;
import dev.cnv.hotpath.memory.AgentTable;
import dev.cnv.hotpath.memory.ArenaSettings;
import dev.cnv.hotpath.memory.BumpArena;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.ring.FrameSink;
import dev.cnv.hotpath.ring.RingSettings;
import dev.cnv.hotpath.ring.SharedRing;
import dev.cnv.hotpath.ring.WaitStrategy;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.FrameEvent.BatchExecuted;
import dev.cnv.runtime.governance.FrameEvent.GrantEnded;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.time.SystemTime;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;

/** Keeps a worker busy, and says what came of it and how much memory there was in use, line by line. */
public final class SoakMain {

    private static final int FRAMES_PER_ROUND = 2_000;
    private static final int ROUNDS_PER_GRANT = 50;
    private static final int LEAKS = 50;
    private static final Pattern COMMITTED =
            Pattern.compile("Total: reserved=\\d+KB, committed=(\\d+)KB");

    private final Arena arena = Arena.ofShared();
    private final FrameRing own = FrameRing.create(arena, 1_024, 1);
    private final FrameRing answers = FrameRing.create(arena, 1_024, 1);
    private final SharedRing shared = SharedRing.create(arena, RingSettings.of(1_024, 2));
    private final FrameSink seat = shared.producer();
    private final BumpArena scratch = BumpArena.create(arena, ArenaSettings.of(1 << 20));
    private final AgentTable agents = AgentTable.create(arena, 1 << 16);
    private final List<byte[]> kept = new ArrayList<>();
    private final Branch branch;
    private long grant;
    private long sent;
    private long answered;

    private SoakMain(Branch branch) {
        this.branch = branch;
        this.grant = newGrant();
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(System.getProperty("folder"));
        try (SystemTime time = new SystemTime(Clock.fixed(Branch.NOON, ZoneOffset.UTC));
                FileLedger ledger = FileLedger.open(folder, time);
                Branch branch = new Branch(builder -> builder.time(time).ledger(ledger), 0)) {
            SoakMain soak = new SoakMain(branch);
            long executed = soak.run();
            say("executed", executed);
            long[] recorded = new long[2];
            ledger.read(record -> {
                recorded[0] += record.event() instanceof BatchExecuted one ? one.executed() : 0;
                recorded[1] += record.event() instanceof GrantEnded ? 1 : 0;
            });
            say("recorded", recorded[0]);
            say("ended", recorded[1]);
            say("sum", Arrays.stream(branch.bank.cents).sum());
        }
    }

    private long newGrant() {
        return branch.grant(
                        Branch.transfer(branch.session("alice")),
                        Duration.ofHours(1),
                        OptionalLong.of(1_000_000))
                .value();
    }

    private long run() throws Exception {
        BatchRecords records = new BatchRecords(
                branch.table,
                new BatchRecords.Terms(2, 1_024, Duration.ofMillis(20), Durability.BUFFERED),
                Thread.ofPlatform().factory());
        Teller teller = new Teller(branch.bank);
        Worker worker = new Worker(
                        new Worker.Terms("soak", 256)
                                .withWaiting(WaitStrategy.yielding())
                                .withScratch(scratch),
                        records,
                        (segment, frame, verb) -> {
                            scratch.allocate(64);
                            return teller.dispatch(segment, frame, verb);
                        },
                        List.of(new Worker.Lane(own, answers), new Worker.Lane(shared, null)))
                .start(Thread.ofPlatform().factory());
        soak(TimeUnit.SECONDS.toNanos(Integer.getInteger("seconds")));
        own.close();
        shared.refuse();
        while (worker.metrics().frames() < sent) {
            drain();
        }
        worker.close();
        records.close();
        drain();
        say("sent", sent);
        say("frames", worker.metrics().frames());
        say("denied", worker.metrics().denied());
        // Frames of the shared ring are answered in place.
        say("answered", answered + shared.statistics().taken());
        return worker.metrics().executed();
    }

    private void soak(long nanos) throws Exception {
        long begun = System.nanoTime();
        boolean first = true;
        long leaked = 0;
        for (long round = 0, past = 0; past < nanos; round++) {
            round(round);
            past = System.nanoTime() - begun;
            if (first && past > nanos / 10) {
                sayMemory("first");
                first = false;
            } else if (!first
                    && leaked < LEAKS * 10
                    && past > nanos / 10 + leaked * nanos / 1_000) {
                kept.add(new byte[Integer.getInteger("leak")]);
                leaked++;
            }
        }
        sayMemory("last");
    }

    /** Frames to both rings; an agent comes and goes with each, a grant now and then. */
    private void round(long round) {
        long agent = agents.add(round);
        for (int i = 0; i < FRAMES_PER_ROUND; i++) {
            int from = i & 511;
            FrameSink sink = i % 4 == 0 ? seat : own;
            while (sink == own && own.depth() > 500) {
                drain();
            }
            Teller.send(sink, i % 5 == 0 ? agent : grant, 0, sent, from == 13 ? 12 : from, 600, 1);
            sent++;
        }
        drain();
        agents.remove(agent);
        if (round % ROUNDS_PER_GRANT == 0) {
            branch.table.revoke(grant);
            grant = newGrant();
        }
    }

    private void drain() {
        while (answers.next() >= 0) {
            answers.release();
            answered++;
        }
    }

    private static void sayMemory(String when) throws Exception {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        say(
                "heap." + when,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        say(
                "native." + when,
                nativeBytes()
                        - ManagementFactory.getMemoryMXBean()
                                .getHeapMemoryUsage()
                                .getCommitted());
    }

    private static long nativeBytes() throws Exception {
        String summary = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmNativeMemory",
                        new Object[] {new String[] {"summary"}},
                        new String[] {String[].class.getName()});
        Matcher found = COMMITTED.matcher(summary);
        if (!found.find()) {
            throw new IllegalStateException("summary=" + summary);
        }
        return Long.parseLong(found.group(1)) * 1_024;
    }

    private static void say(String what, long number) {
        System.out.println(what + " " + number);
    }
}
