package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a command loads, in a JVM of its own that is started as {@code ./cnv} starts it: the index, the
 * solver, charts and drawings only where they are asked for.
 */
class ToolStartUpTest {

    private static final List<String> OPTIONAL = List.of(
            "tools.aqua.turnkey.z3",
            "java.desktop",
            "xchart",
            "org.apache.xmlgraphics.batik.svggen",
            "org.eclipse.elk.alg.layered",
            "com.google.common");

    private static final Map<String, Pattern> LIBRARIES = new TreeMap<>(Map.of(
            "charts",
                    Pattern.compile(
                            "org\\.knowm\\.xchart\\..*|org\\.apache\\.batik\\..*|java\\.awt\\..*"),
            "drawing",
                    Pattern.compile(
                            "org\\.eclipse\\.(elk|emf|xtext)\\..*|com\\.google\\.common\\..*"),
            "index", Pattern.compile("org\\.apache\\.lucene\\..*"),
            "solver", Pattern.compile("com\\.microsoft\\.z3\\..*|tools\\.aqua\\..*")));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "ledger query --help",
                "verbs list",
                "ledger show 0..1 --dir=operator",
                "ledger report --dir=operator",
                "graph show",
                "graph export --form=DOT"
            })
    void command_thatAsksForNoLibrary_loadsNone(String command) throws Exception {
        ToolRun.of(folder.resolve("operator"), "verbs", "list");
        assertEquals(List.of(), loaded(command));
    }

    @Test
    void command_thatAsksForALibrary_isSeenToLoadItAlone() throws Exception {
        ToolRun.of(folder.resolve("operator"), "verbs", "list");
        Files.writeString(folder.resolve("a.cnv"), "permit readers when capability file.**;\n");
        Files.writeString(folder.resolve("b.cnv"), "permit readers when capability file.read;\n");
        assertEquals(List.of("index"), loaded("ledger query --dir=operator"));
        assertEquals(List.of("charts"), loaded("ledger report --dir=operator --html=r.html"));
        assertTrue(Files.readString(folder.resolve("r.html")).contains("<svg "));
        assertEquals(List.of("drawing"), loaded("graph export --form=SVG"));
        assertEquals(List.of("solver"), loaded("policy diff --before=a.cnv --after=b.cnv"));
    }

    @Test
    void command_withoutTheLibraries_doesWithoutAndSaysSo() throws Exception {
        ToolRun.of(folder.resolve("operator"), "verbs", "list");
        assertEquals(
                List.of(),
                loaded("ledger report --dir=operator --html=r.html", "xchart|batik|turnkey"));
        String page = Files.readString(folder.resolve("r.html"));
        assertTrue(
                page.contains("<p>Not drawn: XChart, Batik, java.desktop or a font is missing"),
                page);
        assertTrue(page.contains("<td>cnv.verbs.list</td>"), page);
    }

    @Test
    void drawing_withoutTheLibraries_isRefusedAndSaysWhy() throws Exception {
        run(2, "graph export --form=SVG", "org[.]eclipse", "--show-version");
        String said = Files.readString(folder.resolve("output.txt"));
        assertTrue(said.contains("not drawn: ELK, which lays graphs out, is missing"), said);
    }

    /** The libraries of which a class was loaded. */
    private List<String> loaded(String command) throws IOException, InterruptedException {
        return loaded(command, "$^", "--add-modules=" + String.join(",", OPTIONAL));
    }

    private List<String> loaded(String command, String without, String... options)
            throws IOException, InterruptedException {
        return librariesIn(run(0, command, without, options));
    }

    /** The classes that a command loads, as the JVM logs them. */
    private List<String> run(int status, String command, String without, String... options)
            throws IOException, InterruptedException {
        Path log = folder.resolve("classes.log");
        List<String> words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                "-Xlog:class+load:file=" + log + "::filecount=0",
                "-Djava.awt.headless=true",
                "--enable-native-access=tools.aqua.turnkey.z3,tools.aqua.turnkey.support",
                "--module-path=" + modulePath(without)));
        words.addAll(List.of(options));
        words.addAll(List.of("--module", "dev.cnv.tool/dev.cnv.tool.CnvTool"));
        words.addAll(List.of(command.split(" ")));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("CNV_HOME", folder.resolve("home").toString());
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), command);
        assertEquals(status, process.exitValue(), Files.readString(output));
        return Files.readAllLines(log);
    }

    private static List<String> librariesIn(List<String> log) {
        List<String> names = log.stream()
                .map(line -> line.replaceFirst("^(\\[[^]]*])+ *", "").replaceFirst(" .*", ""))
                .toList();
        assertTrue(names.contains("dev.cnv.tool.CnvTool"), "the log has no classes: " + names);
        return LIBRARIES.entrySet().stream()
                .filter(library -> names.stream()
                        .anyMatch(name -> library.getValue().matcher(name).matches()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** This JVM's jars and classes, without those of tests. The runner splits them between two paths. */
    private static String modulePath(String without) {
        Pattern left = Pattern.compile(without);
        List<String> entries = new ArrayList<>();
        for (String path : List.of("jdk.module.path", "java.class.path")) {
            for (String entry :
                    System.getProperty(path, "").split(Pattern.quote(File.pathSeparator))) {
                if (!entry.isEmpty()
                        && !entry.contains("test")
                        && !entry.contains("junit")
                        && !left.matcher(entry).find()) {
                    entries.add(entry);
                }
            }
        }
        return String.join(File.pathSeparator, entries);
    }
}
