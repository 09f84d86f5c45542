package dev.cnv.runtime.contract;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import dev.cnv.runtime.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** An engine on virtual time, and the steps that its tests take. */
final class Bench {

    static final TenantId TENANT = new TenantId("acme");
    static final TenantId OTHER = new TenantId("globex");
    static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();
    static final ThreadFactory PLATFORM = Thread.ofPlatform().daemon().factory();
    static final QualityOfService PATIENT = new QualityOfService(Priority.NORMAL, 50, true);
    private static final String NO_SCHEMA = "0".repeat(64);
    private static final long REAL_SECONDS = 10;

    final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
    final ContractEngine engine;
    final VerbDescriptor verb;

    private Bench(VerbDescriptor verb, int queueCapacity) {
        this.verb = verb;
        this.engine = new ContractEngine(time, VIRTUAL, PLATFORM, queueCapacity);
        engine.register(List.of(verb));
    }

    static Bench of(ContractTerms terms) {
        return of(terms, 64);
    }

    static Bench of(ContractTerms terms, int queueCapacity) {
        return new Bench(verb(terms), queueCapacity);
    }

    static Bench of(VerbDescriptor verb, int queueCapacity) {
        return new Bench(verb, queueCapacity);
    }

    static VerbDescriptor verb(ContractTerms terms) {
        return verb(terms, Effect.READ_ONLY);
    }

    static VerbDescriptor verb(ContractTerms terms, Effect effect) {
        return VerbDescriptor.of("test.verb", "1.0.0")
                .effects(EffectSet.of(effect))
                .contract(terms)
                .schemas(NO_SCHEMA, NO_SCHEMA);
    }

    /** Typically 100 ms, at most 500 ms, no other term. */
    static ContractTerms terms() {
        return ContractTerms.of(DurationClass.INTERACTIVE);
    }

    static ContractTerms permits(int max) {
        return terms().concurrency(Concurrency.Kind.GLOBAL_SHARED, max, 0);
    }

    static ContractTerms hard(ContractTerms terms, String within) {
        return terms.deadline(Deadline.Kind.HARD, within);
    }

    static QualityOfService quality(Priority priority, int importance) {
        return new QualityOfService(priority, importance, false);
    }

    AdmissionRequest request() {
        return request(TENANT, QualityOfService.NORMAL);
    }

    AdmissionRequest request(TenantId tenant, QualityOfService quality) {
        return new AdmissionRequest(verb, tenant, quality, time.nanos(), Optional.empty());
    }

    AdmissionRequest allowing(Duration timeAllowed, QualityOfService quality) {
        return new AdmissionRequest(verb, TENANT, quality, time.nanos(), Optional.of(timeAllowed));
    }

    Permit permit() throws InterruptedException {
        return permit(request());
    }

    Permit permit(AdmissionRequest request) throws InterruptedException {
        return assertInstanceOf(Admission.Admitted.class, engine.admit(request)).permit();
    }

    Denial refusal(AdmissionRequest request) throws InterruptedException {
        return assertInstanceOf(Admission.Refused.class, engine.admit(request)).denial();
    }

    Denial refusal() throws InterruptedException {
        return refusal(request());
    }

    Execution run(Attempt attempt) throws InterruptedException {
        return engine.run(permit(), attempt);
    }

    /** Admits on another thread and returns once the call waits there. */
    Future<Admission> waiting(AdmissionRequest request) {
        int before = engine.waitingCount(verb);
        Call<Admission> call = async(() -> engine.admit(request));
        until(() -> engine.waitingCount(verb) == before + 1);
        return call.result();
    }

    Call<Execution> running(Permit permit, Attempt attempt) {
        return async(() -> engine.run(permit, attempt));
    }

    /** A caller's thread and its answer. */
    record Call<T>(Thread thread, Future<T> result) {
        T get() {
            return Bench.get(result);
        }
    }

    static <T> Call<T> async(java.util.concurrent.Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        return new Call<>(Thread.ofVirtual().start(task), task);
    }

    static <T> T get(Future<T> future) {
        try {
            return future.get(REAL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return fail("no answer", e);
        }
    }

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(REAL_SECONDS).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("the condition did not come true");
            }
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    /** A handler that says when it runs and then waits to be let go, ignoring interruptions if told. */
    static final class Gate implements Attempt {
        final CompletableFuture<Thread> entered = new CompletableFuture<>();
        final CompletableFuture<String> go = new CompletableFuture<>();
        final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        private final boolean stubborn;

        Gate(boolean stubborn) {
            this.stubborn = stubborn;
        }

        @Override
        public Object run(int number) throws Exception {
            entered.complete(Thread.currentThread());
            while (true) {
                try {
                    return go.get();
                } catch (InterruptedException e) {
                    interrupted.complete(true);
                    if (!stubborn) {
                        throw e;
                    }
                }
            }
        }
    }

    static Reason reason(Execution execution) {
        return failed(execution).failure().reason();
    }

    static Execution.Result.Failed failed(Execution execution) {
        return assertInstanceOf(Execution.Result.Failed.class, execution.result());
    }

    static Object value(Execution execution) {
        return assertInstanceOf(Execution.Result.Returned.class, execution.result())
                .value();
    }

    static Time anyTime() {
        return new VirtualTime(Instant.EPOCH);
    }
}
