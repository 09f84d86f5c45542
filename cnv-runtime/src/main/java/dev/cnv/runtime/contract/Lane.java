package dev.cnv.runtime.contract;

import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.time.Time;
import java.util.Collections;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls that share permits: those of one verb, or of one verb and tenant. Gives permits to the
 * first in order of priority, then deadline, then arrival; holds the others in a bounded queue.
 *
 * <p><b>Threading:</b> safe for use by several threads; one {@link ReentrantLock} guards everything
 * but the answers that callers wait for. The lock is held for queue operations only, never while a
 * caller waits or a handler runs. Under it a lane takes the locks of the time source's timers and of
 * the concurrent maps, which take no lane's.
 */
final class Lane {

    private final VerbGate gate;
    private final RelativeTime time;
    private final PermitRegister register;
    private final @Nullable TokenBucket bucket;
    private final @Nullable Runnable onIdle;
    private final int permitCount;
    private final int queueCapacity;

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Permit> held = new HashSet<>();
    private final TreeSet<Waiter> waiting = new TreeSet<>(Waiter.FIRST_TO_START);
    private Time.@Nullable Timer tokenTimer;
    private long arrivals;
    private boolean retired;

    /**
     * A lane with its permits free.
     *
     * @param onIdle forgets the lane, under its lock; null when the lane is to stay
     */
    Lane(VerbGate gate, @Nullable TokenBucket bucket, @Nullable Runnable onIdle) {
        this.gate = gate;
        this.time = gate.time();
        this.register = gate.engine().permits();
        this.permitCount = gate.permitCount();
        this.queueCapacity = gate.engine().queueCapacity();
        this.bucket = bucket;
        this.onIdle = onIdle;
    }

    /**
     * Answers a call or queues it.
     *
     * @return the call with an answer given or to be awaited, or null when this lane was forgotten
     */
    @Nullable Waiter enter(QualityOfService qualityOfService, CallWindow window) {
        lock.lock();
        try {
            if (retired) {
                return null;
            }
            long now = time.now();
            Waiter caller = new Waiter(qualityOfService, window, now, arrivals++);
            Denial refusal = refusal(caller, now);
            if (refusal != null) {
                caller.answer(new Admission.Refused(refusal));
            } else if (free(now)) {
                grant(caller, now);
            } else {
                enqueue(caller, now);
            }
            retireIfIdle();
            return caller;
        } finally {
            lock.unlock();
        }
    }

    /** Takes back a call whose caller no longer waits; a permit given meanwhile goes to the next. */
    void leave(Waiter caller) {
        boolean answered;
        lock.lock();
        try {
            answered = !drop(caller);
        } finally {
            lock.unlock();
        }
        if (answered && caller.answer.resultNow() instanceof Admission.Admitted(Permit permit)) {
            permit.release();
        }
    }

    void giveBack(Permit permit, boolean unused) {
        lock.lock();
        try {
            held.remove(permit);
            if (unused && bucket != null) {
                bucket.putBack(permit.admittedAt());
            }
            dispatch(time.now());
            register.remove(permit);
            retireIfIdle();
        } finally {
            lock.unlock();
        }
    }

    /** Turns away all that wait. Those that enter later are turned away by the register. */
    void close() {
        lock.lock();
        try {
            waiting.forEach(w -> w.answer(new Admission.Refused(Denials.closed(gate.id()))));
            waiting.clear();
            if (tokenTimer != null) {
                tokenTimer.cancel();
                tokenTimer = null;
            }
        } finally {
            lock.unlock();
        }
    }

    int waitingCount() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Why the call is turned away, in the order rate, permits, deadline; null when it is not. */
    private @Nullable Denial refusal(Waiter caller, long now) {
        if (register.closing()) {
            return Denials.closed(gate.id());
        }
        boolean patient = caller.mustSucceed();
        if (!patient && bucket != null && !bucket.available(now)) {
            long wait = bucket.availableAt(now, waiting.size()) - now;
            return Denials.rate(gate.id(), gate.perSecond(), wait);
        }
        boolean mustQueue = !free(now);
        if (mustQueue && !patient && queueFull() && lessImportant(caller) == null) {
            return Denials.concurrency(gate.id(), permitCount, queueCapacity);
        }
        CallWindow window = caller.window;
        if (now >= window.startBy()) {
            return Denials.late(gate.id(), window, now);
        }
        if (mustQueue && !patient && window.startBy() != RelativeTime.NEVER) {
            long startAt = projectedStart(caller, now);
            return startAt < window.startBy()
                    ? null
                    : Denials.tooLate(gate.id(), window, startAt, now);
        }
        return null;
    }

