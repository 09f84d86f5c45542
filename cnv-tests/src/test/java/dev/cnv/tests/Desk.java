package dev.cnv.tests;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Effects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Verbs whose calls are repeated, or ended before they are done. */
public class Desk {

    /** How often a verb ran. */
    final AtomicInteger ran = new AtomicInteger();

    /** How many ticks were published. */
    final AtomicInteger ticks = new AtomicInteger();

    /** Whether the publisher of ticks was cancelled. */
    final AtomicBoolean cancelled = new AtomicBoolean();

    /** A result that cannot be written by recursion. */
    public record Bottomless(String name) {
        @Override
        public String name() {
            throw new StackOverflowError("no bottom");
        }
    }

    /** Takes a person's name. */
    @Capability(id = "desk.enroll")
    @Effects(value = Effect.MUTATE_STATE, data = DataTag.PII)
    @EffectBoundary(value = Effect.MUTATE_STATE, reason = "A counter in memory.")
    public int enroll(String name) {
        return ran.incrementAndGet();
    }

    /** Counts. */
    @Capability(id = "desk.stamp")
    @Effects(Effect.MUTATE_STATE)
    @EffectBoundary(value = Effect.MUTATE_STATE, reason = "A counter in memory.")
    public int stamp() {
        return ran.incrementAndGet();
    }

    /** Writes a text of a length. */
    @Capability(id = "desk.print")
    @Effects(Effect.MUTATE_STATE)
    @EffectBoundary(value = Effect.MUTATE_STATE, reason = "A counter in memory.")
    public String print(int length) {
        ran.incrementAndGet();
        return "x".repeat(length);
    }

    /** Returns what cannot be written. */
    @Capability(id = "desk.dig")
    @Effects(Effect.MUTATE_STATE)
    @EffectBoundary(value = Effect.MUTATE_STATE, reason = "A counter in memory.")
    public Bottomless dig() {
        ran.incrementAndGet();
        return new Bottomless("pit");
    }

    /** Publishes on a thread of its own until it is told to stop. */
    @Capability(id = "desk.tick")
    @Effects(Effect.MUTATE_STATE)
    @Contract(duration = DurationClass.BATCH)
    @EffectBoundary(value = Effect.MUTATE_STATE, reason = "A publisher in memory.")
    public Flow.Publisher<Integer> tick() {
        return new Ticks(this);
    }

    private record Ticks(Desk desk) implements Flow.Publisher<Integer> {
        @Override
        public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long more) {
                    Thread.ofVirtual().start(() -> publish(subscriber));
                }

                @Override
                public void cancel() {
                    desk.cancelled.set(true);
                }
            });
        }

        private void publish(Flow.Subscriber<? super Integer> subscriber) {
            while (!desk.cancelled.get()) {
                subscriber.onNext(desk.ticks.incrementAndGet());
                try {
                    Thread.sleep(2);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
