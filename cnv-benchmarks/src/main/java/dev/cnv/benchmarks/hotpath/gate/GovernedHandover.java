package dev.cnv.benchmarks.hotpath.gate;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import dev.cnv.benchmarks.hotpath.Mix;
import dev.cnv.benchmarks.hotpath.ring.Chunks;
import dev.cnv.benchmarks.hotpath.ring.Handover;
import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.grant.BatchGate;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.worker.BatchRecords;
import dev.cnv.hotpath.worker.FrameDispatcher;
import dev.cnv.hotpath.worker.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;

/**
 * Calls of two verbs from one thread to another, the same calls for all: frames that are not checked,
 * frames that are checked and dispatched, those of a worker with records for the ledger, and the
 * Disruptor with a bare event. All add to the same kind of counters in the end.
 */
public final class GovernedHandover {

    private static final int CALLS = 4_096;
    private static final int POLLED = 256;

    private final int[] agents = new int[CALLS];
    private final int[] verbs = new int[CALLS];
    private final Governed governed;
    private final int batch;

    private GovernedHandover(int batch, boolean skewed) {
        this.batch = batch;
        Random random = new Random(1);
        Mix agentMix = new Mix(Governed.AGENT_COUNT, skewed);
        Mix verbMix = new Mix(Governed.VERB_COUNT, skewed);
        for (int i = 0; i < CALLS; i++) {
            agents[i] = agentMix.draw(random);
            verbs[i] = verbMix.draw(random);
        }
        try {
            governed = new Governed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A subject by its name.
     *
     * @param kind {@code bare}, {@code governed}, {@code recorded} or {@code disruptor}
     * @param batch how many messages are published at once
     * @param skewed whether some agents and verbs are drawn more often than others
     * @return the subject
     */
    public static Handover of(String kind, int batch, boolean skewed) {
        GovernedHandover calls = new GovernedHandover(batch, skewed);
        return switch (kind) {
            case "bare" -> calls.new Bare();
            case "governed" -> calls.new Checked();
            case "recorded" -> calls.new Recorded();
            case "disruptor" -> calls.new Events();
            default -> throw new IllegalArgumentException("kind=" + kind);
        };
    }

    private long handle(int call) {
        return governed.handles[agents[call] * Governed.VERB_COUNT + verbs[call]];
    }

    /** What the counters must add up to. */
    private void require(long messages) {
        Counter expected = new Counter();
        for (long n = 0; n < messages; n++) {
            int call = (int) n & CALLS - 1;
            expected.change(call, verbs[call], verbs[call] == 0 ? n : -n, call, n);
        }
        if (governed.counter.sum() != expected.sum()) {
            throw new IllegalStateException(
                    "sum=" + governed.counter.sum() + " is not " + expected.sum());
        }
    }

    /** The producer's side of all frames. */
    private abstract class Frames implements Handover {

        final FrameRing ring = FrameRing.create(Arena.global(), CAPACITY, 1);
        private volatile long sent;

        @Override
        public final void send(long messages) {
            // Whole batches, so that a batch never waits for one that does not come.
            long all = (messages + POLLED - 1) / POLLED * POLLED;
            sent = all;
            for (long n = 0; n < all; n += batch) {
                long frame = claim();
                long first = frame;
                for (int i = 0; i < batch; i++) {
                    write(frame, n + i);
                    frame = ring.after(frame);
                }
                if (batch == 1) {
                    ring.commit(first);
                } else {
                    ring.commit(first, batch);
                }
            }
        }

        private long claim() {
            while (true) {
                long frame = batch == 1 ? ring.claim() : ring.claim(batch);
                if (frame >= 0) {
                    return frame;
                }
                Thread.onSpinWait();
            }
        }

        private void write(long frame, long n) {
            MemorySegment segment = ring.segment();
            int call = (int) n & CALLS - 1;
            FrameDescriptor.writeHead(segment, frame, handle(call), verbs[call], (short) 0, 1, n);
            // Both verbs have the same arguments at the same places.
            CounterFrames.AddFrame.counter(segment, frame, call);
            CounterFrames.AddFrame.kind(segment, frame, verbs[call]);
            CounterFrames.AddFrame.amount(segment, frame, n);
            CounterFrames.AddFrame.order(segment, frame, call);
            CounterFrames.AddFrame.when(segment, frame, n);
        }

        @Override
        public final void receive(Chunks chunks) {
            boolean more = true;
            long taken = 0;
            while (more || taken < sent) {
                int some = serve();
                if (some == 0) {
                    Thread.onSpinWait();
                } else {
                    taken += some;
                    more = more && chunks.take(some);
                }
            }
            require(taken);
        }

        /** Takes what there is, and says how much it was. */
        abstract int serve();
    }

    /** Nothing is checked: each frame is dispatched as it comes. */
    private final class Bare extends Dispatched {

        @Override
        void serve(MemorySegment segment, int taken) {
            for (int i = 0; i < taken; i++) {
                run(segment, frames[i], FrameDescriptor.verb(segment, frames[i]));
            }
        }
    }

    /** Checked by the gate before it is dispatched. */
    private final class Checked extends Dispatched {

        private final BatchGate gate = new BatchGate(governed.table);

        @Override
        void serve(MemorySegment segment, int taken) {
            gate.check(segment, frames, taken);
            long[] allowed = gate.allowed();
            for (int first = 0; first < taken; first += Long.SIZE) {
                long left = allowed[first >>> 6];
                while (left != 0) {
                    int i = first + Long.numberOfTrailingZeros(left);
                    left &= left - 1;
                    run(segment, frames[i], gate.verb(i));
                }
            }
        }
    }

    /** Frames that run by the generated switch. */
    private abstract class Dispatched extends Frames {

        final long[] frames = new long[POLLED];
        private final FrameDispatcher dispatcher =
                Dispatchers.of(new CounterFrames(governed.counter));

        @Override
        final int serve() {
            int taken = ring.poll(POLLED, frames);
            if (taken > 0) {
                serve(ring.segment(), taken);
                ring.release();
            }
            return taken;
        }

        abstract void serve(MemorySegment segment, int taken);

        final void run(MemorySegment segment, long frame, int verb) {
            try {
                dispatcher.dispatch(segment, frame, verb);
            } catch (Throwable e) {
                throw new IllegalStateException("frame=" + frame, e);
            }
        }
    }

    /** The whole worker: status in each frame, counters, and records for the ledger by one more thread. */
    private final class Recorded extends Frames {

        private final BatchRecords records = new BatchRecords(
                governed.table,
                BatchRecords.Terms.DEFAULT,
                Thread.ofPlatform().daemon().factory());
        private final Worker worker = new Worker(
                new Worker.Terms("benchmark", POLLED),
                records,
                new CounterFrames(governed.counter),
                List.of(new Worker.Lane(ring, null)));
        private long released;

        @Override
        int serve() {
            if (!worker.sweep()) {
                return 0;
            }
            long before = released;
            released = ring.statistics().taken();
            return (int) (released - before);
        }
    }

    /** An event of the same arguments and a plain handler: no frames, no checks. */
    private final class Events implements Handover {

        private final RingBuffer<Event> events =
                RingBuffer.createSingleProducer(Event::new, CAPACITY, new BusySpinWaitStrategy());

        static final class Event {
            long handle;
            int verb;
            long correlation;
            int counter;
            int kind;
            long amount;
            long order;
            long when;
        }

        @Override
        public void send(long messages) {
            long all = (messages + POLLED - 1) / POLLED * POLLED;
            for (long n = 0; n < all; n += batch) {
                long last = batch == 1 ? events.next() : events.next(batch);
                long first = last - batch + 1;
                for (int i = 0; i < batch; i++) {
                    write(events.get(first + i), n + i);
                }
                if (batch == 1) {
                    events.publish(last);
                } else {
                    events.publish(first, last);
                }
            }
        }

        private void write(Event event, long n) {
            int call = (int) n & CALLS - 1;
            event.handle = handle(call);
            event.verb = verbs[call];
            event.correlation = n;
            event.counter = call;
            event.kind = verbs[call];
            event.amount = n;
            event.order = call;
            event.when = n;
        }

        @Override
        public void receive(Chunks chunks) {
            BatchEventProcessor<?>[] self = new BatchEventProcessor<?>[1];
            long[] seen = {0};
            BatchEventProcessor<Event> processor = new BatchEventProcessorBuilder()
                    .build(events, events.newBarrier(), (event, _, _) -> {
                        governed.counter.change(
                                event.counter,
                                event.kind,
                                event.verb == 0 ? event.amount : -event.amount,
                                event.order,
                                event.when);
                        seen[0]++;
                        if (!chunks.take(1)) {
                            self[0].halt();
                        }
                    });
            self[0] = processor;
            events.addGatingSequences(processor.getSequence());
            processor.run();
            require(seen[0]);
        }
    }
}
