package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.outcome.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        assertEquals(List.of("handler-failed"), texts(query("--status=failed"), "reason"));
    }

    @Test
    void query_pages_goOnByCursor() {
        fill();
        List<String> all = texts(query(), "index");
        List<String> paged = new ArrayList<>();
        ToolRun page = run("--limit=2");
        while (true) {
            paged.addAll(texts(page.json().get("events"), "index"));
            String next = page.json().path("next").asString("");
            if (next.isEmpty()) {
                break;
            }
            page = run("--limit=2", "--cursor", next);
        }
        assertEquals(all, paged);

        String cursor = run("--limit=1").json().get("next").stringValue();
        ToolRun refused = run("--limit=1", "--agent=eve", "--cursor", cursor);
        assertEquals(ExitCode.USAGE.status(), refused.exit(), refused.err());
        assertTrue(refused.err().contains("the cursor is of another query"), refused.err());
    }

    @Test
    void query_wrongTime_saysWhatIsExpected() {
        fill();
        ToolRun run = run("--from=soon");
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
        assertEquals(ExitCode.FAILED.status(), run.exit(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().contains("has no ledger that can be read"), run.err());
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
    void tail_newEvents_arePrintedAsTheyCome() throws Exception {
        fill();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            ToolRun[] run = new ToolRun[1];
            Thread tail = new Thread(() -> run[0] = ToolRun.of(
                    folder.resolve("two"),
                    words("tail", "--count=1", "--type=policy-decision", "--duration=30s")));
            tail.start();
            while (tail.isAlive()) {
                ToolRun.of(folder.resolve("one"), "verbs", "list");
                tail.join(100);
            }
            assertEquals(0, run[0].exit(), run[0].err());
        } finally {
            System.setOut(before);
        }
        String printed = out.toString(StandardCharsets.UTF_8);
        assertEquals(1, printed.lines().count(), printed);
        assertTrue(
                printed.contains("policy-decision  operator  cnv.verbs.list  permitted"), printed);
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
        assertTrue(Files.readString(html).contains("class=\"YES\""));
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
        ToolRun run = run(more);
        assertEquals(0, run.exit(), run.err());
        return run.json().get("events");
    }

    private ToolRun run(String... more) {
        String[] all = new String[more.length + 1];
        System.arraycopy(more, 0, all, 0, more.length);
        all[more.length] = "--output=json";
        return ToolRun.of(folder.resolve("two"), words("query", all));
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
