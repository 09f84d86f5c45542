package dev.cnv.runtime.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Retry;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.capability.VerbDescriptor.ResultShape;
import dev.cnv.runtime.identity.QualityOfService;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ContractCheckTest {

    @ParameterizedTest
    @EnumSource(names = {"FULLY_ISOLATED", "SANDBOXED"})
    void register_isolationThatNeedsAProcess_isRefused(Isolation isolation) {
        assertRefused(Bench.terms().isolation(isolation), "isolation=" + isolation);
    }

    @Test
    void register_tenantsIsolatedAndShared_isRefused() {
        assertRefused(Bench.permits(3).isolation(Isolation.TENANT_ISOLATED), "GLOBAL_SHARED");
    }

    @Test
    void register_retryOfWhatChangesThings_isRefused() {
        ContractTerms terms = Bench.terms().retry(Retry.Kind.FIXED, 2, "PT1S", "PT0S");

        assertRefused(Bench.verb(terms, Effect.MUTATE_STATE), Bench.PLATFORM, "retry=FIXED");
        engine(Bench.PLATFORM)
                .register(List.of(Bench.verb(terms.asIdempotent(), Effect.MUTATE_STATE)));
        engine(Bench.PLATFORM).register(List.of(Bench.verb(terms, Effect.READ_ONLY)));
    }

    @Test
    void register_numbersThatCannotBeKept_areRefused() {
        assertRefused(Bench.terms().timeout("PT0S"), "timeout=PT0S");
        assertRefused(Bench.terms().deadline(Deadline.Kind.SOFT, "PT0S"), "within=PT0S");
        assertRefused(Bench.permits(0), "max=0");
        assertRefused(Bench.terms().concurrency(Concurrency.Kind.TENANT_SHARED, -1, 0), "max=-1");
        assertRefused(
                Bench.terms().concurrency(Concurrency.Kind.GLOBAL_SHARED, 1, -1), "perSecond=-1");
        assertRefused(
                Bench.terms().concurrency(Concurrency.Kind.TENANT_SHARED, 1, 5), "perSecond=5");
        assertRefused(Bench.terms().retry(Retry.Kind.FIXED, 0, "PT1S", "PT0S"), "maxAttempts=0");
        assertRefused(Bench.terms().retry(Retry.Kind.FOREVER, 9, "PT0S", "PT1S"), "delay=PT0S");
        assertRefused(Bench.terms().retry(Retry.Kind.FIXED, 9, "PT-1S", "PT1S"), "delay=PT-1S");
        assertRefused(
                Bench.terms().retry(Retry.Kind.EXPONENTIAL, 9, "PT2S", "PT1S"), "maxDelay=PT1S");
        assertRefused(Bench.terms().limits(0, "", -1, -1), "memoryBytes=0");
        assertRefused(Bench.terms().limits(-1, "PT0S", -1, -1), "cpuTime=PT0S");
    }

    @Test
    void register_limitsButOnlyVirtualThreads_isRefused() {
        assertRefused(
                Bench.verb(Bench.terms().limits(1 << 20, "", -1, -1)),
                Bench.VIRTUAL,
                "measuredThreads");
        assertRefused(
                Bench.verb(Bench.terms().limits(-1, "PT1S", -1, -1)),
                Bench.VIRTUAL,
                "measuredThreads");
        assertRefused(
                Bench.verb(Bench.terms().isolation(Isolation.TENANT_ISOLATED)),
                Bench.VIRTUAL,
                "measuredThreads");
        engine(Bench.VIRTUAL).register(List.of(Bench.verb(Bench.terms().limits(-1, "", 3, 4))));
    }

    @Test
    void register_oneOfSeveralRefused_takesNone() {
        ContractEngine engine = engine(Bench.PLATFORM);
        VerbDescriptor bad = VerbDescriptor.of("bad.verb", "1.0.0")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .contract(Bench.terms().isolation(Isolation.SANDBOXED))
                .schemas("0".repeat(64), "0".repeat(64));

        assertThrows(
                IllegalArgumentException.class,
                () -> engine.register(List.of(Bench.verb(Bench.terms()), bad)));

        AdmissionRequest request = new AdmissionRequest(
                Bench.verb(Bench.terms()),
                Bench.TENANT,
                QualityOfService.NORMAL,
                0,
                Optional.empty());
        assertThrows(IllegalArgumentException.class, () -> engine.admit(request));
    }

    @Test
    void register_sameVerbTwice_isLeftAndAnotherContractRefused() throws Exception {
        Bench bench = Bench.of(Bench.permits(1), 0);
        bench.permit();

        bench.engine.register(List.of(Bench.verb(Bench.permits(1))));
        bench.refusal();
        assertThrows(
                IllegalArgumentException.class,
                () -> bench.engine.register(List.of(Bench.verb(Bench.permits(2)))));
        bench.refusal();
    }

    @Test
    void admit_descriptorWithLooserContract_countsTheRegisteredOne() throws Exception {
        Bench bench = Bench.of(Bench.permits(1), 0);
        bench.permit();

        bench.refusal(new AdmissionRequest(
                Bench.verb(Bench.permits(9)),
                Bench.TENANT,
                QualityOfService.NORMAL,
                0,
                Optional.empty()));
    }

    @Test
    void unenforced_plainVerb_isNothing() {
        assertEquals(
                List.of(),
                ContractEngine.unenforced(Bench.verb(Bench.hard(Bench.permits(3), "PT5S"))));
    }

    @Test
    void unenforced_filesAndConnections_areNamed() {
        List<String> sentences =
                ContractEngine.unenforced(Bench.verb(Bench.terms().limits(-1, "", 10, 5)));

        assertEquals(2, sentences.size());
        assertTrue(
                sentences.get(0).startsWith("limit fileDescriptors=10 is not enforced"),
                sentences.get(0));
        assertTrue(
                sentences.get(1).startsWith("limit connections=5 is not enforced"),
                sentences.get(1));
    }

    @Test
    void unenforced_asyncStreamMeasuredIsolated_areNamed() {
        assertNamed(shaped(ResultShape.ASYNC), "CompletionStage");
        assertNamed(shaped(ResultShape.STREAM), "items");
        assertNamed(
                Bench.verb(Bench.terms().limits(1 << 20, "", -1, -1)), "handler's own thread only");
        assertNamed(
                Bench.verb(Bench.terms().isolation(Isolation.TENANT_ISOLATED)),
                "any number of threads");
    }

    @Test
    void engine_negativeQueue_throws() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new ContractEngine(Bench.anyTime(), Bench.VIRTUAL, Bench.PLATFORM, -1));
    }

    private static VerbDescriptor shaped(ResultShape shape) {
        return VerbDescriptor.of("test.verb", "1.0.0")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .returns(ValueType.NOTHING, shape)
                .schemas("0".repeat(64), "0".repeat(64));
    }

    private static void assertNamed(VerbDescriptor verb, String words) {
        List<String> sentences = ContractEngine.unenforced(verb);
        assertTrue(sentences.stream().anyMatch(s -> s.contains(words)), sentences::toString);
    }

    private static void assertRefused(ContractTerms terms, String words) {
        assertRefused(Bench.verb(terms), Bench.PLATFORM, words);
    }

    private static void assertRefused(VerbDescriptor verb, ThreadFactory measured, String words) {
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class, () -> engine(measured).register(List.of(verb)));
        assertTrue(thrown.getMessage().contains("verb=test.verb"), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(words), thrown.getMessage());
    }

    private static ContractEngine engine(ThreadFactory measured) {
        return new ContractEngine(Bench.anyTime(), Bench.VIRTUAL, measured, 1);
    }
}
