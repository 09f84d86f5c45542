package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.cli.ApplicationRuntime;
import dev.cnv.runtime.cli.CnvCli;
import dev.cnv.runtime.cli.Terminal;
import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.CredentialFile;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.tool.CnvTool;
import dev.cnv.tool.EndpointsVerbs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code cnv call} of verbs that say something while they run, in a process of its own. */
@Timeout(120)
class RemoteCallCommandTest {

    @TempDir
    private Path folder;

    private final SigningKey signer = SigningKey.generate(new SecureRandom());
    private final Feed feed = new Feed();
    private Fixture fixture;
    private Server server;

    @BeforeEach
    void serve() throws IOException {
        fixture = new Fixture(
                builder -> builder.name("feeds").signer(signer).verbs(new FeedVerbs(feed)));
        server = Server.of(fixture.cnv).start(EndpointAddress.unix(folder.resolve("s")));
        CredentialFile.write(
                folder.resolve("alice"),
                fixture.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED)));
        KeyFile.writePublic(folder.resolve("signer.pub"), signer.publicKey());
        KeyFile.writePublic(folder.resolve("root.pub"), fixture.root.publicKey());
    }

    @AfterEach
    void close() {
        server.close();
        Waiting.close(fixture);
    }

    private Process call(String verb, String... words) throws IOException {
        List<String> command = OtherJvm.command(
                CnvTool.class,
                "call",
                "--to=" + server.address(),
                "--capability=" + verb,
                "--credential=" + folder.resolve("alice"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("CNV_HOME", folder.resolve("home").toString());
        return builder.start();
    }

    private List<String> out() throws IOException {
        return Files.readAllLines(folder.resolve("out"));
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    private void assertEnds(int status, Process process) throws Exception {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(status, process.exitValue(), err());
    }

    @Test
    void call_withJson_printsAnEventALine() throws Exception {
        assertEnds(0, call("feed.kinds", "--json"));
        List<JsonNode> lines = out().stream().map(StrictJson::parse).toList();
        List<String> events =
                lines.stream().map(line -> line.path("event").asString("")).toList();
        assertEquals(List.of("started", "progress", "log", "warning", "completed", ""), events);
        for (int i = 0; i < 5; i++) {
            assertEquals(i, lines.get(i).path("sequence").intValue());
        }
        assertEquals(2, lines.get(1).path("total").intValue());
        assertEquals("\"done\"", lines.getLast().path("result").asString());
    }

    @Test
    void call_withEvents_printsThePartsAndWarns() throws Exception {
        assertEnds(0, call("feed.count", "--events", "--output=json", "--arg=below:=3"));
        List<JsonNode> lines = out().stream().map(StrictJson::parse).toList();
        assertEquals(4, lines.size());
        for (int i = 0; i < 3; i++) {
            assertEquals(i, lines.get(i).path("value").path("number").intValue());
        }
        assertEnds(0, call("feed.kinds", "--events"));
        assertTrue(err().contains("warning: a warning"), err());
    }

    private static final Terminal TERMINAL = new Terminal() {
        @Override
        public boolean outIsTerminal() {
            return true;
        }

        @Override
        public boolean errIsTerminal() {
            return true;
        }

        @Override
        public int columnCount() {
            return 80;
        }

        @Override
        public Optional<String> readSecret(String prompt) {
            return Optional.empty();
        }
    };

    @Test
    void call_onATerminal_drawsHowFarTheVerbIs() {
        Fixture own = new Fixture(builder -> builder.verbs(new EndpointsVerbs()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = CnvCli.named("cnv")
                .rootNoun("cnv")
                .verbs(List.of(new EndpointsVerbs()))
                .runtime(ApplicationRuntime.of(() -> own.cnv)
                        .withCaller(
                                "alice",
                                () -> own.credential(
                                        draft -> draft.grant("**", EffectLevel.PRIVILEGED)))
                        .withUsualCaller("alice"))
                .time(own.time)
                .streams(InputStream.nullInputStream(), printer(out), printer(err))
                .terminal(TERMINAL)
                .build()
                .run(
                        "call",
                        "--to=" + server.address(),
                        "--capability=feed.kinds",
                        "--credential=" + folder.resolve("alice"),
                        "--events");
        String drawn = err.toString(StandardCharsets.UTF_8);
        assertEquals(0, status, drawn);
        assertTrue(drawn.contains("50% 1/2 half"), drawn);
        assertTrue(drawn.contains("a log\n"), drawn);
        assertTrue(drawn.contains("warning: a warning\n"), drawn);
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("done"));
    }

    private static PrintStream printer(ByteArrayOutputStream out) {
        return new PrintStream(out, false, StandardCharsets.UTF_8);
    }

    @Test
    void call_withKeys_checksEachMilestone() throws Exception {
        assertEnds(
                0,
                call(
                        "feed.build",
                        "--json",
                        "--arg=milestones:=2",
                        "--receipt-trust=" + folder.resolve("signer.pub")));
        assertEquals(
                2,
                out().stream()
                        .filter(line ->
                                line.contains("\"milestone\"") && line.contains("signature holds"))
                        .count());
        assertEnds(
                3,
                call(
                        "feed.build",
                        "--json",
                        "--arg=milestones:=2",
                        "--receipt-trust=" + folder.resolve("root.pub")));
        assertTrue(err().contains("[receipt-untrusted]"), err());
    }

    @Test
    void call_thatIsInterrupted_cancelsTheVerb() throws Exception {
        Process process = call("feed.wait", "--events");
        assertTrue(feed.waiting.await(60, TimeUnit.SECONDS), err());
        // What a terminal sends for Ctrl-C.
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertNotEquals(0, process.exitValue());
        Waiting.until(() -> !fixture.ledger.completions().isEmpty());
        assertEquals(
                Reason.CANCELLED,
                fixture.ledger.completions().getLast().reason().orElseThrow());
        assertTrue(feed.stopped.get());
    }

    @Test
    void call_ofADeniedVerb_endsAsWithoutEvents() throws Exception {
        Process plain = call("feed.nothing");
        assertTrue(plain.waitFor(60, TimeUnit.SECONDS));
        assertNotEquals(0, plain.exitValue());
        assertEnds(plain.exitValue(), call("feed.nothing", "--events"));
    }
}
