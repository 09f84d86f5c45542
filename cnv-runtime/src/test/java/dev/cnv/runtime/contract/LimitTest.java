package dev.cnv.runtime.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Retry;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits on what a call uses. Tests of the watcher's interruption use real time and small limits. */
@Timeout(60)
class LimitTest {

    private static final int MEBIBYTE = 1 << 20;

    private static ContractTerms memory(long bytes) {
        return ContractTerms.of(DurationClass.USER_INITIATED).limits(bytes, "", -1, -1);
    }

    private static ContractTerms cpu(String time) {
        return ContractTerms.of(DurationClass.USER_INITIATED).limits(-1, time, -1, -1);
    }

    @Test
    void limits_declared_runOnAPlatformThreadAndReportWhatWasUsed() throws Exception {
        Execution execution = Bench.of(memory(64L * MEBIBYTE)).run(_ -> {
            assertFalse(Thread.currentThread().isVirtual());
            return new byte[3 * MEBIBYTE].length;
        });

        assertEquals(3 * MEBIBYTE, Bench.value(execution));
        long allocated = execution.allocatedBytes().orElseThrow();
        assertTrue(
                allocated >= 3 * MEBIBYTE && allocated < 5 * MEBIBYTE,
                "allocatedBytes=" + allocated);
        assertTrue(execution.cpuNanos().orElseThrow() > 0, execution::toString);
    }

    @Test
    void memoryLimit_handlerReturnsBeyondIt_isReported() throws Exception {
        Execution execution = Bench.of(memory(MEBIBYTE)).run(_ -> new byte[2 * MEBIBYTE].length);

        assertEquals(Reason.LIMIT_EXCEEDED, Bench.reason(execution));
        var details = Bench.failed(execution).failure().details();
        assertEquals("memoryBytes", details.get("limit"));
        assertEquals(Integer.toString(MEBIBYTE), details.get("allowed"));
        assertEquals("returned", details.get(Execution.HANDLER));
    }

    @Test
    void memoryLimit_handlerGoesOnBeyondIt_isInterruptedByTheWatcher() throws Exception {
        Bench bench = Bench.of(memory(MEBIBYTE));
        CountDownLatch allocated = new CountDownLatch(1);
        List<byte[]> kept = new ArrayList<>();
        Bench.Call<Execution> call = bench.running(bench.permit(), _ -> {
            kept.add(new byte[2 * MEBIBYTE]);
            allocated.countDown();
            new CountDownLatch(1).await();
            return kept.size();
        });
        allocated.await();
        assertFalse(call.result().isDone());

        bench.time.advance(Duration.ofNanos(LimitWatch.MEMORY_PERIOD_NANOS));

        assertEquals(Reason.LIMIT_EXCEEDED, Bench.reason(call.get()));
        assertEquals("threw", Bench.failed(call.get()).failure().details().get(Execution.HANDLER));
        assertEquals(0, bench.time.pendingCount());
    }

    @Test
    void memoryLimit_severalAttempts_countTogetherAndABreachIsNotTriedAgain() throws Exception {
        Bench bench = Bench.of(memory(10L * MEBIBYTE).retry(Retry.Kind.FIXED, 9, "PT0S", "PT0S"));
        Bench.Call<Execution> call = bench.running(bench.permit(), _ -> {
            throw new IOException("" + new byte[4 * MEBIBYTE].length);
        });
        while (!call.result().isDone()) {
            bench.time.advance(Duration.ofNanos(1));
        }

        assertEquals(Reason.LIMIT_EXCEEDED, Bench.reason(call.get()));
        assertEquals(3, call.get().attempts());
        assertTrue(call.get().allocatedBytes().orElseThrow() >= 12 * MEBIBYTE);
    }

    @Test
    void cpuLimit_spinningHandler_isInterrupted() throws Exception {
        try (SystemTime time = new SystemTime(Clock.systemUTC())) {
            Execution execution = onRealTime(time, cpu("PT0.03S"), _ -> {
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                return "stopped";
            });

            assertEquals(Reason.LIMIT_EXCEEDED, Bench.reason(execution));
            assertEquals("cpuNanos", Bench.failed(execution).failure().details().get("limit"));
            assertTrue(execution.cpuNanos().orElseThrow() > 30_000_000, execution::toString);
            assertTrue(execution.runNanos() < 20_000_000_000L, execution::toString);
        }
    }

    @Test
    void cpuLimit_waitingHandler_usesNoneOfIt() throws Exception {
        Bench bench = Bench.of(cpu("PT0.2S"));
        Bench.Gate gate = new Bench.Gate(false);
        Bench.Call<Execution> call = bench.running(bench.permit(), gate);
        Bench.get(gate.entered);

        bench.time.advance(Duration.ofSeconds(20));
        gate.go.complete("done");

        assertEquals("done", Bench.value(call.get()));
    }

    @Test
    void memoryLimit_allocatingWithoutEnd_isInterruptedOnRealTime() throws Exception {
        try (SystemTime time = new SystemTime(Clock.systemUTC())) {
            Execution execution = onRealTime(time, memory(4L * MEBIBYTE), _ -> {
                long sum = 0;
                while (!Thread.currentThread().isInterrupted()) {
                    sum += new byte[1024].length;
                }
                return sum;
            });

            assertEquals(Reason.LIMIT_EXCEEDED, Bench.reason(execution));
        }
    }

    @Test
    void breach_measurementLost_counts() {
        Bench bench = Bench.of(memory(MEBIBYTE));
        VerbGate gate = new VerbGate(bench.engine, bench.verb, Bench.PLATFORM);

        assertEquals(
                Reason.LIMIT_EXCEEDED, LimitWatch.breach(gate, Usage.UNKNOWN).reason());
        assertEquals(null, LimitWatch.breach(gate, Usage.ZERO));
    }

    @Test
    void meter_onAVirtualThread_knowsNothing() throws Exception {
        Meter meter = new Meter();
        Thread.ofVirtual()
                .start(() -> {
                    meter.begin();
                    meter.end();
                })
                .join();

        assertEquals(Usage.UNKNOWN, meter.sample());
    }

    @Test
    void meter_notBegun_isZero() {
        assertEquals(Usage.ZERO, new Meter().sample());
    }

    private static Execution onRealTime(SystemTime time, ContractTerms terms, Attempt attempt)
            throws Exception {
        try (ContractEngine engine = new ContractEngine(time, Bench.VIRTUAL, Bench.PLATFORM, 1)) {
            engine.register(List.of(Bench.verb(terms)));
            Admission admission = engine.admit(new AdmissionRequest(
                    Bench.verb(terms),
                    Bench.TENANT,
                    QualityOfService.NORMAL,
                    time.nanos(),
                    Optional.empty()));
            return engine.run(
                    assertInstanceOf(Admission.Admitted.class, admission).permit(), attempt);
        }
    }
}
