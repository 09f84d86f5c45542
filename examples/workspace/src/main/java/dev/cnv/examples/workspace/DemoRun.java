package dev.cnv.examples.workspace;

import dev.cnv.examples.workspace.DemoScenario.Expected;
import dev.cnv.examples.workspace.DemoScenario.Step;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.LedgerEvent.Unrecognised;
import dev.cnv.runtime.governance.LedgerRecord;
import dev.cnv.runtime.governance.LedgerVerification;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** One demonstration: the calls, what became of them, and what the ledger says. */
final class DemoRun {

    private final Path files;
    private final Path ledgerDirectory;
    private final Time time;
    private final List<DemoReport.Call> calls = new ArrayList<>();
    private final List<Outcome<JsonNode>> outcomes = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();

    DemoRun(Path directory, Time time) {
        this.files = directory.resolve("files");
        this.ledgerDirectory = directory.resolve("ledger");
        this.time = time;
    }

    /**
     * Copies, calls, reads back.
     *
     * @throws DemoFailedException when anything was not as it should be
     */
    DemoReport run(Path source) throws IOException {
        int count = DemoFiles.copy(source, files);
        DemoScenario scenario = DemoFiles.scenario(files);
        Path secret = Files.writeString(files.resolveSibling("outside.txt"), "nobody reads this\n");
        Files.createSymbolicLink(files.resolve(DemoScenario.LINK), secret);
        List<Step> steps = scenario.steps();
        call(scenario, steps);
        checkFiles(scenario);
        LedgerVerification verification = FileLedger.verify(ledgerDirectory);
        expect(
                verification.intact() && verification.unfinishedBytes() == 0,
                "the ledger is damaged: " + verification);
        List<LedgerRecord> records = new ArrayList<>();
        FileLedger.read(ledgerDirectory, records::add);
        checkLedger(steps, records);
        if (!differences.isEmpty()) {
            throw new DemoFailedException(differences);
        }
        return new DemoReport(
                count,
                calls,
                totals(records),
                new DemoReport.Ledger(
                        ledgerDirectory.toString(),
                        verification.records(),
                        verification.head().hex()));
    }

    private void call(DemoScenario scenario, List<Step> steps) {
        DemoAuthority authority = DemoAuthority.of(scenario, new SecureRandom(), time.now());
        try (Cnv cnv = Cnv.builder()
                .verbs(new WorkspaceVerbs(new Workspace(files)))
                .policy(DemoAuthority.POLICY)
                .trust(authority.trust())
                .ledger(FileLedger.open(ledgerDirectory, time))
                .time(time)
                .build()) {
            for (Step step : steps) {
                Outcome<JsonNode> outcome = cnv.open(authority.credentials().get(step.caller()))
                        .with(step.options())
                        .call(step.verb(), step.arguments());
                outcomes.add(outcome);
                record(step, outcome);
            }
        }
    }

    private void record(Step step, Outcome<JsonNode> outcome) {
        Expected became = switch (outcome) {
            case Outcome.Completed<JsonNode> completed ->
                completed.repeated() ? Expected.REPEATED : Expected.COMPLETED;
            case Outcome.Denied<JsonNode> _, Outcome.Withheld<JsonNode> _ -> Expected.DENIED;
            case Outcome.Failed<JsonNode> _ -> Expected.FAILED;
        };
        Optional<Denial> denial = denial(outcome);
        Optional<Reason> reason = denial.map(Denial::reason);
        String decision = switch (became) {
            case COMPLETED -> "permitted";
            case REPEATED -> "repeated";
            case DENIED -> "denied";
            case FAILED -> "failed";
        };
        String why = denial.map(d -> d.reason().code() + ": " + d.message())
                .orElseGet(() -> "rule " + outcome.receipt().rule().orElse("-"));
        calls.add(new DemoReport.Call(step.caller(), step.summary(), decision, why));
        expect(
                became == step.expected() && reason.equals(step.reason()),
                step.caller() + " " + step.summary() + ": expected=" + step.expected()
                        + step.reason() + " was=" + became + reason + " " + why);
    }

    private static Optional<Denial> denial(Outcome<JsonNode> outcome) {
        return switch (outcome) {
            case Outcome.Completed<JsonNode> _, Outcome.Withheld<JsonNode> _ -> Optional.empty();
            case Outcome.Denied<JsonNode> denied -> Optional.of(denied.denial());
            case Outcome.Failed<JsonNode> failed -> Optional.of(failed.failure());
        };
    }

    /** What was denied must not have happened, what was permitted must have. */
    private void checkFiles(DemoScenario scenario) throws IOException {
        expect(
                Files.exists(files.resolve(scenario.outside())),
                "the agent's delete took " + scenario.outside());
        expect(
                !Files.exists(files.resolve(scenario.folder() + "/own.txt")),
                "the reader's write happened");
        expect(!Files.exists(files.resolve("demo/note.txt")), "the person's delete did not happen");
        expect(!Files.exists(files.resolve("demo/draft.txt")), "the writer's move did not happen");
        Path report = files.resolve("demo/report.txt");
        expect(
                Files.exists(report, LinkOption.NOFOLLOW_LINKS)
                        && Files.readString(report).equals("one\n2\nthree\n"),
                "the writer's report is not as it was written");
    }

    /** Every call's decision is in the ledger, as the caller was told, and before its outcome. */
    private void checkLedger(List<Step> steps, List<LedgerRecord> records) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            String call = step.caller() + " " + step.summary();
            UUID invocation = outcomes.get(i).receipt().invocation();
            long decision = outcomes.get(i).receipt().decision().orElse(-1);
            if (decision < 0 || decision >= records.size()) {
                expect(
                        false,
                        call + ": the receipt names no decision in the ledger, decision="
                                + decision);
                continue;
            }
            boolean permitted = step.expected() != Expected.DENIED;
            expect(
                    records.get((int) decision).event() instanceof PolicyDecision decided
                            && (step.expected() == Expected.REPEATED
                                    || decided.invocation().equals(invocation))
                            && decided.permitted() == permitted
                            && (permitted || decided.reason().equals(step.reason())),
                    call + ": the ledger's decision is another: " + records.get((int) decision));
        }
    }

    private static List<DemoReport.Caller> totals(List<LedgerRecord> records) {
        Map<String, int[]> counts = new LinkedHashMap<>();
        Map<UUID, String> callers = new LinkedHashMap<>();
        for (LedgerRecord record : records) {
            switch (record.event()) {
                case PolicyDecision decided -> {
                    callers.put(decided.invocation(), decided.agent());
                    counts.computeIfAbsent(decided.agent(), _ -> new int[4])[
                            decided.permitted() ? 0 : 1]++;
                }
                case InvocationCompleted completed -> {
                    String caller = callers.getOrDefault(completed.invocation(), "unknown");
                    int column = completed.status().equals("completed") ? 2 : 3;
                    counts.computeIfAbsent(caller, _ -> new int[4])[column]++;
                }
                case Unrecognised _ -> counts.computeIfAbsent("unknown", _ -> new int[4]);
                default -> {} // About no call of its own.
            }
        }
        List<DemoReport.Caller> totals = new ArrayList<>();
        counts.forEach(
                (caller, n) -> totals.add(new DemoReport.Caller(caller, n[0], n[1], n[2], n[3])));
        return totals;
    }

    private void expect(boolean holds, String difference) {
        if (!holds) {
            differences.add(difference);
        }
    }
}
