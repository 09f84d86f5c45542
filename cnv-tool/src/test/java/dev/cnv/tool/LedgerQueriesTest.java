package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.outcome.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Questions to a ledger as an operator puts them. */
class LedgerQueriesTest {

    @TempDir
    private Path folder;

    @Test
    void query_filters_chooseEvents() {
        fill();
        assertEquals(
                List.of("cnv.verbs.list", "cnv.verbs.list"),
                texts(query("--type=policy-decision", "--capability=cnv.verbs.*"), "capability"));
        assertEquals(0, query("--agent=eve").size());
        assertEquals(0, query("--to=yesterday").size());
        JsonNode recent = query("--from=2h", "--type=policy-decision");
        assertEquals(3, recent.size());
        String correlation = recent.at("/0/correlation").asString("");
        for (JsonNode event : query("--correlation", correlation)) {
            assertEquals(correlation, event.get("correlation").stringValue());
        }
        List<String> down =
                texts(query("--from=2h", "--type=policy-decision", "--descending"), "index");
        assertEquals(texts(recent, "index"), down.reversed());
        assertEquals(List.of("parameter-malformed"), texts(query("--status=failed"), "reason"));
    }

    @Test
    void query_pages_goOnByCursor() {
        fill();
        List<String> all = texts(query(), "index");
        List<String> paged = new ArrayList<>();
        ToolRun page = page("--limit=2");
        while (true) {
            paged.addAll(texts(page.json().get("events"), "index"));
            String next = page.json().path("next").asString("");
            if (next.isEmpty()) {
                break;
            }
            page = page("--limit=2", "--cursor", next);
        }
        assertEquals(all, paged);

        String cursor = page("--limit=1").json().get("next").stringValue();
        ToolRun refused = page("--limit=1", "--agent=eve", "--cursor", cursor);
        assertEquals(ExitCode.USAGE.status(), refused.exit(), refused.err());
        assertTrue(refused.err().contains("the cursor is of another query"), refused.err());
    }

    @Test
    void query_wrongTime_saysWhatIsExpected() {
        fill();
        ToolRun run = page("--from=soon");
        assertEquals(ExitCode.USAGE.status(), run.exit(), run.err());
        assertTrue(run.err().contains("time=soon is not a time such as 2h or 7d"), run.err());
    }

