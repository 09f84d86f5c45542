package dev.cnv.runtime.worker;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.contract.WorkerSettings;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which workers there are, and which of them are idle.
 *
 * <p><b>Threading:</b> safe for use by several threads. One lock guards all fields; no process is started
 * or waited for under it.
 */
final class WorkerRegistry implements AutoCloseable {

    /** Whom a worker is for. */
    private record Owner(CapabilityId verb, String version, TenantId tenant) {}

    private record Idle(Owner owner, long sinceNanos) {}

    private final WorkerSettings settings;
    private final WorkerStarter starter;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Owner, Integer> counts = new HashMap<>();
    private final Map<WorkerProcess, Owner> owners = new HashMap<>();
    /** In the order in which they became idle. */
    private final LinkedHashMap<WorkerProcess, Idle> idle = new LinkedHashMap<>();

    private final Set<WorkerProcess> ending = new HashSet<>();
    private int total;
    private boolean closed;
    private boolean sweeping;

    WorkerRegistry(WorkerSettings settings, WorkerStarter starter, Time time) {
        this.settings = settings;
        this.starter = starter;
        this.time = time;
    }

    int count() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
    }

    /** Why a worker could not be had. */
    Reason refusal() {
        lock.lock();
        try {
            return closed ? Reason.CLOSED : Reason.WORKER_LOST;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes an idle worker, or starts one, or waits until one of both is possible.
     *
     * @throws IOException when a worker cannot be started, or the registry is closed
     */
    WorkerProcess acquire(VerbDescriptor verb, TenantId tenant)
            throws IOException, InterruptedException {
        Owner owner = new Owner(verb.id(), verb.version(), tenant);
        Optional<WorkerProcess> ready = reserve(owner);
        if (ready.isPresent()) {
            return ready.get();
        }
        WorkerProcess started = null;
        try {
            started = starter.start(verb, tenant);
        } finally {
            if (started == null) {
                cancelReservation(owner);
            }
        }
        return admit(started, owner);
    }

    /** {@return an idle worker; empty when one may be started, which is counted then} */
    private Optional<WorkerProcess> reserve(Owner owner) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                requireOpen();
                Optional<WorkerProcess> ready = idleOf(owner);
                if (ready.isPresent()) {
                    return ready;
                }
                if (counts.getOrDefault(owner, 0) < settings.perTenantCount() && evictIdle()) {
                    counts.merge(owner, 1, Integer::sum);
                    total++;
                    return Optional.empty();
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the runtime is closed");
        }
    }

    private Optional<WorkerProcess> idleOf(Owner owner) {
        List<WorkerProcess> dead = new ArrayList<>();
        Optional<WorkerProcess> found = Optional.empty();
        for (Map.Entry<WorkerProcess, Idle> each : idle.entrySet()) {
            if (each.getValue().owner().equals(owner)) {
                if (each.getKey().alive()) {
                    found = Optional.of(each.getKey());
                } else {
                    dead.add(each.getKey());
                }
            }
        }
        dead.forEach(this::end);
        found.ifPresent(idle::remove);
        return found;
    }

    /** Whether there is room for one more worker, if need be by ending the one that was idle longest. */
    private boolean evictIdle() {
        if (total < settings.totalCount()) {
            return true;
        }
        Iterator<WorkerProcess> oldest = idle.keySet().iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        end(oldest.next());
        return true;
    }

    private WorkerProcess admit(WorkerProcess started, Owner owner) throws IOException {
        lock.lock();
        try {
            owners.put(started, owner);
            if (closed) {
                end(started);
            }
            requireOpen();
            return started;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a worker back that may be used again. */
    void release(WorkerProcess worker) {
        lock.lock();
        try {
            Owner owner = owners.get(worker);
            if (owner == null) {
                return; // It was ended meanwhile.
            }
            idle.put(worker, new Idle(owner, time.nanos()));
            changed.signalAll();
            sweepLater();
        } finally {
            lock.unlock();
        }
    }

    /** Ends a worker. */
    void discard(WorkerProcess worker) {
        lock.lock();
        try {
            end(worker);
        } finally {
            lock.unlock();
        }
    }

    private void cancelReservation(Owner owner) {
        lock.lock();
        try {
            uncount(owner);
        } finally {
            lock.unlock();
        }
    }

    /** Kills, and does not wait; the lock is held. */
    private void end(WorkerProcess worker) {
        worker.kill();
        idle.remove(worker);
        Owner owner = owners.remove(worker);
        if (owner != null) {
            uncount(owner);
            if (worker.alive()) {
                ending.add(worker);
            }
        }
        ending.removeIf(each -> !each.alive());
    }

    private void uncount(Owner owner) {
        counts.computeIfPresent(owner, (_, count) -> count == 1 ? null : count - 1);
        total--;
        changed.signalAll();
    }

    private void sweepLater() {
        if (!sweeping && !closed) {
            sweeping = true;
            time.after(settings.idle(), this::sweep);
        }
    }

    private void sweep() {
        lock.lock();
        try {
            sweeping = false;
            long latest = time.nanos() - settings.idle().toNanos();
            List<WorkerProcess> over = idle.entrySet().stream()
                    .filter(each -> each.getValue().sinceNanos() - latest <= 0)
                    .map(Map.Entry::getKey)
                    .toList();
            over.forEach(this::end);
            if (!idle.isEmpty()) {
                sweepLater();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends all workers and waits for their end. */
    @Override
    public void close() {
        List<WorkerProcess> last;
        lock.lock();
        try {
            closed = true;
            List.copyOf(owners.keySet()).forEach(this::end);
            last = List.copyOf(ending);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        last.forEach(WorkerProcess::awaitEnd);
        try {
            starter.close();
        } catch (IOException e) {
            // A socket of a worker that is being started: the system's own cleaning takes it.
            System.getLogger("dev.cnv")
                    .log(System.Logger.Level.DEBUG, "the folder of workers is left", e);
        }
    }
}
