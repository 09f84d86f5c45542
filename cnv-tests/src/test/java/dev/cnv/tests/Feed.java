package dev.cnv.tests;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Effects;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Progress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.JsonNodeFactory;

/** Verbs that say something while they run. */
public class Feed {

    /** How many numbers were said or asked for. */
    final AtomicLong said = new AtomicLong();

    /** Whether a verb was interrupted, or its publisher cancelled. */
    final AtomicBoolean stopped = new AtomicBoolean();

    /** Opened by a verb that waits. */
    final CountDownLatch waiting = new CountDownLatch(1);

    /** Says each number below a bound. */
    @Capability(id = "feed.count")
    @Effects(Effect.MUTATE_STATE)
    @Contract(duration = DurationClass.BATCH)
    public long count(long below) {
        Progress progress = Cnv.current().progress();
        for (long i = 0; i < below; i++) {
            said.incrementAndGet();
            progress.record(JsonNodeFactory.instance.objectNode().put("number", i));
        }
        return below;
    }

    /** Says something that is large. */
    @Capability(id = "feed.large")
    @Effects(Effect.READ_ONLY)
    public int large() {
        Cnv.current()
                .progress()
                .record(JsonNodeFactory.instance.objectNode().put("text", "x".repeat(20_000)));
        return 1;
    }

    /** Says one thing of each kind. */
    @Capability(id = "feed.kinds")
    @Effects(Effect.READ_ONLY)
    public String kinds() {
        Progress progress = Cnv.current().progress();
        progress.report(1, 2, "half");
        progress.log("a log");
        progress.warn("a warning");
        return "done";
    }

    /** Reaches milestones. */
    @Capability(id = "feed.build")
    @Effects(Effect.READ_ONLY)
    public int build(int milestones) {
        for (int i = 0; i < milestones; i++) {
            Cnv.current()
                    .milestone(
                            "part-" + i, JsonNodeFactory.instance.objectNode().put("part", i));
        }
        return milestones;
    }

    /** Waits until it is interrupted. */
    @Capability(id = "feed.wait")
    @Effects(Effect.MUTATE_STATE)
    @Contract(duration = DurationClass.BATCH)
    public void await() throws InterruptedException {
        waiting.countDown();
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            stopped.set(true);
            throw e;
        }
    }

    /** Gives a stream of numbers below a bound. */
    @Capability(id = "feed.numbers")
    @Effects(Effect.MUTATE_STATE)
    @Contract(duration = DurationClass.BATCH)
    @EffectBoundary(value = Effect.MUTATE_STATE, reason = "A publisher in memory.")
    public Flow.Publisher<Long> numbers(long below) {
        return new Numbers(this, below);
    }

    /** Numbers that are counted when they are asked for. */
    private record Numbers(Feed feed, long below) implements Flow.Publisher<Long> {
        @Override
        public void subscribe(Flow.Subscriber<? super Long> subscriber) {
            subscriber.onSubscribe(new Flow.Subscription() {
                private long next;

                @Override
                public void request(long more) {
                    for (long i = 0; i < more && next < below; i++) {
                        feed.said.incrementAndGet();
                        subscriber.onNext(next++);
                    }
                    if (next == below) {
                        next++;
                        subscriber.onComplete();
                    }
                }

                @Override
                public void cancel() {
                    feed.stopped.set(true);
                }
            });
        }
    }
}
