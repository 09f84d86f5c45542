package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.CredentialFile;
import dev.cnv.runtime.delegation.TokenDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
                folder.resolve("alice"),
                new Credential.Held(Chain.issue(root, draft), alice));
    }

    private Thread serve(String at, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "serve",
                "--on=" + at,
                "--policy=" + folder.resolve("rules"),
                "--trust=" + folder.resolve("root.pub"),
                "--dir=" + folder.resolve("ledger"),
                "--duration=60s"));
        words.addAll(List.of(more));
        return Thread.ofPlatform()
                .daemon()
                .start(() -> ToolRun.of(
                        folder.resolve("server"), words.toArray(String[]::new)));
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

    @Test
    void call_ofAServedVerb_isDecidedThere() throws Exception {
        Path socket = folder.resolve("s");
        serve("unix:" + socket);
        awaitSocket(socket);
        ToolRun denied = call("--to=unix:" + socket, "--capability=file.list", "--arg=path=docs");
        assertEquals(3, denied.exit(), denied.err());
        assertTrue(denied.err().contains("authority"), denied.err());
        ToolRun unknown = call(
                "--to=unix:" + socket,
                "--capability=no.verb",
                "--credential=" + folder.resolve("alice"));
        assertEquals(2, unknown.exit(), unknown.err());
        ToolRun shown = call(
                "--to=unix:" + socket,
                "--capability=file.list",
                "--arg=path=.",
                "--credential=" + folder.resolve("alice"),
                "--errors=json",
                "--output=json");
        System.out.println(shown);
    }

    @Test
    void call_whereNobodyServes_saysSo() {
        ToolRun failed = call("--to=unix:" + folder.resolve("s"), "--capability=file.list");
        assertEquals(1, failed.exit());
        assertTrue(failed.err().contains("nobody serves"), failed.err());
    }

    @Test
    void call_withAnArgumentThatIsNone_isRefusedUnsent() {
        ToolRun failed = call(
                "--to=unix:" + folder.resolve("s"), "--capability=file.list", "--arg=path");
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
