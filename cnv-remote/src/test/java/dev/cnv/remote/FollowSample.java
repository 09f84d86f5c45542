package dev.cnv.remote;

import dev.cnv.remote.decision.EndpointDecisionPoint;
import dev.cnv.remote.decision.PolicyPoint;
import dev.cnv.remote.decision.PolicyPointVerbs;
import dev.cnv.remote.delegation.DelegationFeed;
import dev.cnv.remote.delegation.DelegationFeedVerbs;
import dev.cnv.remote.delegation.RemoteFeed;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.CnvBuilder;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.remote.RemotePolicyEngine;
import dev.cnv.runtime.policy.remote.RemoteSettings;
import dev.cnv.runtime.registry.FeedFollower;
import dev.cnv.runtime.registry.FollowerSettings;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;

/** What {@code docs/endpoint.md} shows of this module. */
final class FollowSample {

    private FollowSample() {}

    // region: serve
    /** Where it is decided, and where is revoked. */
    static Cnv first(CnvBuilder first, SigningKey signer, PolicyEngine rules) {
        DelegationFeed feed = new DelegationFeed(signer, Duration.ofSeconds(10));
        PolicyPoint point = new PolicyPoint(rules, Duration.ZERO);
        Cnv cnv = first.verbs(new DelegationFeedVerbs(feed))
                .verbs(new PolicyPointVerbs(point))
                .build();
        feed.serve(cnv.delegations());
        return cnv;
    }
    // endregion

    // region: follow
    /** Where the verbs are; the session is one with the first runtime. */
    static FeedFollower follow(
            RemoteSession first, PublicKey signer, Trust trust, Path journal, Time time)
            throws IOException {
        return FeedFollower.open(
                new RemoteFeed(first, Duration.ofSeconds(5)),
                signer,
                () -> trust,
                journal,
                FollowerSettings.DEFAULT,
                time,
                new SecureRandom());
    }

    /** Revocations and decisions of the first runtime hold in the second. */
    static Cnv second(
            CnvBuilder second,
            FeedFollower follower,
            RemoteSession first,
            Digest policy,
            Time time) {
        EndpointDecisionPoint point =
                new EndpointDecisionPoint("first", first, Duration.ofSeconds(2));
        Cnv cnv = second.revocations(follower.revocations())
                .policy(new RemotePolicyEngine(point, policy, RemoteSettings.DEFAULT, time))
                .build();
        follower.start();
        return cnv;
    }
    // endregion
}
