package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.cli.CnvCli;
import dev.cnv.runtime.cli.Terminal;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.outcome.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application that serves its verbs by an option of its own command line; and one without verbs. */
@Timeout(60)
class CliServeTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private CnvCli cli(Fixture f, UnaryOperator<CnvCli.Builder> change) {
        return change.apply(CnvCli.named("bank")
                        .verbs(List.of(new BankVerbs(f.bank)))
                        .runtime(_ -> f.alice())
                        .streams(
                                InputStream.nullInputStream(),
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8))
                        .terminal(Terminal.NONE))
                .build();
    }

    @Test
    void serve_servesUntilItIsInterrupted() throws Exception {
        Path socket = folder.resolve("s");
        try (Fixture f = new Fixture()) {
            CnvCli cli =
                    cli(f, builder -> builder.serving(at -> Server.of(f.cnv).start(at)));
            AtomicInteger exit = new AtomicInteger(-1);
            Thread serving = Thread.ofPlatform()
                    .daemon()
                    .start(() -> exit.set(cli.run("--serve", "unix:" + socket)));
            while (!out.toString(StandardCharsets.UTF_8).contains("serving at unix:")) {
                Thread.sleep(5);
            }
            try (Client client = Client.to(EndpointAddress.unix(socket)).connect()) {
                client.open(f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED)))
                        .call(
                                new CapabilityId("bank.balance"),
                                StrictJson.parse("{\"account\":\"alice\"}"))
                        .outcome()
                        .orThrow();
            }
            serving.interrupt();
            assertTrue(serving.join(Duration.ofSeconds(30)));
            assertEquals(ExitCode.OK.status(), exit.get());
            assertTrue(Files.notExists(socket));
        }
    }

    @Test
    void serve_isInTheHelpOfWhoCanAlone() {
        try (Fixture f = new Fixture()) {
            assertEquals(0, cli(f, builder -> builder).run("--help"));
            assertFalse(out.toString(StandardCharsets.UTF_8).contains("--serve"));
            assertEquals(
                    ExitCode.USAGE.status(),
                    cli(f, builder -> builder).run("--serve", "unix:" + folder.resolve("s")));
            CnvCli can =
                    cli(f, builder -> builder.serving(at -> Server.of(f.cnv).start(at)));
            assertEquals(0, can.run("--help"));
            String help = out.toString(StandardCharsets.UTF_8);
            assertTrue(help.contains("--serve=ADDRESS") || help.contains("--serve ADDRESS"), help);
        }
    }

    @Test
    void serve_whereItCannot_saysWhy() {
        try (Fixture f = new Fixture()) {
            CnvCli cli =
                    cli(f, builder -> builder.serving(at -> Server.of(f.cnv).start(at)));
            assertEquals(ExitCode.USAGE.status(), cli.run("--serve", "http://localhost"));
            assertEquals(
                    ExitCode.FAILED.status(),
                    cli.run("--serve", "unix:" + folder.resolve("none").resolve("s")));
            assertEquals(
                    ExitCode.FAILED.status(), cli.run("--serve", "tls://localhost:0"), "no key");
            assertTrue(err.toString(StandardCharsets.UTF_8).contains("cannot serve at"));
        }
    }

    @Test
    void verbs_namedAsNone_areNoneAndNotThoseThatAreFound() {
        try (Fixture f = new Fixture()) {
            assertFalse(f.cnv.verbs().isEmpty());
        }
        try (Cnv none = Cnv.builder()
                        .verbs(List.of())
                        .ledger(new MemoryLedger())
                        .build();
                Cnv also = Cnv.builder().verbs().ledger(new MemoryLedger()).build()) {
            assertEquals(0, none.verbs().size());
            assertEquals(0, also.verbs().size());
        }
    }
}
