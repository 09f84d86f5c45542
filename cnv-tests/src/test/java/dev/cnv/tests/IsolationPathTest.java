package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cnv.runtime.worker.Confiner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers of an application as users start one: on either kind of path, given relative to its folder. */
class IsolationPathTest {

    private static final Path SOURCES = Workshop.resource("isolated");

    @Test
    void verbs_onARelativeModulePath_runInTheirProcesses(@TempDir Path folder) {
        compile(folder, "--module-path");
        assertIsolated(Workshop.runModule(folder, Path.of("classes"), "isolated", "isolated.Main"));
    }

    @Test
    void verbs_onARelativeClassPath_runInTheirProcesses(@TempDir Path folder) {
        compile(folder, "--class-path");
        assertIsolated(Workshop.runClassPath(folder, Path.of("classes"), "isolated.Main"));
    }

    @BeforeAll
    static void requireAbilities() {
        List<String> missing = Confiner.ofThisMachine().missing();
        assumeTrue(missing.isEmpty(), () -> "this machine lacks: " + missing);
    }

    private static void compile(Path folder, String path) {
        Workshop.Said compiled = Workshop.compile(SOURCES, folder.resolve("classes"), path);
        assertEquals(0, compiled.status(), compiled.text());
    }

    static void assertIsolated(Workshop.Said said) {
        assertEquals(0, said.status(), said.text());
        Map<String, String> pids = said.text()
                .lines()
                .map(line -> line.split(" "))
                .filter(words -> words.length == 2)
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
        assertTrue(Long.parseLong(pids.get("own")) > 1, said.text());
        assertNotEquals(pids.get("runtime"), pids.get("own"));
        assertEquals("1", pids.get("held"), "the first process of its own namespace");
    }
}
