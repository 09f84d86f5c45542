package dev.cnv.hotpath.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.FrameDescriptor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LanedRingTest {

    private final LanedRing ring = LanedRing.create(Arena.ofAuto(), RingSettings.of(8, 2));
    private final LaneProducer first = ring.producer();
    private final LaneProducer second = ring.producer();

    @Test
    void frames_areHandedOutLaneByLane_andInOrderWithinEach() {
        send(first, 1);
        send(second, 11);
        send(first, 2);
        send(second, 12);
        assertArrayEquals(new long[] {1, 2, 11, 12}, receive(8));
        assertEquals(RingStatus.EMPTY, ring.next());
        assertEquals(2, ring.lanes());
    }

    @Test
    @Tag("assertions")
    void commit_ofAnothersFrame_isFoundByAssertions() {
        long frame = first.claim();
        second.claim();
        assertThrows(AssertionError.class, () -> second.commit(frame));
        assertThrows(AssertionError.class, () -> second.commit(frame, 1));
        assertThrows(AssertionError.class, () -> second.abort(frame));
        first.commit(frame);
        assertThrows(AssertionError.class, () -> first.commit(frame), "committed already");
        assertEquals(1, receive(8).length);
    }

    @Test
    void poll_ofLessThanThereIs_goesOnWithTheNextLane() {
        for (int i = 0; i < 4; i++) {
            send(first, i);
            send(second, 10 + i);
        }
        assertArrayEquals(new long[] {0, 1}, receive(2));
        assertArrayEquals(new long[] {10, 11}, receive(2), "a busy lane does not starve the other");
        assertArrayEquals(new long[] {2, 3, 12}, receive(3));
        assertArrayEquals(new long[] {13}, receive(3));
    }

    @Test
    void next_takesFromLanesInTurn() {
        for (int i = 0; i < 2; i++) {
            send(first, i);
            send(second, 10 + i);
        }
        long[] seen = new long[4];
        for (int i = 0; i < 4; i++) {
            seen[i] = FrameDescriptor.correlation(ring.segment(), ring.next());
        }
        assertArrayEquals(new long[] {0, 10, 1, 11}, seen);
    }

    @Test
    void claim_ofFullLane_isAnsweredSo_andTheOtherLaneHasRoom() {
        for (int i = 0; i < 4; i++) {
            send(first, i);
        }
        assertEquals(RingStatus.FULL, first.claim());
        send(second, 10);
        receive(8);
        send(first, 4);
        assertEquals(1, ring.statistics().full());
        assertEquals(6, ring.statistics().claimed());
        assertEquals(1, ring.statistics().depth());
    }

    @Test
    void lanes_doNotOverlap() {
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 4; i++) {
                send(first, i);
                send(second, 10 + i);
            }
            assertArrayEquals(new long[] {0, 1, 2, 3, 10, 11, 12, 13}, sorted(receive(8)));
        }
    }

    @Test
    void release_ofSome_givesBackTheOldest() {
        send(first, 1);
        send(second, 11);
        send(first, 2);
        long[] frames = new long[8];
        assertEquals(3, ring.poll(8, frames));
        ring.release(1);
        assertEquals(1, ring.statistics().released());
        assertThrows(IllegalArgumentException.class, () -> ring.release(3));
        assertThrows(IllegalArgumentException.class, () -> ring.release(-1));
        ring.release(2);
        assertEquals(3, ring.statistics().released());
    }

    @Test
    void producer_thatDiedWithAClaim_stopsItsOwnLaneOnly() {
        assertTrue(first.claim() >= 0);
        for (int i = 0; i < 100; i++) {
            send(second, i);
            assertArrayEquals(new long[] {i}, receive(8));
        }
    }

    @Test
    void abandon_abortsWhatWasClaimed_andFreesTheLane() {
        send(first, 1);
        assertTrue(first.claim(2) >= 0);
        assertThrows(IllegalStateException.class, ring::producer);
        first.abandon();
        LaneProducer third = ring.producer();
        send(third, 3);
        assertArrayEquals(new long[] {1, 3}, receive(8));
        assertEquals(2, ring.statistics().aborted());
        assertEquals(RingStatus.CLOSED, first.claim());
    }

    @Test
    void abandon_afterClose_freesTheLane_butNeverOneThatIsAnothersNow() {
        first.claim();
        first.close();
        first.abandon();
        LaneProducer third = ring.producer();
        long open = third.claim();
        first.abandon();
        write(open, 3);
        third.commit(open);
        assertArrayEquals(new long[] {3}, receive(8));
        assertEquals(1, ring.statistics().aborted());
    }

    @Test
    void close_givesTheLaneToTheNextProducer_afterItsClaimsAreSettled() {
        long open = first.claim();
        first.close();
        assertEquals(RingStatus.CLOSED, first.claim());
        assertEquals(RingStatus.CLOSED, first.claim(2));
        assertThrows(IllegalStateException.class, ring::producer);
        write(open, 7);
        first.commit(open);
        send(ring.producer(), 8);
        assertArrayEquals(new long[] {7, 8}, receive(8));
        assertThrows(IllegalStateException.class, ring::producer);
    }

    @Test
    void refuse_endsWhenAllProducersHaveSeenIt() {
        send(first, 1);
        second.close();
        ring.refuse();
        assertArrayEquals(new long[] {1}, receive(8));
        assertEquals(RingStatus.EMPTY, ring.next(), "the first may still send");
        first.close();
        assertEquals(RingStatus.CLOSED, ring.next());
    }

    @Test
    void refuse_withoutProducers_isTheEnd() {
        LanedRing idle = LanedRing.create(Arena.ofAuto(), RingSettings.of(8, 3));
        idle.refuse();
        assertEquals(RingStatus.CLOSED, idle.next());
        assertEquals(RingStatus.CLOSED, idle.producer().claim(), "one that comes too late");
    }

    @Test
    void refuse_isSeenByAProducerWithoutRoom() {
        ring.refuse();
        second.close();
        for (int i = 0; i < 4; i++) {
            send(first, i);
        }
        assertEquals(RingStatus.CLOSED, first.claim());
        assertEquals(4, receive(8).length);
        assertEquals(RingStatus.CLOSED, ring.next());
    }

    private void send(LaneProducer producer, long number) {
        long frame = producer.claim();
        assertTrue(frame >= 0, RingStatus.nameOf(frame));
        write(frame, number);
        assertTrue(producer.commit(frame));
    }

    private void write(long frame, long number) {
        FrameDescriptor.writeHead(ring.segment(), frame, 1, 1, (short) 0, 1, number);
    }

    private long[] receive(int max) {
        long[] frames = new long[8];
        int taken = ring.poll(max, frames);
        long[] numbers = new long[taken];
        for (int i = 0; i < taken; i++) {
            numbers[i] = FrameDescriptor.correlation(ring.segment(), frames[i]);
        }
        ring.release();
        return numbers;
    }

    private static long[] sorted(long[] numbers) {
        Arrays.sort(numbers);
        return numbers;
    }
}
