package dev.cnv.hotpath.ring;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.ring.QueueHistory.Call;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Histories of real threads are those of a queue. */
@Timeout(60)
class RingLinearizabilityTest {

    private static final int HISTORIES = 2_000;

    private final AtomicLong clock = new AtomicLong();

    @Test
    void checker_ofWrongHistories_refusesThem() {
        assertTrue(QueueHistory.isLinearizable(List.of(
                new Call(true, 1, 0, 1), new Call(true, 2, 2, 3),
                new Call(false, 1, 4, 5), new Call(false, 2, 6, 7))));
        assertFalse(
                QueueHistory.isLinearizable(List.of(
                        new Call(true, 1, 0, 1),
                        new Call(true, 2, 2, 3),
                        new Call(false, 2, 4, 5))),
                "last in, first out");
        assertTrue(
                QueueHistory.isLinearizable(List.of(
                        new Call(true, 1, 0, 3),
                        new Call(true, 2, 1, 2),
                        new Call(false, 2, 4, 5))),
                "both at the same time");
        assertFalse(
                QueueHistory.isLinearizable(List.of(
                        new Call(true, 1, 0, 1), new Call(false, QueueHistory.NOTHING, 2, 3))),
                "empty after a put that had ended");
        assertFalse(
                QueueHistory.isLinearizable(List.of(
                        new Call(true, 1, 0, 1),
                        new Call(false, 1, 2, 3),
                        new Call(false, 1, 4, 5))),
                "twice");
    }

    @Test
    void checker_ofHistoriesOfLanes_keepsOrderWithinALane() {
        List<Call> others = List.of(
                new Call(true, 1, 0, 1), new Call(true, 101, 2, 3),
                new Call(false, 101, 4, 5), new Call(false, 1, 6, 7));
        assertTrue(QueueHistory.isLinearizable(others, value -> value / 100));
        assertFalse(QueueHistory.isLinearizable(others), "no queue");
        assertFalse(
                QueueHistory.isLinearizable(
                        List.of(
                                new Call(true, 1, 0, 1),
                                new Call(true, 2, 2, 3),
                                new Call(false, 2, 4, 5)),
                        value -> value / 100),
                "last in, first out of one lane");
        assertFalse(
                QueueHistory.isLinearizable(
                        List.of(
                                new Call(true, 1, 0, 1),
                                new Call(true, 101, 2, 3),
                                new Call(false, 1, 4, 5),
                                new Call(false, QueueHistory.NOTHING, 6, 7)),
                        value -> value / 100),
                "empty while a lane is not");
    }

    @Test
    void frameRing_ofTwoThreads_isAQueue() throws Exception {
        check(1, () -> {
            FrameRing ring = FrameRing.create(Arena.ofAuto(), 4, 1);
            return new Subject(List.of(ring), ring);
        });
    }

    @Test
    void sharedRing_ofFourThreads_isAQueue() throws Exception {
        check(3, () -> {
            SharedRing ring = SharedRing.create(Arena.ofAuto(), RingSettings.of(16, 3));
            return new Subject(List.of(ring.producer(), ring.producer(), ring.producer()), ring);
        });
    }

    @Test
    void lanedRing_ofFourThreads_isAQueueOfEachLane_andEmptyWhenAllAre() throws Exception {
        check(3, value -> value / 100, () -> {
            LanedRing ring = LanedRing.create(Arena.ofAuto(), RingSettings.of(16, 3));
            return new Subject(List.of(ring.producer(), ring.producer(), ring.producer()), ring);
        });
    }

    @Test
    void sharedRing_polledInsteadOfAsked_isNoQueue() {
        SharedRing ring = SharedRing.create(Arena.ofAuto(), RingSettings.of(16, 2));
        SharedProducer first = ring.producer();
        SharedProducer second = ring.producer();
        first.claim();
        List<Call> calls = new ArrayList<>();
        calls.add(put(second, 2));
        long begin = clock.getAndIncrement();
        long taken = ring.poll(1, new long[1]);
        calls.add(new Call(false, taken - 1, begin, clock.getAndIncrement()));
        assertFalse(QueueHistory.isLinearizable(calls), "why poll does not say that it is empty");
        assertTrue(ring.next() == RingStatus.PENDING, "and next says what there is");
    }

    private record Subject(List<? extends FrameSink> sinks, FrameSource source) {}

    private interface Making {
        Subject make();
    }

    private void check(int producers, Making making) throws Exception {
        check(producers, _ -> 0, making);
    }

    private void check(int producers, LongUnaryOperator lane, Making making) throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        CyclicBarrier start = new CyclicBarrier(producers + 1);
        try (ExecutorService threads = Executors.newFixedThreadPool(producers)) {
            for (int i = 0; i < HISTORIES; i++) {
                Subject subject = making.make();
                int puts = 1 + random.nextInt(12 / producers);
                List<Future<List<Call>>> sent = new ArrayList<>();
                for (int j = 0; j < producers; j++) {
                    FrameSink sink = subject.sinks().get(j);
                    long firstValue = 100L * j;
                    sent.add(threads.submit(() -> {
                        start.await();
                        return putAll(sink, firstValue, puts);
                    }));
                }
                start.await();
                List<Call> calls = takeAll(subject.source(), sent);
                for (Future<List<Call>> one : sent) {
                    calls.addAll(one.get());
                }
                assertTrue(QueueHistory.isLinearizable(calls, lane), calls::toString);
            }
        }
    }

    private List<Call> putAll(FrameSink sink, long firstValue, int puts) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < puts; i++) {
            Call call = put(sink, firstValue + i);
            if (call.value() != QueueHistory.NOTHING) {
                calls.add(call);
            }
        }
        return calls;
    }

    private Call put(FrameSink sink, long value) {
        long begin = clock.getAndIncrement();
        long frame = sink.claim();
        if (frame < 0) {
            return new Call(true, QueueHistory.NOTHING, begin, clock.getAndIncrement());
        }
        FrameDescriptor.writeHead(sink.segment(), frame, 1, 1, (short) 0, 1, value);
        sink.commit(frame);
        return new Call(true, value, begin, clock.getAndIncrement());
    }

    /** Until all is sent and taken; of the calls that took nothing some are left out. */
    private List<Call> takeAll(FrameSource source, List<Future<List<Call>>> sent) {
        List<Call> calls = new ArrayList<>();
        int nothing = 0;
        boolean more = true;
        while (more) {
            more = sent.stream().anyMatch(one -> !one.isDone());
            long begin = clock.getAndIncrement();
            long frame = source.next();
            if (frame >= 0) {
                long value = FrameDescriptor.correlation(source.segment(), frame);
                source.release();
                calls.add(new Call(false, value, begin, clock.getAndIncrement()));
                more = true;
            } else if (frame == RingStatus.EMPTY && nothing++ % 16 < 2 && nothing < 160) {
                calls.add(new Call(false, QueueHistory.NOTHING, begin, clock.getAndIncrement()));
            }
        }
        return calls;
    }
}
