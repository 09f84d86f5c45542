package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code cnv graph}, over the verbs on the tests' path. */
class GraphFilesTest {

    @TempDir
    private Path folder;

    private ToolRun run(String... words) {
        List<String> all = new ArrayList<>(List.of("graph"));
        all.addAll(List.of(words));
        all.add("--output=json");
        return ToolRun.of(folder.resolve("operator"), all.toArray(String[]::new));
    }

    private static List<String> texts(JsonNode array, String member) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.get(member).stringValue()));
        return texts;
    }

    @Test
    void show_pattern_listsThoseVerbs() {
        ToolRun run = run("show", "--capability", "cnv.graph.*");
        assertEquals(0, run.exit(), run.err());
        assertEquals(
                List.of(
                        "cnv.graph.compose",
                        "cnv.graph.diff",
                        "cnv.graph.export",
                        "cnv.graph.impact",
                        "cnv.graph.path",
                        "cnv.graph.show",
                        "cnv.graph.who-can"),
                texts(run.json(), "capability"));
        assertEquals("READ_ONLY", run.json().at("/0/effects/0").stringValue());
    }

    @Test
    void path_toItself_isOneStep() {
        ToolRun run = run("path", "--from", "cnv.graph.show", "--to", "cnv.graph.show");
        assertEquals(0, run.exit(), run.err());
        assertEquals(List.of("cnv.graph.show"), texts(run.json(), "capability"));
    }

    @Test
    void path_unknownVerbOrNoWay_isRefused() {
        ToolRun unknown = run("path", "--from", "no.such", "--to", "cnv.graph.show");
        assertEquals(2, unknown.exit(), unknown.out());
        assertTrue(unknown.err().contains("capability=no.such"), unknown.err());
        ToolRun none = run(
                "path",
                "--from",
                "cnv.graph.show",
                "--to",
                "cnv.graph.path",
                "--edges",
                "REQUIRES");
        assertEquals(2, none.exit(), none.out());
        assertTrue(none.err().contains("no way leads"), none.err());
    }

    @Test
    void compose_valueThatIsWanted_namesItsSource() {
        ToolRun run = run("compose", "--given", "form:text", "--wanted", "form:text");
        assertEquals(0, run.exit(), run.err());
        assertEquals("given form", run.json().at("/0/from").stringValue());
        ToolRun impossible =
                run("compose", "--given", "a:text", "--wanted", "nothing-makes-it:text");
        assertEquals(2, impossible.exit(), impossible.out());
        assertTrue(impossible.err().contains("nothing-makes-it"), impossible.err());
        assertEquals(2, run("compose", "--given", "a", "--wanted", "b:text").exit());
        assertEquals(
                2, run("compose", "--given", "a:date", "--wanted", "b:text").exit());
    }

    @Test
    void export_eachForm_hasTheVerbs() {
        for (String form : List.of("DOT", "MERMAID", "GRAPHML", "JSON", "SVG")) {
            ToolRun run = run("export", "--form", form);
            assertEquals(0, run.exit(), run.err());
            assertTrue(run.out().contains("cnv.graph.show"), form);
        }
    }

    @Test
    void diff_jarThatIsNotThere_isRefused() {
        ToolRun run = run("diff", "--before", "no-such.jar", "--after", "no-such.jar");
        assertEquals(2, run.exit(), run.out());
        assertTrue(run.err().contains("no-such.jar does not exist"), run.err());
    }

    @Test
    void impact_ofAVerbNobodyNeeds_isNobody() {
        ToolRun run = run("impact", "--capability", "cnv.graph.show");
        assertEquals(0, run.exit(), run.err());
        assertEquals(0, run.json().size());
    }
}
