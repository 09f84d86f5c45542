package dev.cnv.hotpath.ring;

/**
 * The changing fields of a {@link FrameRing}, those of each thread two lines away from the others', so
 * that no thread waits for a line that it shares with another by accident. The JVM lays the fields of
 * a class behind those of its superclass.
 */
@SuppressWarnings("unused")
final class RingFields {

    private RingFields() {}

    abstract static class Front {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;
    }

    /** Written and read by the producer alone, and read by who asks for statistics. */
    abstract static class Producer extends Front {
        long tail;
        long limit;
        long aborted;
        long full;
    }

    abstract static class Middle extends Producer {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;
    }

    /** Written and read by the consumer alone, and read by who asks for statistics. */
    abstract static class Consumer extends Middle {
        long head;
        long released;
        long publishedCopy;
        long skipped;
        int outstanding;
    }

    abstract static class Between extends Consumer {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;
    }

    /** Written now and then by one side and read by the other. */
    abstract static class Shared extends Between {
        volatile long published;
        volatile long closedAt = NEVER;
        volatile boolean refusing;

        static final long NEVER = -1;
    }

    abstract static class Back extends Shared {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;
    }
}
