package dev.cnv.tests;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Effects;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.outcome.Outcome;
import java.util.List;

/** A verb that waits by way of another. */
public class RelayFeed {

    /** Runs before the other verb is called. */
    volatile Runnable before = () -> {};

    private final Feed feed;
    private final List<Outcome<Void>> inner;

    RelayFeed(Feed feed, List<Outcome<Void>> inner) {
        this.feed = feed;
        this.inner = inner;
    }

    /** Calls a verb that waits. */
    @Capability(id = "relay.wait")
    @Effects(Effect.MUTATE_STATE)
    @Contract(duration = DurationClass.BATCH)
    public long relay() {
        begin();
        inner.add(FeedVerbs.with(Cnv.current().session()).await());
        return feed.said.get();
    }

    @EffectBoundary(
            value = Effect.READ_ONLY,
            reason = "what tests look at is no state of the relay")
    private void begin() {
        before.run();
    }
}
