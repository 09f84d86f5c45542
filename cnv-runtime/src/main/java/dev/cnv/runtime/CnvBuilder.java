package dev.cnv.runtime;

import dev.cnv.runtime.contract.WorkerSettings;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.identity.RuntimeName;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RulePolicyEngine;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.swarm.PhaseListener;
import dev.cnv.runtime.swarm.Swarms;
import dev.cnv.runtime.telemetry.Telemetry;
import dev.cnv.runtime.time.Time;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/**
 * Builds a runtime. Without rules nothing is permitted, without trust no key is trusted, and without
 * a ledger of your own decisions are written to {@code .cnv/ledger} below the working directory.
 *
 * <p><b>Threading:</b> used by one thread.
 */
public final class CnvBuilder {

    /** What {@link #swarms} asked for. */
    record AskedSwarms(int capacity, PhaseListener listener) {}

    /* Read by the assembly. */
    final List<VerbModule> modules = new ArrayList<>();
    PolicyEngine policy = RulePolicyEngine.of(PolicySet.EMPTY);
    PolicyMode mode = PolicyMode.ENFORCE;
    Trust trust = Trust.NONE;
    Optional<Ledger> ledger = Optional.empty();
    Path ledgerDirectory = Path.of(".cnv", "ledger");
    Optional<AskedSwarms> swarms = Optional.empty();
    Optional<String> member = Optional.empty();
    Optional<Time> time = Optional.empty();
    RandomGenerator random = new SecureRandom();
    ThreadFactory threads = Thread.ofVirtual()
            .name("cnv-verb-", 0)
            .inheritInheritableThreadLocals(false)
            .factory();
    ThreadFactory measuredThreads = Thread.ofPlatform()
            .name("cnv-measured-", 0)
            .inheritInheritableThreadLocals(false)
            .daemon()
            .factory();
    ThreadFactory callerThreads = Thread.ofVirtual()
            .name("cnv-call-", 0)
            .inheritInheritableThreadLocals(false)
            .factory();
    final List<Revocations> followed = new ArrayList<>();
    Duration certificateLife = Duration.ofHours(1);
    Duration drain = Duration.ofSeconds(30);
    int queueCapacity = 1_000;
    final List<PolicySet> floors = new ArrayList<>();
    Optional<PolicySet> ruleSet = Optional.of(PolicySet.EMPTY);
    boolean modulePathOnly;
    boolean verbsNamed;
    boolean verifyAtStart;
    Optional<RuntimeName> name = Optional.empty();
    Optional<SigningKey> signer = Optional.empty();
    Optional<Telemetry> telemetry = Optional.empty();
    WorkerSettings workers = WorkerSettings.DEFAULT;

    CnvBuilder() {}

    /**
     * Adds verbs. When this is never called, all that {@link ServiceLoader} finds are used.
     *
     * @param more generated modules; none is none
     * @return this
     */
    public CnvBuilder verbs(VerbModule... more) {
        return verbs(List.of(more));
    }

    /**
     * Adds verbs. When this is never called, all that {@link ServiceLoader} finds are used.
     *
     * @param more generated modules; none is none
     * @return this
     */
    public CnvBuilder verbs(Collection<? extends VerbModule> more) {
        modules.addAll(more);
        verbsNamed = true;
        return this;
    }

    /**
     * Sets the rules. Without them nothing is permitted.
     *
     * @param rules the rules
     * @return this
     */
    public CnvBuilder policy(PolicySet rules) {
        policy(RulePolicyEngine.of(rules));
        ruleSet = Optional.of(rules);
        return this;
    }

    /**
     * States that the rules enforce another policy in full, so that this runtime accepts tokens that
     * demand it. This is checked: the rules must include every rule of the other policy that forbids or
     * demands approvals, allow only by rules that it has, and rewrite and redirect by exactly its rules.
     * The rules' own policy is always enforced.
     *
     * @param floor the other policy
     * @return this
     */
    public CnvBuilder policyFloor(PolicySet floor) {
        floors.add(floor);
        return this;
    }

    /**
     * Sets the policy engine.
     *
     * @param engine decides; an exception of it denies
     * @return this
     */
    public CnvBuilder policy(PolicyEngine engine) {
        policy = engine;
        ruleSet = Optional.empty();
        return this;
    }

    /**
     * Sets what is done with the policy's verdicts: by default they are enforced.
     *
     * @param other the mode
     * @return this
     */
    public CnvBuilder policyMode(PolicyMode other) {
        mode = other;
        return this;
    }

    /**
     * Sets the keys whose signatures are trusted. Without it none are.
     *
     * @param roots the trusted keys
     * @return this
     */
    public CnvBuilder trust(Trust roots) {
        trust = roots;
        return this;
    }

    /**
     * Adds revocations to those of this runtime's own registry, for instance the revocations of another
     * runtime whose ledger is followed.
     *
     * @param more asked about each call's chain
     * @return this
     */
    public CnvBuilder revocations(Revocations more) {
        followed.add(more);
        return this;
    }

    /**
     * Gives the runtime swarms. Without this it has none.
     *
     * @param capacity the most swarms at a time; {@link Swarms#DEFAULT_CAPACITY} is a usual one
     * @param listener is called after each change of a phase, for instance a {@link
     *     dev.cnv.runtime.swarm.SwarmObserver}
     * @return this builder
     */
    public CnvBuilder swarms(int capacity, PhaseListener listener) {
        swarms = Optional.of(new AskedSwarms(capacity, listener));
        return this;
    }

