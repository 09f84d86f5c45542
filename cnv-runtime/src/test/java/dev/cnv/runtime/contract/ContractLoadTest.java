package dev.cnv.runtime.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Concurrency.Kind;
import dev.cnv.annotations.Isolation;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 64 virtual threads on virtual time. */
@Timeout(60)
class ContractLoadTest {

    private static final int THREADS = 64;
    private static final int CALLS = 50;
    private static final List<TenantId> TENANTS =
            List.of(new TenantId("a"), new TenantId("b"), new TenantId("c"), new TenantId("d"));

    /** Counts what runs at the same time, by key. */
    private static final class Crowd {
        private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
        private final Map<String, Integer> most = new ConcurrentHashMap<>();

        Object pass(String key) {
            AtomicInteger count = running.computeIfAbsent(key, _ -> new AtomicInteger());
            most.merge(key, count.incrementAndGet(), Math::max);
            for (int i = 0; i < 3; i++) {
                Thread.yield();
            }
            count.decrementAndGet();
            return key;
        }

        int most(String key) {
            return most.getOrDefault(key, 0);
        }
    }

    @RepeatedTest(3)
    void permits_manyCallers_areNeverExceededAndAllReached() {
        Crowd crowd = new Crowd();
        Bench bench = Bench.of(patientTerms(Kind.GLOBAL_SHARED, 5));

        int done = storm(bench, CALLS, _ -> crowd.pass("all"));

        assertEquals(THREADS * CALLS, done);
        assertTrue(crowd.most("all") <= 5, "at once: " + crowd.most("all"));
        assertTrue(crowd.most("all") > 1, "the permits were never shared");
        assertIdle(bench);
    }

    @RepeatedTest(3)
    void exclusive_manyCallersOfFourTenants_runOneOfEach() {
        Crowd crowd = new Crowd();
        Bench bench = Bench.of(patientTerms(Kind.SINGLE_TENANT_EXCLUSIVE, 0));

        int done = storm(bench, CALLS, tenant -> crowd.pass(tenant.value()));

        assertEquals(THREADS * CALLS, done);
        for (TenantId tenant : TENANTS) {
            assertEquals(1, crowd.most(tenant.value()));
        }
        assertIdle(bench);
        assertEquals(0, bench.engine.laneCount(bench.verb));
    }

    @Test
    void tenantIsolated_manyCallersOfFourTenants_runTwoOfEach() {
        Crowd crowd = new Crowd();
        Bench bench =
                Bench.of(patientTerms(Kind.TENANT_SHARED, 2).isolation(Isolation.TENANT_ISOLATED));

        int done = storm(bench, 10, tenant -> crowd.pass(tenant.value()));

        assertEquals(THREADS * 10, done);
        for (TenantId tenant : TENANTS) {
            assertTrue(
                    crowd.most(tenant.value()) <= 2,
                    tenant + " at once: " + crowd.most(tenant.value()));
        }
        assertIdle(bench);
        assertEquals(0, bench.engine.laneCount(bench.verb));
    }

