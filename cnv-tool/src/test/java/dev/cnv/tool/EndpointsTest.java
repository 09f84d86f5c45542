package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.examples.workspace.Workspace;
import dev.cnv.examples.workspace.WorkspaceVerbs;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.cli.Termination;
import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.CredentialFile;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.endpoint.TlsIdentity;
import dev.cnv.runtime.endpoint.TlsPeers;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code cnv serve} and {@code cnv call}, each with its own operator's ledger. */
@Timeout(120)
class EndpointsTest {

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    private final SigningKey root = SigningKey.generate(random);
    private final SigningKey signer = SigningKey.generate(random);
    private final SystemTime time = new SystemTime(Clock.systemUTC());
    private final SigningKey alice = SigningKey.generate(random);

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(folder.resolve("rules"), "permit all;\n");
        KeyFile.writePublic(folder.resolve("root.pub"), root.publicKey());
        Instant now = Instant.now();
        TokenDraft draft = TokenDraft.to(alice.publicKey(), "alice", "person")
                .between(now.minusSeconds(60), now.plus(Duration.ofHours(1)))
                .grant("**", EffectLevel.PRIVILEGED);
        CredentialFile.write(
                folder.resolve("alice"), new Credential.Held(Chain.issue(root, draft), alice));
    }

    @AfterEach
    void closeTime() {
        time.close();
    }

    private ToolRun call(String... words) {
        List<String> all = new ArrayList<>(List.of("call"));
        all.addAll(List.of(words));
        return ToolRun.of(folder.resolve("client"), all.toArray(String[]::new));
    }

    private void awaitSocket(Path socket) throws InterruptedException {
        for (int i = 0; i < 600 && !Files.exists(socket); i++) {
            Thread.sleep(50);
        }
        assertTrue(Files.exists(socket));
    }

    /** The operator's own verbs are nobody else's: without others there is nothing to serve. */
    @Test
    void serve_withoutVerbsOfAnApplication_isRefused() {
        ToolRun refused = ToolRun.of(
                folder.resolve("server"),
                "serve",
                "--on=unix:" + folder.resolve("s"),
                "--policy=" + folder.resolve("rules"),
                "--trust=" + folder.resolve("root.pub"),
                "--dir=" + folder.resolve("ledger"));
        assertEquals(2, refused.exit(), refused.err());
        assertTrue(refused.err().contains("cnv verbs list"), refused.err());
        assertTrue(Files.notExists(folder.resolve("s")));
    }

    @Test
    void serve_withVerbs_decidesAndRecordsThere() throws Exception {
        Path socket = folder.resolve("s");
        Files.createDirectories(folder.resolve("files"));
        Endpoints.Part part = new Endpoints.Part(
                List.of(new WorkspaceVerbs(new Workspace(folder.resolve("files")))),
                PolicySet.of(PolicyRule.allow("all").always()),
                Trust.of(root.publicKey()),
                folder.resolve("ledger"),
                Optional.empty(),
                Optional.empty());
        Thread serving = Thread.ofPlatform().daemon().start(() -> {
            try {
                Endpoints.serve(
                        part,
                        Optional.empty(),
                        EndpointAddress.unix(socket),
                        new Endpoints.Times(
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(10),
                                Termination.never()));
            } catch (IOException | InterruptedException _) {
                // The test is over.
            }
        });
        awaitSocket(socket);
        ToolRun listed = call(
                "--to=unix:" + socket,
                "--capability=file.list",
                "--credential=" + folder.resolve("alice"));
        assertEquals(0, listed.exit(), listed.err());
        serving.interrupt();
        assertTrue(serving.join(Duration.ofSeconds(30)));
        assertTrue(recorded().contains("file.list"), recorded());
        assertTrue(Files.notExists(socket));
    }

    private String recorded() {
        StringBuilder recorded = new StringBuilder();
        FileLedger.read(
                folder.resolve("ledger"),
                record -> recorded.append(record.event()).append('\n'));
        return recorded.toString();
    }

    private Cnv workspace() throws IOException {
        Files.createDirectories(folder.resolve("files"));
        Files.writeString(folder.resolve("files").resolve("hello"), "Hello.");
        return Cnv.builder()
                .name("workspace")
                .verbs(new WorkspaceVerbs(new Workspace(folder.resolve("files"))))
                .policy(PolicySet.of(PolicyRule.allow("all").always()))
                .trust(Trust.of(root.publicKey()))
                .ledger(FileLedger.open(folder.resolve("ledger"), time))
                .time(time)
                .signer(signer)
                .build();
    }

    @Test
    void call_ofAServedVerb_printsItsResultAndChecksItsReceipt() throws Exception {
        KeyFile.writePublic(folder.resolve("signer.pub"), signer.publicKey());
        try (Cnv cnv = workspace();
                Server server = Server.of(cnv).start(EndpointAddress.unix(folder.resolve("w")))) {
            ToolRun read = call(
                    "--to=" + server.address(),
                    "--capability=file.read",
                    "--arg=path=hello",
                    "--credential=" + folder.resolve("alice"),
                    "--receipt-to=" + folder.resolve("receipt"),
                    "--receipt-trust=" + folder.resolve("signer.pub"),
                    "--output=json");
            assertEquals(0, read.exit(), read.err());
            assertTrue(read.json().path("result").asString().contains("Hello."), read.out());
            assertEquals("alice", read.json().path("agent").asString());
            ToolRun receipt = ToolRun.of(
                    folder.resolve("client"),
                    "receipt",
                    "verify",
                    "--file=" + folder.resolve("receipt"),
                    "--trust=" + folder.resolve("signer.pub"));
            assertEquals(0, receipt.exit(), receipt.err());
            ToolRun doubted = call(
                    "--to=" + server.address(),
                    "--capability=file.read",
                    "--arg=path=hello",
                    "--credential=" + folder.resolve("alice"),
                    "--receipt-trust=" + folder.resolve("root.pub"));
            assertEquals(3, doubted.exit(), doubted.err());
        }
    }

    @Test
    void call_withoutACredential_isDeniedWithTheStatusOfALocalCall() throws Exception {
        try (Cnv cnv = workspace();
                Server server = Server.of(cnv).start(EndpointAddress.unix(folder.resolve("w")))) {
            ToolRun denied =
                    call("--to=" + server.address(), "--capability=file.read", "--arg=path=hello");
            assertEquals(3, denied.exit(), denied.err());
            assertTrue(denied.err().contains("[authority-missing]"), denied.err());
        }
    }

    @Test
    void call_overTls_needsTheServersKey() throws Exception {
        SigningKey serverKey = SigningKey.generate(random);
        SigningKey clientKey = SigningKey.generate(random);
        KeyFile.write(folder.resolve("client.key"), clientKey);
        KeyFile.writePublic(folder.resolve("server.pub"), serverKey.publicKey());
        try (Cnv cnv = workspace();
                Server server = Server.of(cnv)
                        .tls(
                                TlsIdentity.ofPinnedKey(serverKey, Instant.now()),
                                TlsPeers.pinned(clientKey.publicKey()))
                        .start(EndpointAddress.tls("localhost", 0))) {
            ToolRun read = call(
                    "--to=" + server.address(),
                    "--capability=file.read",
                    "--arg=path=hello",
                    "--credential=" + folder.resolve("alice"),
                    "--key=" + folder.resolve("client.key"),
                    "--server-key=" + folder.resolve("server.pub"));
            assertEquals(0, read.exit(), read.err());
            ToolRun other = call(
                    "--to=" + server.address(),
                    "--capability=file.read",
                    "--key=" + folder.resolve("client.key"),
                    "--server-key=" + folder.resolve("root.pub"));
            assertEquals(1, other.exit(), other.err());
        }
    }

    @Test
    void call_whereNobodyServes_saysSo() {
        ToolRun failed = call("--to=unix:" + folder.resolve("s"), "--capability=file.list");
        assertEquals(1, failed.exit());
        assertTrue(failed.err().contains("nobody serves"), failed.err());
    }

    @Test
    void call_withAnArgumentThatIsNone_isRefusedUnsent() {
        ToolRun failed =
                call("--to=unix:" + folder.resolve("s"), "--capability=file.list", "--arg=path");
        assertEquals(2, failed.exit());
        assertTrue(failed.err().contains("name:=JSON"), failed.err());
    }

    @Test
    void call_overTlsWithoutAKey_saysWhatIsMissing() {
        ToolRun failed = call("--to=tls://localhost:7", "--capability=file.list");
        assertEquals(2, failed.exit());
        assertTrue(failed.err().contains("--key"), failed.err());
    }

    @Test
    void call_toSomethingThatIsNoAddress_isRefused() {
        ToolRun failed = call("--to=http://localhost", "--capability=file.list");
        assertEquals(2, failed.exit());
        assertTrue(failed.err().contains("unix:PATH"), failed.err());
    }
}
