package dev.cnv.hotpath.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.FrameDescriptor;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SharedRingTest {

    private static final long LIMIT = Duration.ofMillis(10).toNanos();

    private long now;
    private final SharedRing ring = SharedRing.create(
            Arena.ofAuto(),
            RingSettings.of(8, 2).withClaimLimit(Duration.ofNanos(LIMIT), () -> now));
    private final SharedProducer first = ring.producer();
    private final SharedProducer second = ring.producer();

    @Test
    void frames_ofTwoProducers_areHandedOutInOrderOfClaims() {
        send(first, 1);
        send(second, 2);
        send(first, 3);
        assertArrayEquals(new long[] {1, 2, 3}, receive());
        assertEquals(RingStatus.EMPTY, ring.next());
    }

    @Test
    void producer_withItsShareInUse_isAnsweredFull_andTheOtherIsNot() {
        for (int i = 0; i < 4; i++) {
            assertTrue(send(first, i));
        }
        assertEquals(RingStatus.FULL, first.claim());
        assertEquals(RingStatus.FULL, first.claim(2));
        assertTrue(send(second, 9));
        assertEquals(5, receive().length);
        assertTrue(first.claim(4) >= 0);
        assertEquals(RingStatus.FULL, first.claim());
        assertEquals(3, ring.statistics().full());
        assertThrows(IllegalArgumentException.class, () -> first.claim(5));
    }

    @Test
    void frame_claimedOnly_isPending_andNothingBehindItIsHandedOut() {
        long frame = first.claim();
        send(second, 2);
        assertEquals(RingStatus.PENDING, ring.next());
        write(frame, 1);
        first.commit(frame);
        assertArrayEquals(new long[] {1, 2}, receive());
    }

    @Test
    void abort_isPassedOver() {
        send(first, 1);
        first.abort(first.claim());
        send(second, 2);
        assertArrayEquals(new long[] {1, 2}, receive());
        RingStatistics seen = ring.statistics();
        assertEquals(new RingStatistics(3, 1, 0, 0, 0, 0, 2, 1, 3), seen);
    }

    @Test
    void batch_isHandedOutWhole() {
        long frame = first.claim(3);
        send(second, 9);
        write(frame, 1);
        write(first.after(frame), 2);
        write(first.after(first.after(frame)), 3);
        assertTrue(first.commit(frame, 3));
        assertArrayEquals(new long[] {1, 2, 3, 9}, receive());
    }

    @Test
    void claim_heldTooLong_isGivenUp_andItsCommitRefused() {
        long dead = first.claim();
        send(second, 2);
        letTimePass();
        assertArrayEquals(new long[] {2}, receive());
        assertEquals(1, ring.statistics().expired());
        assertFalse(first.commit(dead), "late");
        assertEquals(1, ring.statistics().refused());
        assertArrayEquals(new long[0], receive());
        sendAndReceiveRounds(3);
        assertEquals(0, ring.statistics().burned(), "its slot was given back");
    }

    @Test
    void claim_withinTheLimit_isWaitedFor() {
        long slow = first.claim();
        look();
        now += LIMIT - 1;
        look();
        assertEquals(0, ring.statistics().expired());
        write(slow, 7);
        assertTrue(first.commit(slow));
        assertArrayEquals(new long[] {7}, receive());
    }

    @Test
    void slotOfDeadProducer_isKeptFromUse_andTheRingGoesOn() {
        long dead = first.claim();
        letTimePass();
        sendAndReceiveRounds(5);
        assertTrue(ring.statistics().burned() >= 4);
        write(dead, -1);
        assertFalse(first.commit(dead), "rounds later");
        long burned = ring.statistics().burned();
        sendAndReceiveRounds(5);
        assertTrue(ring.statistics().burned() <= burned + 1);
        assertStatisticsAddUp();
    }

    @Test
    void abort_afterItWasGivenUp_givesTheSlotBack() {
        long dead = first.claim();
        letTimePass();
        first.abort(dead);
        sendAndReceiveRounds(3);
        assertEquals(0, ring.statistics().burned());
        assertEquals(0, ring.statistics().aborted());
        assertStatisticsAddUp();
    }

    @Test
    void batch_givenUp_isRefusedWhole() {
        long dead = first.claim(3);
        send(second, 2);
        letTimePass();
        assertArrayEquals(new long[] {2}, receive());
        assertEquals(3, ring.statistics().expired());
        assertFalse(first.commit(dead, 3));
        assertArrayEquals(new long[0], receive());
        sendAndReceiveRounds(3);
        assertEquals(0, ring.statistics().burned());
    }

    @Test
    void batch_onSlotKeptFromUse_isMovedBehindIt() {
        long dead = second.claim();
        letTimePass();
        for (int i = 0; i < 20; i++) {
            long frame = first.claim(2);
            assertTrue(frame >= 0, RingStatus.nameOf(frame));
            assertTrue(frame != dead && first.after(frame) != dead);
            write(frame, 2L * i);
            write(first.after(frame), 2L * i + 1);
            assertTrue(first.commit(frame, 2));
            assertArrayEquals(new long[] {2L * i, 2L * i + 1}, receive());
        }
        assertTrue(ring.statistics().burned() > 0);
        assertStatisticsAddUp();
    }

    @Test
    void commit_ofWhatIsCommitted_changesNothing() {
        long frame = first.claim();
        write(frame, 1);
        assertTrue(first.commit(frame));
        assertFalse(first.commit(frame));
        assertArrayEquals(new long[] {1}, receive());
        assertFalse(first.commit(frame));
        assertArrayEquals(new long[0], receive());
    }

    @Test
    @Tag("assertions")
    void commit_ofAnothersFrame_isFoundByAssertions() {
        long frame = first.claim();
        second.claim();
        assertThrows(AssertionError.class, () -> second.commit(frame));
        assertThrows(AssertionError.class, () -> second.abort(frame));
        assertThrows(AssertionError.class, () -> first.commit(frame + 8), "no slot begins there");
        assertThrows(AssertionError.class, () -> first.commit(frame, 2), "one of two is claimed");
    }

    @Test
    @Tag("assertions")
    void commit_ofWhatIsCommittedWithoutALimit_isFoundByAssertions() {
        SharedProducer producer = SharedRing.create(
                        Arena.ofAuto(), RingSettings.of(4, 2).withoutClaimLimit())
                .producer();
        long frame = producer.claim();
        producer.commit(frame);
        assertThrows(AssertionError.class, () -> producer.commit(frame));
        assertThrows(AssertionError.class, () -> producer.commit(frame, 1));
        assertThrows(AssertionError.class, () -> producer.abort(frame));
    }

    @Test
    void refuse_isExact() {
        send(first, 1);
        long open = second.claim();
        ring.refuse();
        ring.refuse();
        assertEquals(RingStatus.CLOSED, first.claim());
        assertEquals(RingStatus.CLOSED, first.claim());
        assertEquals(RingStatus.CLOSED, second.claim(2));
        assertArrayEquals(new long[] {1}, receive());
        assertEquals(RingStatus.PENDING, ring.next());
        second.commit(open);
        assertTrue(ring.next() >= 0);
        assertEquals(RingStatus.CLOSED, ring.next());
        assertEquals(2, ring.statistics().claimed());
    }

    @Test
    void seats_areCounted_andTakenOverWithWhatIsInUse() {
        assertThrows(IllegalStateException.class, ring::producer);
        send(first, 1);
        send(first, 2);
        long open = first.claim();
        first.close();
        assertEquals(RingStatus.CLOSED, first.claim());
        SharedProducer third = ring.producer();
        assertThrows(IllegalStateException.class, ring::producer);
        assertTrue(send(third, 3));
        assertEquals(RingStatus.FULL, third.claim(), "three of its share are still in use");
        write(open, 0);
        assertTrue(first.commit(open));
        assertArrayEquals(new long[] {1, 2, 0, 3}, receive());
        assertTrue(third.claim(4) >= 0);
    }

    @Test
    void ringWithoutLimit_waitsForEver_andDoesTheRestAlike() {
        SharedRing endless =
                SharedRing.create(Arena.ofAuto(), RingSettings.of(4, 1).withoutClaimLimit());
        SharedProducer producer = endless.producer();
        long[] frames = new long[4];
        for (int i = 0; i < 5; i++) {
            long one = producer.claim();
            producer.abort(producer.claim());
            long two = producer.claim(2);
            for (int j = 0; j < 1_000; j++) {
                assertEquals(0, endless.poll(4, frames));
            }
            assertTrue(producer.commit(two, 2));
            assertEquals(0, endless.poll(4, frames));
            assertTrue(producer.commit(one));
            assertEquals(3, endless.poll(4, frames));
            assertArrayEquals(new long[] {one, two, producer.after(two)}, Arrays.copyOf(frames, 3));
            endless.release();
        }
        assertEquals(new RingStatistics(20, 5, 0, 0, 0, 0, 15, 5, 20), endless.statistics());
    }

    @Test
    void settings_withWrongNumbers_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> RingSettings.of(8, 0));
        assertThrows(IllegalArgumentException.class, () -> RingSettings.of(8, 9));
        RingSettings settings = RingSettings.of(8, 3);
        assertEquals(2, settings.share());
        assertThrows(
                IllegalArgumentException.class,
                () -> settings.withClaimLimit(Duration.ZERO, System::nanoTime));
    }

    private void sendAndReceiveRounds(int rounds) {
        for (int i = 0; i < 8 * rounds; i++) {
            assertTrue(send(second, i));
            assertArrayEquals(new long[] {i}, receive());
        }
    }

    private void assertStatisticsAddUp() {
        RingStatistics seen = ring.statistics();
        assertEquals(seen.skipped(), seen.aborted() + seen.expired() + seen.burned());
        assertEquals(seen.claimed(), seen.taken() + seen.skipped() + seen.depth());
    }

    private void letTimePass() {
        look();
        now += LIMIT;
        look();
    }

    private void look() {
        for (int i = 0; i < 64; i++) {
            assertEquals(0, ring.poll(0, new long[0]));
        }
    }

    private boolean send(SharedProducer producer, long correlation) {
        long frame = producer.claim();
        if (frame < 0) {
            return false;
        }
        write(frame, correlation);
        return producer.commit(frame);
    }

    private void write(long frame, long correlation) {
        FrameDescriptor.writeHead(ring.segment(), frame, 1, 1, (short) 0, 1, correlation);
    }

    private long[] receive() {
        long[] frames = new long[16];
        int count = ring.poll(16, frames);
        long[] correlations = Arrays.stream(frames, 0, count)
                .map(frame -> FrameDescriptor.correlation(ring.segment(), frame))
                .toArray();
        ring.release();
        ring.poll(0, frames);
        return correlations;
    }
}
