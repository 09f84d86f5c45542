package dev.cnv.hotpath.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceRingTest {

    private final ReferenceRing<String> ring = ReferenceRing.create(4);
    private final String[] into = new String[8];

    @Test
    void references_comeOutAsTheyWentIn() {
        String item = new String("the very same");
        assertEquals(1, ring.offer(item));
        assertEquals(1, ring.offer("b"));
        assertTrue(item == ring.poll(), "the reference, not an equal one");
        assertEquals("b", ring.poll());
        assertNull(ring.poll());
    }

    @Test
    void offer_withoutRoom_isAnsweredFull_andCounted() {
        for (int i = 0; i < 4; i++) {
            assertEquals(1, ring.offer("item"));
        }
        assertEquals(RingStatus.FULL, ring.offer("item"));
        assertEquals(RingStatus.FULL, ring.offerAll(new String[] {"item"}, 0, 1));
        assertEquals(new RingStatistics(4, 0, 0, 0, 0, 2, 0, 0, 0), ring.statistics());
        assertEquals("item", ring.poll());
        assertEquals(1, ring.offer("item"));
        assertEquals(new RingStatistics(5, 0, 0, 0, 0, 2, 1, 0, 1), ring.statistics());
        assertEquals(4, ring.depth());
        assertEquals(4, ring.statistics().depth());
    }

    @Test
    void offerAll_withRoomForSome_takesThem_inTheirOrder() {
        String[] items = {"a", "b", "c", "d", "e", "f"};
        assertEquals(2, ring.offerAll(items, 1, 3));
        assertEquals(2, ring.offerAll(items, 3, 6));
        assertEquals(RingStatus.FULL, ring.offerAll(items, 5, 6));
        assertEquals(4, ring.drain(8, into));
        assertArrayEquals(new String[] {"b", "c", "d", "e", null, null, null, null}, into);
    }

    @Test
    void drain_takesAtMostItsLimit_andTheArraysLength() {
        ring.offerAll(new String[] {"a", "b", "c", "d"}, 0, 4);
        assertEquals(1, ring.drain(1, into));
        assertEquals(2, ring.drain(8, new String[2]));
        assertEquals(1, ring.drain(8, into));
        assertEquals("d", into[0]);
        assertEquals(RingStatus.EMPTY, ring.drain(8, into));
    }

    @Test
    void closed_ring_refusesOffers_handsOutTheRest_andIsThenOver() {
        ring.offerAll(new String[] {"a", "b"}, 0, 2);
        assertFalse(ring.isOver());
        ring.close();
        ring.close();
        assertEquals(RingStatus.CLOSED, ring.offer("c"));
        assertEquals(RingStatus.CLOSED, ring.offerAll(new String[] {"c"}, 0, 1));
        assertFalse(ring.isOver(), "two are left");
        assertEquals("a", ring.poll());
        assertEquals(1, ring.drain(8, into));
        assertEquals("b", into[0]);
        assertEquals(RingStatus.CLOSED, ring.drain(8, into));
        assertTrue(ring.isOver());
        assertEquals(new RingStatistics(2, 0, 0, 0, 0, 0, 2, 0, 2), ring.statistics());
    }

    @Test
    void emptyRing_closed_isOver() {
        assertEquals(RingStatus.EMPTY, ring.drain(1, into));
        assertFalse(ring.isOver());
        ring.close();
        assertTrue(ring.isOver());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 1 << 12})
    void capacity_isExactlyWhatWasAskedFor(int capacity) {
        ReferenceRing<Integer> exact = ReferenceRing.create(capacity);
        assertEquals(capacity, exact.capacity());
        for (int round = 0; round < 3; round++) {
            int accepted = 0;
            while (exact.offer(accepted) == 1) {
                accepted++;
            }
            assertEquals(capacity, accepted);
            for (int i = 0; i < capacity; i++) {
                assertEquals(i, exact.poll());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -4, 0, 1, 3, 1_000, 1 << 25, 1 << 30})
    void capacity_thatIsNone_isRefused_withItsValue(int capacity) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> ReferenceRing.create(capacity));
        assertEquals(
                "capacity=" + capacity + " is not a power of two of 2 to 16777216",
                refusal.getMessage());
    }

    @Test
    void null_isRefused_andNothingOfItsBatchIsTaken() {
        assertThrows(NullPointerException.class, () -> ring.offer(null));
        assertThrows(
                NullPointerException.class,
                () -> ring.offerAll(new String[] {"a", null, "c"}, 0, 3));
        assertEquals(0, ring.depth());
        assertEquals(2, ring.offerAll(new String[] {"a", "b", null}, 0, 2));
        ring.close();
        ring.drain(8, into);
        assertTrue(ring.isOver(), "a refused offer is under way no longer");
    }

    @Test
    void ranges_thatAreNone_areRefused_withTheirValues() {
        String[] items = {"a", "b"};
        for (int[] range : new int[][] {{-1, 1}, {0, 0}, {1, 0}, {0, 3}, {2, 2}}) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> ring.offerAll(items, range[0], range[1]))
                    .getMessage();
            assertEquals(
                    "from=" + range[0] + " to=" + range[1] + " is no range of length=2", message);
        }
        assertThrows(IllegalArgumentException.class, () -> ring.drain(0, into));
        assertThrows(IllegalArgumentException.class, () -> ring.drain(1, new String[0]));
    }
}