    /** Timeouts, handlers that ignore them, interruptions, failures and short queues, all at once. */
    @Test
    void permits_underEveryKindOfTrouble_areNeverExceededAndAllComeBack() throws Exception {
        Crowd crowd = new Crowd();
        Bench bench = Bench.of(Bench.permits(4), 6);
        Queue<Reason> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger returned = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        List<Bench.Call<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
            calls.add(Bench.async(() -> {
                for (int c = 0; c < CALLS; c++) {
                    trouble(bench, crowd, random.nextInt(100), release, failures, returned);
                }
                return true;
            }));
        }
        AtomicBoolean over = new AtomicBoolean();
        Thread clock = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                bench.time.advance(Duration.ofMillis(20));
                Thread.yield();
            }
        });
        calls.forEach(Bench.Call::get);
        release.countDown();
        Bench.until(() -> bench.engine.heldCount() == 0);
        over.set(true);
        clock.join();

        assertTrue(crowd.most("all") <= 4, "at once: " + crowd.most("all"));
        assertEquals(THREADS * CALLS, failures.size() + returned.get());
        assertTrue(failures.contains(Reason.CONCURRENCY_EXCEEDED), failures::toString);
        assertTrue(failures.contains(Reason.TIMED_OUT), failures::toString);
        assertTrue(failures.contains(Reason.HANDLER_FAILED), failures::toString);
        assertTrue(failures.contains(Reason.CANCELLED), failures::toString);
        assertIdle(bench);
    }

    private static void trouble(
            Bench bench,
            Crowd crowd,
            int dice,
            CountDownLatch release,
            Queue<Reason> failures,
            AtomicInteger returned)
            throws InterruptedException {
        Priority priority = Priority.values()[dice % 4];
        switch (bench.engine.admit(bench.request(Bench.TENANT, Bench.quality(priority, dice)))) {
            case Admission.Refused(var denial) -> failures.add(denial.reason());
            case Admission.Admitted(Permit permit) -> {
                if (dice >= 95) {
                    Thread.currentThread().interrupt();
                }
                Execution execution = bench.engine.run(permit, _ -> {
                    crowd.pass("all");
                    return trouble(dice, release);
                });
                Thread.interrupted();
                switch (execution.result()) {
                    case Execution.Result.Returned _ -> returned.incrementAndGet();
                    case Execution.Result.Failed failed ->
                        failures.add(failed.failure().reason());
                }
            }
        }
    }

    private static Object trouble(int dice, CountDownLatch release) throws Exception {
        if (dice < 5) {
            new CountDownLatch(1).await(); // Ends when it is interrupted.
        } else if (dice < 7) {
            awaitStubbornly(release);
        } else if (dice < 20) {
            throw new IllegalStateException("as told");
        }
        return "done";
    }

    /** Ignores some interruptions, then gives in, so that permits come back before the end. */
    private static void awaitStubbornly(CountDownLatch release) {
        long until = System.nanoTime() + Duration.ofMillis(20).toNanos();
        while (System.nanoTime() < until && release.getCount() > 0) {
            Thread.interrupted();
            Thread.yield();
        }
    }

    @Test
    void rate_manyCallers_exactlyTheRateBeginsInEachSecond() throws Exception {
        int perSecond = 20;
        Bench bench = Bench.of(Bench.terms().concurrency(Kind.GLOBAL_SHARED, 1_000, perSecond));
        Queue<Long> begun = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        List<Bench.Call<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            calls.add(Bench.async(() -> {
                while (!over.get()) {
                    if (bench.engine.admit(bench.request())
                            instanceof Admission.Admitted(Permit permit)) {
                        begun.add(permit.admittedAt());
                        bench.engine.run(permit, _ -> "done");
                    }
                    Thread.yield();
                }
                return true;
            }));
        }
        for (int second = 1; second <= 5; second++) {
            int expected = second * perSecond;
            Bench.until(() -> begun.size() == expected);
            for (int step = 0; step < 10; step++) {
                assertEquals(expected, begun.size());
                bench.time.advance(Duration.ofMillis(100));
            }
        }
        over.set(true);
        calls.forEach(Bench.Call::get);

        List<Long> times = begun.stream().sorted().toList();
        for (int i = perSecond; i < times.size(); i++) {
            long span = times.get(i) - times.get(i - perSecond);
            assertTrue(span >= 1_000_000_000L, perSecond + 1 + " calls began within ns=" + span);
        }
    }

    private static ContractTerms patientTerms(Kind kind, int max) {
        return Bench.terms().concurrency(kind, max, 0);
    }

    private interface TenantHandler {
        Object run(TenantId tenant);
    }

    private static int storm(Bench bench, int callCount, TenantHandler handler) {
        AtomicInteger done = new AtomicInteger();
        List<Bench.Call<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            TenantId tenant = TENANTS.get(i % TENANTS.size());
            QualityOfService quality = new QualityOfService(Priority.values()[i % 4], 50, true);
            calls.add(Bench.async(() -> {
                for (int c = 0; c < callCount; c++) {
                    Permit permit = bench.permit(bench.request(tenant, quality));
                    Bench.value(bench.engine.run(permit, _ -> handler.run(tenant)));
                    done.incrementAndGet();
                }
                return true;
            }));
        }
        calls.forEach(Bench.Call::get);
        return done.get();
    }

    private static void assertIdle(Bench bench) {
        assertEquals(0, bench.engine.heldCount());
        assertEquals(0, bench.engine.abandonedCount());
        assertEquals(0, bench.engine.waitingCount(bench.verb));
        bench.engine.close();
    }
}
