package dev.cnv.runtime.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Retry;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.capability.VerbDescriptor.ResultShape;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.SystemTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contracts of verbs whose attempts run in a process of their own. */
@Timeout(60)
class ProcessIsolationTest {

    private static final ContractTerms ISOLATED = Bench.terms().isolation(Isolation.FULLY_ISOLATED);

    private final SystemTime time = new SystemTime(Clock.systemUTC());
    private final ContractEngine engine = engine(_ -> List.of());

    private ContractEngine engine(ProcessIsolation processes) {
        return new ContractEngine(time, Bench.VIRTUAL, Bench.PLATFORM, 1, processes);
    }

    @AfterEach
    void close() {
        engine.close();
        time.close();
    }

    private void refused(ContractEngine by, VerbDescriptor verb, String words) {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> by.register(List.of(verb)));
        assertTrue(thrown.getMessage().contains(words), thrown.getMessage());
    }

    private Execution run(ContractTerms terms, Attempt attempt) throws InterruptedException {
        VerbDescriptor verb = Bench.verb(terms);
        engine.register(List.of(verb));
        AdmissionRequest request = new AdmissionRequest(
                verb, Bench.TENANT, QualityOfService.NORMAL, time.nanos(), Optional.empty());
        Admission.Admitted admitted =
                assertInstanceOf(Admission.Admitted.class, engine.admit(request));
        return engine.run(admitted.permit(), attempt);
    }

    private static AttemptFailedException failure(Reason reason, boolean passing) {
        return new AttemptFailedException(
                Denial.of(reason, "elsewhere").with(Execution.HANDLER, "killed"), passing, null);
    }

    private static ContractTerms retrying(ContractTerms terms) {
        return terms.retry(Retry.Kind.FIXED, 3, "PT0.001S", "PT0S");
    }

    @ParameterizedTest
    @EnumSource(names = {"FULLY_ISOLATED", "SANDBOXED"})
    void register_whereTheProcessCanBeHad_takesTheVerb(Isolation isolation) {
        engine.register(List.of(Bench.verb(Bench.terms().isolation(isolation))));
    }

    @Test
    void register_whereItCannot_namesTheReason() {
        refused(engine(_ -> List.of("no folder")), Bench.verb(ISOLATED), "no folder");
    }

    @Test
    void register_whatNoProcessCanDo_isRefused() {
        refused(
                engine,
                Bench.verb(ContractTerms.of(DurationClass.FAST_PATH)
                        .isolation(Isolation.FULLY_ISOLATED)),
                "FAST_PATH");
        refused(
                engine,
                VerbDescriptor.of("test.verb", "1.0.0")
                        .effects(EffectSet.of(Effect.READ_ONLY))
                        .contract(ISOLATED)
                        .returns(ValueType.TEXT, ResultShape.STREAM)
                        .schemas("0".repeat(64), "0".repeat(64)),
                "stream");
        refused(
                engine,
                Bench.verb(ISOLATED.concurrency(Concurrency.Kind.GLOBAL_SHARED, 1, 0)),
                "TENANT_SHARED");
    }

    @Test
    void limits_ofAVerbElsewhere_areNotMeasuredHere() throws InterruptedException {
        Execution execution = run(ISOLATED.limits(1, "PT0.000000001S", -1, -1), _ -> {
            List<byte[]> all = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                all.add(new byte[1000]);
            }
            assertTrue(Thread.currentThread().isVirtual(), "no thread of the system is needed");
            return all.size();
        });
        assertInstanceOf(Execution.Result.Returned.class, execution.result());
    }

    @Test
    void unenforced_ofAVerbElsewhere_saysWhatItsProcessDoesNotHold() {
        ContractTerms limited = Bench.terms().limits(1 << 20, "PT1S", 5, -1);
        String isolated = ContractEngine.unenforced(
                        Bench.verb(limited.isolation(Isolation.FULLY_ISOLATED)))
                .toString();
        assertTrue(isolated.contains("fileDescriptors=5"), isolated);
        assertTrue(isolated.contains("allocates in its process"), isolated);
        assertEquals(
                List.of(),
                ContractEngine.unenforced(Bench.verb(limited.isolation(Isolation.SANDBOXED))));
    }

    @Test
    void failure_elsewhere_isTheCallsFailure() throws InterruptedException {
        Execution execution = run(ISOLATED, _ -> {
            throw failure(Reason.WORKER_LOST, true);
        });
        Denial denial = Bench.failed(execution).failure();
        assertEquals(Reason.WORKER_LOST, denial.reason());
        assertEquals("killed", denial.details().get(Execution.HANDLER));
        assertEquals(1, execution.attempts());
    }

    @Test
    void failure_thatMayPass_isTriedAgainAndOthersAreNot() throws InterruptedException {
        AtomicInteger tried = new AtomicInteger();
        Execution passed = run(retrying(ISOLATED), number -> {
            tried.incrementAndGet();
            if (number < 3) {
                throw failure(Reason.WORKER_LOST, true);
            }
            return "done";
        });
        assertInstanceOf(Execution.Result.Returned.class, passed.result());
        assertEquals(3, tried.get());
    }

    @Test
    void failure_thatWillNotPass_isNotTriedAgain() throws InterruptedException {
        Execution execution = run(retrying(ISOLATED), _ -> {
            throw failure(Reason.LIMIT_EXCEEDED, false);
        });
        assertEquals(Reason.LIMIT_EXCEEDED, Bench.reason(execution));
        assertEquals(1, execution.attempts());
    }

    @Test
    void exception_elsewhere_isNamedAsOneHere() throws InterruptedException {
        Execution execution = run(retrying(ISOLATED), _ -> {
            throw new AttemptFailedException(
                    Denial.of(Reason.HANDLER_FAILED, "threw").with("exception", "a.B"),
                    true,
                    "secret");
        });
        Denial denial = Bench.failed(execution).failure();
        assertEquals("verb=test.verb threw a.B in attempt=3", denial.message());
        assertFalse(denial.toString().contains("secret"));
    }
}
