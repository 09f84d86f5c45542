package dev.cnv.hotpath.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.FrameDescriptor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds while threads run against each other. Every frame carries numbers that must fit. */
@Timeout(60)
class RingConcurrencyTest {

    private static final long SEAL = 0x9E3779B97F4A7C15L;
    private static final int PRODUCERS = 16;
    private static final int EACH = 10_000;

    @Test
    void sixteenProducers_intoOneRing_loseNothing_andKeepTheirOrder() throws Exception {
        for (WaitStrategy waiting : List.of(
                WaitStrategy.spinning(),
                WaitStrategy.yielding(),
                WaitStrategy.parking(Duration.ofNanos(50_000)),
                WaitStrategy.blocking(Duration.ofSeconds(5)))) {
            SharedRing ring = SharedRing.create(
                    Arena.ofAuto(), RingSettings.of(256, PRODUCERS).withWaiting(waiting));
            List<FrameSink> sinks = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                sinks.add(ring.producer());
            }
            Receiver receiver = run(sinks, List.of(ring), waiting);
            receiver.assertComplete();
            RingStatistics seen = ring.statistics();
            assertEquals((long) PRODUCERS * EACH, seen.taken());
            assertEquals(seen.claimed(), seen.taken() + seen.aborted());
            assertEquals(seen.skipped(), seen.aborted());
            assertEquals(0, seen.depth());
            assertTrue(seen.aborted() > 0, "the producers abort some");
        }
    }

    @Test
    void sixteenProducers_withRingsOfTheirOwn_loseNothing() throws Exception {
        WaitStrategy waiting = WaitStrategy.blocking(Duration.ofSeconds(5));
        List<FrameRing> rings = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            rings.add(
                    FrameRing.create(Arena.ofAuto(), RingSettings.of(64, 1).withWaiting(waiting)));
        }
        Receiver receiver = run(rings, rings, waiting);
        receiver.assertComplete();
        for (FrameRing ring : rings) {
            assertEquals(EACH, ring.statistics().taken());
            assertEquals(RingStatus.CLOSED, ring.next());
        }
    }

    @Test
    void sixteenProducers_withLanes_loseNothing_andKeepTheirOrder() throws Exception {
        for (WaitStrategy waiting :
                List.of(WaitStrategy.yielding(), WaitStrategy.blocking(Duration.ofSeconds(5)))) {
            LanedRing ring = LanedRing.create(
                    Arena.ofAuto(), RingSettings.of(256, PRODUCERS).withWaiting(waiting));
            List<FrameSink> sinks = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                sinks.add(ring.producer());
            }
            Receiver receiver = run(sinks, List.of(ring), waiting);
            receiver.assertComplete();
            RingStatistics seen = ring.statistics();
            assertEquals((long) PRODUCERS * EACH, seen.taken());
            assertEquals(seen.claimed(), seen.taken() + seen.aborted());
            assertEquals(0, seen.depth());
            assertTrue(seen.aborted() > 0, "the producers abort some");
        }
    }

    @Test
    void lanes_goFromThreadToThread_andLoseNothing() throws Exception {
        LanedRing ring = LanedRing.create(Arena.ofAuto(), RingSettings.of(64, 4));
        AtomicLong sent = new AtomicLong();
        long received = 0;
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                senders.add(threads.submit(() -> sendByManyProducers(ring, sent)));
            }
            long[] frames = new long[64];
            boolean more = true;
            while (more) {
                more = senders.stream().anyMatch(sender -> !sender.isDone());
                int taken = ring.poll(64, frames);
                received += taken;
                ring.release();
                more |= taken > 0;
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        }
        assertEquals(sent.get(), received);
        assertEquals(sent.get(), ring.statistics().taken());
        assertTrue(ring.statistics().aborted() > 0, "some were abandoned with a claim");
    }

    private static void sendByManyProducers(LanedRing ring, AtomicLong sent) {
        for (int i = 0; i < 1_000; i++) {
            LaneProducer producer = ring.producer();
            for (int j = 0; j < 1 + i % 20; j++) {
                producer.commit(claim(producer, 1));
                sent.incrementAndGet();
            }
            if (i % 3 == 0) {
                claim(producer, 2);
                producer.abandon();
            } else {
                producer.close();
            }
        }
    }

    @Test
    void sixteenPairs_ofProducerAndConsumer_loseNothing() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<Receiver>> pairs = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                pairs.add(threads.submit(() -> {
                    FrameRing ring = FrameRing.create(Arena.ofAuto(), 64, 1);
                    return run(List.of(ring), List.of(ring), WaitStrategy.yielding());
                }));
            }
            for (Future<Receiver> pair : pairs) {
                pair.get().assertComplete();
            }
        }
    }

    @Test
    void overflow_withoutConsumer_isAnswered_andWhatWasTakenIsKept() throws Exception {
        SharedRing ring = SharedRing.create(Arena.ofAuto(), RingSettings.of(64, 4));
        AtomicLong committed = new AtomicLong();
        AtomicLong full = new AtomicLong();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int i = 0; i < 4; i++) {
                SharedProducer producer = ring.producer();
                threads.submit(() -> {
                    for (int j = 0; j < 1_000; j++) {
                        long frame = producer.claim();
                        if (frame == RingStatus.FULL) {
                            full.incrementAndGet();
                        } else if (producer.commit(frame)) {
                            committed.incrementAndGet();
                        }
                    }
                });
            }
        }
        assertEquals(64, committed.get());
        assertEquals(4_000 - 64, full.get());
        assertEquals(full.get(), ring.statistics().full());
        assertEquals(64, ring.poll(1_000, new long[1_000]));
    }

    @Test
    void producersThatDie_doNotStopTheOthers_andNothingIsMixedUp() throws Exception {
        SharedRing ring = SharedRing.create(
                Arena.ofAuto(),
                RingSettings.of(256, 8).withClaimLimit(Duration.ofMillis(1), System::nanoTime));
        List<FrameSink> alive = new ArrayList<>();
        long[] late = new long[4];
        SharedProducer[] dying = new SharedProducer[4];
        for (int i = 0; i < 4; i++) {
            alive.add(ring.producer());
            dying[i] = ring.producer();
            late[i] = dying[i].claim();
        }
        Receiver receiver = run(alive, List.of(ring), WaitStrategy.yielding());
        for (int i = 0; i < 4; i++) {
            MemorySegment segment = ring.segment();
            FrameDescriptor.writeHead(segment, late[i], -1, -1, (short) -1, 1, -1);
            assertFalse(dying[i].commit(late[i]));
        }
        RingStatistics seen = ring.statistics();
        assertTrue(seen.expired() >= 4, seen::toString);
        assertTrue(seen.burned() > 0, seen::toString);
        assertEquals(seen.skipped(), seen.aborted() + seen.expired() + seen.burned());
        assertTrue(receiver.whole && receiver.ordered);
        // A sender that was suspended for longer than the limit loses a batch of at most three.
        assertTrue(receiver.received + 3 * (seen.refused() - 4) >= 4L * EACH, seen::toString);
    }

    /** Sends from one thread per sink; each frame has its producer, number and a seal over both. */
    private static Receiver run(
            List<? extends FrameSink> sinks,
            List<? extends FrameSource> sources,
            WaitStrategy waiting)
            throws Exception {
        Receiver receiver = new Receiver(sinks.size());
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < sinks.size(); i++) {
                int producer = i;
                senders.add(threads.submit(() -> send(sinks.get(producer), producer)));
            }
            Future<?> receiving = threads.submit(() -> receiver.receive(sources, waiting));
            for (Future<?> sender : senders) {
                sender.get(50, TimeUnit.SECONDS);
            }
            for (FrameSource source : sources) {
                source.refuse();
            }
            receiving.get(50, TimeUnit.SECONDS);
        }
        return receiver;
    }

    private static void send(FrameSink sink, int producer) {
        int number = 0;
        while (number < EACH) {
            int count = Math.min(1 + number % 3, EACH - number);
            long first = claim(sink, count);
            long frame = first;
            for (int i = 0; i < count; i++) {
                write(sink.segment(), frame, producer, number + i);
                frame = sink.after(frame);
            }
            commit(sink, first, count);
            number += count;
            if (number % 7 == 0) {
                sink.abort(claim(sink, 1));
            }
        }
        sink.close();
    }

    private static long claim(FrameSink sink, int count) {
        while (true) {
            long frame = count == 1 ? sink.claim() : sink.claim(count);
            if (frame >= 0) {
                return frame;
            }
            Thread.yield();
        }
    }

    private static void commit(FrameSink sink, long first, int count) {
        if (count == 1) {
            sink.commit(first);
        } else {
            sink.commit(first, count);
        }
    }

    private static void write(MemorySegment segment, long frame, int producer, int number) {
        long correlation = (long) producer << 32 | number;
        FrameDescriptor.writeHead(segment, frame, producer, number, (short) 0, 1, correlation);
        segment.set(
                FrameDescriptor.LONG, frame + FrameDescriptor.ARGUMENTS_OFFSET, correlation * SEAL);
    }

    private static final class Receiver {

        private final int[] next;
        private long received;
        private boolean ordered = true;
        private boolean whole = true;

        Receiver(int producers) {
            next = new int[producers];
        }

        void receive(List<? extends FrameSource> sources, WaitStrategy waiting) {
            long[] frames = new long[64];
            int rounds = 0;
            int closed = 0;
            while (closed < sources.size()) {
                int taken = 0;
                closed = 0;
                for (FrameSource source : sources) {
                    int count = source.poll(frames.length, frames);
                    for (int i = 0; i < count; i++) {
                        read(source.segment(), frames[i]);
                    }
                    source.release();
                    taken += count;
                    closed += count == 0 && isClosed(source) ? 1 : 0;
                }
                rounds = taken > 0 ? 0 : waiting.idle(rounds);
            }
        }

        private boolean isClosed(FrameSource source) {
            long frame = source.next();
            if (frame >= 0) {
                read(source.segment(), frame);
                source.release(1);
            }
            return frame == RingStatus.CLOSED;
        }

        private void read(MemorySegment segment, long frame) {
            long correlation = FrameDescriptor.correlation(segment, frame);
            int producer = (int) (correlation >>> 32);
            int number = (int) correlation;
            whole &= FrameDescriptor.grant(segment, frame) == producer;
            whole &= FrameDescriptor.verb(segment, frame) == number;
            whole &= segment.get(FrameDescriptor.LONG, frame + FrameDescriptor.ARGUMENTS_OFFSET)
                    == correlation * SEAL;
            ordered &= number >= next[producer];
            next[producer] = number + 1;
            received++;
        }

        void assertComplete() {
            assertTrue(whole, "a frame was read that nobody wrote so");
            assertTrue(ordered, "the frames of a producer were mixed up");
            assertEquals((long) next.length * EACH, received);
        }
    }
}
