package dev.cnv.hotpath.ring;

import java.lang.foreign.MemorySegment;

/**
 * The fields of rings, what changes two lines away from what another thread uses, so that no thread
 * waits for a line that it shares with another by accident. The JVM lays the fields of a class behind
 * those of its superclass, but puts smaller ones into gaps between them: all that is written while a
 * ring is used is therefore a long, which fits no gap.
 */
@SuppressWarnings("unused")
final class RingFields {

    private RingFields() {}

    /** Never written, or nearly never, and read by everybody. */
    abstract static class Slots {
        final MemorySegment segment;

        /** Where the first slot lies in the segment, a multiple of the bytes of all slots. */
        final long base;

        final long mask;
        final int shift;
        final int publishEvery;
        final WaitStrategy waiting;
        final boolean waking;
        final boolean limited;
        volatile long closedAt = NEVER;
        volatile boolean refusing;

        /** How many slots are kept from use, because a late producer may still write to them. */
        volatile int quarantined;

        static final long NEVER = -1;

        Slots(MemorySegment segment, long base, RingSettings settings) {
            this.segment = segment;
            this.base = base;
            this.mask = settings.capacity() - 1L;
            this.shift = Long.numberOfTrailingZeros(settings.slotBytes());
            this.publishEvery = settings.publishEvery();
            this.waiting = settings.waiting();
            this.waking = waiting.wakes();
            this.limited = settings.hasClaimLimit();
        }
    }

    abstract static class BeforeConsumer extends Slots {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;

        BeforeConsumer(MemorySegment segment, long base, RingSettings settings) {
            super(segment, base, settings);
        }
    }

    /** Written and read by the consumer alone, and read by who asks for statistics. */
    abstract static class Consumer extends BeforeConsumer {
        long head;
        long released;
        long publishedCopy;
        long skipped;
        long expired;
        long burned;
        long outstanding;

        Consumer(MemorySegment segment, long base, RingSettings settings) {
            super(segment, base, settings);
        }
    }

    abstract static class BeforePublished extends Consumer {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;

        BeforePublished(MemorySegment segment, long base, RingSettings settings) {
            super(segment, base, settings);
        }
    }

    /** Written now and then by the consumer, and read now and then by producers. */
    abstract static class Published extends BeforePublished {
        volatile long published;

        Published(MemorySegment segment, long base, RingSettings settings) {
            super(segment, base, settings);
        }
    }

    abstract static class BeforeProducer extends Published {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;

        BeforeProducer(MemorySegment segment, long base, RingSettings settings) {
            super(segment, base, settings);
        }
    }

    /** Keeps what a sweep of lanes writes two lines away from what lies before. */
    abstract static class BeforeSweep {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;
    }

    /** Written and read by the consumer of a ring of lanes alone. */
    abstract static class Sweep extends BeforeSweep {
        /** The lane that is looked at first. */
        long turn;

        /** How many runs of frames were handed out, and how many of them were released. */
        long runs;

        long runsReleased;
    }

    abstract static class AfterSweep extends Sweep {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;
    }
}