    /**
     * Makes the runtime a member of one of its {@link #swarms}: a verb that names phases runs only while
     * the swarm is in one of them, and never before the swarm is open or after it was finalised. A change
     * of the swarm's phase and the writing of decisions wait for each other. A runtime that is a member
     * of no swarm runs no such verb.
     *
     * @param swarm its name
     * @return this builder
     */
    public CnvBuilder memberOf(String swarm) {
        member = Optional.of(swarm);
        return this;
    }

    /**
     * Sets the ledger.
     *
     * @param other takes decisions and outcomes; closed with the runtime
     * @return this
     */
    public CnvBuilder ledger(Ledger other) {
        ledger = Optional.of(other);
        return this;
    }

    /**
     * Names the runtime. It accepts certificates of other runtimes only when their audience is this name,
     * and certificates that it exports name it as their issuer. Without a name it can do neither.
     *
     * @param own the name; let no two ledgers belong to one name, for each remembers for itself which
     *     certificates were used
     * @return this
     * @throws IllegalArgumentException when it is malformed
     */
    public CnvBuilder name(String own) {
        name = Optional.of(new RuntimeName(own));
        return this;
    }

    /**
     * Gives the runtime a key of its own, which signs exported certificates and receipts. Without a key
     * it can make neither.
     *
     * @param key the key
     * @return this
     */
    public CnvBuilder signer(SigningKey key) {
        signer = Optional.of(key);
        return this;
    }

    /**
     * Sets the telemetry, which counts the runtime's metrics and calls listeners. The default has a
     * registry of its own, which {@link Cnv#telemetry} shows; {@link Telemetry#off} counts nothing.
     *
     * @param other for this runtime alone
     * @return this
     */
    public CnvBuilder telemetry(Telemetry other) {
        telemetry = Optional.of(other);
        return this;
    }

    /**
     * Sets the source of time.
     *
     * @param other by default the machine's clock
     * @return this
     */
    public CnvBuilder time(Time other) {
        time = Optional.of(other);
        return this;
    }

    /**
     * Sets the source of ids, challenges and salts.
     *
     * @param other by default a {@link SecureRandom}; a predictable one is for tests only
     * @return this
     */
    public CnvBuilder random(RandomGenerator other) {
        random = other;
        return this;
    }

    /**
     * Sets the factories of the threads that run handlers.
     *
     * @param ordinary by default virtual threads
     * @param measured for verbs with memory or processor limits; platform threads, since the platform
     *     measures no others
     * @return this
     */
    public CnvBuilder threads(ThreadFactory ordinary, ThreadFactory measured) {
        threads = ordinary;
        measuredThreads = measured;
        return this;
    }

    /**
     * Sets the factory of the threads of asynchronous calls and of the subscribers of streams.
     *
     * @param callers by default virtual threads
     * @return this
     */
    public CnvBuilder callerThreads(ThreadFactory callers) {
        callerThreads = callers;
        return this;
    }

    /**
     * Sets how processes are started for verbs that need a process of their own (isolation
     * FULLY_ISOLATED or SANDBOXED).
     *
     * @param other by default {@link WorkerSettings#DEFAULT}
     * @return this
     */
    public CnvBuilder workers(WorkerSettings other) {
        workers = other;
        return this;
    }

    /**
     * Sets how long a certificate is valid.
     *
     * @param life by default one hour
     * @return this
     * @throws IllegalArgumentException when {@code life} is not positive
     */
    public CnvBuilder certificateLife(Duration life) {
        if (!life.isPositive()) {
            throw new IllegalArgumentException("certificateLife=" + life + " is not positive");
        }
        certificateLife = life;
        return this;
    }

    /**
     * Sets how many calls of one verb may wait for a permit.
     *
     * @param calls by default 1,000
     * @return this
     * @throws IllegalArgumentException when {@code calls} is negative
     */
    public CnvBuilder queueCapacity(int calls) {
        if (calls < 0) {
            throw new IllegalArgumentException("queueCapacity=" + calls + " is negative");
        }
        queueCapacity = calls;
        return this;
    }

    /**
     * Sets how long running calls may go on after close.
     *
     * @param limit by default 30 seconds
     * @return this
     * @throws IllegalArgumentException when {@code limit} is negative
     */
    public CnvBuilder drain(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("drain=" + limit + " is negative");
        }
        drain = limit;
        return this;
    }

    /**
     * Makes {@link #build} create the descriptor of every verb and compare every schema with it. Without
     * this it does so only for classes of few verbs; for a class of many verbs it compares the checksum of
     * the file of schemas, and each schema is compared when it is first read.
     *
     * @return this
     */
    public CnvBuilder verifyAtStart() {
        verifyAtStart = true;
        return this;
    }

    /**
     * Refuses to build on the class path, where code in the same process can reach what the module
     * path hides. See SECURITY.md.
     *
     * @return this
     */
    public CnvBuilder modulePathOnly() {
        modulePathOnly = true;
        return this;
    }

    /**
     * Builds the runtime.
     *
     * @return the runtime; close it
     * @throws IllegalArgumentException when verbs do not fit together, a contract asks for what cannot
     *     be given, or the rules do not enforce a {@link #policyFloor}; the message names them
     * @throws IllegalStateException on the class path after {@link #modulePathOnly}, and for a {@link
     *     #memberOf} without {@link #swarms}
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot be opened or read
     */
    public Cnv build() {
        return new Assembly(this).cnv();
    }
}
