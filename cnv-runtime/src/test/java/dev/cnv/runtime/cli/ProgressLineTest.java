package dev.cnv.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.time.VirtualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class ProgressLineTest {

    private static final String ERASE = "\r\u001b[2K";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private final ProgressLine line =
            new ProgressLine(new PrintStream(shown, true, StandardCharsets.UTF_8), 20, time);

    @Test
    void report_manyInAShortTime_drawsAtMostTenTimesASecondAndTheEnd() {
        for (int i = 0; i < 100; i++) {
            line.report(i, 100, "files");
            time.advance(Duration.ofMillis(10));
        }
        line.report(100, 100, "files");

        String text = shown.toString(StandardCharsets.UTF_8);
        assertTrue(text.startsWith(ERASE + "0% 0/100 files" + ERASE), text);
        assertTrue(text.endsWith(ERASE + "100% 100/100 files"), text);
        assertEquals(11, text.split("\r", -1).length - 1);
    }

    @Test
    void report_longOrSteeringText_staysOnTheLine() {
        line.report(3, 0, "copying \u001b[2J a very long name");

        assertEquals(ERASE + "3 copying \\u001b[2…", shown.toString(StandardCharsets.UTF_8));
    }

    @Test
    void end_afterReports_erasesTheLineForGood() {
        line.report(1, 2, "x");
        line.end();
        time.advance(Duration.ofSeconds(1));
        line.report(2, 2, "x");

        assertEquals(ERASE + "50% 1/2 x" + ERASE, shown.toString(StandardCharsets.UTF_8));
    }

    @Test
    void logAndWarning_betweenReports_stayAboveTheLine() {
        line.log("begins");
        line.report(1, 2, "x");
        line.warn("odd \u001b[2J");
        line.report(2, 2, "x");

        assertEquals(
                "begins\n" + ERASE + "50% 1/2 x" + ERASE + "warning: odd \\u001b[2J\n" + ERASE
                        + "100% 2/2 x",
                shown.toString(StandardCharsets.UTF_8));
    }

    @Test
    void warning_inAPipe_isShownAndALogIsNot() {
        FakeBank bank = new FakeBank();
        bank.answer = call -> {
            call.options().progress().log("a log");
            call.options().progress().warn("a warning");
            return new Outcome.Completed<>(
                    JsonNodeFactory.instance.numberNode(1), FakeBank.RECEIPT, false);
        };

        CliRun pipe = CliRun.of(bank).run("account", "balance");
        assertEquals("warning: a warning\n", pipe.err());
        assertFalse(pipe.out().contains("a log"));
    }

    @Test
    void progress_onATerminal_isShownAndInAPipeIsNot() {
        FakeBank bank = new FakeBank();
        bank.answer = call -> {
            call.options().progress().report(1, 2, "halfway");
            return new Outcome.Completed<>(
                    JsonNodeFactory.instance.numberNode(1), FakeBank.RECEIPT, false);
        };

        CliRun terminal =
                CliRun.of(bank).with(CliRun.terminal(Optional.empty())).run("account", "balance");
        assertEquals(ERASE + "50% 1/2 halfway" + ERASE, terminal.err());
        assertFalse(terminal.out().contains("halfway"));
        assertEquals("", CliRun.of(bank).run("account", "balance").err());
    }
}
