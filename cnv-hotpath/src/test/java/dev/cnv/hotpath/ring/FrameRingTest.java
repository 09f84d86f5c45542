package dev.cnv.hotpath.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.FrameDescriptor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FrameRingTest {

    private final FrameRing ring = FrameRing.create(Arena.ofAuto(), 8, 1);

    @Test
    void frame_committed_isHandedOutWithWhatWasWritten() {
        long frame = ring.claim();
        assertEquals(RingStatus.EMPTY, ring.next(), "claimed is not committed");
        FrameDescriptor.writeHead(ring.segment(), frame, 1, 2, (short) 3, 1, 4);
        assertTrue(ring.commit(frame));
        long read = ring.next();
        assertEquals(frame, read);
        assertEquals(4, FrameDescriptor.correlation(ring.segment(), read));
        assertEquals(RingStatus.EMPTY, ring.next());
    }

    @Test
    void claim_ofFullRing_isAnsweredFullUntilFramesAreReleased() {
        for (int i = 0; i < 8; i++) {
            assertTrue(send(i) >= 0);
        }
        assertEquals(RingStatus.FULL, ring.claim());
        assertEquals(RingStatus.FULL, ring.claim(1));
        long[] frames = new long[8];
        assertEquals(8, ring.poll(8, frames));
        assertEquals(RingStatus.FULL, ring.claim(), "handed out is not released");
        ring.release(2);
        assertEquals(0, ring.claim());
        assertEquals(64, ring.claim());
        assertEquals(RingStatus.FULL, ring.claim());
        assertEquals(4, ring.statistics().full());
    }

    /** What a producer may get wrong of one frame, and of a batch. */
    @Test
    @Tag("assertions")
    void commit_ofWhatIsNotClaimed_isFoundByAssertions() {
        assertRefused(0, "never claimed");
        long frame = ring.claim();
        assertRefused(frame + 8, "no slot begins there");
        assertRefused(frame + 64, "not claimed yet");
        assertRefused(-64, "before the ring");
        assertRefused(8 * 64, "behind the ring");
        assertThrows(AssertionError.class, () -> ring.commit(frame, 2), "one of two is claimed");
        assertThrows(AssertionError.class, () -> ring.commit(frame, 0));
        ring.commit(frame);
        assertRefused(frame, "committed already");
        long aborted = ring.claim();
        ring.abort(aborted);
        assertRefused(aborted, "aborted already");
        long batch = ring.claim(2);
        ring.commit(ring.after(batch));
        assertThrows(AssertionError.class, () -> ring.commit(batch, 2), "one is committed");
        ring.commit(batch);
        assertEquals(3, receive(8).length, "nothing of it was handed over");
        assertEquals(1, ring.statistics().aborted());
    }

    private void assertRefused(long frame, String why) {
        assertThrows(AssertionError.class, () -> ring.commit(frame), why);
        assertThrows(AssertionError.class, () -> ring.abort(frame), why);
    }

    /** The flags of both configurations are in the pom: each run says what it should have. */
    @Test
    void assertions_areOnOrOffAsThePomSays() {
        boolean expected = Boolean.parseBoolean(System.getProperty("cnv.assertions", "true"));
        assertEquals(expected, FrameRing.class.desiredAssertionStatus());
    }

    @Test
    void abort_amongCommitted_isPassedOver() {
        send(10);
        ring.abort(ring.claim());
        send(11);
        ring.abort(ring.claim());
        assertArrayEquals(new long[] {10, 11}, receive(8));
        assertEquals(0, receive(8).length);
        RingStatistics seen = ring.statistics();
        assertEquals(new RingStatistics(4, 2, 0, 0, 0, 0, 2, 2, 4), seen);
        assertEquals(0, seen.depth());
    }

    @Test
    void abort_beforeNext_isPassedOver() {
        ring.abort(ring.claim());
        ring.abort(ring.claim());
        assertEquals(RingStatus.EMPTY, ring.next());
        ring.abort(ring.claim());
        send(12);
        assertEquals(12, FrameDescriptor.correlation(ring.segment(), ring.next()));
        assertEquals(3, ring.statistics().skipped());
    }

    @Test
    void release_ofSomeAroundAborted_freesThoseOnly() {
        send(0);
        ring.abort(ring.claim());
        for (int i = 1; i <= 6; i++) {
            send(i);
        }
        assertEquals(7, ring.poll(8, new long[8]));
        ring.release(2);
        assertEquals(
                3, ring.statistics().released(), "two frames and the aborted one between them");
        assertThrows(IllegalArgumentException.class, () -> ring.release(6));
        ring.release(5);
        assertEquals(8, ring.statistics().released());
    }

    @Test
    void commit_outOfOrder_isHandedOutInOrderOfClaims() {
        long first = ring.claim();
        long second = ring.claim();
        write(second, 2);
        ring.commit(second);
        assertEquals(0, receive(8).length);
        write(first, 1);
        ring.commit(first);
        assertArrayEquals(new long[] {1, 2}, receive(8));
    }

    @Test
    void batch_acrossTheEnd_isWhole() {
        for (int round = 0; round < 10; round++) {
            long first = ring.claim(5);
            long frame = first;
            for (int i = 0; i < 5; i++) {
                write(frame, round * 5L + i);
                frame = ring.after(frame);
            }
            ring.commit(first, 5);
            assertArrayEquals(LongStream.range(round * 5L, round * 5L + 5).toArray(), receive(8));
        }
    }

    @Test
    void batch_withoutRoomForAll_claimsNone() {
        send(1);
        assertEquals(RingStatus.FULL, ring.claim(8));
        assertEquals(64, ring.claim(7));
        assertThrows(IllegalArgumentException.class, () -> ring.claim(9));
        assertThrows(IllegalArgumentException.class, () -> ring.claim(0));
    }

    @Test
    void poll_withLimits_handsOutNoMore() {
        for (int i = 0; i < 6; i++) {
            send(i);
        }
        assertEquals(2, ring.poll(2, new long[8]));
        assertEquals(3, ring.poll(8, new long[3]));
        assertEquals(0, ring.poll(0, new long[3]));
        assertEquals(1, ring.poll(8, new long[8]));
    }

    @Test
    void close_withFramesLeft_isSeenWhenTheyAreDrained() {
        send(1);
        long late = ring.claim();
        ring.close();
        ring.close();
        assertEquals(RingStatus.CLOSED, ring.claim());
        assertEquals(RingStatus.CLOSED, ring.claim(2));
        assertTrue(ring.next() >= 0);
        assertEquals(RingStatus.EMPTY, ring.next(), "one is still being written");
        ring.commit(late);
        assertEquals(late, ring.next());
        assertEquals(RingStatus.CLOSED, ring.next());
    }

    @Test
    void refuse_byAnyone_stopsTheProducerWithinOneRound() {
        ring.refuse();
        int sent = 0;
        while (send(sent) != RingStatus.CLOSED) {
            sent++;
            assertTrue(sent <= 8);
        }
        assertEquals(sent, receive(8).length);
        assertEquals(RingStatus.CLOSED, ring.next());
    }

    @Test
    void slots_ofTwoAndFourLines_areApart() {
        for (int lines : new int[] {2, 4}) {
            FrameRing wide = FrameRing.create(Arena.ofAuto(), 4, lines);
            long size = lines * 64L;
            assertEquals(lines, wide.lines());
            assertEquals(4 * size, wide.segment().byteSize());
            for (int i = 0; i < 9; i++) {
                long frame = wide.claim();
                assertEquals(i % 4 * size, frame);
                wide.segment().asSlice(frame + 32, size - 32).fill((byte) i);
                wide.commit(frame);
                assertEquals(frame, wide.next());
                wide.release();
            }
        }
    }

    @Test
    void ring_ofOneSlot_works() {
        FrameRing one = FrameRing.create(Arena.ofAuto(), 1, 1);
        for (int i = 0; i < 5; i++) {
            assertEquals(0, one.claim());
            assertEquals(RingStatus.FULL, one.claim());
            one.commit(0);
            assertEquals(0, one.next());
            one.release();
        }
    }

    @Test
    void creation_withWrongNumbers_isRefused() {
        Arena arena = Arena.ofAuto();
        for (int capacity : new int[] {-8, 0, 3, RingSettings.MAX_CAPACITY * 2}) {
            assertThrows(
                    IllegalArgumentException.class, () -> FrameRing.create(arena, capacity, 1));
        }
        for (int lines : new int[] {-1, 0, 3, 8}) {
            assertThrows(IllegalArgumentException.class, () -> FrameRing.create(arena, 8, lines));
        }
    }

    @Test
    void memory_thatIsGiven_isCheckedAndCleared() {
        MemorySegment memory = Arena.ofAuto().allocate(512 + 64, 64).fill((byte) 1);
        RingSettings settings = RingSettings.of(8, 1);
        FrameRing over = FrameRing.over(memory.asSlice(64, 512), settings);
        assertEquals(8, over.capacity());
        assertEquals(RingStatus.EMPTY, over.next());
        MemorySegment heap = MemorySegment.ofArray(new long[64]);
        assertThrows(IllegalArgumentException.class, () -> FrameRing.over(heap, settings));
        assertThrows(IllegalArgumentException.class, () -> FrameRing.over(memory, settings));
        MemorySegment crooked = memory.asSlice(8, 512);
        assertThrows(IllegalArgumentException.class, () -> FrameRing.over(crooked, settings));
        RingSettings two = RingSettings.of(8, 2);
        assertThrows(IllegalArgumentException.class, () -> FrameRing.create(Arena.ofAuto(), two));
    }

    @Test
    void statuses_areNamed() {
        assertEquals("FULL", RingStatus.nameOf(RingStatus.FULL));
        assertEquals("CLOSED", RingStatus.nameOf(RingStatus.CLOSED));
        assertEquals("EMPTY", RingStatus.nameOf(RingStatus.EMPTY));
        assertEquals("PENDING", RingStatus.nameOf(RingStatus.PENDING));
        assertEquals("FRAME", RingStatus.nameOf(0));
        assertThrows(IllegalArgumentException.class, () -> RingStatus.nameOf(-5));
    }

    private long send(long correlation) {
        long frame = ring.claim();
        if (frame >= 0) {
            write(frame, correlation);
            ring.commit(frame);
        }
        return frame;
    }

    private void write(long frame, long correlation) {
        FrameDescriptor.writeHead(ring.segment(), frame, 1, 1, (short) 0, 1, correlation);
    }

    private long[] receive(int max) {
        long[] frames = new long[max];
        int count = ring.poll(max, frames);
        long[] correlations = Arrays.stream(frames, 0, count)
                .map(frame -> FrameDescriptor.correlation(ring.segment(), frame))
                .toArray();
        ring.release();
        return correlations;
    }
}
