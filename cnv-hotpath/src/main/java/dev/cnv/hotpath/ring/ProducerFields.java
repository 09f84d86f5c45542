package dev.cnv.hotpath.ring;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The fields of producers, laid behind those of the consumer: see {@link RingFields}. */
@SuppressWarnings("unused")
final class ProducerFields {

    private ProducerFields() {}

    /** Written and read by the one producer, and read by who asks for statistics. */
    abstract static sealed class Single extends ConsumerSide permits AfterSingle {
        private static final VarHandle TAIL = handle(MethodHandles.lookup(), Single.class, "tail");

        long tail;
        long limit;
        long aborted;
        long full;

        Single(MemorySegment segment, long base, RingSettings settings) {
            super(segment, base, settings);
            this.limit = settings.capacity();
        }

        @Override
        final long claimedSeen() {
            return (long) TAIL.getOpaque(this);
        }
    }

    abstract static sealed class AfterSingle extends Single permits FrameRing {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;

        AfterSingle(MemorySegment segment, long base, RingSettings settings) {
            super(segment, base, settings);
        }
    }

    /** Written by all producers. */
    abstract static sealed class Shared extends ConsumerSide permits AfterShared {
        volatile long tail;

        Shared(MemorySegment segment, long base, RingSettings settings) {
            super(segment, base, settings);
        }

        @Override
        final long claimedSeen() {
            long taken = tail;
            return taken < SharedRing.CLOSED_FROM ? taken : Math.max(closedAt, 0);
        }
    }

    abstract static sealed class AfterShared extends Shared permits SharedRing {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;

        AfterShared(MemorySegment segment, long base, RingSettings settings) {
            super(segment, base, settings);
        }
    }

    /** What one producer of a shared ring writes. */
    abstract static class Own {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;
    }

    abstract static class Ticketed extends Own {
        /** How many tickets were taken in all. */
        long taken;

        /** The last of them. */
        long last;

        /** Up to which position slots were free when this producer looked last. */
        long freeBelow;

        long full;
    }

    abstract static sealed class AfterTicketed extends Ticketed permits SharedProducer {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;
    }

    /** What the producer of a lane reads. */
    abstract static class Seated extends Own {
        final FrameRing lane;
        boolean closed;

        Seated(FrameRing lane) {
            this.lane = lane;
        }
    }

    abstract static sealed class AfterSeated extends Seated permits LaneProducer {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;

        AfterSeated(FrameRing lane) {
            super(lane);
        }
    }
}
