package dev.cnv.runtime;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.contract.ContractEngine;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.ChangeOrder;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.kernel.Kernel;
import dev.cnv.runtime.kernel.KernelParts;
import dev.cnv.runtime.kernel.KernelParts.Chains;
import dev.cnv.runtime.kernel.KernelParts.Records;
import dev.cnv.runtime.kernel.KernelParts.Rules;
import dev.cnv.runtime.kernel.KernelParts.Running;
import dev.cnv.runtime.kernel.Registry;
import dev.cnv.runtime.kernel.RuntimeHistory;
import dev.cnv.runtime.registry.DelegationStores;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.swarm.Membership;
import dev.cnv.runtime.swarm.PhaseListener;
import dev.cnv.runtime.swarm.Swarms;
import dev.cnv.runtime.telemetry.RuntimeTelemetry;
import dev.cnv.runtime.telemetry.Telemetry;
import dev.cnv.runtime.time.SystemTime;
import dev.cnv.runtime.time.Time;
import dev.cnv.runtime.worker.WorkerPool;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The putting together of one runtime from what its builder was asked for. When the parts do not fit, it
 * closes all that it opened itself, so that a build that was refused can be tried again.
 *
 * <p><b>Threading:</b> used once, by one thread.
 */
final class Assembly {

    private static final System.Logger LOG = System.getLogger("dev.cnv");

    private final CnvBuilder asked;
    private final ChangeOrder order = new ChangeOrder();
    private final RuntimeHistory history = new RuntimeHistory();

    /** What is closed after the kernel, the last opened first. */
    private final Deque<Runnable> afterKernel = new ArrayDeque<>();
    /** What the kernel closes, once there is one. */
    private final Deque<Runnable> untilKernel = new ArrayDeque<>();

    Assembly(CnvBuilder asked) {
        this.asked = asked;
    }

    /** {@return the runtime} */
    Cnv cnv() {
        checkPath();
        requireSwarms();
        List<VerbModule> modules = asked.verbsNamed ? asked.modules : discovered();
        Registry registry = new Registry(modules);
        if (asked.verifyAtStart) {
            registry.verify();
        }
        Set<Digest> floors = PolicyFloor.enforced(asked.ruleSet, asked.floors);
        try {
            return cnv(modules, registry, floors);
        } catch (RuntimeException | Error e) {
            closeAll(untilKernel, e);
            closeAll(afterKernel, e);
            throw e;
        }
    }

    private Cnv cnv(List<VerbModule> modules, Registry registry, Set<Digest> floors) {
        Time source = asked.time.orElseGet(this::systemTime);
        WorkerPool pool = new WorkerPool(asked.workers, classes(modules), source, asked.random);
        afterKernel.push(pool::close);
        ContractEngine contracts = contracts(registry, source, pool);
        Telemetry counts = asked.telemetry.orElseGet(Telemetry::on);
        RuntimeTelemetry counted = counts.open(registry.verbs(), source);
        counted.contracts(contracts);
        Ledger records = counted.ledger(asked.ledger.orElseGet(() -> ownLedger(source)));
        EventOrigins origins = new EventOrigins(source, new RandomIds(asked.random));
        DelegationStores stores = DelegationStores.open(records, origins, order, history::replay);
        Optional<Swarms> herd = asked.swarms.map(
                some -> swarms(some.capacity(), records, origins, counted.phases(some.listener())));
        Kernel kernel = new Kernel(new KernelParts(
                registry,
                new Rules(asked.policy, asked.mode, floors),
                new Chains(
                        trust(),
                        stores.uses(),
                        stores.replays(),
                        stores.revocations(asked.followed)),
                new Records(records, origins, order, history),
                new Running(contracts, pool, asked.callerThreads, asked.drain),
                herd.map(Swarms::membership).orElseGet(Membership::none),
                asked.certificateLife,
                asked.signer,
                counted));
        herd.ifPresent(counted::swarms);
        return new Cnv(
                kernel,
                stores.registry(kernel::trust),
                herd,
                counts,
                () -> afterKernel.forEach(Runnable::run));
    }

    private Trust trust() {
        return asked.name.map(own -> asked.trust.withAudience(own.value())).orElse(asked.trust);
    }

    private Time systemTime() {
        SystemTime own = new SystemTime(Clock.systemUTC());
        afterKernel.push(own::close);
        return own;
    }

    private Ledger ownLedger(Time source) {
        FileLedger own = FileLedger.open(asked.ledgerDirectory, source);
        untilKernel.push(own::close);
        return own;
    }

    private ContractEngine contracts(Registry registry, Time source, WorkerPool pool) {
        ContractEngine contracts = new ContractEngine(
                source, asked.threads, asked.measuredThreads, asked.queueCapacity, pool);
        untilKernel.push(contracts::close);
        contracts.register(registry.verbs());
        registry.verbs().forEach(Assembly::warnUnenforced);
        return contracts;
    }

    private Swarms swarms(
            int capacity, Ledger records, EventOrigins origins, PhaseListener listener) {
        return asked.member
                .map(swarm -> Swarms.of(capacity, records, origins, listener, swarm, order))
                .orElseGet(() -> Swarms.of(capacity, records, origins, listener));
    }

    private static void closeAll(Deque<Runnable> opened, Throwable why) {
        for (Runnable close : opened) {
            try {
                close.run();
            } catch (RuntimeException e) {
                why.addSuppressed(e);
            }
        }
    }

    private static Map<CapabilityId, Class<?>> classes(List<VerbModule> modules) {
        Map<CapabilityId, Class<?>> classes = new HashMap<>();
        modules.forEach(module ->
                module.verbs().forEach(verb -> classes.put(verb.id(), module.getClass())));
        return classes;
    }

    private static List<VerbModule> discovered() {
        List<VerbModule> found = new ArrayList<>();
        ServiceLoader.load(VerbModule.class).forEach(found::add);
        return found;
    }

    private static void warnUnenforced(VerbDescriptor verb) {
        boolean declared = verb.contract().limits().fileDescriptors().isPresent()
                || verb.contract().limits().connections().isPresent();
        Level level = declared ? Level.WARNING : Level.DEBUG;
        ContractEngine.unenforced(verb)
                .forEach(sentence -> LOG.log(level, verb.id() + ": " + sentence));
    }

    private void requireSwarms() {
        if (asked.member.isPresent() && asked.swarms.isEmpty()) {
            throw new IllegalStateException("memberOf=" + asked.member.get()
                    + " names a swarm, and there are none; call swarms() too");
        }
    }

    private void checkPath() {
        if (Cnv.class.getModule().isNamed()) {
            return;
        }
        if (asked.modulePathOnly) {
            throw new IllegalStateException(
                    "CNV is on the class path, and modulePathOnly was asked; put it on the module path");
        }
        LOG.log(
                Level.INFO,
                "CNV is on the class path: code in this process can forge proofs. See SECURITY.md");
    }
}
