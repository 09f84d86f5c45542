package dev.cnv.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OutboxTest {

    private static Outbox.Message of(int bytes, int value) {
        return new Outbox.Message() {
            @Override
            public int bytes() {
                return bytes;
            }

            @Override
            public void write(ByteBuffer into, int at) {
                Arrays.fill(into.array(), at, at + bytes, (byte) value);
            }
        };
    }

    @Test
    void take_afterSeveralAdds_givesAllInOrder() throws Exception {
        Outbox outbox = new Outbox(1000);
        outbox.add(of(600, 1));
        outbox.add(of(300, 2));
        Outbox.Taken taken = assertNotNull(outbox.take(ByteBuffer.allocate(0)));
        assertEquals(900, taken.count());
        assertEquals(1, taken.bytes().get(599));
        assertEquals(2, taken.bytes().get(600));
        assertEquals(0, outbox.waitingBytes());
    }

    private static <T> T assertNotNull(T value) {
        org.junit.jupiter.api.Assertions.assertNotNull(value);
        return value;
    }

    @Test
    void add_toAFullOutbox_waitsUntilItIsTaken() throws Exception {
        Outbox outbox = new Outbox(1000);
        AtomicInteger added = new AtomicInteger();
        CountDownLatch ten = new CountDownLatch(10);
        Thread producer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 100; i++) {
                try {
                    outbox.add(of(100, i));
                } catch (EndpointException e) {
                    throw new AssertionError(e);
                }
                added.incrementAndGet();
                ten.countDown();
            }
        });
        ten.await();
        while (producer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertEquals(10, added.get());
        int bytes = 0;
        ByteBuffer spare = ByteBuffer.allocate(0);
        while (bytes < 10_000) {
            Outbox.Taken taken = assertNotNull(outbox.take(spare));
            assertTrue(taken.count() <= 1000, "count=" + taken.count());
            bytes += taken.count();
            spare = taken.bytes();
        }
        producer.join();
        assertEquals(100, added.get());
    }

    @Test
    void add_largerThanTheOutbox_getsInWhenEmpty() throws Exception {
        Outbox outbox = new Outbox(1000);
        outbox.add(of(5000, 1));
        assertEquals(5000, assertNotNull(outbox.take(ByteBuffer.allocate(0))).count());
    }

    @Test
    void offer_toAFullOutbox_isLeftOut() throws Exception {
        Outbox outbox = new Outbox(1000);
        outbox.add(of(990, 1));
        assertFalse(outbox.offer(of(16, 2)));
        assertEquals(990, outbox.waitingBytes());
        assertTrue(outbox.offer(of(10, 2)));
    }

    @Test
    void fail_whileSomebodyWaits_wakesWithTheFault() throws Exception {
        Outbox outbox = new Outbox(1000);
        outbox.add(of(1000, 1));
        FutureTask<EndpointException> waiting = new FutureTask<>(
                () -> assertThrows(EndpointException.class, () -> outbox.add(of(1, 2))));
        Thread producer = Thread.ofVirtual().start(waiting);
        while (producer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        outbox.fail(new EndpointException(EndpointFault.PEER_DEAD, "heard nothing"));
        assertEquals(EndpointFault.PEER_DEAD, waiting.get().fault());
        assertNull(outbox.take(ByteBuffer.allocate(0)));
    }

    @Test
    void finish_withMessagesWaiting_givesThemAndThenNone() throws Exception {
        Outbox outbox = new Outbox(1000);
        outbox.add(of(10, 1));
        outbox.finish();
        EndpointException refused =
                assertThrows(EndpointException.class, () -> outbox.add(of(1, 2)));
        assertEquals(EndpointFault.SHUTTING_DOWN, refused.fault());
        assertEquals(10, assertNotNull(outbox.take(ByteBuffer.allocate(0))).count());
        assertNull(outbox.take(ByteBuffer.allocate(0)));
    }

    @Test
    void addAll_thatFindsRoom_isTakenTogether() throws Exception {
        Outbox outbox = new Outbox(1000);
        outbox.addAll(List.of(of(100, 1), of(200, 2), of(300, 3)));
        outbox.awaitFirst();
        Outbox.Taken taken = assertNotNull(outbox.take(ByteBuffer.allocate(0)));
        assertEquals(600, taken.count());
        assertEquals(1, taken.bytes().get(99));
        assertEquals(2, taken.bytes().get(100));
        assertEquals(3, taken.bytes().get(599));
    }

    @Test
    void addAll_beyondTheRoom_waitsWithinAndKeepsTheOrder() throws Exception {
        Outbox outbox = new Outbox(250);
        Thread producer = Thread.ofVirtual().start(() -> {
            try {
                outbox.addAll(IntStream.range(0, 50).mapToObj(i -> of(100, i)).toList());
            } catch (EndpointException e) {
                throw new IllegalStateException(e);
            }
        });
        int seen = 0;
        while (seen < 50) {
            Outbox.Taken taken = assertNotNull(outbox.take(ByteBuffer.allocate(0)));
            assertTrue(taken.count() <= 250, "more waits than there is room for");
            for (int at = 0; at < taken.count(); at += 100) {
                assertEquals(seen++, taken.bytes().get(at));
            }
        }
        producer.join();
    }

    @Test
    void addAll_toAnOutboxThatFails_stopsThere() throws Exception {
        Outbox outbox = new Outbox(250);
        AtomicInteger written = new AtomicInteger();
        FutureTask<EndpointException> adding = new FutureTask<>(() -> assertThrows(
                EndpointException.class,
                () -> outbox.addAll(
                        IntStream.range(0, 5).mapToObj(i -> counting(written)).toList())));
        Thread.ofVirtual().start(adding);
        while (outbox.waitingBytes() < 200) {
            Thread.onSpinWait();
        }
        outbox.fail(new EndpointException(EndpointFault.PEER_DEAD, "by the test"));
        assertEquals(EndpointFault.PEER_DEAD, adding.get().fault());
        assertEquals(2, written.get());
        outbox.awaitFirst();
        assertNull(outbox.take(ByteBuffer.allocate(0)));
    }

    private static Outbox.Message counting(AtomicInteger written) {
        return new Outbox.Message() {
            @Override
            public int bytes() {
                return 100;
            }

            @Override
            public void write(ByteBuffer into, int at) {
                written.incrementAndGet();
            }
        };
    }
}
