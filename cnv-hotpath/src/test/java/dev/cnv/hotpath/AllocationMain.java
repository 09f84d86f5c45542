package dev.cnv.hotpath;

import com.sun.management.ThreadMXBean;
import dev.cnv.hotpath.memory.AgentTable;
import dev.cnv.hotpath.memory.ArenaSettings;
import dev.cnv.hotpath.memory.BumpArena;
import dev.cnv.hotpath.memory.HandlePool;
import dev.cnv.hotpath.memory.SharedBumpArena;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.ring.FrameSink;
import dev.cnv.hotpath.ring.FrameSource;
import dev.cnv.hotpath.ring.LanedRing;
import dev.cnv.hotpath.ring.ReferenceRing;
import dev.cnv.hotpath.ring.RingSettings;
import dev.cnv.hotpath.ring.SharedRing;
import dev.cnv.hotpath.ring.WaitStrategy;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Prints how many bytes each part of the hot path allocates, one line a part: {@code name bytes}. A
 * program, so that it can run in a JVM that only interprets. The control allocates.
 */
final class AllocationMain {

    private interface Work {
        long run(int rounds);
    }

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocationMain() {}

    public static void main(String[] arguments) {
        int rounds = Integer.parseInt(arguments[0]);
        WaitStrategy blocking = WaitStrategy.blocking(Duration.ofSeconds(1));
        RingSettings settings = RingSettings.of(64, 1).withWaiting(blocking);
        measure("control", rounds, AllocationMain::control);
        FrameRing single = FrameRing.create(Arena.ofAuto(), 64, 1);
        measure("frame-ring", rounds, count -> ring(single, single, count));
        FrameRing waking = FrameRing.create(Arena.ofAuto(), settings);
        measure("frame-ring-waking", rounds, count -> ring(waking, waking, count));
        SharedRing shared = SharedRing.create(Arena.ofAuto(), settings);
        FrameSink producer = shared.producer();
        measure("shared-ring", rounds, count -> ring(producer, shared, count));
        LanedRing laned = LanedRing.create(Arena.ofAuto(), RingSettings.of(256, 4));
        FrameSink lane = laned.producer();
        measure("laned-ring", rounds, count -> ring(lane, laned, count));
        measure("statuses", rounds / 10, count -> statuses(producer, shared, count));
        ReferenceRing<String> references = ReferenceRing.create(8);
        measure("reference-ring", rounds, count -> references(references, count));
        ReferenceRing<String> wakingReferences =
                ReferenceRing.create(8, WaitStrategy.blocking(Duration.ofSeconds(1)));
        measure("reference-ring-waking", rounds, count -> references(wakingReferences, count));
        BumpArena bump = BumpArena.create(Arena.ofAuto(), ArenaSettings.of(4096).cleared());
        measure("bump-arena", rounds, count -> bump(bump, count));
        SharedBumpArena sharedBump =
                SharedBumpArena.create(Arena.ofAuto(), ArenaSettings.of(4096), 64);
        measure("shared-bump-arena", rounds, count -> bump(sharedBump, count));
        HandlePool pool = HandlePool.create(Arena.ofAuto(), 64);
        measure("handle-pool", rounds, count -> handles(pool, count));
        AgentTable agents = AgentTable.create(Arena.ofAuto(), 64);
        measure("agent-table", rounds, count -> agents(agents, count));
    }

    private static void measure(String name, int rounds, Work work) {
        long sum = work.run(rounds / 10 + 100);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        sum += work.run(rounds);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        System.out.println(name + " " + bytes + (sum == Long.MIN_VALUE ? " " : ""));
    }

    private static long control(int rounds) {
        long[][] kept = new long[2][1];
        long sum = 0;
        for (int i = 0; i < rounds; i++) {
            kept[i & 1] = new long[1];
            sum += kept[i + 1 & 1].length;
        }
        return sum;
    }

    private static final long[] FRAMES = new long[16];

    private static long ring(FrameSink sink, FrameSource source, int rounds) {
        long sum = 0;
        for (int i = 0; i < rounds; i++) {
            long frame = sink.claim();
            FrameDescriptor.writeHead(sink.segment(), frame, i, i, (short) i, 1, i);
            sink.commit(frame);
            sink.abort(sink.claim());
            long first = sink.claim(3);
            FrameDescriptor.writeHead(sink.segment(), sink.after(first), i, i, (short) i, 1, i);
            sink.commit(first, 3);
            sum += FrameDescriptor.correlation(source.segment(), source.next());
            int taken = source.poll(16, FRAMES);
            for (int j = 0; j < taken; j++) {
                sum += FrameDescriptor.verb(source.segment(), FRAMES[j]);
            }
            source.release(2);
            source.release();
            sum += source.poll(16, FRAMES);
        }
        return sum;
    }

    private static final String[] ITEMS = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
    private static final String[] TAKEN = new String[16];

    private static long references(ReferenceRing<String> ring, int rounds) {
        long sum = 0;
        for (int i = 0; i < rounds; i++) {
            sum += ring.offer("one") + ring.offerAll(ITEMS, 0, 9) + ring.offer("full");
            String first = ring.poll();
            sum += first == null ? 0 : first.length();
            sum += ring.drain(3, TAKEN) + ring.drain(16, TAKEN) + ring.drain(16, TAKEN);
            sum += ring.poll() == null && !ring.isOver() ? ring.depth() : 1;
        }
        return sum;
    }

    private static long statuses(FrameSink sink, FrameSource source, int rounds) {
        long sum = 0;
        for (int i = 0; i < rounds; i++) {
            long open = sink.claim();
            sum += source.next() + source.poll(16, FRAMES);
            while (sink.claim(16) >= 0) {
                sum++;
            }
            long frame = open;
            for (int j = 0; j < 49; j++) {
                sink.abort(frame);
                frame = sink.after(frame);
            }
            sum += source.next() + source.poll(16, FRAMES);
        }
        return sum;
    }

    private static long bump(BumpArena arena, int rounds) {
        long sum = 0;
        for (int i = 0; i < rounds; i++) {
            long reference = arena.allocate(40, 64);
            if (reference < 0) {
                arena.reset();
            } else {
                sum += arena.at(reference);
            }
        }
        return sum;
    }

    private static long bump(SharedBumpArena arena, int rounds) {
        long sum = 0;
        for (int i = 0; i < rounds; i++) {
            long reference = arena.allocate(40);
            if (reference < 0) {
                arena.reset();
            } else {
                sum += arena.at(reference);
            }
        }
        return sum;
    }

    private static long handles(HandlePool pool, int rounds) {
        long sum = 0;
        for (int i = 0; i < rounds; i++) {
            long one = pool.acquire();
            long two = pool.acquire();
            pool.release(one);
            sum += pool.isLive(one) ? 0 : one;
            pool.release(two);
        }
        return sum;
    }

    private static long agents(AgentTable agents, int rounds) {
        long sum = 0;
        for (int i = 0; i < rounds; i++) {
            long agent = agents.add(i);
            sum += agents.segment(agent).get(FrameDescriptor.LONG, agents.row(agent));
            agents.remove(agent);
        }
        return sum;
    }
}
