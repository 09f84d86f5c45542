package dev.cnv.remote.delegation;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Effects;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.registry.DelegationView;
import dev.cnv.runtime.registry.FeedQuery;
import dev.cnv.runtime.registry.FeedSource;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The delegations of a runtime for followers elsewhere.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class DelegationFeed {

    private final SigningKey key;
    private final Duration longestWait;
    private final AtomicReference<@Nullable FeedSource> source = new AtomicReference<>();

    /**
     * A feed that refuses until {@link #serve} says whose it is: a registry is made with its runtime.
     *
     * @param key signs the pages; followers know its public key
     * @param longestWait how long a follower may have a page wait for a change
     */
    public DelegationFeed(SigningKey key, Duration longestWait) {
        this.key = key;
        this.longestWait = longestWait;
    }

    /**
     * Sets whose delegations are told.
     *
     * @param delegations the runtime's registry
     */
    public void serve(DelegationView delegations) {
        source.set(new FeedSource(delegations, key, longestWait));
    }

    /**
     * Answers a follower with a signed page of changes, or of a snapshot when they are remembered no more.
     *
     * @param nonce 16 bytes that were never asked with before
     * @param snapshot the snapshot that is being read
     * @param from the first sequence wanted, or the number of the first entry of the snapshot
     * @param count the most entries wanted
     * @param patience how long to wait for a change when there is none
     * @return the page
     * @throws InterruptedException when the call is cancelled
     */
    @Capability(id = "delegation.changes")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.BATCH)
    public byte[] changes(
            byte[] nonce, Optional<Long> snapshot, long from, int count, Duration patience)
            throws InterruptedException {
        FeedSource feed = source.get();
        if (feed == null) {
            throw refused(Reason.CLOSED, "no registry is told of yet");
        }
        FeedQuery query;
        try {
            query = new FeedQuery(
                    nonce,
                    snapshot.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                    from,
                    count,
                    patience);
        } catch (IllegalArgumentException e) {
            throw refused(Reason.PARAMETER_RULE_BROKEN, String.valueOf(e.getMessage()));
        }
        return page(feed, query);
    }

    @EffectBoundary(
            value = Effect.READ_ONLY,
            reason =
                    "a source keeps the snapshot that followers are in the middle of, and changes nothing")
    private static byte[] page(FeedSource feed, FeedQuery query) throws InterruptedException {
        return feed.page(query);
    }

    private static VerbRefusedException refused(Reason reason, String why) {
        return new VerbRefusedException(Denial.of(reason, why));
    }
}
