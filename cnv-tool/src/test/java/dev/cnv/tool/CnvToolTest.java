package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.cli.Terminal;
import dev.cnv.runtime.outcome.ExitCode;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.time.SystemTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The tool as an operator uses it, on real ledgers. */
class CnvToolTest {

    @TempDir
    private Path folder;

    private final SystemTime time = new SystemTime(Clock.systemUTC());

    private record Run(int exit, String out, String err) {

        JsonNode json() {
            return StrictJson.parse(out);
        }
    }

    @AfterEach
    void endTime() {
        time.close();
    }

    @Test
    void verbsList_ownVerbs_areListedAndRecorded() {
        Run run = run("one", "verbs", "list", "-c", "cnv.ledger.*");

        assertEquals(0, run.exit(), run.err());
        assertEquals(
                List.of(
                        "cnv.ledger.checkpoint",
                        "cnv.ledger.prove",
                        "cnv.ledger.query",
                        "cnv.ledger.replay",
                        "cnv.ledger.report",
                        "cnv.ledger.show",
                        "cnv.ledger.stats",
                        "cnv.ledger.tail",
                        "cnv.ledger.verify"),
                texts(run.json(), "id"));
        assertEquals("BATCH", run.json().at("/8/duration").stringValue());

        Run shown = run("two", "ledger", "show", "--dir", ledger("one"));
        assertEquals(List.of("cnv.verbs.list"), texts(shown.json(), "capability"));
        assertEquals("completed", shown.json().at("/0/outcome").stringValue());
        assertEquals("operator-runs-cnv", shown.json().at("/0/rule").stringValue());
    }

    @Test
    void policy_files_areReadInEitherForm() throws IOException {
        Path text = folder.resolve("policy.cnv");
        Files.writeString(text, """
                permit readers when capability file.**;
                disabled forbid no-night "no" when time between 22:00 and 06:00 UTC;
                """);
        Run checked = run("one", "policy", "check", "--file", text.toString());
        assertEquals(0, checked.exit(), checked.err());
        assertEquals(2, checked.json().at("/rules").intValue());
        assertEquals(1, checked.json().at("/disabled").intValue());
        String hash = checked.json().at("/hash").stringValue();

        var policy = dev.cnv.runtime.policy.text.PolicyText.parse(Files.readString(text));
        assertEquals(policy.hash().hex(), hash);
        Path json = folder.resolve("policy.json");
        Files.writeString(json, policy.toJson().toString());
        assertEquals(
                hash,
                run("one", "policy", "hash", "--file", json.toString()).json().stringValue());

        JsonNode rules = run("one", "policy", "show", "--file", json.toString()).json();
        assertEquals(List.of("no-night", "readers"), texts(rules, "name"));
        assertEquals(List.of("disabled", "active"), texts(rules, "state"));
        assertEquals(
                "permit readers when capability file.**;", rules.at("/1/text").stringValue());
        JsonNode asked = run(
                        "one", "policy", "explain", "--file", text.toString(), "-c", "file.read")
                .json();
        assertEquals(List.of("readers"), texts(asked, "name"));
    }

    @Test
    void policyCheck_fault_isShownWithItsPlace() throws IOException {
        Path text = folder.resolve("policy.cnv");
        Files.writeString(text, "permit a\n  wen always;");
        Run run = run("one", "policy", "check", "--file", text.toString());
        assertEquals(ExitCode.USAGE.status(), run.exit());
        assertTrue(run.err().contains("file=" + text + " line 2, column 3"), run.err());
        assertTrue(run.err().contains("did you mean when?"), run.err());
    }

    @ParameterizedTest
    @CsvSource({
        "ledger show --dir, dir",
        "ledger show --index=1 --dir, dir",
        "ledger verify --dir, dir",
        "ledger query --dir, dir",
        "ledger tail --count=1 --dir, dir",
        "ledger stats --dir, dir",
        "ledger report --dir, dir",
        "ledger replay --dir, dir",
        "swarm status --dir, dir",
        "swarm watch --count=1 --dir, dir",
        "verbs list --token, token",
        "call --to=unencrypted-loopback://127.0.0.1:1 --capability=a.b --credential, credential",
        "keys show --file, file",
        "keys rotate --out=new.key --file, file",
        "policy check --file, file",
        "policy hash --file, file",
        "token inspect --file, file",
        "receipt show --file, file",
    })
    void file_thatIsNotThere_isRefusedByItsName(String words, String parameter) {
        String file = folder.resolve("nowhere").toString();
        Run run = run("one", (words + '=' + file).split(" "));

        assertEquals(ExitCode.USAGE.status(), run.exit(), run.err());
        assertTrue(run.err().contains(parameter + '=' + file + " does not exist"), run.err());
        assertFalse(Files.exists(Path.of(file)));
    }

    @Test
    void ledgerShow_filters_chooseCalls() {
        run("one", "verbs", "list");
        run("one", "ledger", "verify", "--dir", folder.resolve("nowhere").toString());
        run("one", "verbs", "list", "--capability=a..b");
        run("one", "verbs", "list");

        String[] show = {"ledger", "show", "--dir", ledger("one")};
        assertEquals(4, run("two", show).json().size());
        assertEquals(
                List.of("cnv.ledger.verify", "cnv.verbs.list"),
                texts(run("two", with(show, "--denied")).json(), "capability"));
        assertEquals(
                List.of("parameter-malformed", "parameter-rule-broken"),
                texts(run("two", with(show, "--denied")).json(), "reason"));
        assertEquals(
                List.of("cnv.ledger.verify"),
                texts(run("two", with(show, "--capability=cnv.ledger.*")).json(), "capability"));
        assertEquals(0, run("two", with(show, "--agent=eve")).json().size());
        JsonNode all = run("two", show).json();
        JsonNode last = run("two", with(show, "--last=2")).json();
        assertEquals(texts(all, "index").subList(2, 4), texts(last, "index"));
    }

