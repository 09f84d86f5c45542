package dev.cnv.hotpath.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BumpArenaTest {

    private static final ArenaSettings SETTINGS = ArenaSettings.of(8192);

    @Test
    void addresses_haveTheAlignmentAskedFor() {
        BumpArena arena = BumpArena.create(Arena.ofAuto(), SETTINGS);
        for (int alignment = 1; alignment <= 4096; alignment *= 2) {
            arena.reset();
            arena.allocate(3);
            long offset = arena.at(arena.allocate(5, alignment));
            assertEquals(0, (arena.segment().address() + offset) % alignment);
            assertEquals(0, offset % 8);
        }
        SharedBumpArena shared = SharedBumpArena.create(Arena.ofAuto(), SETTINGS, 64);
        for (int bytes = 1; bytes < 200; bytes += 50) {
            assertEquals(0, (shared.segment().address() + shared.at(shared.allocate(bytes))) % 64);
        }
    }

    @Test
    void allocations_doNotOverlap_andEndWithTheArena() {
        BumpArena arena = BumpArena.create(Arena.ofAuto(), SETTINGS);
        long end = 0;
        long reference = arena.allocate(24);
        while (reference != MemoryStatus.EXHAUSTED) {
            assertEquals(end, arena.at(reference));
            end += 24;
            reference = arena.allocate(24);
        }
        assertEquals(8184, end);
        assertEquals(end, arena.usedBytes());
        assertTrue(arena.allocate(8) >= 0, "what fits is still given");
        assertEquals(MemoryStatus.EXHAUSTED, arena.allocate(1));
        assertEquals(MemoryStatus.EXHAUSTED, arena.allocate(1, 4096));
        assertEquals(MemoryStatus.EXHAUSTED, arena.allocate(Long.MAX_VALUE));
    }

    @Test
    void shared_exhausted_keepsItsEpoch() {
        SharedBumpArena arena =
                SharedBumpArena.create(Arena.ofAuto(), ArenaSettings.of(4L << 20), 8);
        assertTrue(arena.allocate(3L << 20) >= 0, "by compare-and-set");
        for (int i = 0; i < 1_000; i++) {
            assertEquals(MemoryStatus.EXHAUSTED, arena.allocate(2L << 20));
            assertEquals(MemoryStatus.EXHAUSTED, arena.allocate(Long.MAX_VALUE));
        }
        assertTrue(arena.allocate(1 << 20) >= 0);
        assertEquals(MemoryStatus.EXHAUSTED, arena.allocate(1));
        assertEquals(0, arena.epoch());
        assertEquals(arena.capacityBytes(), arena.usedBytes());
    }

    @Test
    void reset_givesTheSameMemoryInAnotherEpoch() {
        BumpArena arena = BumpArena.create(Arena.ofAuto(), SETTINGS);
        SharedBumpArena shared = SharedBumpArena.create(Arena.ofAuto(), SETTINGS, 8);
        long before = arena.allocate(100);
        long sharedBefore = shared.allocate(100);
        arena.reset();
        shared.reset();
        assertEquals(1, arena.epoch());
        assertEquals(1, shared.epoch());
        assertEquals(0, arena.usedBytes() + shared.usedBytes());
        assertNotEquals(before, arena.allocate(100));
        assertNotEquals(sharedBefore, shared.allocate(100));
        assertEquals(0, arena.at(before), "not checked: only where it was");
    }

    @Test
    void epoch_pastTheLast_beginsAgain() {
        BumpArena arena = BumpArena.create(Arena.ofAuto(), SETTINGS);
        for (int i = 0; i < (1 << 19) - 1; i++) {
            arena.reset();
        }
        assertEquals((1 << 19) - 1, arena.epoch());
        assertTrue(arena.allocate(8) >= 0);
        arena.reset();
        assertEquals(0, arena.epoch());
        assertEquals(0, arena.at(arena.allocate(8)));
    }

    @Test
    void staleReference_ofCheckedArena_isRefused() {
        BumpArena arena = BumpArena.create(Arena.ofAuto(), SETTINGS.withChecks());
        SharedBumpArena shared = SharedBumpArena.create(Arena.ofAuto(), SETTINGS.withChecks(), 8);
        long stale = arena.allocate(16);
        long sharedStale = shared.allocate(16);
        arena.segment().set(ValueLayout.JAVA_LONG, arena.at(stale), 7);
        arena.reset();
        shared.reset();
        assertThrows(IllegalStateException.class, () -> arena.at(stale));
        assertThrows(IllegalStateException.class, () -> shared.at(sharedStale));
        assertThrows(IllegalStateException.class, () -> arena.at(MemoryStatus.EXHAUSTED));
        long fresh = arena.allocate(16);
        assertThrows(IllegalStateException.class, () -> arena.at(fresh + 16));
        assertEquals(
                0xA5A5A5A5A5A5A5A5L,
                arena.segment().get(ValueLayout.JAVA_LONG, arena.at(fresh)),
                "what was there is overwritten");
    }

    @Test
    void zeroing_clearsWhatIsAllocated_andNothingElse() {
        ArenaSettings settings = SETTINGS.cleared().withChecks();
        BumpArena arena = BumpArena.create(Arena.ofAuto(), settings);
        SharedBumpArena shared = SharedBumpArena.create(Arena.ofAuto(), settings, 8);
        arena.reset();
        shared.reset();
        for (Bump bump : List.of(arena, shared)) {
            long reference = bump == arena ? arena.allocate(20) : shared.allocate(20);
            long offset = bump.at(reference);
            for (int i = 0; i < 24; i++) {
                assertEquals(0, bump.segment().get(ValueLayout.JAVA_BYTE, offset + i));
            }
            assertEquals((byte) 0xA5, bump.segment().get(ValueLayout.JAVA_BYTE, offset + 24));
        }
    }

    @Test
    void threads_thatAllocateTogether_getMemoryOfTheirOwn() throws Exception {
        SharedBumpArena arena =
                SharedBumpArena.create(Arena.ofAuto(), ArenaSettings.of(1 << 20), 16);
        List<Future<long[]>> got = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                got.add(threads.submit(() -> {
                    long[] offsets = new long[40_000];
                    int count = 0;
                    long reference = arena.allocate(16 + 16 * (count % 3));
                    while (reference != MemoryStatus.EXHAUSTED) {
                        offsets[count++] = arena.at(reference) << 8 | 16 + 16 * ((count - 1) % 3);
                        reference = arena.allocate(16 + 16 * (count % 3));
                    }
                    return Arrays.copyOf(offsets, count);
                }));
            }
        }
        List<Long> all = new ArrayList<>();
        for (Future<long[]> one : got) {
            Arrays.stream(one.get()).forEach(all::add);
        }
        all.sort(null);
        long end = 0;
        for (long one : all) {
            assertTrue(one >>> 8 >= end, "two have the same memory");
            end = (one >>> 8) + (one & 0xff);
        }
        assertTrue(end <= 1 << 20 && end > (1 << 20) - 8 * 48);
    }

    @Test
    void requests_thatMakeNoSense_areRefused() {
        BumpArena arena = BumpArena.create(Arena.ofAuto(), SETTINGS);
        assertThrows(IllegalArgumentException.class, () -> arena.allocate(0));
        assertThrows(IllegalArgumentException.class, () -> arena.allocate(-1));
        for (int alignment : new int[] {-8, 0, 3, 8192}) {
            assertThrows(IllegalArgumentException.class, () -> arena.allocate(8, alignment));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> SharedBumpArena.create(Arena.ofAuto(), SETTINGS, 4));
        for (long bytes : new long[] {-4096, 0, 4095, 5000, ArenaSettings.MAX_BYTES * 2}) {
            assertThrows(IllegalArgumentException.class, () -> ArenaSettings.of(bytes));
        }
    }
}
