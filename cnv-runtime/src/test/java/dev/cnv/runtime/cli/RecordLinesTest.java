package dev.cnv.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class RecordLinesTest {

    @Test
    void record_ofEachForm_isAsAListOfItsRecords() {
        assertEquals("{\"a\":1,\"b\":\"x,y\"}\n{\"a\":2,\"b\":null}\n", printed("json"));
        assertEquals(
                "{\n  \"a\": 1,\n  \"b\": \"x,y\"\n}\n{\n  \"a\": 2,\n  \"b\": null\n}\n",
                printed("json-pretty"));
        assertEquals("a,b\n1,\"x,y\"\n2,\n", printed("csv"));
        assertEquals("a\tb\n1\tx,y\n2\t\n", printed("tsv"));
        assertEquals("1\tx,y\n2\t\n", printed("plain"));
        assertEquals("1  x,y\n2\n", printed("table"));
    }

    @Test
    void record_yaml_isOneList() {
        ObjectNode one = record(1, "x");
        String both =
                YamlText.of(JsonNodeFactory.instance.arrayNode().add(one).add(record(2, null)));
        assertEquals(both, printed("yaml").replace("x,y", "x"));
    }

    @Test
    void record_whatSteersATerminal_isShownInATableEvenInAPipe() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines(out, "table").record(record(1, "a\u001b[2Jb\nc"));
        assertEquals("1  a\\u001b[2Jb\\nc\n", out.toString(StandardCharsets.UTF_8));
    }

    private static String printed(String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RecordLines lines = lines(out, format);
        lines.report(1, 2, "nobody sees it");
        lines.record(record(1, "x,y"));
        lines.record(record(2, null));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static RecordLines lines(ByteArrayOutputStream out, String format) {
        return new RecordLines(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                System.err,
                OutputFormat.of(format).orElseThrow(),
                false,
                null);
    }

    private static ObjectNode record(int a, String b) {
        return JsonNodeFactory.instance.objectNode().put("a", a).put("b", b);
    }
}
