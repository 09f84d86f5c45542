package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder under {@code good} is one compilation without a message. Beside each near miss stands what would
 * make it a miss: {@code // near CODE: these words => those words}, of the first place below. So a case
 * that has drifted away from its code is found.
 */
class GoodCasesTest {

    static final Path CASES = Path.of("src/test/resources/good");

    private static final Pattern MARKER =
            Pattern.compile("// near (CNV-\\d{3}): (.+?) =>(?: (.*))?$", Pattern.MULTILINE);

    /** {@code {0..3}} stands for {@code {"0", "1", "2"}}. */
    private static final Pattern NUMBERS = Pattern.compile("\\{(\\d+)\\.\\.(\\d+)}");

    /**
     * A near miss.
     *
     * @param code the code that it nearly gives
     * @param file its file, below {@code good}
     * @param at where its marker ends
     * @param good the words
     * @param bad the words instead of them
     */
    record Near(String code, Path file, int at, String good, String bad) {

        String missed() throws IOException {
            String text = Files.readString(CASES.resolve(file));
            int place = text.indexOf(good, at);
            while (place >= 0 && isInMarker(text, place)) {
                place = text.indexOf(good, place + 1);
            }
            assertTrue(place >= 0, () -> good + " is not below its marker in " + file);
            return text.substring(0, place) + bad + text.substring(place + good.length());
        }

        private static boolean isInMarker(String text, int place) {
            int line = text.lastIndexOf('\n', place) + 1;
            return text.substring(line, place).strip().startsWith("// near");
        }

        @Override
        public String toString() {
            return code + " " + file;
        }
    }

    static Stream<Path> folders() throws IOException {
        try (Stream<Path> walk = Files.walk(CASES)) {
            return walk
                    .filter(Files::isDirectory)
                    .map(CASES::relativize)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static Stream<Near> nears() throws IOException {
        List<Near> nears = new ArrayList<>();
        for (Path folder : folders().toList()) {
            for (Map.Entry<Path, String> source : sources(folder).entrySet()) {
                Matcher marker = MARKER.matcher(source.getValue());
                while (marker.find()) {
                    String bad = marker.group(3) == null ? "" : marker.group(3);
                    nears.add(new Near(
                            marker.group(1),
                            source.getKey(),
                            marker.end(),
                            marker.group(2),
                            expanded(bad)));
                }
            }
        }
        return nears.stream();
    }

    private static String expanded(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        return numbers.replaceAll(found -> IntStream.range(
                        Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)))
                .mapToObj(number -> "\"" + number + "\"")
                .collect(Collectors.joining(", ", "{", "}")));
    }

    /** The codes that have a near miss, sorted. */
    static Set<String> codes() throws IOException {
        return nears().map(Near::code).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<Path, String> sources(Path folder) throws IOException {
        Map<Path, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.list(CASES.resolve(folder))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                sources.put(CASES.relativize(file), Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return sources;
    }

    @ParameterizedTest
    @MethodSource("folders")
    void goodFolder_compiledWithAllLints_givesNoMessage(Path folder) throws IOException {
        Compiled compiled =
                compile(folder, sources(folder)).option("-Xlint:all", "-Werror").run();
        assertTrue(compiled.success(), compiled.messages()::toString);
        assertEquals(List.of(), compiled.codes());
    }

    /** What is dead is so because of another fault. */
    @ParameterizedTest
    @MethodSource("nears")
    void nearMiss_thatBecomesOne_givesItsCodeAlone(Near near) throws IOException {
        Path folder = CASES.relativize(CASES.resolve(near.file()).getParent());
        Map<Path, String> sources = sources(folder);
        sources.put(near.file(), near.missed());
        Compiled compiled = compile(folder, sources).run();
        Set<String> codes = compiled.codes().stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        if (near.code().startsWith("CNV-60")) {
            assertTrue(codes.remove(near.code()), compiled.messages()::toString);
            codes.removeAll(Set.of("CNV-602", "CNV-603"));
            assertEquals(Set.of(), codes);
        } else {
            assertEquals(Set.of(near.code()), codes, compiled.messages()::toString);
        }
        assertEquals(List.of(), compiled.otherErrors(), "one mistake is one message");
    }

    private static Compile compile(Path folder, Map<Path, String> sources) {
        Compile compile = Compile.withCnv();
        sources.forEach((path, text) -> compile.source(path.getFileName().toString(), text));
        if (folder.endsWith("hotpath")) {
            compile.hotpath();
        }
        return folder.endsWith("modular") ? compile.modular() : compile;
    }
}
