package dev.cnv.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What holds for every text and every value. */
class CliPropertyTest {

    /** What parsers of command lines, formats and terminals trip over. */
    private static final String ALPHABET =
            "a\"'\\=-@%$,;:{}[]|#&*!?<>` \t\n\r\u0000\u001b\u007f\u0085\u009b\u202e\u2028é世😀~";

    @Test
    void text_any_reachesTheKernelAsItIs() {
        Property.named("cli-text-reaches-kernel")
                .oneIn(40)
                .check(draws -> texts(draws, 3), texts -> {
                    FakeBank bank = new FakeBank();
                    List<String> line = new ArrayList<>(List.of("account", "transfer"));
                    texts.forEach(text -> line.add("--note=" + text));
                    line.add("--to=" + (texts.isEmpty() ? "x" : texts.getFirst()));
                    CliRun run = CliRun.of(bank).run(line.toArray(String[]::new));

                    assertEquals(0, run.exit(), run.err());
                    ObjectNode arguments = bank.call().arguments();
                    List<String> notes = new ArrayList<>();
                    arguments.path("note").forEach(note -> notes.add(note.stringValue()));
                    assertEquals(texts, notes);
                    assertEquals(
                            texts.isEmpty() ? "x" : texts.getFirst(),
                            arguments.get("to").stringValue());
                });
    }

    @Test
    void terminal_anyValueInAnyForm_isNotSteered() {
        Property.named("cli-terminal-not-steered").oneIn(5).check(CliPropertyTest::value, value -> {
            for (OutputFormat format : OutputFormat.values()) {
                String text = new ResultText(true, 40).of(value, format);
                assertTrue(
                        text.codePoints()
                                .allMatch(c -> c == '\n' || c == '\t' || !DisplayText.steers(c)),
                        () -> format + ": " + DisplayText.line(text));
            }
        });
    }

    @Test
    void json_anyValue_isReadBackAsItWas() {
        Property.named("cli-json-round-trip").oneIn(5).check(CliPropertyTest::value, value -> {
            String canonical = CanonicalJson.text(value);
            for (OutputFormat format : List.of(OutputFormat.JSON, OutputFormat.JSON_PRETTY)) {
                String text = new ResultText(true, 0).of(value, format);
                assertEquals(
                        canonical, CanonicalJson.text(StrictJson.parse(text)), format::toString);
            }
            assertEquals(
                    1,
                    new ResultText(true, 0).of(value, OutputFormat.JSON).lines().count());
        });
    }

    @Test
    void yaml_anyValueInAPipe_isReadBackAsItWas() {
        YAMLMapper mapper = new YAMLMapper();
        Property.named("cli-yaml-round-trip").oneIn(10).check(CliPropertyTest::value, value -> {
            String text = new ResultText(false, 0).of(value, OutputFormat.YAML);
            assertEquals(
                    CanonicalJson.text(value), CanonicalJson.text(mapper.readTree(text)), text);
        });
    }

    @Test
    void tsv_anyRecordsInAPipe_isReadBackAsItWas() {
        Property.named("cli-tsv-round-trip").check(CliPropertyTest::rows, rows -> {
            ArrayNode records = JsonNodeFactory.instance.arrayNode();
            rows.forEach(row -> records.addObject().put("one", row.get(0)).put("two", row.get(1)));
            String text = new ResultText(false, 0).of(records, OutputFormat.TSV);
            String[] lines = text.split("\n", -1);

            assertEquals("one\ttwo", lines[0]);
            assertEquals(rows.size() + 2, lines.length);
            for (int i = 0; i < rows.size(); i++) {
                String[] fields = lines[i + 1].split("\t", -1);
                assertEquals(rows.get(i), List.of(unescaped(fields[0]), unescaped(fields[1])));
            }
        });
    }

    @Test
    void csv_anyRecordsInAPipe_isReadBackAsItWas() {
        Property.named("cli-csv-round-trip").check(CliPropertyTest::rows, rows -> {
            ArrayNode records = JsonNodeFactory.instance.arrayNode();
            rows.forEach(row -> records.addObject().put("one", row.get(0)).put("two", row.get(1)));
            String text = new ResultText(false, 0).of(records, OutputFormat.CSV);

            List<List<String>> expected = new ArrayList<>(rows);
            expected.addFirst(List.of("one", "two"));
            assertEquals(expected, csv(text));
        });
    }

    /** Reads what RFC 4180 describes, with line feeds. */
    private static List<List<String>> csv(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append(text.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(List.copyOf(row));
                    row.clear();
                }
            } else {
                field.append(c);
            }
        }
        return rows;
    }

    private static List<List<String>> rows(Draws draws) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(text(draws), text(draws)));
        rows.addAll(draws.list(3, d -> List.of(text(d), text(d))));
        return rows;
    }

    private static String unescaped(String field) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\') {
                char escaped = field.charAt(++i);
                out.append(
                        switch (escaped) {
                            case 't' -> '\t';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            default -> escaped;
                        });
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static List<String> texts(Draws draws, int max) {
        return draws.list(max, CliPropertyTest::text);
    }

    private static String text(Draws draws) {
        if (draws.rarely(5)) {
            return draws.pick(List.of(
                    "--to", "--to=b", "-u", "--no-show", "--", "--help", "transfer", "undo", "@x"));
        }
        int[] points = ALPHABET.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        draws.list(6, d -> points[(int) d.upTo(points.length - 1)]).forEach(out::appendCodePoint);
        return out.toString();
    }

    /** What other readers than JSON's take for something else. */
    private static String word(Draws draws) {
        return draws.pick(List.of(
                "name", "yes", "1.0", "null", "~", "0x10", "- a", "a: b", "2026-01-01", "<<", "N"));
    }

    private static JsonNode value(Draws draws) {
        return value(draws, 2);
    }

    private static JsonNode value(Draws draws, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch ((int) draws.upTo(depth > 0 ? 6 : 4)) {
            case 0 -> nodes.stringNode(text(draws));
            case 1 -> nodes.numberNode(draws.anyLong());
            case 2 -> nodes.booleanNode(draws.flip());
            case 3 -> nodes.nullNode();
            case 4 -> nodes.stringNode(word(draws));
            case 5 -> {
                ArrayNode array = nodes.arrayNode();
                draws.list(3, d -> value(d, depth - 1)).forEach(array::add);
                yield array;
            }
            default -> {
                ObjectNode object = nodes.objectNode();
                draws.list(
                                3,
                                d -> List.of(
                                        nodes.stringNode(d.flip() ? word(d) : text(d)),
                                        value(d, depth - 1)))
                        .forEach(pair -> object.set(pair.get(0).stringValue(), pair.get(1)));
                yield object;
            }
        };
    }
}
