package dev.cnv.benchmarks.hotpath.ring;

import java.util.Arrays;

/**
 * Several senders at once, until the receiver has had enough; then it takes what is still there. The
 * receiver has a processor to itself. The senders have the others, one each if there are so many: else
 * they share them, and one is often stopped by the system between its claim and its commit.
 */
final class Contest {

    /** Senders look after so many messages whether it is enough. */
    private static final int ROUND = 1_024;

    /** How far the numbers of two senders are apart: more than any sends. */
    private static final long APART = 1L << 40;

    private static final long UNKNOWN = -1;

    private final SharedHandover handover;
    private final long[] sent;
    private final int processors;
    private volatile boolean enough;
    private volatile long total = UNKNOWN;

    private Contest(SharedHandover handover, int senders, int processors) {
        this.handover = handover;
        this.sent = new long[senders];
        this.processors = processors;
    }

    /** Nanoseconds a message over the whole time of the second half of the chunks. */
    static Sample measure(SharedHandover handover, int senders, Subjects.Terms terms)
            throws InterruptedException {
        return new Contest(handover, senders, terms.processors()).run(terms.chunks());
    }

    /** How many processors senders have at most. */
    static int processors(int senders, int processors) {
        return Math.clamp(processors - 1L, 1, senders);
    }

    private Sample run(int chunkCount) throws InterruptedException {
        Chunks chunks = new Chunks(chunkCount, this::isMoreAfter);
        SharedHandover.Sender[] senders = new SharedHandover.Sender[sent.length];
        Thread[] threads = new Thread[sent.length + 1];
        for (int i = 0; i < senders.length; i++) {
            int number = i;
            senders[i] = handover.sender(Backoff.yielding());
            threads[i] = Thread.ofPlatform().unstarted(() -> send(senders[number], number));
        }
        Thread receiver = OneSender.receiver(handover, chunks);
        threads[senders.length] = receiver;
        chunks.watch(new Allocated(threads));
        OneSender.startAhead(receiver);
        for (int i = 0; i < senders.length; i++) {
            threads[i].start();
        }
        for (int i = 0; i < senders.length; i++) {
            threads[i].join();
        }
        end(senders[0], receiver);
        chunks.check(total, carried());
        double least = (double) Arrays.stream(sent).min().orElseThrow() / total;
        return new Sample(chunks.mean(), chunks.bytes(), chunks.measured(), least);
    }

    private void send(SharedHandover.Sender sender, int number) {
        Pin.current(1 + number % processors(sent.length, processors));
        long begin = number * APART;
        long next = begin;
        while (!enough) {
            sender.send(next, next + ROUND);
            next += ROUND;
        }
        sent[number] = next - begin;
    }

    private boolean isMoreAfter(long messages) {
        enough = true;
        return messages != total;
    }

    /** Sends one message more, so that the receiver, which may have taken all others, looks again. */
    private void end(SharedHandover.Sender first, Thread receiver) throws InterruptedException {
        long next = sent[0]++;
        total = Arrays.stream(sent).sum();
        first.send(next, next + 1);
        OneSender.await(receiver);
    }

    private long carried() {
        long carried = 0;
        for (int i = 0; i < sent.length; i++) {
            carried += Chunks.carried(i * APART, i * APART + sent[i]);
        }
        return carried;
    }
}
