package dev.cnv.hotpath.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * The way of one worker's buffers to the recorder: so many, one behind the other, round. The worker
 * fills one; those before it wait to be written, in order. When all wait, the worker does too: nothing is
 * ever dropped.
 *
 * <p><b>Threading.</b> The worker's setRelease of {@code handed} publishes a buffer and pairs with the
 * recorder's getAcquire; the recorder's setRelease of {@code written} gives it back and pairs with the
 * worker's getAcquire. {@code failed} is written by the recorder, once.
 */
final class RecordLane {

    private static final VarHandle HANDED = handle("handed", long.class);
    private static final VarHandle WRITTEN = handle("written", long.class);
    private static final VarHandle FAILED = handle("failed", boolean.class);
    private static final VarHandle WAITS = handle("waits", long.class);
    private static final int SPIN_COUNT = 100;
    private static final long PARK_NANOS = 20_000;

    final String worker;

    /** Written by the worker, behind its last record. */
    private volatile boolean closed;

    private final RecordBuffer[] buffers;
    private final long maxAgeTicks;
    private RecordBuffer current;

    @SuppressWarnings("unused") // By its VarHandle.
    private long handed;

    @SuppressWarnings("unused") // By its VarHandle.
    private long written;

    @SuppressWarnings("unused") // By its VarHandle.
    private boolean failed;

    @SuppressWarnings("unused") // By its VarHandle.
    private long waits;

    RecordLane(String worker, RecordBuffer[] buffers, long maxAgeTicks) {
        this.worker = worker;
        this.buffers = buffers;
        this.maxAgeTicks = maxAgeTicks;
        this.current = buffers[0];
    }

    /**
     * Makes room for a batch; waits while all buffers wait to be written.
     *
     * @param frames how many frames the batch could execute
     * @return where the batch is put down; null when the ledger takes nothing any more
     */
    @org.jspecify.annotations.Nullable RecordBuffer room(int frames, long tick) {
        if (closed || isFailed()) {
            return null;
        }
        if (!current.fits(frames) && !handOver()) {
            return null;
        }
        RecordBuffer buffer = current;
        if (buffer.batches == 0) {
            buffer.since = tick;
        }
        buffer.batches++;
        return buffer;
    }

    /** Hands a buffer over that has waited long enough for more. */
    boolean age(long tick) {
        return current.batches == 0
                || tick - current.since < maxAgeTicks
                || (!isFailed() && handOver());
    }

    /** Whether something was put down that is not handed over. */
    boolean isOwing() {
        return current.batches != 0 && !isFailed();
    }

    /** Hands over the last record and waits until it is written; nothing more is put down after it. */
    void close() {
        if (!closed && handOver()) {
            awaitWritten();
        }
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Hands over what there is, and waits for a buffer that is free. */
    boolean handOver() {
        if (current.batches == 0) {
            return true;
        }
        long next = (long) HANDED.get(this) + 1;
        HANDED.setRelease(this, next);
        if (next - (long) WRITTEN.getAcquire(this) >= buffers.length) {
            WAITS.setOpaque(this, (long) WAITS.get(this) + 1);
            if (!awaitFree(next)) {
                return false;
            }
        }
        current = buffers[(int) (next % buffers.length)];
        return true;
    }

    private boolean awaitFree(long next) {
        for (int i = 0; next - (long) WRITTEN.getAcquire(this) >= buffers.length; i++) {
            if (isFailed()) {
                return false;
            }
            if (i < SPIN_COUNT) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PARK_NANOS);
            }
        }
        return true;
    }

    /** Waits until all that was handed over is written. */
    boolean awaitWritten() {
        while ((long) WRITTEN.getAcquire(this) != (long) HANDED.get(this)) {
            if (isFailed()) {
                return false;
            }
            LockSupport.parkNanos(PARK_NANOS);
        }
        return true;
    }

    /** How often the worker had to wait for the ledger. */
    long waits() {
        return (long) WAITS.getOpaque(this);
    }

    /** The oldest buffer that waits to be written, for the recorder; null when none does. */
    @org.jspecify.annotations.Nullable RecordBuffer waiting() {
        long next = (long) WRITTEN.get(this);
        return next == (long) HANDED.getAcquire(this)
                ? null
                : buffers[(int) (next % buffers.length)];
    }

    /** The number of the record that {@link #waiting} will be. */
    long sequence() {
        return (long) WRITTEN.get(this);
    }

    /** Gives the buffer back that was written. */
    void written() {
        WRITTEN.setRelease(this, (long) WRITTEN.get(this) + 1);
    }

    void fail() {
        FAILED.setRelease(this, true);
    }

    boolean isFailed() {
        return (boolean) FAILED.getAcquire(this);
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(RecordLane.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
