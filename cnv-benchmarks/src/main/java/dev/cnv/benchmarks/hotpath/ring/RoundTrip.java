package dev.cnv.benchmarks.hotpath.ring;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.ring.FrameRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * There and back between two processors: of one bare cache line, of bare lines in turn, which is the
 * least that a ring of lines can take, and of a frame in two rings.
 */
final class RoundTrip {

    static final int TRIPS = 200;

    /** So few that all slots stay near both processors; who wants short ways takes a small ring. */
    private static final int SLOTS = 64;

    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private RoundTrip() {}

    /** What one side does: send a number, and wait for one. */
    interface Side {
        void send(long number);

        void await(long number);
    }

    record Line(MemorySegment lines, long out, long in) implements Side {

        static Line[] pair() {
            MemorySegment lines = Arena.global().allocate(256, 128);
            return new Line[] {new Line(lines, 0, 128), new Line(lines, 128, 0)};
        }

        @Override
        public void send(long number) {
            WORD.setRelease(lines, out, number);
        }

        @Override
        public void await(long number) {
            while ((long) WORD.getAcquire(lines, in) != number) {
                Thread.onSpinWait();
            }
        }
    }

    /** Keeps what one side writes two lines away from the other side's. */
    @SuppressWarnings("unused")
    abstract static class Apart {
        private long a0, a1, a2, a3, a4, a5, a6, a7;
        private long b0, b1, b2, b3, b4, b5, b6, b7;
    }

    abstract static class Counts extends Apart {
        long sent;
        long received;
    }

    @SuppressWarnings("unused")
    abstract static class CountsApart extends Counts {
        private long c0, c1, c2, c3, c4, c5, c6, c7;
        private long d0, d1, d2, d3, d4, d5, d6, d7;
    }

    static final class Slots extends CountsApart implements Side {

        private final MemorySegment out;
        private final MemorySegment in;

        private Slots(MemorySegment out, MemorySegment in) {
            this.out = out;
            this.in = in;
        }

        static Slots[] pair() {
            MemorySegment there = Arena.global().allocate(64L * SLOTS, 64);
            MemorySegment back = Arena.global().allocate(64L * SLOTS, 64);
            return new Slots[] {new Slots(there, back), new Slots(back, there)};
        }

        @Override
        public void send(long number) {
            WORD.setRelease(out, slot(sent), number);
            sent++;
        }

        @Override
        public void await(long number) {
            while ((long) WORD.getAcquire(in, slot(received)) != number) {
                Thread.onSpinWait();
            }
            received++;
        }

        private static long slot(long position) {
            return (position & SLOTS - 1) * 64;
        }
    }

    record Rings(FrameRing out, FrameRing in) implements Side {

        static Rings[] pair() {
            FrameRing there = FrameRing.create(Arena.global(), SLOTS, 1);
            FrameRing back = FrameRing.create(Arena.global(), SLOTS, 1);
            return new Rings[] {new Rings(there, back), new Rings(back, there)};
        }

        @Override
        public void send(long number) {
            long frame = out.claim();
            FrameDescriptor.writeHead(out.segment(), frame, number, 1, (short) 0, 1, number);
            out.commit(frame);
        }

        @Override
        public void await(long number) {
            long frame = in.next();
            while (frame < 0) {
                Thread.onSpinWait();
                frame = in.next();
            }
            if (FrameDescriptor.correlation(in.segment(), frame) != number) {
                throw new IllegalStateException("number=" + number + " was not what came");
            }
            in.release();
        }
    }

    /** Nanoseconds of a round trip, of the chunk that only a tenth of the chunks were faster than. */
    static double measure(Side[] sides, int chunks) throws InterruptedException {
        Thread other = Thread.ofPlatform().start(() -> {
            Pin.current(0);
            for (long n = 1; n <= (long) chunks * TRIPS; n++) {
                sides[1].await(n);
                sides[1].send(n);
            }
        });
        long[] nanos = new long[chunks];
        long n = 1;
        for (int i = 0; i < chunks; i++) {
            long begin = System.nanoTime();
            for (int j = 0; j < TRIPS; j++) {
                sides[0].send(n);
                sides[0].await(n);
                n++;
            }
            nanos[i] = System.nanoTime() - begin;
        }
        other.join();
        return Chunks.fastTenth(nanos, TRIPS);
    }
}
