package dev.cnv.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that a command line prints, as people and programs see it. */
class CnvCliGoldenTest {

    private static final String RECORDS = """
            [{"path":"README.md","bytes":1204,"kind":"file","owner":{"id":1}},
             {"path":"資料/メモ.txt","bytes":7,"kind":"file","note":"line one\\nline two\\ttab"},
             {"path":"a very long path that goes on and on and on and does not stop before the edge","bytes":99999,
              "kind":null,"evil":"\\u001b[31mred\\u001b[0m \\u202ertl"}]""";

    private final FakeBank bank = new FakeBank();

    @ParameterizedTest
    @CsvSource({
        "help-root.txt,--help",
        "help-noun.txt,account --help",
        "help-nested-noun.txt,cluster node --help",
        "help-verb.txt,account transfer --help",
        "help-verb-deprecated.txt,account transfer undo --help",
        "help-verb-names-taken.txt,cluster node drain --cnv-help",
        "capabilities.json,--capabilities",
        "introspect-verb.json,--introspect account transfer",
        "introspect-all.json,--introspect",
        "completion.bash,--completion bash",
        "completion.fish,--completion fish"
    })
    void print_withoutRuntime_isAsKept(String golden, String line) {
        CliRun run = CliRun.of(bank).run(line.split(" ", -1));

        assertEquals(0, run.exit(), run.err());
        Golden.assertMatches(golden, run.out());
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void result_listOfRecords_isAsKept(OutputFormat format) {
        bank.answer =
                _ -> new Outcome.Completed<>(StrictJson.parse(RECORDS), FakeBank.RECEIPT, false);
        String[] line = {"account", "balance", "--output", format.word()};

        Golden.assertMatches(
                "records-pipe." + format.word(), CliRun.of(bank).run(line).out());
        Golden.assertMatches(
                "records-terminal." + format.word(),
                CliRun.of(bank)
                        .with(CliRun.terminal(Optional.empty()))
                        .run(line)
                        .out());
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void result_record_isAsKept(OutputFormat format) {
        bank.answer = _ -> new Outcome.Completed<>(StrictJson.parse("""
                        {"path":"README.md","bytes":1204,"hidden":false,"tags":["a","b"],"none":null,"decimal":1.50,
                         "text":"first line\\nsecond line that is long enough to be wrapped on a narrow terminal"}"""), FakeBank.RECEIPT, false);

        CliRun run = CliRun.of(bank)
                .with(CliRun.terminal(Optional.empty()))
                .run("account", "balance", "--output", format.word());
        Golden.assertMatches("record." + format.word(), run.out());
    }

    @Test
    void error_ofTheKernel_isAsKept() {
        bank.answer = _ -> new Outcome.Denied<>(
                Denial.of(Reason.POLICY_FORBIDDEN, "rule=no-sunday forbids account.transfer")
                        .with("rule", "no-sunday")
                        .with(Denial.SUGGESTION, "wait until Monday"),
                FakeBank.RECEIPT);

        Golden.assertMatches(
                "error.txt", CliRun.of(bank).run("account", "transfer").err());
        Golden.assertMatches(
                "error.json",
                CliRun.of(bank).run("account", "transfer", "--errors=json").err());
        Golden.assertMatches(
                "error-usage.json",
                CliRun.of(bank).run("acount", "--errors=json").err());
    }

    @Test
    void completion_bash_parsesInBash(@TempDir Path folder) throws Exception {
        requireParses("bash", "bash", folder);
    }

    @Test
    void completion_zsh_parsesInZsh(@TempDir Path folder) throws Exception {
        requireParses("zsh", "zsh", folder);
    }

    @Test
    void completion_fish_parsesInFish(@TempDir Path folder) throws Exception {
        requireParses("fish", "fish", folder);
    }

    @Test
    void completion_brokenScript_isRefusedByBash(@TempDir Path folder) throws Exception {
        assumeTrue(installed("bash"), "SKIPPED: no bash here");
        assertEquals(
                false,
                parses("bash", Files.writeString(folder.resolve("broken"), "if true; then\n")));
    }

    private void requireParses(String shell, String kind, Path folder) throws Exception {
        assumeTrue(installed(shell), "SKIPPED: no " + shell + " here");
        String script = CliRun.of(bank).run("--completion", kind).out();
        assertEquals(true, parses(shell, Files.writeString(folder.resolve("script"), script)));
    }

    private static boolean parses(String shell, Path script)
            throws IOException, InterruptedException {
        return new ProcessBuilder(shell, "-n", script.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static boolean installed(String shell) {
        return java.util.Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, shell)));
    }
}
