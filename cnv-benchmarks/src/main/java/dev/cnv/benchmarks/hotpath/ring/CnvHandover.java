package dev.cnv.benchmarks.hotpath.ring;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.ring.FrameSink;
import dev.cnv.hotpath.ring.FrameSource;
import dev.cnv.hotpath.ring.LanedRing;
import dev.cnv.hotpath.ring.RingSettings;
import dev.cnv.hotpath.ring.SharedRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/** Frames through a ring, the payload where arguments are. */
final class CnvHandover implements SharedHandover {

    private static final int POLLED = 64;
    private static final long A = FrameDescriptor.ARGUMENTS_OFFSET;

    private final Supplier<FrameSink> sinks;
    private final FrameSource source;
    private final int batch;

    private CnvHandover(Supplier<FrameSink> sinks, FrameSource source, int batch) {
        this.sinks = sinks;
        this.source = source;
        this.batch = batch;
    }

    /** For one sender. */
    static CnvHandover single(int batch) {
        FrameRing ring = FrameRing.create(Arena.global(), CAPACITY, 1);
        return new CnvHandover(() -> ring, ring, batch);
    }

    /** The consumer looks at all lanes, whether a producer has them or not. */
    static CnvHandover laned(int batch, int lanes) {
        LanedRing ring = LanedRing.create(Arena.global(), RingSettings.of(CAPACITY, lanes));
        return new CnvHandover(ring::producer, ring, batch);
    }

    static CnvHandover shared(int batch, int producers, boolean limited) {
        RingSettings settings = RingSettings.of(CAPACITY, producers);
        SharedRing ring = SharedRing.create(
                Arena.global(), limited ? settings : settings.withoutClaimLimit());
        return new CnvHandover(ring::producer, ring, batch);
    }

    @Override
    public Sender sender(Backoff backoff) {
        FrameSink sink = sinks.get();
        return batch == 1 ? new Single(sink, backoff) : new Batches(sink, batch, backoff);
    }

    @Override
    public void receive(Chunks chunks) {
        long[] frames = new long[POLLED];
        MemorySegment segment = source.segment();
        boolean more = true;
        while (more) {
            int taken = source.poll(POLLED, frames);
            for (int i = 0; i < taken; i++) {
                long frame = frames[i] + A;
                more = chunks.take(
                        segment.get(FrameDescriptor.LONG, frame),
                        segment.get(FrameDescriptor.LONG, frame + 8),
                        segment.get(FrameDescriptor.LONG, frame + 16),
                        segment.get(FrameDescriptor.LONG, frame + 24));
            }
            if (taken > 0) {
                source.release();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /** A commit is refused where the ring gave its claim up: the message is sent again. */
    private record Single(FrameSink sink, Backoff backoff) implements Sender {

        @Override
        public void send(long first, long end) {
            for (long n = first; n < end; n++) {
                long frame;
                do {
                    frame = claim();
                    write(sink.segment(), frame, n);
                } while (!sink.commit(frame));
            }
        }

        private long claim() {
            long frame = sink.claim();
            while (frame < 0) {
                backoff.pause();
                frame = sink.claim();
            }
            return frame;
        }
    }

    private record Batches(FrameSink sink, int batch, Backoff backoff) implements Sender {

        @Override
        public void send(long first, long end) {
            for (long n = first; n < end; n += batch) {
                int count = (int) Math.min(batch, end - n);
                long frame;
                do {
                    frame = claim(count);
                    write(frame, n, count);
                } while (!sink.commit(frame, count));
            }
        }

        private long claim(int count) {
            long first = sink.claim(count);
            while (first < 0) {
                backoff.pause();
                first = sink.claim(count);
            }
            return first;
        }

        private void write(long first, long n, int count) {
            long frame = first;
            for (int i = 0; i < count; i++) {
                CnvHandover.write(sink.segment(), frame, n + i);
                frame = sink.after(frame);
            }
        }
    }

    private static void write(MemorySegment segment, long frame, long n) {
        segment.set(FrameDescriptor.LONG, frame + A, n);
        segment.set(FrameDescriptor.LONG, frame + A + 8, 2 * n);
        segment.set(FrameDescriptor.LONG, frame + A + 16, 3 * n);
        segment.set(FrameDescriptor.LONG, frame + A + 24, 4 * n);
    }
}
