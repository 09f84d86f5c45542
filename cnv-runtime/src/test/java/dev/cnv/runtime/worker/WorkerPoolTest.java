package dev.cnv.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Isolation;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.CertificateClaims;
import dev.cnv.runtime.contract.AttemptFailedException;
import dev.cnv.runtime.contract.WorkerSettings;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.SystemTime;
import dev.cnv.runtime.time.Time;
import dev.cnv.testing.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the runtime makes of workers that do not keep to the rules. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerPoolTest {

    private static final JsonNode ARGUMENTS = StrictJson.parse("{\"word\":\"hi\"}");
    private static final CertificateClaims CLAIMS =
            Echo.claims(Echo.VERB, CanonicalJson.digest(ARGUMENTS));

    private final SystemTime time = new SystemTime(Clock.systemUTC());
    private final AtomicReference<Path> folder = new AtomicReference<>();

    private WorkerPool pool(String how, Duration start) {
        return pool(how, start, ProcessTree.NONE);
    }

    private WorkerPool pool(String how, Duration start, ProcessTree tree) {
        Launch launch = new Launch() {
            @Override
            public List<String> problems(VerbDescriptor verb) {
                return List.of();
            }

            @Override
            public Plan plan(
                    VerbDescriptor verb, TenantId tenant, WorkerHome home, StartOrder order) {
                folder.set(home.folder());
                return new Plan(
                        ChildProcess.of(FakeWorker.class).command(List.of(how)),
                        Map.of(),
                        false,
                        false,
                        tree);
            }
        };
        return new WorkerPool(
                WorkerSettings.DEFAULT.withTimes(Duration.ofMinutes(1), start),
                Map.of(),
                time,
                new SecureRandom(),
                new WorkerFolder(),
                Optional.of(launch));
    }

    private static JsonNode call(WorkerPool pool) throws AttemptFailedException {
        return pool.call(
                Echo.VERB, new RecordingInvocation(), ARGUMENTS, CLAIMS, OptionalLong.empty());
    }

    private static long children() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void worker_thatKeepsTheRules_isKeptInAFolderOfItsOwn() throws Exception {
        try (WorkerPool pool = pool("good", Duration.ofSeconds(20))) {
            assertEquals("x", call(pool).stringValue());
            assertEquals(1, pool.workerCount());
            Path all = folder.get().getParent();
            assertEquals(
                    "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(all)));
            assertEquals(0, all.toFile().list().length, "the worker's own is gone");
        }
        assertFalse(Files.exists(folder.get().getParent()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "other-call",
                "other-type",
                "no-result",
                "no-json",
                "denied",
                "huge",
                "says-in-disorder",
                "says-an-end",
                "says-no-json",
                "says-for-another-call",
                "controls",
                "half"
            })
    void worker_thatBreaksTheRules_isKilled(String how) {
        long before = children();
        try (WorkerPool pool = pool(how, Duration.ofSeconds(20))) {
            AttemptFailedException failed =
                    assertThrows(AttemptFailedException.class, () -> call(pool));
            assertEquals(Reason.WORKER_LOST, failed.denial().reason());
            assertEquals("killed", failed.denial().details().get("handler"));
            assertTrue(failed.passing());
            assertEquals(0, pool.workerCount());
            assertEquals(before, children());
        }
    }

    @Test
    void worker_thatSaysThings_isHeardAndAnswered() throws Exception {
        try (WorkerPool pool = pool("says", Duration.ofSeconds(20))) {
            RecordingInvocation running = new RecordingInvocation();
            assertEquals(
                    "x",
                    pool.call(Echo.VERB, running, ARGUMENTS, CLAIMS, OptionalLong.empty())
                            .stringValue());
            assertEquals(List.of("log a", "milestone m", "log b"), running.said);
            assertEquals(1, pool.workerCount(), "and is kept");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "wrong-secret"})
    void worker_thatIsNotTheOneThatWasStarted_isKilled(String how) {
        long before = children();
        try (WorkerPool pool = pool(how, Duration.ofSeconds(20))) {
            AttemptFailedException failed =
                    assertThrows(AttemptFailedException.class, () -> call(pool));
            assertEquals(Reason.WORKER_LOST, failed.denial().reason());
            assertEquals("not-started", failed.denial().details().get("handler"));
            assertEquals(before, children());
        }
    }

    @Test
    void worker_thatDoesNotConnect_isKilledAtTheLimit() {
        long before = children();
        try (WorkerPool pool = pool("silent", Duration.ofMillis(700))) {
            AttemptFailedException failed =
                    assertThrows(AttemptFailedException.class, () -> call(pool));
            assertEquals("not-started", failed.denial().details().get("handler"));
            assertEquals(0, pool.workerCount());
            assertEquals(before, children());
        }
    }

    @Test
    void worker_thatExceededALimit_isNotUsedAgain() {
        try (WorkerPool pool = pool("limit", Duration.ofSeconds(20))) {
            AttemptFailedException failed =
                    assertThrows(AttemptFailedException.class, () -> call(pool));
            assertEquals(Reason.LIMIT_EXCEEDED, failed.denial().reason());
            assertFalse(failed.passing());
            assertEquals(0, pool.workerCount());
        }
    }

    @Test
    void worker_thatTheSystemEndedForItsMemory_exceededThatLimit() {
        ProcessTree ended = new ProcessTree() {
            @Override
            public void watch(Time time) {}

            @Override
            public void kill() {}

            @Override
            public Optional<String> exceeded() {
                return Optional.of("memoryBytes");
            }

            @Override
            public void remove() {}
        };
        try (WorkerPool pool = pool("half", Duration.ofSeconds(20), ended)) {
            AttemptFailedException failed =
                    assertThrows(AttemptFailedException.class, () -> call(pool));
            assertEquals(Reason.LIMIT_EXCEEDED, failed.denial().reason());
            assertEquals("memoryBytes", failed.denial().details().get("limit"));
            assertEquals("killed", failed.denial().details().get("handler"));
            assertFalse(failed.passing());
            assertEquals(0, pool.workerCount());
        }
    }

    @Test
    void call_afterClose_isRefusedAndStartsNothing() {
        WorkerPool pool = pool("good", Duration.ofSeconds(20));
        pool.close();
        AttemptFailedException failed =
                assertThrows(AttemptFailedException.class, () -> call(pool));
        assertEquals(Reason.CLOSED, failed.denial().reason());
        assertEquals(0, pool.workerCount());
    }

    @Test
    void problems_ofASandboxedVerbWithoutFolder_nameThem() {
        VerbDescriptor verb = Echo.VERB;
        VerbDescriptor sandboxed = VerbDescriptor.of("test.box", "1.0.0", "Echo#echo")
                .effects(verb.effects())
                .contract(ContractTerms.DEFAULT.isolation(Isolation.SANDBOXED))
                .schemas(Echo.HASH.hex(), Echo.HASH.hex());
        try (WorkerPool pool =
                new WorkerPool(WorkerSettings.DEFAULT, Map.of(), time, new SecureRandom())) {
            String problems = String.join("; ", pool.problems(sandboxed));
            assertTrue(problems.contains("withSandboxFolder"), problems);
            assertTrue(problems.contains("ServiceLoader"), problems);
        }
    }
}