    private boolean free(long now) {
        return waiting.isEmpty()
                && held.size() < permitCount
                && (bucket == null || bucket.available(now));
    }

    private boolean queueFull() {
        return waiting.size() >= queueCapacity;
    }

    /** The waiting call that is to make room for another in a full queue, null when there is none. */
    private @Nullable Waiter lessImportant(Waiter caller) {
        Waiter least = waiting.stream()
                .filter(w -> !w.mustSucceed())
                .min(Waiter.FIRST_TO_SHED)
                .orElse(null);
        boolean less = least != null
                && least.qualityOfService.importance() < caller.qualityOfService.importance();
        return less ? least : null;
    }

    private void grant(Waiter caller, long now) {
        Permit permit = new Permit(gate, this, caller.window, now - caller.queuedAt, now);
        if (bucket != null) {
            bucket.take(now);
        }
        held.add(permit);
        register.add(permit);
        caller.answer(new Admission.Admitted(permit));
    }

    private void enqueue(Waiter caller, long now) {
        if (caller.window.startBy() != RelativeTime.NEVER) {
            caller.expiry = time.at(caller.window.startBy(), () -> expire(caller));
        }
        Waiter shed = queueFull() && !caller.mustSucceed() ? lessImportant(caller) : null;
        if (shed != null) {
            waiting.remove(shed);
            shed.answer(new Admission.Refused(
                    Denials.shed(gate.id(), shed.qualityOfService.importance())));
        }
        waiting.add(caller);
        dispatch(now);
    }

    /** Gives free permits to those first in order; waits for the next token when only that is missing. */
    private void dispatch(long now) {
        while (!waiting.isEmpty() && held.size() < permitCount) {
            Waiter next = waiting.first();
            if (now < next.window.startBy() && bucket != null && !bucket.available(now)) {
                awaitToken(bucket.availableAt(now, 0));
                return;
            }
            waiting.pollFirst();
            if (now < next.window.startBy()) {
                grant(next, now);
            } else {
                next.answer(new Admission.Refused(Denials.late(gate.id(), next.window, now)));
            }
        }
    }

    private void awaitToken(long at) {
        if (tokenTimer == null) {
            tokenTimer = time.at(at, this::tokenCameBack);
        }
    }

    private void tokenCameBack() {
        lock.lock();
        try {
            tokenTimer = null;
            dispatch(time.now());
        } finally {
            lock.unlock();
        }
    }

    private void expire(Waiter caller) {
        lock.lock();
        try {
            if (drop(caller)) {
                caller.answer(
                        new Admission.Refused(Denials.late(gate.id(), caller.window, time.now())));
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether the call was still waiting} */
    private boolean drop(Waiter caller) {
        boolean waited = waiting.remove(caller);
        if (waited && caller.expiry != null) {
            caller.expiry.cancel();
        }
        retireIfIdle();
        return waited;
    }

    /**
     * When a call would begin if every call before it took the typical time: the permits are servers
     * that become free one after the other. A call that has overrun counts as about to end.
     */
    private long projectedStart(Waiter caller, long now) {
        long typical = gate.typicalNanos();
        int ahead = waiting.headSet(caller).size();
        PriorityQueue<Long> freeAt = new PriorityQueue<>();
        held.forEach(p -> freeAt.add(Math.max(now, RelativeTime.plus(p.admittedAt(), typical))));
        freeAt.addAll(Collections.nCopies(Math.min(permitCount - held.size(), ahead + 1), now));
        for (int i = 0; i < ahead; i++) {
            freeAt.add(RelativeTime.plus(freeAt.remove(), typical));
        }
        long start = freeAt.element();
        return bucket == null ? start : Math.max(start, bucket.availableAt(now, ahead));
    }

    private void retireIfIdle() {
        if (onIdle != null && !retired && held.isEmpty() && waiting.isEmpty()) {
            retired = true;
            onIdle.run();
        }
    }
}
