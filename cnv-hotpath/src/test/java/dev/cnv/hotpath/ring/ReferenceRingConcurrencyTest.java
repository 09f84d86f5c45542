package dev.cnv.hotpath.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds while producers and consumers of references run against each other. */
@Timeout(60)
class ReferenceRingConcurrencyTest {

    private static final int THREADS = 16;
    private static final int EACH = 5_000;

    /** Sleeps for longer than the test may take: who is not woken is found. */
    private static final Supplier<WaitStrategy> BLOCKING =
            () -> WaitStrategy.blocking(Duration.ofHours(1));

    private static final List<Supplier<WaitStrategy>> STRATEGIES = List.of(
            WaitStrategy::spinning,
            WaitStrategy::yielding,
            () -> WaitStrategy.parking(Duration.ofNanos(50_000)),
            BLOCKING);

    /** Not a record: each is itself, and is marked by whoever took it. */
    private static final class Item {
        final int producer;
        final int number;

        Item(int producer, int number) {
            this.producer = producer;
            this.number = number;
        }
    }

    /** What one producer was told. */
    private record Sent(int accepted, long full) {}

    @Test
    void sixteenProducersAndConsumers_loseAndDoubleNothing_andKeepTheOrderOfEach()
            throws Exception {
        for (Supplier<WaitStrategy> waiting : STRATEGIES) {
            WaitStrategy[] each = forEach(waiting);
            ReferenceRing<Item> ring = ReferenceRing.create(64, each);
            Outcome outcome = run(ring, each, Integer.MAX_VALUE);
            assertEquals(THREADS * EACH, outcome.accepted());
            outcome.assertComplete(ring);
        }
    }

    @Test
    void smallestRing_losesAndDoublesNothing() throws Exception {
        WaitStrategy[] waiting = forEach(BLOCKING);
        ReferenceRing<Item> ring = ReferenceRing.create(2, waiting);
        run(ring, waiting, Integer.MAX_VALUE).assertComplete(ring);
    }

    @Test
    void close_duringOffers_losesNothingAccepted_andNothingComesAfterTheEnd() throws Exception {
        for (int round = 0; round < 50; round++) {
            WaitStrategy[] waiting = forEach(BLOCKING);
            ReferenceRing<Item> ring = ReferenceRing.create(64, waiting);
            Outcome outcome = run(ring, waiting, 28 * round);
            assertTrue(outcome.accepted() < THREADS * EACH, "closed too late to be of use");
            outcome.assertComplete(ring);
        }
    }

    /** One for each consumer: a strategy that blocks is for one thread. */
    private static WaitStrategy[] forEach(Supplier<WaitStrategy> waiting) {
        return Stream.generate(waiting).limit(THREADS).toArray(WaitStrategy[]::new);
    }

    /** What all producers were told and all consumers took. */
    private record Outcome(List<Sent> sent, List<List<Item>> taken) {

        int accepted() {
            return sent.stream().mapToInt(Sent::accepted).sum();
        }

        void assertComplete(ReferenceRing<Item> ring) {
            BitSet seen = new BitSet();
            for (List<Item> ofOne : taken) {
                int[] next = new int[THREADS];
                for (Item item : ofOne) {
                    assertTrue(item.number >= next[item.producer], "out of order");
                    next[item.producer] = item.number + 1;
                    int place = item.producer * EACH + item.number;
                    assertTrue(!seen.get(place), "taken twice");
                    seen.set(place);
                }
            }
            for (int producer = 0; producer < THREADS; producer++) {
                int end = producer * EACH + sent.get(producer).accepted();
                assertTrue(seen.nextClearBit(producer * EACH) >= end, "lost");
            }
            assertEquals(accepted(), seen.cardinality());
            long full = sent.stream().mapToLong(Sent::full).sum();
            long all = accepted();
            assertEquals(new RingStatistics(all, 0, 0, 0, 0, full, all, 0, all), ring.statistics());
            assertTrue(ring.isOver());
        }
    }

    /** Closes the ring when as many were taken, or when all were sent. */
    private static Outcome run(ReferenceRing<Item> ring, WaitStrategy[] waiting, int closeAfter)
            throws Exception {
        List<Future<Sent>> senders = new ArrayList<>();
        List<Future<List<Item>>> receivers = new ArrayList<>();
        List<Sent> sent = new ArrayList<>();
        List<List<Item>> taken = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                receivers.add(
                        threads.submit(() -> receive(ring, waiting[number], number % 2 == 0)));
                senders.add(threads.submit(() -> send(ring, number)));
            }
            if (closeAfter < Integer.MAX_VALUE) {
                while (ring.statistics().taken() < closeAfter) {
                    Thread.onSpinWait();
                }
                ring.close();
            }
            for (Future<Sent> sender : senders) {
                sent.add(sender.get(50, TimeUnit.SECONDS));
            }
            ring.close();
            for (Future<List<Item>> receiver : receivers) {
                taken.add(receiver.get(50, TimeUnit.SECONDS));
            }
        }
        return new Outcome(sent, taken);
    }

    private static Sent send(ReferenceRing<Item> ring, int producer) {
        Item[] items = new Item[EACH];
        Arrays.setAll(items, number -> new Item(producer, number));
        int next = 0;
        long full = 0;
        while (next < EACH) {
            long answer = next % 3 == 0
                    ? ring.offer(items[next])
                    : ring.offerAll(items, next, Math.min(next + 5, EACH));
            if (answer == RingStatus.CLOSED) {
                return new Sent(next, full);
            } else if (answer == RingStatus.FULL) {
                full++;
                Thread.yield();
            } else {
                next += (int) answer;
            }
        }
        return new Sent(next, full);
    }

    /** Until it is told that it is over; nothing may come after that. */
    private static List<Item> receive(
            ReferenceRing<Item> ring, WaitStrategy waiting, boolean inBatches) {
        List<Item> taken = new ArrayList<>();
        Item[] some = new Item[8];
        int rounds = 0;
        long answer = 0;
        while (answer != RingStatus.CLOSED) {
            answer = inBatches ? ring.drain(some.length, some) : one(ring, some);
            for (int i = 0; i < answer; i++) {
                taken.add(some[i]);
            }
            rounds = answer > 0 ? 0 : waiting.idle(rounds);
        }
        for (int i = 0; i < 1_000; i++) {
            assertEquals(RingStatus.CLOSED, ring.drain(some.length, some));
        }
        return taken;
    }

    private static long one(ReferenceRing<Item> ring, Item[] into) {
        Item item = ring.poll();
        if (item == null) {
            return ring.isOver() ? RingStatus.CLOSED : RingStatus.EMPTY;
        }
        into[0] = item;
        return 1;
    }
}
