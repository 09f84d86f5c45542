package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each folder under {@code bad} is one compilation, whose sources say on which line which code is due. */
class BadCasesTest {

    static final Path CASES = Path.of("src/test/resources/bad");

    private static final Pattern MARKER =
            Pattern.compile("// expect ((?:CNV-\\d{3})(?:, CNV-\\d{3})*)");

    static Stream<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void badSource_compiled_givesExactlyTheMarkedCodes(String name) {
        Compiled compiled = compile(name).run();
        assertEquals(expected(name), compiled.codes(), compiled.messages()::toString);
        assertEquals(List.of(), compiled.otherErrors(), "one mistake is one message");
    }

    /** Error Prone makes javac go on after errors: then bodies and generated code are looked at too. */
    @ParameterizedTest
    @MethodSource("cases")
    void badSource_compiledOnAfterErrors_givesNoFurtherMessage(String name) {
        Compiled compiled = compile(name).option("--should-stop=ifError=FLOW").run();
        assertEquals(expected(name), compiled.codes());
        assertEquals(List.of(), compiled.otherErrors());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void badFolder_markers_areOfItsOwnCodeAlone(String name) {
        assertFalse(expected(name).isEmpty());
        // Something is dead only because of another fault.
        expected(name).stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .filter(code -> !name.equals("CNV-603") || !code.equals("CNV-602"))
                .forEach(code -> assertEquals(name, code));
    }

    private static Compile compile(String name) {
        Compile compile = Compile.withCnv().folder(CASES.resolve(name));
        if (name.startsWith("CNV-7")) {
            compile.hotpath();
        }
        return Files.exists(CASES.resolve(name).resolve("module-info.java"))
                ? compile.modular()
                : compile;
    }

    private static List<String> expected(String name) {
        List<String> expected = new ArrayList<>();
        Compile.read(CASES.resolve(name), ".java").forEach((path, bytes) -> {
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                Matcher marker = MARKER.matcher(lines.get(i));
                if (marker.find()) {
                    for (String code : marker.group(1).split(", ", -1)) {
                        expected.add(Path.of(path).getFileName() + ":" + (i + 1) + " " + code);
                    }
                }
            }
        });
        return expected.stream().sorted().toList();
    }
}
