package dev.cnv.benchmarks.hotpath.ring;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SequenceBarrier;
import java.nio.ByteBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/** The queues of others, each as its own benchmarks use it. */
final class PeerHandovers {

    private PeerHandovers() {}

    /** Four numbers, for queues of references. */
    static final class Event {
        private long a;
        private long b;
        private long c;
        private long d;

        void set(long n) {
            a = n;
            b = 2 * n;
            c = 3 * n;
            d = 4 * n;
        }

        boolean give(Chunks chunks) {
            return chunks.take(a, b, c, d);
        }
    }

    /** Agrona: claim, write in place, commit. */
    record Agrona(org.agrona.concurrent.ringbuffer.RingBuffer ring) implements SharedHandover {

        static Agrona single() {
            return new Agrona(new OneToOneRingBuffer(buffer()));
        }

        static Agrona shared() {
            return new Agrona(new ManyToOneRingBuffer(buffer()));
        }

        /** A message of 32 bytes takes 40 there, so that this holds more than the others. */
        private static UnsafeBuffer buffer() {
            int bytes = CAPACITY * 64 + RingBufferDescriptor.TRAILER_LENGTH;
            return new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
        }

        @Override
        public Sender sender(Backoff backoff) {
            return (first, end) -> send(first, end, backoff);
        }

        private void send(long first, long end, Backoff backoff) {
            var buffer = ring.buffer();
            for (long n = first; n < end; n++) {
                int index = ring.tryClaim(1, 32);
                while (index < 0) {
                    backoff.pause();
                    index = ring.tryClaim(1, 32);
                }
                buffer.putLong(index, n);
                buffer.putLong(index + 8, 2 * n);
                buffer.putLong(index + 16, 3 * n);
                buffer.putLong(index + 24, 4 * n);
                ring.commit(index);
            }
        }

        @Override
        public void receive(Chunks chunks) {
            boolean[] more = {true};
            MessageHandler handler = (type, buffer, index, length) -> more[0] = chunks.take(
                    buffer.getLong(index),
                    buffer.getLong(index + 8),
                    buffer.getLong(index + 16),
                    buffer.getLong(index + 24));
            while (more[0]) {
                int taken = ring.read(handler, 64);
                if (taken == 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** JCTools passes references: each sender uses its events again in turn, four for each slot. */
    record JcTools(MpscVarHandleArrayQueue<Event> queue) implements SharedHandover {

        static JcTools shared() {
            return new JcTools(new MpscVarHandleArrayQueue<>(CAPACITY));
        }

        @Override
        public Sender sender(Backoff backoff) {
            Event[] events = new Event[4 * CAPACITY];
            for (int i = 0; i < events.length; i++) {
                events[i] = new Event();
            }
            return (first, end) -> send(first, end, events, backoff);
        }

        private void send(long first, long end, Event[] events, Backoff backoff) {
            for (long n = first; n < end; n++) {
                Event event = events[(int) n & events.length - 1];
                event.set(n);
                while (!queue.offer(event)) {
                    backoff.pause();
                }
            }
        }

        @Override
        public void receive(Chunks chunks) {
            boolean more = true;
            while (more) {
                Event event = queue.relaxedPoll();
                if (event == null) {
                    Thread.onSpinWait();
                } else {
                    more = event.give(chunks);
                }
            }
        }
    }

    /** The Disruptor with a processor of batches that spins. */
    record Disruptor(RingBuffer<Event> ring, int batch) implements SharedHandover {

        static Disruptor single(int batch) {
            return new Disruptor(
                    RingBuffer.createSingleProducer(
                            Event::new, CAPACITY, new BusySpinWaitStrategy()),
                    batch);
        }

        static Disruptor shared(int batch) {
            return new Disruptor(
                    RingBuffer.createMultiProducer(
                            Event::new, CAPACITY, new BusySpinWaitStrategy()),
                    batch);
        }

        @Override
        public Sender sender(Backoff backoff) {
            return batch == 1
                    ? (first, end) -> send(first, end, backoff)
                    : (first, end) -> sendBatches(first, end, backoff);
        }

        private void send(long first, long end, Backoff backoff) {
            for (long n = first; n < end; n++) {
                awaitRoom(1, backoff);
                long sequence = ring.next();
                ring.get(sequence).set(n);
                ring.publish(sequence);
            }
        }

        /** Else a sender would park where those of other queues yield. */
        private void awaitRoom(int count, Backoff backoff) {
            while (backoff.yields() && !ring.hasAvailableCapacity(count)) {
                backoff.pause();
            }
        }

        private void sendBatches(long first, long end, Backoff backoff) {
            for (long n = first; n < end; n += batch) {
                int count = (int) Math.min(batch, end - n);
                awaitRoom(count, backoff);
                long last = ring.next(count);
                for (int i = 0; i < count; i++) {
                    ring.get(last - count + 1 + i).set(n + i);
                }
                ring.publish(last - count + 1, last);
            }
        }

        @Override
        public void receive(Chunks chunks) {
            SequenceBarrier barrier = ring.newBarrier();
            BatchEventProcessor<?>[] self = new BatchEventProcessor<?>[1];
            BatchEventProcessor<Event> processor = new BatchEventProcessorBuilder()
                    .build(ring, barrier, (event, sequence, endOfBatch) -> {
                        if (!event.give(chunks)) {
                            self[0].halt();
                        }
                    });
            self[0] = processor;
            ring.addGatingSequences(processor.getSequence());
            processor.run();
        }
    }
}
