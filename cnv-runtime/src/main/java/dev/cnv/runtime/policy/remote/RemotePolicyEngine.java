package dev.cnv.runtime.policy.remote;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A policy engine that asks a {@link DecisionPoint}. No answer, a late one, a fault and an interruption
 * deny the call, with {@code policy-fault}, and are not remembered.
 *
 * <p>It goes by one policy at a time, which the trace of each decision names. An answer by another one
 * denies the call with {@code policy-changed}; from then on that policy is the engine's, what was remembered
 * is forgotten, and calls that were permitted before and have not begun are asked about again.
 *
 * <p>Verdicts of this engine cannot be evaluated again from the ledger alone, and calls under it cannot be
 * lifted to grants.
 *
 * <p><b>Threading:</b> safe for use by several threads. The calling thread waits, within the timeout; when
 * an answer is needed while a decision is written, changes of the runtime wait as well.
 */
public final class RemotePolicyEngine implements PolicyEngine {

    private final DecisionPoint point;
    private final RemoteSettings settings;
    private final Semaphore turns;
    private final AnswerCache cache;
    private final Time time;

    /** The policy gone by; another one is set before the cache is emptied. */
    private final AtomicReference<Digest> policy;

    /**
     * Makes an engine.
     *
     * @param point who decides
     * @param first the SHA-256 of the policy that it is thought to decide by; when that is wrong, the first
     *     call is denied and the engine knows better
     * @param settings how it is asked
     * @param time the source of time
     */
    public RemotePolicyEngine(
            DecisionPoint point, Digest first, RemoteSettings settings, Time time) {
        this.point = point;
        this.policy = new AtomicReference<>(first);
        this.settings = settings;
        this.time = time;
        this.turns = new Semaphore(settings.maxAsked(), true);
        this.cache = new AnswerCache(settings.capacity(), time);
    }

    @Override
    public String name() {
        return "remote:" + point.name();
    }

    @Override
    public Digest policy() {
        return policy.get();
    }

    /** {@return how many answers are remembered} */
    public int rememberedCount() {
        return cache.size();
    }

    @Override
    public PolicyVerdict evaluate(PolicyRequest request) {
        Digest asked = policy.get();
        Digest key = AnswerCache.key(request, asked);
        return cache.find(key).orElseGet(() -> asked(request, asked, key));
    }

    private PolicyVerdict asked(PolicyRequest request, Digest asked, Digest key) {
        PointAnswer answer;
        try {
            answer = answer(request);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return fault("was not waited for, since the call was interrupted");
        } catch (TimeoutException _) {
            return fault("did not answer within " + settings.timeout());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return fault("failed with " + cause.getClass().getName());
        }
        if (!answer.policy().equals(asked)) {
            return changed(asked, answer.policy());
        }
        Duration good = answer.goodFor().compareTo(settings.timeToLive()) < 0
                ? answer.goodFor()
                : settings.timeToLive();
        if (good.isPositive()) {
            cache.put(key, answer.verdict(), good);
        }
        return AnswerCache.copy(answer.verdict());
    }

    private PointAnswer answer(PolicyRequest request)
            throws InterruptedException, TimeoutException, ExecutionException {
        long left = settings.timeout().toNanos();
        long begun = time.nanos();
        if (!turns.tryAcquire(left, TimeUnit.NANOSECONDS)) {
            throw new TimeoutException();
        }
        CompletableFuture<PointAnswer> future = null;
        try {
            future = point.decide(request).toCompletableFuture();
            return future.get(left - (time.nanos() - begun), TimeUnit.NANOSECONDS);
        } finally {
            if (future != null) {
                future.cancel(true);
            }
            turns.release();
        }
    }

    private PolicyVerdict changed(Digest from, Digest to) {
        if (policy.compareAndSet(from, to)) {
            cache.clear();
        }
        return refuse(Denial.of(
                        Reason.POLICY_CHANGED,
                        "decision point " + point.name() + " decides by policy=" + to.shortHex()
                                + " now, not by policy=" + from.shortHex() + "; call again")
                .with("policy", to.hex()));
    }

    private PolicyVerdict fault(String what) {
        return refuse(Denial.of(
                Reason.POLICY_FAULT, "decision point " + point.name() + " " + what));
    }

    private static PolicyVerdict refuse(Denial denial) {
        return new PolicyVerdict.Refuse(List.of(), Optional.empty(), denial);
    }
}
