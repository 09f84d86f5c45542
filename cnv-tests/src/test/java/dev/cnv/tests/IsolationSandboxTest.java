package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.CnvBuilder;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.contract.WorkerSettings;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.worker.Confiner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SANDBOXED verbs, where this machine can hold them. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IsolationSandboxTest {

    private static final Confiner CONFINER = Confiner.ofThisMachine();

    private final SecureRandom random = new SecureRandom();
    private final SigningKey root = SigningKey.generate(random);
    private final SigningKey key = SigningKey.generate(random);
    private final MemoryLedger ledger = new MemoryLedger();
    private Optional<Cnv> cnv = Optional.empty();

    @TempDir
    private Path folder;

    private CnvBuilder builder(WorkerSettings settings) {
        return Cnv.builder()
                .verbs(new BoxVerbs())
                .workers(settings)
                .policy(Fixture.ALLOW_ALL)
                .trust(Trust.of(root.publicKey()))
                .ledger(ledger)
                .drain(Duration.ofMillis(200));
    }

    @BeforeAll
    static void requireAbilities() {
        List<String> missing = CONFINER.missing();
        assumeTrue(missing.isEmpty(), () -> "this machine lacks: " + missing);
    }

    @BeforeEach
    void open() {
        WorkerSettings settings = WorkerSettings.DEFAULT
                .withModules(CellModules.class)
                .withSandboxFolder(folder.resolve("boxes"));
        cnv = Optional.of(builder(settings).build());
    }

    @AfterEach
    void close() {
        cnv.ifPresent(Cnv::close);
        assertEquals(
                0,
                ProcessHandle.current()
                        .children()
                        .filter(ProcessHandle::isAlive)
                        .count());
    }

    private BoxVerbs.Calls calls(String tenant) {
        TokenDraft draft = TokenDraft.to(key.publicKey(), "alice", "person")
                .tenant(new TenantId(tenant))
                .between(Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600))
                .grant("**", EffectLevel.PRIVILEGED);
        Session session =
                cnv.orElseThrow().open(new Credential.Held(Chain.issue(root, draft), key));
        return BoxVerbs.with(session);
    }

    private static <T> T value(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Completed<T> done) {
            return done.value();
        }
        throw new AssertionError(outcome.toString());
    }

    private static Outcome.Failed<?> failed(Outcome<?> outcome) {
        return assertInstanceOf(Outcome.Failed.class, outcome, outcome::toString);
    }

    @Test
    void sandboxedVerb_runsInAnEmptyWorldAndIsUsedAgain() {
        List<String> first = List.of(value(calls("acme").where()).split(" "));
        List<String> second = List.of(value(calls("acme").where()).split(" "));
        assertEquals(first.get(0), second.get(0), "the same process");
        assertEquals("2", second.get(2));
        assertNotEquals(Integer.toString(System.getenv().size()), first.get(1));
        assertEquals("completed", ledger.completions().getLast().status());
    }

    @Test
    void sandboxedVerb_hasOneFolderForEachTenant() throws IOException {
        assertEquals("kept", value(calls("acme").attempt("write", "kept")));
        assertEquals("[kept]", value(calls("acme").attempt("list", ".")));
        assertEquals("[]", value(calls("globex").attempt("list", ".")));
        Path secret = Files.writeString(folder.resolve("secret"), "s");
        assertEquals(
                "refused NoSuchFileException",
                value(calls("acme").attempt("read", secret.toString())));
        String outside =
                value(calls("acme").attempt("write", folder.resolve("out").toString()));
        assertTrue(outside.startsWith("refused"), outside);
        String passwords = value(calls("acme").attempt("read", "/etc/passwd"));
        assertTrue(passwords.startsWith("refused"), passwords);
    }

    @Test
    void sandboxedVerb_hasANetworkOnlyWhenItsEffectsSaySo() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(server.getLocalPort());
            String without = value(calls("acme").attempt("connect", port));
            assertTrue(without.startsWith("refused"), without);
            assertEquals("connected true", value(calls("acme").reach(port)));
        }
    }

    @Test
    void sandboxedVerb_whoseOtherThreadsBurnProcessorTime_isEnded() {
        String once = value(calls("acme").use(0));
        String again = value(calls("acme").use(0));
        assertTrue(once.endsWith(" 1") && again.endsWith(" 1"), "each call has a fresh process");
        Outcome.Failed<?> burnt = failed(calls("acme").use(4));
        assertEnded(Reason.LIMIT_EXCEEDED, burnt);
        assertEquals("cpuNanos", burnt.failure().details().get("limit"));
        assertFresh(value(calls("acme").use(0)));
    }

    @Test
    void sandboxedVerb_beyondItsMemory_isLimited() {
        assertTrue(value(calls("acme").eat(4)).startsWith("4 "));
        Outcome.Failed<?> full = failed(calls("acme").eat(200));
        assertEnded(Reason.LIMIT_EXCEEDED, full);
        assertFresh(value(calls("acme").eat(4)));
    }

    /** Each of four processes takes less than a process may, and all of them more than all together may. */
    @Test
    void sandboxedVerb_beyondItsMemoryInItsChildren_isEndedWhereTheirGroupIsHeld() {
        Outcome<String> all = calls("acme").eatInChildren(4);
        List<String> missing = CONFINER.heldPerProcess();
        if (!missing.isEmpty()) {
            assertFresh(value(all));
            abort("each process is held alone: " + missing);
        }
        Outcome.Failed<?> ended = failed(all);
        assertEnded(Reason.LIMIT_EXCEEDED, ended);
        assertEquals("memoryBytes", ended.failure().details().get("limit"));
        assertFresh(value(calls("acme").eatInChildren(0)));
    }

    @ParameterizedTest
    @CsvSource({"keep, threw", "close, threw", "swallow, returned"})
    void sandboxedVerb_beyondItsFileDescriptors_isLimited(String then, String handler) {
        assertEquals("1", value(calls("acme").open2(8, "close")).split(" ")[2]);
        Outcome.Failed<?> refused = failed(calls("acme").open2(500, then));
        assertEnded(Reason.LIMIT_EXCEEDED, refused);
        assertEquals("fileDescriptors", refused.failure().details().get("limit"));
        assertEquals(handler, refused.failure().details().get("handler"));
        assertFresh(value(calls("acme").open2(8, "close")));
    }

    @Test
    void sandboxedVerb_thatStartsThreadsWithoutEnd_isLimited() {
        Outcome.Failed<?> refused = failed(calls("acme").start(2000));
        assertEnded(Reason.LIMIT_EXCEEDED, refused);
        assertEquals("threads", refused.failure().details().get("limit"));
        assertFresh(value(calls("acme").start(10)));
    }

    @ParameterizedTest
    @CsvSource({"halt, WORKER_LOST", "hang, TIMED_OUT"})
    void sandboxedVerb_thatEndsItsWorkerOrHangs_isReplaced(String how, Reason reason) {
        assertEnded(reason, failed(calls("acme").end(how)));
        assertFresh(value(calls("acme").end("not")));
    }

    /** The call failed for a reason, and the ledger says so. */
    private void assertEnded(Reason reason, Outcome.Failed<?> outcome) {
        assertEquals(reason, outcome.failure().reason(), outcome::toString);
        assertEquals(Optional.of(reason), ledger.completions().getLast().reason());
    }

    /** The call had the only permit, and is the first of its process. */
    private static void assertFresh(String process) {
        assertTrue(process.endsWith(" 1"), process);
    }

    @Test
    void verb_thatAsksForItsWholeTree_runsWhereThatIsHeldAndIsRefusedWhereNot() {
        CnvBuilder tree = builder(WorkerSettings.DEFAULT
                        .withModules(CellModules.class)
                        .withSandboxFolder(folder.resolve("trees")))
                .verbs(new TreeVerbs());
        List<String> missing = CONFINER.heldPerProcess();
        if (missing.isEmpty()) {
            tree.build().close();
            return;
        }
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, tree::build);
        assertTrue(
                refused.getMessage().contains("wholeTree=true cannot be kept"), refused::toString);
        assertTrue(refused.getMessage().contains(missing.getFirst()), refused::toString);
    }

    @Test
    void build_withoutAFolder_isRefusedWithTheReason() {
        CnvBuilder none = builder(WorkerSettings.DEFAULT.withModules(CellModules.class));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, none::build);
        assertTrue(refused.getMessage().contains("withSandboxFolder"), refused::toString);
    }
}
