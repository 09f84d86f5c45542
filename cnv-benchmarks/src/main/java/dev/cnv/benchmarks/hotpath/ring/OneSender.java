package dev.cnv.benchmarks.hotpath.ring;

import java.time.Duration;

/** A sender on one processor, which is the thread that asks, and a receiver on the other. */
final class OneSender {

    private static final Duration HEAD_START = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private OneSender() {}

    /** Nanoseconds a message of the fastest chunks. */
    static Sample measure(Handover handover, int chunkCount) throws InterruptedException {
        Chunks chunks = new Chunks(chunkCount);
        Thread receiver = receiver(handover, chunks);
        chunks.watch(new Allocated(Thread.currentThread(), receiver));
        startAhead(receiver);
        handover.send(Chunks.messages(chunkCount));
        await(receiver);
        chunks.check();
        return new Sample(chunks.fastTenth(), chunks.bytes(), chunks.measured(), 1);
    }

    static Thread receiver(Handover handover, Chunks chunks) {
        return Thread.ofPlatform().unstarted(() -> {
            Pin.current(0);
            handover.receive(chunks);
        });
    }

    /** The Disruptor's consumer has to be there before the first event. */
    static void startAhead(Thread receiver) throws InterruptedException {
        receiver.start();
        Thread.sleep(HEAD_START);
    }

    /** Waits until the receiver has all that was sent. */
    static void await(Thread receiver) throws InterruptedException {
        if (!receiver.join(LONGEST)) {
            throw new IllegalStateException("messages were lost: the receiver still waits");
        }
    }
}
