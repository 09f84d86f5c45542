package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the documents name is there: tests and benchmarks by class and method, and the other ends of links. */
class DocumentsTest {

    private static final Pattern CITED =
            Pattern.compile("`(\\w+(?:Test|Stress|Benchmark))(?:\\.(\\w+)(\\*?))?`");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    /** Decision 0097 explains a rule of names with names that no class of this repository has. */
    private static final List<String> EXAMPLES = List.of("AccountsTest", "AccountsPropertyTest");

    private static final Map<String, String> SOURCES = new HashMap<>();

    @BeforeAll
    static void readSources() throws IOException {
        for (Path file : files(".java")) {
            String name = String.valueOf(file.getFileName());
            SOURCES.merge(
                    name.substring(0, name.length() - ".java".length()),
                    Files.readString(file),
                    String::concat);
        }
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(Workshop.repository())) {
            return all.filter(path -> path.toString().endsWith(ending))
                    .filter(path -> !path.toString().contains("/target/"))
                    .toList();
        }
    }

    @Test
    void citedTests_areThere() throws IOException {
        int cited = 0;
        for (Path document : files(".md")) {
            Matcher matcher = CITED.matcher(Files.readString(document));
            while (matcher.find()) {
                cited++;
                assertEquals(
                        Optional.empty(),
                        missing(matcher.group(1), matcher.group(2), "*".equals(matcher.group(3))),
                        document + " cites " + matcher.group());
            }
        }
        assertTrue(cited > 100, "cited=" + cited);
    }

    private static Optional<String> missing(String type, String method, boolean prefix) {
        if (EXAMPLES.contains(type)) {
            return Optional.empty();
        }
        String source = SOURCES.get(type);
        if (source == null) {
            return Optional.of("no class " + type);
        }
        boolean there = method == null
                || Pattern.compile("\\b" + method + (prefix ? "" : "\\b"))
                        .matcher(source)
                        .find();
        return there ? Optional.empty() : Optional.of("no " + method + " in " + type);
    }

    @Test
    void citation_ofNothing_isFound() {
        assertEquals(Optional.of("no class NoSuchTest"), missing("NoSuchTest", null, false));
        assertEquals(
                Optional.of("no citation in ReadmeTest"), missing("ReadmeTest", "citation", false));
        assertEquals(Optional.empty(), missing("DocumentsTest", "citation_", true));
    }

    @Test
    void links_leadSomewhere() throws IOException {
        int links = 0;
        for (Path document : files(".md")) {
            String prose = Files.readString(document).replaceAll("(?s)```.*?```", "");
            Matcher matcher = LINK.matcher(prose);
            while (matcher.find()) {
                if (!matcher.group(1).startsWith("http")) {
                    links++;
                    assertTrue(
                            leadsSomewhere(document, matcher.group(1)),
                            document + " links to " + matcher.group(1));
                }
            }
        }
        assertTrue(links > 100, "links=" + links);
    }

    private static boolean leadsSomewhere(Path document, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        return Files.exists(target)
                && (parts.length == 1
                        || HEADING.matcher(Files.readString(target))
                                .results()
                                .anyMatch(heading -> anchor(heading.group(1)).equals(parts[1])));
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\w\\- ]", "")
                .strip()
                .replace(' ', '-');
    }

    @Test
    void link_toNothing_isFound() throws IOException {
        Path readme = Workshop.repository().resolve("README.md");
        assertTrue(leadsSomewhere(readme, "docs/guide.md"));
        assertFalse(leadsSomewhere(readme, "docs/no-such.md"));
        assertTrue(leadsSomewhere(readme, "#try-it"));
        assertFalse(leadsSomewhere(readme, "#try-nothing"));
    }
}
