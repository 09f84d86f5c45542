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

/** Frames through a ring, the payload where arguments are. */
final class CnvHandover implements Handover {

    private static final int POLLED = 64;
    private static final long A = FrameDescriptor.ARGUMENTS_OFFSET;

    private final FrameSink sink;
    private final FrameSource source;
    private final int batch;

    private CnvHandover(FrameSink sink, FrameSource source, int batch) {
        this.sink = sink;
        this.source = source;
        this.batch = batch;
    }

    static CnvHandover single(int batch) {
        FrameRing ring = FrameRing.create(Arena.global(), CAPACITY, 1);
        return new CnvHandover(ring, ring, batch);
    }

    /** One producer of several: the consumer looks at the lanes of the others too. */
    static CnvHandover laned(int batch, int lanes) {
        LanedRing ring = LanedRing.create(Arena.global(), RingSettings.of(CAPACITY, lanes));
        return new CnvHandover(ring.producer(), ring, batch);
    }

    static CnvHandover shared(int batch, boolean limited) {
        RingSettings settings = RingSettings.of(CAPACITY, 4);
        SharedRing ring = SharedRing.create(
                Arena.global(), limited ? settings : settings.withoutClaimLimit());
        return new CnvHandover(ring.producer(), ring, batch);
    }

    @Override
    public void send(long messages) {
        if (batch == 1) {
            for (long n = 0; n < messages; n++) {
                long frame = claim();
                write(frame, n);
                sink.commit(frame);
            }
        } else {
            sendBatches(messages);
        }
    }

    private long claim() {
        long frame = sink.claim();
        while (frame < 0) {
            Thread.onSpinWait();
            frame = sink.claim();
        }
        return frame;
    }

    private void sendBatches(long messages) {
        for (long n = 0; n < messages; n += batch) {
            int count = (int) Math.min(batch, messages - n);
            long first = sink.claim(count);
            while (first < 0) {
                Thread.onSpinWait();
                first = sink.claim(count);
            }
            long frame = first;
            for (int i = 0; i < count; i++) {
                write(frame, n + i);
                frame = sink.after(frame);
            }
            sink.commit(first, count);
        }
    }

    private void write(long frame, long n) {
        MemorySegment segment = sink.segment();
        segment.set(FrameDescriptor.LONG, frame + A, n);
        segment.set(FrameDescriptor.LONG, frame + A + 8, 2 * n);
        segment.set(FrameDescriptor.LONG, frame + A + 16, 3 * n);
        segment.set(FrameDescriptor.LONG, frame + A + 24, 4 * n);
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
}
