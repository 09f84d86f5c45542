package dev.cnv.runtime.contract;

import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Isolation;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.ContractTerms.ResourceLimits;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.TenantId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * One registered verb: its contract, and the lanes that its calls take.
 *
 * <p><b>Threading:</b> safe for use by several threads. A tenant's lane is made when the tenant first
 * calls and forgotten when nothing runs or waits in it, so idle tenants cost nothing.
 */
final class VerbGate {

    private final ContractEngine engine;
    private final VerbDescriptor verb;
    private final ThreadFactory handlerThreads;
    private final ConcurrentHashMap<TenantId, Lane> tenantLanes = new ConcurrentHashMap<>();
    private final @Nullable Lane sharedLane;
    private final String firstThreadName;

    VerbGate(ContractEngine engine, VerbDescriptor verb, ThreadFactory handlerThreads) {
        this.engine = engine;
        this.verb = verb;
        this.handlerThreads = handlerThreads;
        this.firstThreadName = verb.id().path() + "#1";
        this.sharedLane = perTenant(terms())
                ? null
                : new Lane(this, perSecond() > 0 ? new TokenBucket(perSecond()) : null, null);
    }

    Admission admit(AdmissionRequest request) throws InterruptedException {
        CallWindow window = CallWindow.of(
                terms(), time().relative(request.arrivedNanos()), request.timeAllowed());
        while (true) {
            Lane lane = lane(request.tenant());
            Waiter caller = lane.enter(request.qualityOfService(), window);
            if (caller != null) {
                return await(lane, caller);
            }
        }
    }

    void close() {
        if (sharedLane != null) {
            sharedLane.close();
        }
        tenantLanes.values().forEach(Lane::close);
    }

    private static Admission await(Lane lane, Waiter caller) throws InterruptedException {
        try {
            return caller.answer.get();
        } catch (InterruptedException e) {
            lane.leave(caller);
            throw e;
        } catch (ExecutionException e) {
            // Answers are completed with values only.
            throw new IllegalStateException("an admission was completed with an exception", e);
        }
    }

    private Lane lane(TenantId tenant) {
        return sharedLane != null
                ? sharedLane
                : tenantLanes.computeIfAbsent(tenant, this::newTenantLane);
    }

    private Lane newTenantLane(TenantId tenant) {
        return new Lane(this, null, () -> tenantLanes.remove(tenant));
    }

    private static boolean perTenant(ContractTerms terms) {
        return terms.isolation() != Isolation.SHARED
                || switch (terms.concurrency().kind()) {
                    case SINGLE_TENANT_EXCLUSIVE, TENANT_SHARED -> true;
                    case UNLIMITED, GLOBAL_SHARED -> false;
                };
    }

    /** How many calls of one lane may run at once. */
    int permitCount() {
        Concurrency.Kind kind = terms().concurrency().kind();
        return switch (kind) {
            case UNLIMITED -> Integer.MAX_VALUE;
            case SINGLE_TENANT_EXCLUSIVE -> 1;
            case TENANT_SHARED, GLOBAL_SHARED -> terms().concurrency().max();
        };
    }

    int perSecond() {
        return terms().concurrency().perSecond();
    }

    long typicalNanos() {
        return RelativeTime.nanos(terms().duration().typical());
    }

    int waitingCount() {
        return sharedLane != null
                ? sharedLane.waitingCount()
                : tenantLanes.values().stream().mapToInt(Lane::waitingCount).sum();
    }

    int laneCount() {
        return sharedLane != null ? 1 : tenantLanes.size();
    }

    ThreadFactory handlerThreads() {
        return handlerThreads;
    }

    /** The name of the thread of an attempt; most calls have one. */
    String threadName(int attempt) {
        return attempt == 1 ? firstThreadName : verb.id().path() + "#" + attempt;
    }

    ContractEngine engine() {
        return engine;
    }

    RelativeTime time() {
        return engine.time();
    }

    VerbDescriptor verb() {
        return verb;
    }

    CapabilityId id() {
        return verb.id();
    }

    ContractTerms terms() {
        return verb.contract();
    }

    /** What is measured on the handler's thread: nothing where that thread only waits for a process. */
    ResourceLimits measuredLimits() {
        return ProcessIsolation.asked(terms()) ? ResourceLimits.NONE : terms().limits();
    }
}
