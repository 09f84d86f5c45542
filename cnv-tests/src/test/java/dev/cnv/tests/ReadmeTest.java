package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The documents show what is compiled. {@code -Dcnv.golden=update} writes the shown code anew from its
 * sources.
 */
class ReadmeTest {

    private static final Pattern SHOWN = Pattern.compile(
            "<!-- begin (region|generated): (\\S+) (\\S+) -->\n```java\n(.*?)```\n<!-- end \\1 -->",
            Pattern.DOTALL);

    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @Test
    void shownCode_isTheCompiledCode() throws IOException {
        int shown = check(Workshop.repository().resolve("README.md"));
        assertEquals(3, shown, "the README shows the handler, its certificate and the main");
        check(Workshop.repository().resolve("docs/guide.md"));
        check(Workshop.repository().resolve("docs/hotpath.md"));
        check(Workshop.repository().resolve("docs/endpoint.md"));
        check(Workshop.repository().resolve("docs/ledger-proofs.md"));
    }

    private static int check(Path document) throws IOException {
        String before = Files.readString(document);
        Matcher matcher = SHOWN.matcher(before);
        StringBuilder after = new StringBuilder();
        int shown = 0;
        while (matcher.find()) {
            String code = matcher.group(1).equals("region")
                    ? region(matcher.group(2), matcher.group(3))
                    : generated(matcher.group(2), matcher.group(3));
            String block = "<!-- begin %s: %s %s -->\n```java\n%s```\n<!-- end %s -->"
                    .formatted(
                            matcher.group(1),
                            matcher.group(2),
                            matcher.group(3),
                            code,
                            matcher.group(1));
            matcher.appendReplacement(after, Matcher.quoteReplacement(block));
            shown++;
        }
        matcher.appendTail(after);
        if ("update".equals(System.getProperty("cnv.golden"))) {
            Files.writeString(document, after.toString());
        } else {
            assertEquals(after.toString(), before, document + ": run with -Dcnv.golden=update");
        }
        return shown;
    }

    @Test
    void commands_areWhatCiRuns() throws IOException {
        Matcher block =
                COMMANDS.matcher(Files.readString(Workshop.repository().resolve("README.md")));
        assertTrue(block.find());
        List<String> promised =
                block.group(1).lines().map(line -> line.replaceAll(" *#.*", "")).toList();
        List<String> run = Files.readString(Workshop.repository().resolve(".ci/run"))
                .lines()
                .filter(line -> line.startsWith("./"))
                .toList();
        assertEquals(List.of("./cnv demo", "./build verify"), promised);
        assertEquals(List.of("./build verify", "./cnv demo"), run);
    }

    /** A reader copies the guide's project: its versions are those of this repository. */
    @Test
    void guidesProject_hasTheVersionsOfThisRepository() throws IOException {
        String guide = Files.readString(Workshop.repository().resolve("docs/guide.md"));
        String pom = Files.readString(Workshop.repository().resolve("pom.xml"));
        String version = text(pom, "<artifactId>cnv-parent</artifactId>\\s*<version>([^<]+)");
        String compiler = "<artifactId>maven-compiler-plugin</artifactId>\\s*<version>([^<]+)";
        for (String artifact : List.of("cnv-runtime", "cnv-processor")) {
            assertEquals(
                    version,
                    text(guide, "<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]+)"));
            assertEquals(version, text(guide, "\"dev\\.cnv:" + artifact + ":([^\"]+)\""));
        }
        assertEquals(text(pom, compiler), text(guide, compiler));
    }

    private static String text(String document, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(document);
        assertTrue(matcher.find(), "nothing is like " + pattern);
        return matcher.group(1);
    }

    @Test
    void sample_isShort() throws IOException {
        for (String file : List.of("Accounts.java", "Quickstart.java")) {
            long lines = Files.readString(Workshop.repository()
                            .resolve("examples/quickstart/src/main/java/quickstart/" + file))
                    .lines()
                    .filter(line ->
                            !line.isBlank() && !line.startsWith("import ") && !line.contains("*"))
                    .count();
            assertTrue(lines < 40, file + " has " + lines + " lines");
        }
    }

    private static String region(String file, String name) {
        List<String> lines =
                Workshop.read(Workshop.repository().resolve(file)).lines().toList();
        int begin = indexOf(lines, "// region: " + name);
        int end = begin + indexOf(lines.subList(begin, lines.size()), "// endregion");
        List<String> shown = lines.subList(begin + 1, end);
        int indent = shown.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        StringBuilder code = new StringBuilder();
        shown.forEach(line ->
                code.append(line.isBlank() ? "" : line.substring(indent)).append('\n'));
        return code.toString();
    }

    private static int indexOf(List<String> lines, String marker) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(marker)) {
                return i;
            }
        }
        throw new AssertionError("no line " + marker);
    }

    /** The generated type without package, imports and comments. */
    private static String generated(String module, String file) throws IOException {
        Path target = Workshop.repository().resolve(module).resolve("target");
        try (Stream<Path> files = Files.walk(target)) {
            Path newest = files.filter(path -> path.endsWith(file))
                    .max(java.util.Comparator.comparing(path -> path.toFile().lastModified()))
                    .orElseThrow(() -> new AssertionError("no " + file + " below " + target));
            String text = Files.readString(newest);
            return text.substring(text.indexOf("public sealed"))
                    .replaceAll("(?s) */\\*\\*.*?\\*/\n", "")
                    .replaceAll("\n{3,}", "\n\n");
        }
    }
}
