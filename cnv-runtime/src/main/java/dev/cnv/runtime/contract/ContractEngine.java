package dev.cnv.runtime.contract;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs verbs as their contracts say: lets calls begin when there is a permit and a token of the rate,
 * earliest deadline first within a priority, and ends them at their timeout, deadline or limit.
 *
 * <table>
 * <caption>What is enforced, and how</caption>
 * <tr><th>term</th><th>enforced by</th></tr>
 * <tr><td>concurrency</td><td>permits; a handler that ignores its interruption keeps its permit until
 * it really ends, so the number is never exceeded</td></tr>
 * <tr><td>rate</td><td>no more calls begin than {@code perSecond} in any window of one second</td></tr>
 * <tr><td>deadline HARD, and the time that the caller allows</td><td>a call that waits is turned away,
 * one that runs is interrupted; all attempts count together</td></tr>
 * <tr><td>deadline MUST_START_BY</td><td>a call that has not begun is turned away</td></tr>
 * <tr><td>deadline SOFT</td><td>a note in the {@link Execution}</td></tr>
 * <tr><td>timeout</td><td>each attempt is interrupted; with retry FOREVER all attempts together</td></tr>
 * <tr><td>retry</td><td>only verbs that are idempotent or change nothing, after an exception or a
 * timeout that the handler obeyed; never after an error of the JVM, an interruption or a breach of
 * limits</td></tr>
 * <tr><td>memory, processor time</td><td>measured on the handler's thread, a platform thread for verbs
 * that have such limits; looked at while it runs, and again exactly when it ends</td></tr>
 * <tr><td>file descriptors, connections</td><td>nothing here: see {@link #unenforced}</td></tr>
 * <tr><td>isolation TENANT_ISOLATED</td><td>permits and queue of its own for each tenant, and a fresh
 * platform thread for each call, so that no tenant's handler can hold up the threads that carry
 * another's</td></tr>
 * <tr><td>isolation FULLY_ISOLATED, SANDBOXED</td><td>permits and queue as above; the attempt runs the
 * handler in a process of its own, where memory and processor time are measured; refused by {@link
 * #register} where {@link ProcessIsolation} says that there is none</td></tr>
 * </table>
 *
 * <p>The permit is kept during the waits between attempts. An interrupted handler has 100 ms to end;
 * then its caller goes on without it, and it counts in {@link #abandonedCount}.
 *
 * <p>The engine starts no thread but through the factories it is given, and reads no clock but the
 * time it is given, which must not be closed before it.
 *
 * <p><b>Threading:</b> safe for use by several threads. {@link #admit}, {@link #run} and {@link #close}
 * block; call them from virtual threads where that matters. One plain lock for each verb, and for each
 * tenant of a verb whose permits are per tenant, is held for the time of a queue operation.
 */
public final class ContractEngine implements AutoCloseable {

    private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofNanos(2 * HandlerRun.GRACE_NANOS);

    private final Time source;
    private final RelativeTime time;
    private final ThreadFactory threads;
    private final ThreadFactory measuredThreads;
    private final int queueCapacity;
    private final ProcessIsolation processes;
    private final PermitRegister permits = new PermitRegister();
    private final ConcurrentHashMap<Version, VerbGate> gates = new ConcurrentHashMap<>();
    private final ReentrantLock registration = new ReentrantLock();

    /** What names a contract. */
    private record Version(CapabilityId id, String version) {
        static Version of(VerbDescriptor verb) {
            return new Version(verb.id(), verb.version());
        }
    }

    /**
     * An engine without verbs.
     *
     * <p>Each attempt takes a new thread, so thread-local values never pass from one call to the next.
     * Inheritable ones do pass from the caller, unless the factories are made with {@link
     * Thread.Builder#inheritInheritableThreadLocals inheritInheritableThreadLocals(false)}. Daemon
     * threads keep a handler that ignores its interruption from holding up the JVM's end.
     *
     * @param time measures and gives the timers
     * @param threads makes the threads that run handlers, meant to be virtual
     * @param measuredThreads makes platform threads, for verbs with limits on memory or processor time
     *     and for verbs with isolation TENANT_ISOLATED
     * @param queueCapacity calls of one verb that may wait for a permit, and of one tenant where
     *     permits are per tenant; calls that must succeed wait also beyond it
     * @throws IllegalArgumentException when the capacity is negative
     */
    public ContractEngine(
            Time time, ThreadFactory threads, ThreadFactory measuredThreads, int queueCapacity) {
        this(time, threads, measuredThreads, queueCapacity, ProcessIsolation.NONE);
    }

    /**
     * An engine without verbs.
     *
     * @param time measures and gives the timers
     * @param threads makes the threads that run handlers
     * @param measuredThreads makes platform threads
     * @param queueCapacity calls that may wait for a permit
     * @param processes says which verbs get a process of their own; whoever runs them then gives an
     *     attempt that sends the call there
     * @throws IllegalArgumentException when the capacity is negative
     */
    public ContractEngine(
            Time time,
            ThreadFactory threads,
            ThreadFactory measuredThreads,
            int queueCapacity,
            ProcessIsolation processes) {
        if (queueCapacity < 0) {
            throw new IllegalArgumentException(
                    "queueCapacity=" + queueCapacity + " must be 0 or more");
        }
        this.source = time;
        this.time = new RelativeTime(time);
        this.threads = threads;
        this.measuredThreads = measuredThreads;
        this.queueCapacity = queueCapacity;
        this.processes = processes;
    }

    /**
     * Checks that the contract of every verb can be kept, then takes them all or none. A verb that is
     * registered already is left as it is.
     *
     * @param verbs the verbs
     * @throws IllegalArgumentException when a contract cannot be kept, naming each verb and why, or
     *     when a verb is registered with another contract
     * @throws IllegalStateException when the engine is closed
     */
    public void register(Collection<VerbDescriptor> verbs) {
        Map<Version, VerbGate> added = new LinkedHashMap<>();
        registration.lock();
        try {
            if (permits.closing()) {
                throw new IllegalStateException(
                        "state=closed: verbs must be registered before the engine is closed");
            }
            for (VerbDescriptor verb : verbs) {
                Version version = Version.of(verb);
                VerbGate known = gates.getOrDefault(version, added.get(version));
                if (known == null) {
                    added.put(version, newGate(verb));
                } else if (!known.verb().contract().equals(verb.contract())
                        || !known.verb().effects().equals(verb.effects())) {
                    throw new IllegalArgumentException(
                            "verb=" + verb.id() + " version=" + verb.version()
                                    + " is registered with another contract; change its version");
                }
            }
            gates.putAll(added);
        } finally {
            registration.unlock();
        }
    }

    /**
     * What of a verb's contract is declared and cannot be enforced by this engine.
     *
     * @param verb any verb
     * @return one sentence for each such thing
     */
    public static List<String> unenforced(VerbDescriptor verb) {
        return ContractCheck.unenforced(verb);
    }

    /**
     * Waits until a call may begin, and never beyond the moment by which it must.
     *
     * <p>Asked in this order: the rate, the permits, the deadline. A call without a token of the rate is
     * turned away. A call without a permit waits in the queue, unless the queue is full (it then takes
     * the place of a less important call, if there is one) or its turn would come after its deadline if
     * all calls before it took their typical time. A call that must succeed waits in each of these
     * cases. Tokens and permits are taken only by calls that are admitted.
     *
     * <p>The queue is sorted by priority, then by deadline (without an explicit one: arrival plus
     * typical duration), then by arrival. Low priorities can starve while higher ones keep coming.
     *
     * @param request the call
     * @return a permit, or why there is none
     * @throws IllegalArgumentException when the verb is not registered
     * @throws InterruptedException when the thread is interrupted while it waits; then nothing is taken
     */
    public Admission admit(AdmissionRequest request) throws InterruptedException {
        VerbGate gate = gates.get(Version.of(request.verb()));
        if (gate == null) {
            throw new IllegalArgumentException("verb=" + request.verb().id() + " version="
                    + request.verb().version() + " is not registered; register it first");
        }
        return gate.admit(request);
    }

    /**
     * Runs a call and waits for its end. Whatever happens to the call is in the answer; the permit is
     * given back, at once or when a handler that ignores its interruption ends.
     *
     * <p>An interruption of the calling thread cancels the call: the handler is interrupted, the answer
     * is CANCELLED, and the thread is interrupted again on return.
     *
     * @param permit an unused permit of this engine
     * @param attempt the handler
     * @return what became of the call
     * @throws IllegalArgumentException when the permit is another engine's
     * @throws IllegalStateException when the permit was used or released before
     */
    public Execution run(Permit permit, Attempt attempt) {
        CallRun call = new CallRun(permit, attempt);
        permit.begin(this, call);
        return call.run();
    }

    /**
     * The handlers that still run although their callers were told that they were stopped.
     *
     * @return how many; each holds a permit
     */
    public int abandonedCount() {
        return permits.abandonedCount();
    }

    /**
     * The permits that are held, by calls that run, are about to, or were abandoned.
     *
     * @return how many
     */
    public int heldCount() {
        return permits.heldCount();
    }

    /**
     * The calls that wait between two attempts.
     *
     * @return how many; each holds a permit
     */
    public int pausedCount() {
        return permits.pausedCount();
    }

    /**
     * The calls of a verb that wait for a permit or a token, over all tenants.
     *
     * @param verb any verb
     * @return how many
     */
    public int waitingCount(VerbDescriptor verb) {
        VerbGate gate = gates.get(Version.of(verb));
        return gate == null ? 0 : gate.waitingCount();
    }

    /** Closes with a drain of 30 seconds. */
    @Override
    public void close() {
        close(DEFAULT_DRAIN);
    }

    /**
     * Admits nothing more, turns away what waits, waits for running calls and then interrupts them.
     * Returns when all have ended, or shortly after the interruption. An interruption of the closing
     * thread ends the wait and interrupts the running calls at once.
     *
     * @param drain how long running calls may take to end by themselves
     */
    public void close(Duration drain) {
        registration.lock();
        try {
            permits.close();
        } finally {
            registration.unlock();
        }
        gates.values().forEach(VerbGate::close);
        CompletableFuture<Boolean> settled = permits.settled();
        boolean interrupted = !awaitUpTo(settled, drain);
        if (!settled.isDone()) {
            permits.force();
            interrupted |= !awaitUpTo(settled, GRACE);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return false when the thread was interrupted meanwhile} */
    private boolean awaitUpTo(CompletableFuture<Boolean> settled, Duration longest) {
        if (settled.isDone() || !longest.isPositive()) {
            return true;
        }
        CompletableFuture<Boolean> timeUp = new CompletableFuture<>();
        Time.Timer timer = source.after(longest, () -> timeUp.complete(false));
        try {
            CompletableFuture.anyOf(settled, timeUp).get();
            return true;
        } catch (InterruptedException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the wait for running calls was completed with an exception", e);
        } finally {
            timer.cancel();
        }
    }

    private VerbGate newGate(VerbDescriptor verb) {
        List<String> problems = ContractCheck.problems(verb, measuredThreads, processes);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("the contract of verb=" + verb.id() + " version="
                    + verb.version() + " cannot be kept: " + String.join("; ", problems));
        }
        boolean platform = ContractCheck.needsPlatformThread(verb.contract());
        return new VerbGate(this, verb, platform ? measuredThreads : threads);
    }

    PermitRegister permits() {
        return permits;
    }

    RelativeTime time() {
        return time;
    }

    int queueCapacity() {
        return queueCapacity;
    }

    int laneCount(VerbDescriptor verb) {
        VerbGate gate = gates.get(Version.of(verb));
        return gate == null ? 0 : gate.laneCount();
    }
}
