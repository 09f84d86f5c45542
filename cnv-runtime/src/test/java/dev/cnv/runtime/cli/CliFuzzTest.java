package dev.cnv.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.outcome.ExitCode;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Any command line at all: a documented exit status, data only on standard output, nothing run by accident. */
class CliFuzzTest {

    private static final List<String> WORDS = List.of(
            "account",
            "transfer",
            "balance",
            "undo",
            "cluster",
            "node",
            "drain",
            "--from",
            "--to=b",
            "--cents",
            "-5",
            "--cents=9",
            "--currency",
            "usd",
            "--note=",
            "--no-show",
            "--show",
            "--show=maybe",
            "-u",
            "-f",
            "-fx",
            "--account=a",
            "--labels=a=1",
            "--labels",
            "--pin",
            "--force=false",
            "--param-output=x",
            "--output",
            "json",
            "--output=yaml",
            "--output=none",
            "--help",
            "-h",
            "--version",
            "--capabilities",
            "--introspect",
            "--dry-run",
            "--",
            "-",
            "--=",
            "=",
            "@x",
            "${env:HOME}",
            "--token",
            "--as=x",
            "--idempotency-key=k",
            "--completion=bash",
            "--errors=json",
            "--json",
            "--no-color",
            "--verbose");

    private static final String TEXT = "a-=\"'\\@$ {}\u0000\u001b\u202e\n\u00e9";

    private record Line(List<String> arguments, Map<String, String> environment, String input) {}

    @Test
    void run_anyArguments_endWithADocumentedStatus() {
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Property.named("cli-fuzz").oneIn(20).check(CliFuzzTest::line, line -> {
            FakeBank bank = new FakeBank();
            CliRun run = CliRun.of(bank)
                    .with(line.environment())
                    .input(line.input())
                    .run(line.arguments().toArray(String[]::new));
            assertTrue(
                    Arrays.stream(ExitCode.values()).anyMatch(code -> code.status() == run.exit()),
                    "exit=" + run.exit() + " err=" + run.err());
            assertTrue(run.exit() != ExitCode.INTERNAL.status(), run.err());
            if (run.exit() == 0) {
                ran.incrementAndGet();
            } else {
                refused.incrementAndGet();
                assertEquals("", run.out());
                assertTrue(!run.err().isBlank());
            }
            if (run.exit() == ExitCode.USAGE.status()) {
                assertEquals(List.of(), bank.calls);
            }
            assertTrue(bank.calls.size() <= 1);
            bank.calls.forEach(call -> StrictJson.parse(call.arguments().toString()));
        });
        assertTrue(ran.get() > 20 && refused.get() > 20, "ran=" + ran + " refused=" + refused);
    }

    private static Line line(Draws draws) {
        List<String> arguments = new ArrayList<>(draws.pick(List.of(
                List.of("account", "transfer", "--from=a", "--to=b", "--cents=1"),
                List.of("account", "balance"),
                List.of("cluster", "node", "drain"),
                List.<String>of())));
        while (arguments.size() < 12 && draws.upTo(4) != 0) {
            arguments.add(
                    draws.between(0, arguments.size()),
                    draws.rarely(4) ? draws.text(6, TEXT) : draws.pick(WORDS));
        }
        if (draws.flip() && !arguments.isEmpty()) {
            arguments.remove(draws.between(0, arguments.size() - 1));
        }
        Map<String, String> environment = draws.flip()
                ? Map.of("BANK_FROM", draws.text(4, TEXT), "NODE_SECRET", draws.text(4, TEXT))
                : Map.of();
        return new Line(List.copyOf(arguments), environment, draws.text(8, TEXT));
    }
}
