package dev.cnv.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.Explanation;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.certificate.PolicyTrace;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.ExitCode;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a command line hands to the kernel, and what it makes of the answer. */
class CnvCliTest {

    private final FakeBank bank = new FakeBank();
    private final CliRun.Setup setup = CliRun.of(bank);

    @Test
    void options_beforeTheWordOfAVerbBelow_areRefused() {
        FakeBank bank = new FakeBank();
        CliRun run = CliRun.of(bank).run("account", "transfer", "--from=a", "--to=b", "undo");

        assertEquals(ExitCode.USAGE.status(), run.exit());
        assertTrue(run.err().contains("\"undo\" stands behind --from"), run.err());
        assertEquals(List.of(), bank.calls);
    }

    @Test
    void arguments_eachKind_reachTheKernelAsJson() {
        CliRun run = setup.run(
                "account",
                "transfer",
                "-f",
                "alice",
                "--to=bob",
                "--cents",
                "-5",
                "--currency=usd",
                "--note",
                "a=b",
                "--note=--to",
                "--no-show",
                "-u");

        assertEquals(0, run.exit(), run.err());
        assertEquals("account.transfer", bank.call().verb().path());
        assertEquals(canonical("""
                        {"from":"alice","to":"bob","cents":-5,"currency":"USD","note":["a=b","--to"],
                         "show":false,"urgent":true}"""), CanonicalJson.text(bank.call().arguments()));
        assertEquals("from  500\n", run.out());
        assertEquals("", run.err());
        assertEquals(1, bank.closedCount);
    }

    @Test
    void arguments_notGiven_areLeftToTheKernel() {
        setup.run("account", "transfer", "--from=alice");

        assertEquals(StrictJson.parse("{\"from\":\"alice\"}"), bank.call().arguments());
    }