    @Test
    void ledgerShowAndVerify_theLedgerTheyRead_isNotWritten() throws IOException {
        run("one", "verbs", "list");
        Map<String, String> before = contents(folder.resolve("one"));

        assertEquals(0, run("two", "ledger", "show", "--dir", ledger("one")).exit());
        Run verified = run("two", "ledger", "verify", "--dir", ledger("one"));

        assertEquals(0, verified.exit(), verified.err());
        assertTrue(
                verified.json().get("records").intValue() > 2,
                "decision and outcome, behind what the tool is made of");
        assertEquals(before, contents(folder.resolve("one")));
    }

    @Test
    void ledgerShow_theOperatorsOwnLedger_canBeReadWhileItIsOpen() {
        run("one", "verbs", "list");

        assertEquals(0, run("one", "ledger", "show", "--dir", ledger("one")).exit());
    }

    @Test
    void ledgerVerify_damage_fails() throws IOException {
        for (int i = 0; i < 3; i++) {
            run("one", "verbs", "list");
        }
        Path file = files(folder.resolve("one")).stream()
                .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                .orElseThrow();
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("cnv\\.verbs\\.list", "cnv.verbs.lost"));

        Run run = run("two", "ledger", "verify", "--dir", ledger("one"), "--errors=json");

        assertEquals(ExitCode.FAILED.status(), run.exit());
        assertEquals("", run.out());
        JsonNode error = StrictJson.parse(run.err());
        assertEquals("handler-failed", error.at("/error/reason").stringValue());
        assertTrue(
                error.at("/error/message").stringValue().contains("is damaged in 1 places"),
                run.err());
    }

    @Test
    void help_andIntrospection_leaveNothingBehind() throws IOException {
        assertEquals(0, run("one", "--help").exit());
        assertEquals(0, run("one", "ledger", "show", "--help").exit());
        JsonNode verbs = run("one", "--introspect", "ledger").json();

        assertFalse(Files.exists(folder.resolve("one")));
        assertEquals("object", verbs.at("/verbs/0/schemas/input/schema/type").stringValue());
        assertEquals("ledger", verbs.at("/verbs/0/command/0").stringValue());
    }

    @Test
    void help_ofEachVerb_comesFromJavadoc() {
        String help = run("one", "ledger", "show", "--help").out();

        assertTrue(help.contains("Shows the calls in a ledger, the latest last."), help);
        assertTrue(help.contains("-n, --last=INTEGER"), help);
        assertTrue(help.contains("environment: CNV_LEDGER"), help);
        assertTrue(run("one", "--help").out().contains("Ledgers in files: shown,"));
    }

    @Test
    void document_hasEachVerb() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "cli.md"));
        for (VerbModule module : CnvTool.modules()) {
            module.verbs().forEach(verb -> {
                List<String> words = verb.id().segments();
                assertTrue(
                        document.contains('`' + String.join(" ", words))
                                || document.contains('`' + words.getLast() + '`'),
                        "docs/cli.md has no " + String.join(" ", words));
            });
        }
    }

    @Test
    void environment_ledgerVariable_namesTheLedger() {
        run("one", "verbs", "list");

        Run run = run(Map.of("CNV_LEDGER", ledger("one")), "two", "ledger", "show");
        assertEquals(1, run.json().size());
    }

    @Test
    void ledger_ofTheOperator_isWhereTheEnvironmentSays() {
        assertEquals(Path.of(".cnv", "operator"), CnvTool.ledger(Map.of()));
        assertEquals(
                Path.of("/srv/cnv", "operator"), CnvTool.ledger(Map.of("CNV_HOME", "/srv/cnv")));
    }

    @Test
    void caller_unknownOrWithoutTrust_isDenied() throws IOException {
        Path none = Files.writeString(folder.resolve("none"), "no credential");
        assertEquals(
                ExitCode.DENIED.status(),
                run("one", "verbs", "list", "--as=eve").exit());
        assertEquals(
                ExitCode.DENIED.status(),
                run("one", "verbs", "list", "--token", none.toString()).exit());
        assertFalse(Files.exists(folder.resolve("one")));
    }

    private Run run(String operator, String... args) {
        return run(Map.of(), operator, args);
    }

    private Run run(Map<String, String> environment, String operator, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<VerbModule> modules = CnvTool.modules();
        int exit = CnvTool.named(modules)
                .runtime(new Operator(modules, folder.resolve(operator), time, new SecureRandom())
                        .runtime())
                .time(time)
                .streams(
                        InputStream.nullInputStream(),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8))
                .environment(environment)
                .terminal(Terminal.NONE)
                .build()
                .run(runsAVerb(args) ? with(args, "--output=json") : args);
        return new Run(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static boolean runsAVerb(String... args) {
        return Stream.of(args)
                .noneMatch(
                        Set.of("--help", "--introspect", "--capabilities", "--version")::contains);
    }

    private String ledger(String operator) {
        return folder.resolve(operator).toString();
    }

    private static String[] with(String[] args, String more) {
        return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
    }

    private static List<String> texts(JsonNode records, String name) {
        List<String> texts = new ArrayList<>();
        records.forEach(record -> texts.add(record.get(name).asString()));
        return texts;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new java.util.TreeMap<>();
        for (Path file : files(folder)) {
            contents.put(
                    file.toString(),
                    Files.readString(file, StandardCharsets.ISO_8859_1)
                            + Files.getLastModifiedTime(file));
        }
        return contents;
    }
}
