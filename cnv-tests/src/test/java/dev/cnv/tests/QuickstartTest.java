package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's sample, compiled under -Xlint:all -Werror and run on both kinds of path. */
class QuickstartTest {

    private static final Path SOURCES =
            Workshop.repository().resolve("examples/quickstart/src/main/java");

    @Test
    void sample_onTheModulePath_answersAsPromised(@TempDir Path folder) {
        Path classes = folder.resolve("classes");
        Workshop.Said compiled = Workshop.compile(SOURCES, classes, "--module-path");
        assertEquals(0, compiled.status(), compiled.text());
        Workshop.Said said =
                Workshop.runModule(folder, classes, "quickstart", "quickstart.Quickstart");
        assertPromised(said);
        assertTrue(!said.text().contains("class path"), said.text());
    }

    @Test
    void sample_onTheClassPath_answersAsPromisedAndWarns(@TempDir Path folder) {
        Path classes = folder.resolve("classes");
        Workshop.Said compiled = Workshop.compile(SOURCES, classes, "--class-path");
        assertEquals(0, compiled.status(), compiled.text());
        Workshop.Said said = Workshop.runClassPath(folder, classes, "quickstart.Quickstart");
        assertPromised(said);
        assertTrue(said.text().contains("CNV is on the class path"), said.text());
    }

    private static void assertPromised(Workshop.Said said) {
        assertEquals(0, said.status(), said.text());
        List<String> answers = said.text()
                .lines()
                .filter(line -> line.startsWith("Completed[") || line.startsWith("Denied["))
                .toList();
        assertEquals(4, answers.size(), said.text());
        assertTrue(answers.get(0).startsWith("Completed[value=700"), answers.get(0));
        assertTrue(answers.get(1).contains("PARAMETER_RULE_BROKEN"), answers.get(1));
        assertTrue(answers.get(2).contains("POLICY_FORBIDDEN"), answers.get(2));
        assertTrue(answers.get(3).contains("AUTHORITY_MISSING"), answers.get(3));
    }
}
