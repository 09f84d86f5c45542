package dev.cnv.runtime.policy.remote;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.policy.Facts;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Verdicts that hold for a while, the least recently used forgotten first.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by one lock.
 */
final class AnswerCache {

    private static final UUID NO_CALL = new UUID(0, 0);

    private record Kept(PolicyVerdict verdict, long keptNanos, long goodNanos) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Digest, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final int capacity;
    private final Time time;

    AnswerCache(int capacity, Time time) {
        this.capacity = capacity;
        this.time = time;
    }

    /**
     * What names all calls alike: everything that a point may look at, but the time. The policy is part of
     * it, so that an answer that is late never counts for another one.
     */
    static Digest key(PolicyRequest request, Digest policy) {
        CallContext context = request.context();
        CallContext alike = new CallContext(
                NO_CALL,
                "",
                Optional.empty(),
                context.principal(),
                context.qualityOfService(),
                Instant.EPOCH,
                context.dryRun(),
                Optional.empty(),
                context.path());
        Facts facts = request.facts();
        Digest named = new PolicyRequest(
                        request.verb(),
                        request.arguments(),
                        alike,
                        request.approvers(),
                        new Facts(
                                Instant.EPOCH,
                                facts.delegation(),
                                facts.policyEpoch(),
                                facts.revocationEpoch(),
                                facts.ways()))
                .factsDigest();
        return Digest.of(new CborWriter()
                .array(3)
                .digest(policy)
                .digest(named)
                .digest(CanonicalJson.digest(request.arguments()))
                .toBytes());
    }

    Optional<PolicyVerdict> find(Digest key) {
        lock.lock();
        try {
            Kept found = kept.get(key);
            if (found == null) {
                return Optional.empty();
            }
            if (time.nanos() - found.keptNanos() >= found.goodNanos()) {
                kept.remove(key);
                return Optional.empty();
            }
            return Optional.of(copy(found.verdict()));
        } finally {
            lock.unlock();
        }
    }

    void put(Digest key, PolicyVerdict verdict, Duration good) {
        Kept one = new Kept(copy(verdict), time.nanos(), good.toNanos());
        lock.lock();
        try {
            kept.put(key, one);
            if (kept.size() > capacity) {
                kept.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            kept.clear();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return kept.size();
        } finally {
            lock.unlock();
        }
    }

    /** A verdict that shares nothing that could be changed. */
    static PolicyVerdict copy(PolicyVerdict verdict) {
        return verdict instanceof PolicyVerdict.Rewrite rewrite
                ? new PolicyVerdict.Rewrite(
                        rewrite.considered(),
                        rewrite.matched(),
                        rewrite.errors(),
                        rewrite.arguments().deepCopy())
                : verdict;
    }
}