    @Test
    void argument_beginningWithAt_isDataAndNoFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("args"), "--account=stolen");

        setup.run("account", "balance", "--account", "@" + file);
        assertEquals("@" + file, bank.call().arguments().get("account").stringValue());

        CliRun alone = setup.run("account", "balance", "@" + file);
        assertEquals(ExitCode.USAGE.status(), alone.exit());
        assertEquals(1, bank.calls.size());
    }

    @Test
    void environment_optionNotGiven_isRead() {
        CliRun.Setup with = setup.with(Map.of("BANK_FROM", "alice", "HOME", "/"));
        with.run("account", "transfer", "--to=bob");
        with.run("account", "transfer", "--from=carol");

        assertEquals("alice", bank.calls.get(0).arguments().get("from").stringValue());
        assertEquals("carol", bank.calls.get(1).arguments().get("from").stringValue());
    }

    @Test
    void environment_emptyVariable_countsAsNotSet() {
        setup.with(Map.of("BANK_FROM", "")).run("account", "transfer", "--to=bob");

        assertFalse(bank.call().arguments().has("from"));
    }

    @Test
    void secret_fromFile_isReadWithoutItsLastLineBreak(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "s3 cret\n\n");

        setup.run("cluster", "node", "drain", "--output=r", "--secret-file", file.toString());
        setup.input("from a pipe\r\n")
                .run("cluster", "node", "drain", "--output=r", "--secret-file=-");

        assertEquals("s3 cret\n", bank.calls.get(0).arguments().get("secret").stringValue());
        assertEquals("from a pipe", bank.calls.get(1).arguments().get("secret").stringValue());
    }

    @Test
    void secret_missingOnTerminal_isAskedFor() {
        setup.with(CliRun.terminal(Optional.of("typed")))
                .run("cluster", "node", "drain", "--output=r");
        setup.run("cluster", "node", "drain", "--output=r");

        assertEquals("typed", bank.calls.get(0).arguments().get("secret").stringValue());
        assertFalse(bank.calls.get(1).arguments().has("secret"));
    }

    @Test
    void secret_unreadableOrTwice_isRefused() {
        CliRun missing = setup.run("cluster", "node", "drain", "--secret-file=/nowhere/at/all");
        CliRun twice = setup.run("cluster", "node", "drain", "--secret=a", "--secret-file=b");

        assertRefused(missing, Reason.PARAMETER_MALFORMED, "secret");
        assertRefused(twice, Reason.PARAMETER_CONFLICT, "secret");
        assertFalse(twice.err().contains("secret=a"), twice.err());
    }

    @Test
    void parameter_withTheNameOfACallOption_winsAndTheOptionHasAnother() {
        CliRun run = setup.run(
                "cluster",
                "node",
                "drain",
                "--output=report",
                "-h",
                "--secret=s",
                "--cnv-output=tsv",
                "--labels",
                "a=1",
                "--labels=b=2",
                "--no-force");

        assertEquals(canonical("""
                        {"output":"report","help":true,"secret":"s","labels":{"a":1,"b":2},"force":false}"""), CanonicalJson.text(bank.call().arguments()));
        assertEquals("", run.out(), "a verb without result prints nothing");
        assertEquals(0, run.exit(), run.err());
    }

    @Test
    void callOptions_given_reachTheKernel() {
        setup.run(
                "account",
                "transfer",
                "--dry-run",
                "--idempotency-key=k-1",
                "--timeout",
                "1500ms",
                "--as",
                "auditor");
        setup.run("account", "balance", "--token", "t.cose", "--cnv-idempotency-key=k-2");
        setup.run("account", "balance");

        var first = bank.calls.get(0).options();
        assertTrue(first.dryRun());
        assertEquals(Optional.of("k-1"), first.idempotencyKey());
        assertEquals(Optional.of(Duration.ofMillis(1500)), first.timeAllowed());
        assertEquals(Optional.of("k-2"), bank.calls.get(1).options().idempotencyKey());
        assertEquals(
                List.of(
                        new CallerChoice.Named("auditor"),
                        new CallerChoice.TokenFile(Path.of("t.cose")),
                        new CallerChoice.Default()),
                bank.opened);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acount balance                          | noun-unknown          | account",
                "account balanc                          | verb-unknown          | balance",
                "account transfer --form=a               | parameter-unknown     | --from",
                "account transfer --no-shwo              | parameter-unknown     | --no-show",
                "account balance alice                   | parameter-unknown     |",
                "account balance --                      | parameter-unknown     |",
                "account transfer alice                  | verb-unknown          |",
                "account transfer --from                 | parameter-malformed   |",
                "account transfer --from --to=b          | parameter-malformed   |",
                "account transfer --note --no-show       | parameter-malformed   |",
                "account transfer --cents=x              | parameter-malformed   |",
                "account transfer --urgent=yes           | parameter-malformed   |",
                "account transfer --from=a --from=b      | parameter-conflict    |",
                "account balance --as=a --token=b        | parameter-conflict    |",
                "account balance --output=xml            | parameter-rule-broken |",
                "account balance --errors=xml            | parameter-rule-broken |",
                "account balance --output=tsv --cnv-output=tsv | parameter-conflict |",
                "account balance --timeout=5q            | parameter-malformed   |",
                "account balance --timeout=0s            | parameter-malformed   |",
                "account balance --idempotency-key=a\tb  | parameter-malformed   |",
                "account balance --dry-run               | dry-run-unsupported   |",
                "account                                 | structure-invalid     |",
                "--completion=csh                        | parameter-rule-broken |",
                "--errors=xml --version                  | parameter-rule-broken |",
            })
    void commandLine_wrong_isRefusedBeforeAnythingIsOpened(
            String line, String reason, String suggestion) {
        CliRun run = setup.run(line.split(" ", -1));

        assertEquals(ExitCode.USAGE.status(), run.exit(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().contains("[" + reason + "]"), run.err());
        assertTrue(
                suggestion == null || run.err().contains("did you mean " + suggestion), run.err());
        assertEquals(List.of(), bank.opened);
    }

    @Test
    void commandLine_empty_isRefusedWithTheCommandsThereAre() {
        CliRun run = setup.run();

        assertEquals(ExitCode.USAGE.status(), run.exit());
        assertTrue(run.err().contains("account, cluster"), run.err());
    }

    @Test
    void commandLine_nounThatIsLikeNone_isRefusedWithTheNounsThereAre() {
        CliRun run = setup.run("zzz");

        assertEquals(ExitCode.USAGE.status(), run.exit());
        assertTrue(
                run.err().contains("noun \"zzz\" is unknown; there are: account, cluster"),
                run.err());
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void denial_anyReason_hasOneCodeInTextJsonAndExit(Reason reason) {
        bank.answer = _ -> new Outcome.Denied<>(
                Denial.of(reason, "because").with("rule", "r1"), FakeBank.RECEIPT);

        CliRun text = setup.run("account", "balance");
        CliRun json = setup.run("account", "balance", "--errors=json");

        assertEquals(reason.exit().status(), text.exit());
        assertEquals(reason.exit().status(), json.exit());
        assertTrue(text.err().contains("because [" + reason.code() + "]"), text.err());
        JsonNode report = StrictJson.parse(json.err());
        assertEquals(reason.code(), report.at("/error/reason").stringValue());
        assertEquals(reason.kind().name(), report.at("/error/kind").stringValue());
        assertEquals("r1", report.at("/error/details/rule").stringValue());
        assertEquals(7, report.at("/receipt/decision").intValue());
        assertEquals(1, json.err().lines().count());
        assertEquals("", text.out() + json.out());
    }

    @Test
    void failure_andWithheld_areNoSuccess() {
        bank.answer = _ -> new Outcome.Failed<>(
                Denial.of(Reason.HANDLER_FAILED, "no such account"), FakeBank.RECEIPT);
        assertEquals(ExitCode.FAILED.status(), setup.run("account", "balance").exit());

        bank.answer = _ -> new Outcome.Withheld<>(FakeBank.RECEIPT);
        CliRun withheld = setup.run("account", "balance");
        assertEquals(ExitCode.FAILED.status(), withheld.exit());
        assertTrue(withheld.err().contains("did not run"), withheld.err());
        assertEquals("", withheld.out());
    }

    @Test
    void repeatedCall_completed_saysSoOnStandardError() {
        bank.answer = _ -> new Outcome.Completed<>(
                JsonNodeFactory.instance.numberNode(5), FakeBank.RECEIPT, true);
        CliRun run = setup.run("account", "balance");

        assertEquals("5\n", run.out());
        assertTrue(run.err().contains("ran before"), run.err());
        assertEquals("", setup.run("account", "balance", "--errors=json").err());
    }

    @Test
    void deprecatedVerb_called_warnsOnStandardError() {
        assertTrue(setup.run("account", "transfer", "undo")
                .err()
                .contains("Use account.transfer instead"));
    }

    @Test
    void explain_denied_printsTheDecisionAndRunsNothing() {
        bank.explanation = Optional.of(new Explanation(
                Optional.of(SampleVerbs.TRANSFER),
                JsonNodeFactory.instance.objectNode().put("from", "a"),
                Principal.ANONYMOUS,
                List.of("root grants account.** to a"),
                Optional.of(new PolicyTrace(
                        "rules 1",
                        new Digest("0".repeat(64)),
                        List.of("r1", "r2"),
                        Optional.of("r2"),
                        10)),
                Optional.of(Stage.UNCHECKED),
                Optional.of(Denial.of(Reason.POLICY_FORBIDDEN, "never on Sunday")),
                List.of("r1 rewrites cents")));
        CliRun run = setup.run("account", "transfer", "--from=a", "--explain", "--output=json");

        assertEquals(ExitCode.DENIED.status(), run.exit());
        assertEquals(List.of(), bank.calls);
        assertEquals("a", bank.explained.getFirst().arguments().get("from").stringValue());
        JsonNode report = StrictJson.parse(run.out());
        assertEquals("deny", report.get("decision").stringValue());
        assertEquals("policy-forbidden", report.at("/denial/reason").stringValue());
        assertEquals("r2", report.at("/policy/rule").stringValue());
        assertEquals("root grants account.** to a", report.at("/chain/0").stringValue());
        assertEquals("MUTATE_STATE", report.at("/effects/0").stringValue());
        assertEquals("", run.err());
    }

    @Test
    void runtime_refusingTheCaller_endsWithItsReason() {
        bank.refusal = Optional.of(new RuntimeRefusedException(
                Denial.of(Reason.CREDENTIAL_UNKNOWN, "agent=eve is unknown")));
        CliRun run = setup.run("account", "balance", "--as=eve");

        assertEquals(ExitCode.DENIED.status(), run.exit());
        assertTrue(run.err().contains("agent=eve is unknown [credential-unknown]"), run.err());
    }

    @Test
    void approvals_inFiles_reachTheKernel(@TempDir Path folder) throws Exception {
        SigningKey key = SigningKey.generate(new SecureRandom());
        Approval approval = Approval.sign(
                key,
                new AgentId("boss"),
                SampleVerbs.BALANCE,
                Digest.of("arguments"),
                Instant.EPOCH.plusSeconds(60));
        Path file = Files.writeString(folder.resolve("approval"), approval.text() + "\n");

        setup.run(
                "account",
                "balance",
                "--approval",
                file.toString(),
                "--cnv-approval",
                file.toString());

        assertEquals(List.of(approval, approval), bank.call().options().approvals());
    }

    @Test
    void approval_missingOrMalformed_isRefusedBeforeTheCall(@TempDir Path folder) throws Exception {
        Path malformed = Files.writeString(folder.resolve("malformed"), "{}");
        for (Path file : List.of(folder.resolve("missing"), malformed)) {
            CliRun run = setup.run("account", "balance", "--approval", file.toString());

            assertEquals(ExitCode.APPROVAL_REQUIRED.status(), run.exit());
            assertTrue(run.err().contains("[approval-invalid]"), run.err());
        }
        assertEquals(List.of(), bank.opened);
    }

    @Test
    void fault_ofTheProgram_isInternalWithItsTraceAndTheRuntimeIsClosed() {
        bank.answer = _ -> {
            throw new IllegalStateException("broken\u001b[2J");
        };
        CliRun text = setup.run("account", "balance");
        CliRun json = setup.run("account", "balance", "--errors=json");

        assertEquals(ExitCode.INTERNAL.status(), text.exit());
        assertTrue(text.err().contains("FakeBank"), text.err());
        assertFalse(text.err().contains("\u001b"), text.err());
        assertEquals(
                "internal", StrictJson.parse(json.err()).at("/error/reason").stringValue());
        assertEquals(2, bank.closedCount);
    }

    @Test
    void standardOutput_thatCannotBeWritten_isNoSuccess() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws java.io.IOException {
                throw new java.io.IOException("No space left on device");
            }
        };
        java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
        int exit = CnvCli.named("bank")
                .verbs(SampleVerbs.all())
                .runtime(bank)
                .streams(InputStream.nullInputStream(), new PrintStream(full), new PrintStream(err))
                .build()
                .run("account", "balance");

        assertEquals(ExitCode.INTERNAL.status(), exit);
        assertTrue(
                err.toString(java.nio.charset.StandardCharsets.UTF_8).contains("standard output"));
    }

    @Test
    void rootNoun_set_isLeftOut() {
        CliRun.Setup account = setup.rootNoun("account");

        assertEquals(0, account.run("balance", "--account=a").exit());
        assertEquals("account.balance", bank.call().verb().path());
        assertEquals(0, account.run("cluster", "node", "drain", "--output=x").exit());
    }

    @Test
    void verbs_withTheSameWords_areRefusedAtBuild() {
        SampleVerbs twice = new SampleVerbs("", List.of(SampleVerbs.BALANCE, SampleVerbs.BALANCE));

        var builder = CnvCli.named("bank")
                .verbs(List.of(twice))
                .runtime(bank)
                .streams(InputStream.nullInputStream(), System.out, System.err);
        assertThrows(IllegalArgumentException.class, builder::build);
    }

    @Test
    void builder_withoutStreamsOrRuntime_isRefused() {
        assertThrows(
                IllegalStateException.class,
                () -> CnvCli.named("bank").runtime(bank).build());
        assertThrows(
                IllegalStateException.class,
                () -> CnvCli.named("bank")
                        .streams(InputStream.nullInputStream(), System.out, System.err)
                        .build());
        assertThrows(IllegalArgumentException.class, () -> CnvCli.named("a b"));
    }

    @Test
    void output_notAsked_isATableOnATerminalAndInAPipe() {
        assertEquals(
                "from  500\n",
                setup.with(CliRun.terminal(Optional.empty()))
                        .run("account", "balance")
                        .out());
        assertEquals("from  500\n", setup.run("account", "balance").out());
        assertEquals(
                "{\"from\":500}\n",
                setup.run("account", "balance", "--output=json").out());
    }

    @Test
    void table_recordWithLists_showsListsOfRecordsBelow() {
        bank.answer = _ -> new Outcome.Completed<>(StrictJson.parse("""
                        {"files":2,"calls":[{"caller":"alice","count":12},{"caller":"bob","count":3}],"tags":["a"]}"""), FakeBank.RECEIPT, false);

        assertEquals("""
                files  2
                tags   ["a"]

                calls:
                caller  count
                alice      12
                bob         3
                """, setup.run("account", "balance", "--output=table").out());
    }

    @Test
    void help_onTerminal_isColouredUnlessNoColorIsSet() {
        CliRun.Setup terminal = setup.with(CliRun.terminal(Optional.empty()));

        assertTrue(terminal.run("--help").out().contains("\u001b["));
        assertFalse(terminal.with(Map.of("NO_COLOR", "1")).run("--help").out().contains("\u001b"));
        assertTrue(terminal.with(Map.of("NO_COLOR", "")).run("--help").out().contains("\u001b["));
        assertFalse(setup.run("--help").out().contains("\u001b"));
    }

    @Test
    void helpCompletionIntrospection_asked_openNothing() {
        for (String[] line : new String[][] {
            {"--help"},
            {"account", "--help"},
            {"account", "transfer", "-h"},
            {"cluster", "node", "drain", "--cnv-help"},
            {"--version"},
            {"--capabilities"},
            {"--introspect"},
            {"--introspect", "account"},
            {"--introspect", "account", "transfer"},
            {"--completion", "bash"},
            {"--completion", "zsh"},
            {"--completion", "fish"}
        }) {
            CliRun run = setup.run(line);
            assertEquals(0, run.exit(), run.err());
            assertFalse(run.out().isBlank(), List.of(line)::toString);
            assertEquals("", run.err());
        }
        assertEquals(List.of(), bank.opened);
        assertEquals(0, bank.closedCount);
    }

    @Test
    void help_textWithPicocliMarkupAndEscapes_isShownAsItIs() {
        var verb = dev.cnv.runtime.capability.VerbDescriptor.of("a.b", "1.0.0")
                .doc("100% of @|bold x|@ ${sys:user.home} \u001b]0;owned\u0007", "%n%s")
                .effects(dev.cnv.runtime.capability.EffectSet.of(
                        dev.cnv.annotations.Effect.READ_ONLY))
                .schemas("0".repeat(64), "0".repeat(64));
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        CnvCli.named("x")
                .verbs(List.of(new SampleVerbs("", List.of(verb))))
                .runtime(bank)
                .streams(InputStream.nullInputStream(), new PrintStream(out), System.err)
                .build()
                .run("a", "b", "--help");

        String help = out.toString(java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(
                help.contains("100% of @ |bold x|@ ${sys:user.home} \\u001b]0;owned\\u0007"), help);
        assertTrue(help.contains("%n%s"), help);
    }

    private static String canonical(String json) {
        return CanonicalJson.text(StrictJson.parse(json));
    }

    private void assertRefused(CliRun run, Reason reason, String parameter) {
        assertEquals(reason.exit().status(), run.exit());
        assertTrue(run.err().contains("[" + reason.code() + "]"), run.err());
        assertTrue(run.err().contains("parameter: " + parameter), run.err());
        assertEquals(List.of(), bank.opened);
    }
}
