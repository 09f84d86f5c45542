package dev.cnv.hotpath.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HandlePoolTest {

    @Test
    void handle_released_isStale_alsoWhenItsIndexIsUsedAgain() {
        HandlePool pool = HandlePool.create(Arena.ofAuto(), 1);
        long first = pool.acquire();
        assertTrue(pool.isLive(first));
        assertTrue(pool.release(first));
        assertFalse(pool.isLive(first));
        assertFalse(pool.release(first), "twice");
        long second = pool.acquire();
        assertEquals(HandlePool.index(first), HandlePool.index(second));
        assertNotEquals(first, second);
        assertFalse(pool.isLive(first));
        assertFalse(pool.release(first));
        assertTrue(pool.isLive(second));
    }

    @Test
    void pool_atItsGreatestSize_saysSo_andGoesOnAfterARelease() {
        HandlePool pool = HandlePool.create(Arena.ofAuto(), 100_000);
        Set<Long> handles = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            assertTrue(handles.add(pool.acquire()));
        }
        assertEquals(2L * 65_536 * 8, pool.memoryBytes(), "two pages");
        assertEquals(MemoryStatus.EXHAUSTED, pool.acquire());
        long one = handles.iterator().next();
        assertTrue(pool.release(one));
        assertTrue(handles.add(pool.acquire()));
        assertEquals(MemoryStatus.EXHAUSTED, pool.acquire());
    }

    @Test
    void numbers_thatAreNoHandles_areStale() {
        HandlePool pool = HandlePool.create(Arena.ofAuto(), 70_000);
        long handle = pool.acquire();
        for (long number : new long[] {
            0,
            1,
            -1,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            handle + 1,
            handle + (1L << 32),
            handle + (2L << 32),
            handle | 0xFFFF_0000L,
            handle | Long.MIN_VALUE,
            70_001
        }) {
            assertFalse(pool.isLive(number), () -> "number=" + number);
            assertFalse(pool.release(number), () -> "number=" + number);
        }
        assertTrue(pool.isLive(handle));
    }

    @Test
    void index_withItsGenerationsUsedUp_isRetired() {
        HandlePool pool = new HandlePool(Arena.ofAuto(), 2, 6);
        assertEquals(2, pool.capacity());
        Set<Long> handles = new HashSet<>();
        long handle = pool.acquire();
        while (handle != MemoryStatus.EXHAUSTED) {
            assertTrue(handles.add(handle), "given out twice");
            assertTrue(pool.release(handle));
            handle = pool.acquire();
        }
        assertEquals(6, handles.size(), "two indices, three generations each");
        assertEquals(0, pool.capacity());
        for (long one : handles) {
            assertFalse(pool.isLive(one));
        }
    }

    @Test
    void greatestSize_thatIsNotPositive_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> HandlePool.create(Arena.ofAuto(), 0));
    }

    @Test
    void sixteenThreads_neverHoldTheSameHandle() throws Exception {
        HandlePool pool = HandlePool.create(Arena.ofAuto(), 64);
        AtomicInteger[] holders = new AtomicInteger[64];
        for (int i = 0; i < 64; i++) {
            holders[i] = new AtomicInteger();
        }
        Set<Long> ever = ConcurrentHashMap.newKeySet();
        List<Future<Integer>> got = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 16; i++) {
                int seed = i;
                got.add(threads.submit(() -> churn(pool, holders, ever, seed)));
            }
        }
        int sum = 0;
        for (Future<Integer> one : got) {
            sum += one.get();
        }
        assertEquals(sum, ever.size(), "a handle was given out twice");
        int free = 0;
        while (pool.acquire() >= 0) {
            free++;
        }
        assertEquals(64, free, "a handle was lost");
    }

    private static int churn(HandlePool pool, AtomicInteger[] holders, Set<Long> ever, int seed) {
        long[] held = new long[6];
        int count = 0;
        for (int i = 0; i < 10_000; i++) {
            int slot = (i * 31 + seed) % held.length;
            if (held[slot] == 0) {
                long handle = pool.acquire();
                if (handle < 0) {
                    continue;
                }
                count++;
                ever.add(handle);
                assertEquals(1, holders[HandlePool.index(handle)].incrementAndGet());
                held[slot] = handle;
            } else {
                assertTrue(pool.isLive(held[slot]));
                holders[HandlePool.index(held[slot])].decrementAndGet();
                assertTrue(pool.release(held[slot]));
                assertFalse(pool.isLive(held[slot]));
                held[slot] = 0;
            }
        }
        for (long handle : held) {
            if (handle != 0) {
                holders[HandlePool.index(handle)].decrementAndGet();
                assertTrue(pool.release(handle));
            }
        }
        return count;
    }

    @Test
    void handle_releasedByManyAtOnce_isReleasedOnce() throws Exception {
        HandlePool pool = HandlePool.create(Arena.ofAuto(), 8);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 2_000; i++) {
                long handle = pool.acquire();
                List<Future<Boolean>> results = new ArrayList<>();
                for (int j = 0; j < 4; j++) {
                    results.add(threads.submit(() -> pool.release(handle)));
                }
                int released = 0;
                for (Future<Boolean> result : results) {
                    released += result.get() ? 1 : 0;
                }
                assertEquals(1, released);
            }
        }
    }

    @Test
    void reserve_untilItIsPublished_isNotLiveAndCannotBeReleased() {
        HandlePool pool = HandlePool.create(Arena.ofAuto(), 10);
        long handle = pool.reserve();
        assertFalse(pool.isLive(handle));
        assertFalse(pool.release(handle));
        pool.publish(handle);
        assertTrue(pool.isLive(handle));
        assertTrue(pool.release(handle));
    }
}
