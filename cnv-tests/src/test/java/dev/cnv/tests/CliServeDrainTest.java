package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointException;
import dev.cnv.runtime.endpoint.RemoteOutcome;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.outcome.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that serves and is asked to end: who has a call is answered, and the ledger is whole. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CliServeDrainTest {

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final SecureRandom random = new SecureRandom();
    private final SigningKey root = SigningKey.generate(random);
    private final SigningKey key = SigningKey.generate(random);
    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeKey() throws IOException {
        KeyFile.writePublic(folder.resolve("root.pub"), root.publicKey());
    }

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    private Process serve(List<String> by, Duration drain) throws Exception {
        List<String> command = new ArrayList<>(by);
        command.addAll(OtherJvm.command(
                ServeMain.class,
                folder.resolve("root.pub").toString(),
                folder.resolve("ledger").toString(),
                folder.resolve("s").toString(),
                drain.toString()));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        started.add(process);
        while (!Files.readString(output).contains("serving at unix:")) {
            assertTrue(process.isAlive(), Files.readString(output));
            Thread.sleep(20);
        }
        return process;
    }

    private RemoteSession session(Client client) throws Exception {
        TokenDraft draft = TokenDraft.to(key.publicKey(), "alice", "person")
                .between(Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600))
                .grant("**", EffectLevel.PRIVILEGED);
        return client.open(new Credential.Held(Chain.issue(root, draft), key));
    }

    private Client client() throws Exception {
        return Client.to(EndpointAddress.unix(folder.resolve("s"))).connect();
    }

    private static CompletableFuture<RemoteOutcome> ponder(
            RemoteSession session, Path file, int millis) {
        String arguments = "{\"file\":\"" + file + "\",\"millis\":" + millis + "}";
        return CompletableFuture.supplyAsync(() -> {
            try {
                return session.call(new CapabilityId("cell.ponder"), StrictJson.parse(arguments));
            } catch (EndpointException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Asks for a verb that there is not: nothing of it runs, whichever answer comes. */
    private static boolean takesNoMore(RemoteSession session) {
        try {
            session.call(new CapabilityId("cell.none"), StrictJson.parse("{}"));
            return false;
        } catch (EndpointException _) {
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private InvocationCompleted onlyOutcome() {
        assertTrue(FileLedger.verify(folder.resolve("ledger")).intact());
        List<InvocationCompleted> ended = new ArrayList<>();
        FileLedger.read(folder.resolve("ledger"), record -> {
            if (record.event() instanceof InvocationCompleted completed) {
                ended.add(completed);
            }
        });
        assertEquals(1, ended.size(), ended::toString);
        return ended.getFirst();
    }

    private static boolean gone(String pid) {
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .isEmpty();
    }

    @Test
    void termination_duringACall_answersItAndClosesTheLedger() throws Exception {
        Process process = serve(List.of(), Duration.ofSeconds(20));
        Path file = folder.resolve("pid");
        try (Client client = client()) {
            RemoteSession session = session(client);
            CompletableFuture<RemoteOutcome> call = ponder(session, file, 3000);
            String worker = Cells.noted(file);
            process.destroy();
            Waiting.until(() -> takesNoMore(session));
            assertEquals(Long.parseLong(worker), call.join().outcome().orThrow().longValue());
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(143, process.exitValue(), Files.readString(folder.resolve("output")));
            Waiting.until(() -> gone(worker));
        }
        assertEquals("completed", onlyOutcome().status());
    }

    /** At a terminal the signal goes to the workers too. */
    @Test
    void interruption_ofAllProcessesDuringACall_answersIt() throws Exception {
        assumeTrue(Files.isExecutable(SETSID), "the tool setsid is not there");
        Process process = serve(List.of(SETSID.toString()), Duration.ofSeconds(20));
        Path file = folder.resolve("pid");
        try (Client client = client()) {
            CompletableFuture<RemoteOutcome> call = ponder(session(client), file, 2000);
            String worker = Cells.noted(file);
            assertEquals(
                    0,
                    new ProcessBuilder("/bin/sh", "-c", "kill -INT -" + process.pid())
                            .start()
                            .waitFor());
            assertEquals(Long.parseLong(worker), call.join().outcome().orThrow().longValue());
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(130, process.exitValue(), Files.readString(folder.resolve("output")));
        }
        assertEquals("completed", onlyOutcome().status());
    }

    @Test
    void termination_beyondTheDrainTime_cancelsTheCallAndSaysSoInTheLedger() throws Exception {
        Process process = serve(List.of(), Duration.ofMillis(300));
        Path file = folder.resolve("pid");
        try (Client client = client()) {
            CompletableFuture<RemoteOutcome> call = ponder(session(client), file, 600_000);
            String worker = Cells.noted(file);
            process.destroy();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(143, process.exitValue(), Files.readString(folder.resolve("output")));
            Waiting.until(() -> gone(worker));
            assertThrows(Exception.class, () -> call.get(30, TimeUnit.SECONDS));
        }
        assertEquals(Optional.of(Reason.CANCELLED), onlyOutcome().reason());
    }
}