    @Test
    void query_noLedger_isAnErrorAndNoEmptyResult() {
        ToolRun run = ToolRun.of(
                folder.resolve("two"),
                "ledger",
                "query",
                "--dir",
                folder.resolve("none").toString());
        assertEquals(ExitCode.USAGE.status(), run.exit(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().contains("does not exist, so that there is no ledger"), run.err());
        assertFalse(Files.exists(folder.resolve("none")));
    }

    @Test
    void query_csv_hasALineForEachEvent() {
        fill();
        ToolRun run = ToolRun.of(
                folder.resolve("two"), words("query", "--type=policy-decision", "--output=csv"));
        List<String> lines = run.out().lines().toList();
        assertTrue(lines.getFirst().startsWith("index,time,type,agent,"), run.out());
        assertEquals(4, lines.size());
    }

    @Test
    void stats_ofALedger_countAndDraw() {
        fill();
        JsonNode stats = ToolRun.of(folder.resolve("two"), words("stats", "--output=json"))
                .json();
        assertEquals(query().size(), stats.get("events").asInt());
        List<String> decisions = new ArrayList<>();
        long overTime = 0;
        for (JsonNode count : stats.get("counts")) {
            if (count.get("by").stringValue().equals("decision")) {
                decisions.add(count.get("value").stringValue() + " " + count.get("events"));
            }
            if (count.get("by").stringValue().equals("time")) {
                overTime += count.get("events").asLong();
            }
        }
        assertEquals(List.of("permitted 3"), decisions);
        assertEquals(stats.get("events").asLong(), overTime);
        assertTrue(stats.at("/counts/0/bar").stringValue().startsWith("#"));
    }

    @Test
    void tail_newEvents_comeInTheFormThatWasAskedFor() throws Exception {
        fill();
        ToolRun table = tailed("--count=1");
        assertEquals(1, table.out().lines().count(), table.out());
        assertTrue(
                table.out().contains("policy-decision  operator  cnv.verbs.list  permitted"),
                table.out());

        ToolRun json = tailed("--count=2", "--output=json");
        List<String> lines = json.out().lines().toList();
        assertEquals(2, lines.size(), json.out());
        JsonNode first = StrictJson.parse(lines.getFirst());
        JsonNode found =
                query("--from-index=" + first.get("index"), "--limit=1").get(0);
        found.propertyNames()
                .forEach(name -> assertEquals(
                        found.get(name).asString(""), first.get(name).asString(""), name));

        List<String> csv = tailed("--count=2", "--output=csv").out().lines().toList();
        assertEquals(3, csv.size(), csv.toString());
        assertTrue(csv.getFirst().startsWith("index,time,type,agent,"), csv.toString());
        assertTrue(csv.getLast().contains(",policy-decision,operator,"), csv.toString());
    }

    private ToolRun tailed(String... more) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of("--type=policy-decision", "--duration=30s"));
        words.addAll(List.of(more));
        ToolRun[] run = new ToolRun[1];
        Thread tail = new Thread(() -> run[0] =
                ToolRun.of(folder.resolve("two"), words("tail", words.toArray(String[]::new))));
        tail.start();
        while (tail.isAlive()) {
            ToolRun.of(folder.resolve("one"), "verbs", "list");
            tail.join(100);
        }
        assertEquals(0, run[0].exit(), run[0].err());
        return run[0];
    }

    @Test
    void show_byIndex_isTheRecordsAsTheyStand() throws Exception {
        fill();
        List<String> all = texts(query("--limit=1000"), "type");
        JsonNode one = show("1").json();
        assertEquals(1, one.size());
        assertEquals(1, one.at("/0/index").asInt());
        JsonNode range = show("1..3").json();
        assertEquals(List.of("1", "2", "3"), texts(range, "index"));
        assertEquals(all.subList(1, 4), texts(range, "type"));
        for (JsonNode record : range) {
            JsonNode line = StrictJson.parse(record.get("line").stringValue());
            assertEquals(record.get("index").asLong(), line.get("index").asLong());
            assertEquals(record.get("type"), line.get("type"));
        }
        assertEquals(range, run("show", "--index=1..3", "--output=json").json());
        assertEquals(all.size(), show("0.." + (all.size() - 1)).json().size());
        List<String> csv = show("1..3", "--output=csv").out().lines().toList();
        assertEquals(4, csv.size());
    }

    @Test
    void show_wrongIndex_isRefusedAndSaysWhy() {
        fill();
        int size = query("--limit=1000").size();
        assertRefused("is not an index such as 10", show("ten"));
        assertRefused("is not an index such as 10", show("1.."));
        assertRefused("is not an index such as 10", show("1...2"));
        assertRefused("ends before it begins", show("3..1"));
        assertRefused("has more than 10000 records", show("0..10000"));
        assertRefused("index=" + size + " is behind the end", show("0.." + size));
        assertRefused("index=" + (size + 7) + " is behind the end", show("" + (size + 7)));
        assertRefused("without denied, capability and agent", show("1", "--denied"));
    }

    private static void assertRefused(String why, ToolRun run) {
        assertEquals(ExitCode.USAGE.status(), run.exit(), run.err());
        assertTrue(run.err().contains(why), run.err());
        assertEquals("", run.out());
    }

    private ToolRun show(String index, String... more) {
        List<String> words = new ArrayList<>(
                List.of("ledger", "show", index, "--dir", folder.resolve("one").toString()));
        words.addAll(
                more.length > 0 && more[0].startsWith("--output")
                        ? List.of()
                        : List.of("--output=json"));
        words.addAll(List.of(more));
        return ToolRun.of(folder.resolve("two"), words.toArray(String[]::new));
    }

    @Test
    void report_eachQuery_findsAsManyEventsWhenItIsPutAgain() throws Exception {
        fill();
        for (String span : List.of("", "--from=2h", "--to=yesterday")) {
            Path json = folder.resolve("again" + span.hashCode() + ".json");
            List<String> words =
                    new ArrayList<>(List.of("--json", json.toString(), "--output=json"));
            words.addAll(span.isEmpty() ? List.of() : List.of(span));
            ToolRun report = ToolRun.of(
                    folder.resolve("two"), words("report", words.toArray(String[]::new)));
            assertEquals(0, report.exit(), report.err());
            fill(); // What comes later is not in it.
            List<JsonNode> bases = StrictJson.parse(Files.readString(json)).findValues("basis");
            assertEquals(4 + 7, bases.size());
            for (JsonNode basis : new LinkedHashSet<>(bases)) {
                String command = basis.get("command").stringValue();
                assertEquals(basis.get("events").asLong(), asked(command), command);
            }
        }
    }

    /** Puts a report's command as a shell would, and counts what it finds. */
    private long asked(String command) throws Exception {
        Process shell = new ProcessBuilder(
                        "sh", "-c", "cnv() { printf '%s\\n' \"$@\"; }; " + command)
                .start();
        List<String> words = new String(
                        shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(List.of("ledger", "query"), words.subList(0, 2));
        List<String> options = new ArrayList<>(words.subList(2, words.size()));
        options.add("--limit=100000");
        return query(options.toArray(String[]::new)).size();
    }

    @Test
    void report_root_isThatOfASignedCheckpoint() throws Exception {
        fill();
        ToolRun report = ToolRun.of(folder.resolve("two"), words("report", "--output=json"));
        Path key = folder.resolve("key");
        assertEquals(
                0,
                ToolRun.of(folder.resolve("two"), "keys", "generate", "--out", key.toString())
                        .exit());
        ToolRun signed = ToolRun.of(
                folder.resolve("two"),
                words(
                        "checkpoint",
                        "--key",
                        key.toString(),
                        "--origin=example.com/log",
                        "--output=json"));
        assertEquals(0, signed.exit(), signed.err());
        assertEquals(signed.json().get("size"), report.json().get("size"));
        assertEquals(signed.json().get("root"), report.json().get("root"));
    }

    @Test
    void report_ofALedger_isWrittenInBothForms() throws Exception {
        fill();
        Path html = folder.resolve("r.html");
        Path json = folder.resolve("r.json");
        String[] words = words(
                "report",
                "--from=2h",
                "--html",
                html.toString(),
                "--json",
                json.toString(),
                "--output=json");
        ToolRun run = ToolRun.of(folder.resolve("two"), words);
        assertEquals(0, run.exit(), run.err());
        assertEquals("YES", run.json().at("/claims/0/holds").stringValue());
        assertEquals(3, run.json().at("/claims/0/looked").asInt());
        String page = Files.readString(html);
        assertTrue(page.contains("class=\"YES\""));
        assertTrue(page.contains(run.json().get("root").stringValue()));
        assertEquals(2, page.split("<svg ", -1).length - 1, "charts: over time, by capability");
        assertTrue(Files.readString(json).contains("\"statements\""));
        assertEquals(
                ExitCode.USAGE.status(),
                ToolRun.of(folder.resolve("two"), words).exit());
    }

    private void fill() {
        ToolRun.of(folder.resolve("one"), "verbs", "list");
        ToolRun.of(
                folder.resolve("one"),
                "ledger",
                "verify",
                "--dir",
                folder.resolve("nowhere").toString());
        ToolRun.of(folder.resolve("one"), "verbs", "list");
    }

    private JsonNode query(String... more) {
        ToolRun run = page(more);
        assertEquals(0, run.exit(), run.err());
        return run.json().get("events");
    }

    private ToolRun page(String... more) {
        String[] all = new String[more.length + 1];
        System.arraycopy(more, 0, all, 0, more.length);
        all[more.length] = "--output=json";
        return run("query", all);
    }

    private ToolRun run(String verb, String... more) {
        return ToolRun.of(folder.resolve("two"), words(verb, more));
    }

    private String[] words(String verb, String... more) {
        List<String> words = new ArrayList<>(
                List.of("ledger", verb, "--dir", folder.resolve("one").toString()));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static List<String> texts(JsonNode records, String name) {
        List<String> texts = new ArrayList<>();
        records.forEach(record -> texts.add(record.get(name).asString()));
        return texts;
    }
}
