package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is generated for each folder under {@code golden}. {@code -Dcnv.golden=update} writes it anew;
 * look at the difference before committing it.
 */
class GoldenTest {

    static final Path CASES = Path.of("src/test/resources/golden");

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
    void goldenInput_compiledWithAllLints_givesTheGoldenOutput(String name) throws IOException {
        Compiled compiled = compile(name).option("-Xlint:all", "-Werror").run();
        assertTrue(compiled.success(), compiled.messages()::toString);
        Map<String, String> generated = generated(compiled);
        if ("update".equals(System.getProperty("cnv.golden"))) {
            update(CASES.resolve(name).resolve("out"), generated);
        }
        Map<String, String> golden = golden(name);
        // Paths first: an orphan or a missing file is clearer than a difference.
        assertEquals(golden.keySet(), generated.keySet());
        golden.forEach((path, text) -> assertEquals(text, generated.get(path), path));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void goldenOutput_compiledAgainWithoutProcessor_isCleanUnderAllLints(String name) {
        Compile plain = Compile.plain();
        Compile compile = (framed(name) ? plain.hotpath() : plain)
                .folder(CASES.resolve(name).resolve("in"))
                .option("-Xlint:all", "-Xdoclint:all,-missing", "-Werror");
        golden(name).forEach((path, text) -> {
            if (path.endsWith(".java")) {
                compile.source(path, text);
            }
        });
        Compiled compiled = compile.run();
        assertTrue(compiled.success(), compiled.messages()::toString);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void goldenInput_compiledTwiceAndShuffled_givesEqualBytes(String name) {
        Map<String, String> first = generated(compile(name).option("-proc:only").run());
        assertEquals(golden(name), first);
        for (int seed = 0; seed < 2; seed++) {
            assertEquals(
                    first,
                    generated(compile(name).option("-proc:only").shuffled(seed).run()));
        }
    }

    static Compile compile(String name) {
        // What is generated is the matter here; the handlers do nothing of what they declare.
        Compile compile = Compile.withCnv();
        return (framed(name) ? compile.hotpath() : compile)
                .option("-Acnv.analysis=off")
                .folder(CASES.resolve(name).resolve("in"));
    }

    /** The cases with frames are named so; the others show that without cnv-hotpath there are none. */
    private static boolean framed(String name) {
        return name.startsWith("frames");
    }

    static Map<String, String> golden(String name) {
        Map<String, String> golden = new TreeMap<>();
        Compile.read(CASES.resolve(name).resolve("out"), "")
                .forEach((path, bytes) ->
                        golden.put(path, new String(bytes, StandardCharsets.UTF_8)));
        return golden;
    }

    private static Map<String, String> generated(Compiled compiled) {
        Map<String, String> generated = new TreeMap<>(compiled.sources());
        compiled.outputs().forEach((path, bytes) -> {
            if (path.endsWith(".bin")) {
                generated.put(path, hex(bytes));
            } else if (path.startsWith("META-INF/")) {
                generated.put(path, new String(bytes, StandardCharsets.UTF_8));
            }
        });
        return generated;
    }

    /** Bytes that are no text, 32 on a line. */
    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < bytes.length; at += 32) {
            text.append(HexFormat.of().formatHex(bytes, at, Math.min(at + 32, bytes.length)))
                    .append('\n');
        }
        return text.toString();
    }

    private static void update(Path folder, Map<String, String> files) throws IOException {
        if (Files.exists(folder)) {
            Compile.delete(folder);
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }
}
