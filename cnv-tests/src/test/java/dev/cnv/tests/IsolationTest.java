package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.contract.WorkerSettings;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Verbs in processes of their own, with real processes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IsolationTest {

    private static final WorkerSettings WORKERS = Cells.settings();

    private final SecureRandom random = new SecureRandom();
    private final SigningKey root = SigningKey.generate(random);
    private final SigningKey key = SigningKey.generate(random);
    private final MemoryLedger ledger = new MemoryLedger();
    private final Set<Long> before = children();
    private Cnv cnv = open(WORKERS, Fixture.ALLOW_ALL);

    @TempDir
    private Path folder;

    private Cnv open(WorkerSettings settings, PolicySet rules) {
        return open(settings, rules, ledger);
    }

    private Cnv open(WorkerSettings settings, PolicySet rules, MemoryLedger other) {
        return Cnv.builder()
                .verbs(new CellVerbs())
                .workers(settings)
                .policy(rules)
                .trust(Trust.of(root.publicKey()))
                .ledger(other)
                .drain(Duration.ofMillis(200))
                .build();
    }

    private void reopen(WorkerSettings settings, PolicySet rules) {
        cnv.close();
        cnv = open(settings, rules, new MemoryLedger());
    }

    @AfterEach
    void close_leavesNoProcess() {
        cnv.close();
        assertEquals(before, children());
    }

    /** The processes that this one has started, but for those that ended and were not collected. */
    private static Set<Long> children() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .collect(java.util.stream.Collectors.toSet());
    }

    private Set<Long> workers() {
        Set<Long> now = new java.util.HashSet<>(children());
        now.removeAll(before);
        return now;
    }

    private Session session(String tenant) {
        TokenDraft draft = TokenDraft.to(key.publicKey(), "alice", "person")
                .tenant(new TenantId(tenant))
                .between(Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600))
                .grant("**", EffectLevel.PRIVILEGED);
        return cnv.open(new Credential.Held(Chain.issue(root, draft), key));
    }

    private CellVerbs.Calls typed() {
        return CellVerbs.with(session("acme"));
    }

    private static <T> T value(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Completed<T> done) {
            return done.value();
        }
        throw new AssertionError(outcome.toString());
    }

    private static Outcome.Failed<?> failed(Outcome<?> outcome) {
        return assertInstanceOf(Outcome.Failed.class, outcome);
    }

    private static void until(BooleanSupplier what) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!what.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not within 30 s");
            Thread.sleep(10);
        }
    }

    private static long pid(Path file) throws IOException, InterruptedException {
        until(() -> {
            try {
                return Files.exists(file) && !Files.readString(file).isEmpty();
            } catch (IOException e) {
                return false;
            }
        });
        return Long.parseLong(Files.readString(file));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private InvocationCompleted last() {
        return ledger.completions().getLast();
    }

    @Test
    void verb_isolated_runsElsewhereAndItsWorkerIsUsedAgain() {
        List<Long> first = value(typed().where());
        List<Long> second = value(typed().where());
        assertNotEquals(ProcessHandle.current().pid(), first.get(0));
        assertEquals(first.get(0), second.get(0));
        assertEquals(1, first.get(1));
        assertEquals(2, second.get(1), "statics live in the worker");
        assertEquals(1, Cell.count(), "and are not this process's");
        assertEquals(1, workers().size());
        assertEquals("completed", last().status());
    }

    @Test
    void worker_isNeverSharedByTenantsOrVerbs() {
        long acme = value(typed().where()).get(0);
        long globex = value(CellVerbs.with(session("globex")).where()).get(0);
        long look = value(typed().look()).pid();
        assertEquals(3, Set.of(acme, globex, look).size());
        assertEquals(acme, value(typed().where()).get(0));
        assertEquals(globex, value(CellVerbs.with(session("globex")).where()).get(0));
    }

    @Test
    void handler_inAWorker_seesItsCall() {
        Cell.Seen seen = value(typed().look());
        PolicyDecision decision = ledger.decisions().getLast();
        assertEquals(decision.invocation().toString(), seen.invocation());
        assertEquals("alice", seen.agent());
        assertEquals("acme", seen.tenant());
        assertEquals(Optional.of("all"), seen.rule());
        assertFalse(seen.dryRun());
        Session wanted = session("acme").with(CallOptions.NONE.asDryRun().correlation("c-7"));
        Outcome<JsonNode> dry = Fixture.json(wanted, "cell.look", "{}");
        assertTrue(value(dry).get("dryRun").booleanValue());
        assertEquals("c-7", value(dry).get("correlation").stringValue());
    }

    @Test
    void typedAndJsonCallers_getEqualValues() {
        Cell.Mixed given = new Cell.Mixed(
                41,
                0.5,
                Optional.of("t"),
                List.of(Cell.Kind.SECOND),
                Map.of("a", 1),
                Set.of("x", "y"),
                Duration.ofSeconds(90),
                Instant.parse("2026-01-01T00:00:00Z"),
                List.of(new Cell.Part("p", (byte) 3)));
        Cell.Mixed result = value(typed().mix(given));
        assertEquals(Cell.plusOne(given), result);
        JsonNode json = value(
                Fixture.json(
                        session("acme"),
                        "cell.mix",
                        "{\"given\":{\"number\":41,\"real\":0.5,\"text\":\"t\",\"kinds\":[\"SECOND\"],"
                                + "\"counts\":{\"a\":1},\"names\":[\"x\",\"y\"],\"time\":\"PT1M30S\","
                                + "\"at\":\"2026-01-01T00:00:00Z\",\"parts\":[{\"name\":\"p\",\"size\":3}]}}"));
        assertEquals(42, json.get("number").intValue());
        assertEquals("SECOND", json.get("kinds").get(0).stringValue());
        assertEquals(3, json.get("parts").get(0).get("size").intValue());
    }

    @ParameterizedTest
    @CsvSource({"exit, 7", "halt, 8"})
    void worker_thatEndsItself_isLostAndReplaced(String how, String status) {
        Outcome.Failed<?> failed = failed(typed().end2(how));
        assertEquals(Reason.WORKER_LOST, failed.failure().reason());
        assertEquals(status, failed.failure().details().get("exitStatus"));
        assertEquals("killed", failed.failure().details().get("handler"));
        assertEquals(Optional.of(Reason.WORKER_LOST), last().reason());
        assertEquals(Set.of(), workers());
        assertEquals(
                Reason.HANDLER_FAILED, failed(typed().end2("not")).failure().reason());
        assertEquals(1, workers().size(), "the next call got a fresh one");
    }

    @Test
    void worker_thatWillNotEnd_isKilled() throws Exception {
        long start = System.nanoTime();
        Path file = file("spin");
        Outcome.Failed<?> failed = failed(typed().spin(file.toString()));
        assertEquals(Reason.TIMED_OUT, failed.failure().reason());
        assertEquals("killed", failed.failure().details().get("handler"));
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20));
        assertEquals(Optional.of(Reason.TIMED_OUT), last().reason());
        long pid = pid(file);
        until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        // The one permit came back.
        Path again = file("again");
        CompletableFuture<Outcome<Long>> second =
                CompletableFuture.supplyAsync(() -> typed().spin(again.toString()));
        assertNotEquals(pid, pid(again));
        assertEquals(Reason.TIMED_OUT, failed(second.join()).failure().reason());
    }

    @Test
    void worker_killedFromOutside_isLostAndItsPermitComesBack() throws Exception {
        Path file = file("wait");
        CompletableFuture<Outcome<Void>> call =
                CompletableFuture.supplyAsync(() -> typed().await(file.toString()));
        ProcessHandle.of(pid(file)).orElseThrow().destroyForcibly();
        Outcome.Failed<?> failed = failed(call.join());
        assertEquals(Reason.WORKER_LOST, failed.failure().reason());
        assertEquals("137", failed.failure().details().get("exitStatus"));
        Path again = file("again");
        CompletableFuture<Outcome<Void>> second =
                CompletableFuture.supplyAsync(() -> typed().await(again.toString()));
        ProcessHandle.of(pid(again)).orElseThrow().destroyForcibly();
        assertEquals(Reason.WORKER_LOST, failed(second.join()).failure().reason());
    }

    @Test
    void worker_killedWhileIdle_isReplacedWithoutAFailure() throws Exception {
        long pid = value(typed().where()).get(0);
        ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
        worker.destroyForcibly();
        worker.onExit().get(30, TimeUnit.SECONDS);
        assertNotEquals(pid, value(typed().where()).get(0));
    }

    @Test
    void retry_ofTheContract_getsAFreshWorker() {
        assertEquals(1, value(typed().flaky(file("once").toString())));
        assertEquals(2, last().attempts());
    }

    @Test
    void caller_interrupted_killsTheWorker() throws Exception {
        Path file = file("wait");
        CompletableFuture<Outcome<Void>> call = new CompletableFuture<>();
        Thread caller =
                Thread.ofVirtual().start(() -> call.complete(typed().await(file.toString())));
        long pid = pid(file);
        caller.interrupt();
        assertEquals(Reason.CANCELLED, failed(call.join()).failure().reason());
        until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void close_whileAVerbRuns_killsIt() throws Exception {
        Path file = file("wait");
        CompletableFuture<Outcome<Void>> call =
                CompletableFuture.supplyAsync(() -> typed().await(file.toString()));
        long pid = pid(file);
        cnv.close();
        assertEquals(Reason.CANCELLED, failed(call.join()).failure().reason());
        assertTrue(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void runtime_killed_takesItsWorkersAlong() throws Exception {
        Path file = file("deaf");
        Process runtime = IsolationMain.start(file);
        ProcessHandle worker = ProcessHandle.of(pid(file)).orElseThrow();
        assertTrue(worker.isAlive());
        runtime.destroyForcibly();
        // Its parent is another process now, so that its end is looked for.
        until(() -> !worker.isAlive());
    }

    @Test
    void handler_thatThrows_failsAsItWouldHere() {
        Outcome.Failed<?> failed = failed(typed().say("throw"));
        assertEquals(Reason.HANDLER_FAILED, failed.failure().reason());
        assertEquals(
                "verb=cell.say threw java.lang.IllegalStateException in attempt=1: what=throw",
                failed.failure().message());
        assertEquals("threw", failed.failure().details().get("handler"));
        assertEquals("said hi", value(typed().say("hi")));
        assertEquals(1, workers().size(), "a failure costs no worker");
    }

    @Test
    void handler_withASecret_showsNoMessage() {
        Outcome.Failed<?> failed = failed(typed().fail("me", "pin"));
        assertFalse(
                failed.failure().message().contains("what=me"), failed.failure().message());
    }

    @Test
    void handler_thatRefuses_keepsItsReason() {
        Outcome.Failed<?> failed = failed(typed().fail("refuse", "pin"));
        assertEquals(Reason.RATE_EXCEEDED, failed.failure().reason());
        assertEquals("cell", failed.failure().details().get("by"));
    }

    @Test
    void nestedCall_isRefusedWithAReason() {
        assertEquals(Reason.NOT_IN_WORKER, failed(typed().nest()).failure().reason());
        assertEquals(Optional.of(Reason.NOT_IN_WORKER), last().reason());
    }

    @Test
    void limits_areMeasuredInTheWorker() {
        assertEquals(1 << 20, value(typed().eat(1)));
        Outcome.Failed<?> failed = failed(typed().eat(40));
        assertEquals(Reason.LIMIT_EXCEEDED, failed.failure().reason());
        assertEquals("memoryBytes", failed.failure().details().get("limit"));
        assertEquals(Set.of(), workers(), "its worker is not used again");
        assertEquals(1 << 20, value(typed().eat(1)));
    }

    @Test
    void heap_full_isALimit() {
        Outcome.Failed<?> failed = failed(typed().end2("out-of-memory"));
        assertEquals(Reason.LIMIT_EXCEEDED, failed.failure().reason());
        assertEquals("heapBytes", failed.failure().details().get("limit"));
        assertEquals(Set.of(), workers());
    }

    @Test
    void messages_tooLarge_areLimits() {
        assertEquals(1000, value(typed().flood(1000)).length());
        Outcome.Failed<?> large = failed(typed().flood(2 << 20));
        assertEquals(Reason.LIMIT_EXCEEDED, large.failure().reason());
        assertEquals("messageBytes", large.failure().details().get("limit"));
        Outcome.Failed<?> argument = failed(typed().say("x".repeat(1 << 20)));
        assertEquals(Reason.LIMIT_EXCEEDED, argument.failure().reason());
        assertEquals("not-started", argument.failure().details().get("handler"));
    }

    @Test
    void denial_startsNoProcess() {
        reopen(WORKERS, PolicySet.EMPTY);
        assertInstanceOf(Outcome.Denied.class, typed().where());
        assertEquals(Set.of(), workers());
    }

    @Test
    void idleWorker_endsAfterItsTime() throws Exception {
        reopen(
                WORKERS.withTimes(Duration.ofMillis(200), Duration.ofSeconds(20)),
                Fixture.ALLOW_ALL);
        assertEquals(1, value(typed().where()).get(1));
        until(() -> workers().isEmpty());
    }

    @Test
    void workers_beyondTheTotal_makeRoom() {
        reopen(WORKERS.withCounts(1, 1), Fixture.ALLOW_ALL);
        long first = value(typed().where()).get(0);
        assertEquals("said a", value(typed().say("a")));
        assertEquals(1, workers().size());
        assertFalse(workers().contains(first));
    }

    @Test
    void build_ofVerbsThatNoWorkerCanMake_isRefusedWithTheReason() {
        WorkerSettings none = WorkerSettings.DEFAULT.withModules(String.class);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> open(none, Fixture.ALLOW_ALL));
        assertTrue(refused.getMessage().contains("modules=java.lang.String"), refused::toString);
    }

    @Test
    void worker_thatCannotStart_isLostBeforeItBegan() {
        reopen(WORKERS.withJvm(List.of("-XX:NoSuchFlag=1"), Map.of()), Fixture.ALLOW_ALL);
        Outcome.Failed<?> failed = failed(typed().where());
        assertEquals(Reason.WORKER_LOST, failed.failure().reason());
        assertEquals("not-started", failed.failure().details().get("handler"));
        assertTrue(failed.failure().message().contains("exit status 1"), failed::toString);
    }

    @Test
    void idempotentKey_isAnsweredFromTheLedgerWithoutAWorker() {
        Session keyed = session("acme").with(CallOptions.NONE.idempotencyKey("k"));
        JsonNode first = value(Fixture.json(keyed, "cell.where", "{}"));
        JsonNode second = value(Fixture.json(keyed, "cell.where", "{}"));
        assertEquals(first, second);
        assertEquals(2, value(typed().where()).get(1), "the worker ran the first only");
    }
}
