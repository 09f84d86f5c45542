package dev.cnv.benchmarks.hotpath.ring;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.ring.FrameRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** There and back between two processors: of a bare cache line, and of a frame in two rings. */
final class RoundTrip {

    static final int TRIPS = 200;

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

    record Rings(FrameRing out, FrameRing in) implements Side {

        static Rings[] pair() {
            FrameRing there = FrameRing.create(Arena.global(), Handover.CAPACITY, 1);
            FrameRing back = FrameRing.create(Arena.global(), Handover.CAPACITY, 1);
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
