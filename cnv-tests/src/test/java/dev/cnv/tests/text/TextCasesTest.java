package dev.cnv.tests.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import dev.cnv.tests.text.TextLine.Meaning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * One table of lines, read by the hot path's parser and by the ordinary command line. Under each line
 * stands what it means: {@code = call} for both, {@code ! STATUS} when both refuse it, {@code ~ STATUS}
 * when only the hot path does. {@code -Dcnv.golden=update} writes the meanings anew; read the diff.
 */
class TextCasesTest {

    private static final Path TABLE = Path.of("src/test/resources/dev/cnv/tests/text/commands.txt");

    private static final List<String> PIECES = List.of(
            "account",
            "transfer",
            "undo",
            "balance",
            "cluster",
            "node",
            "drain",
            "--",
            "-",
            "--from",
            "--to=b",
            "--to",
            "--cents=1",
            "--cents",
            "--note",
            "--note=x",
            "-n",
            "-ny",
            "-n=z",
            "--show",
            "--no-show",
            "-s",
            "--urgent",
            "-u",
            "-us",
            "-uf",
            "--no-urgent",
            "--pin=1",
            "-f",
            "-fa",
            "-f=a",
            "-c5",
            "--currency=eur",
            "--currency=X",
            "--account=a",
            "--output=o",
            "--output",
            "--cnv-output",
            "-h",
            "--help",
            "-w",
            "-w1",
            "--weights=2",
            "--weights",
            "--labels",
            "a=1",
            "b=x",
            "--force",
            "--no-force",
            "--answers",
            "true",
            "--answers=false",
            "1",
            "-5",
            "128",
            "1e2",
            "1.5",
            "--maximum-number-of-nodes=127",
            "--share=0.5",
            "-W",
            "5s",
            "''",
            "'a b'",
            "\"c \\\" d\"",
            "e\\ f",
            "@file",
            "é",
            "--unknown",
            "--=x",
            "-=x",
            "--urgent=true",
            "-u=true",
            "--no-show=x",
            "--force=",
            "--from=",
            "--dry-run",
            "-x",
            "x");

    @Test
    void table_everyLine_meansTheSameToBoth() throws IOException {
        StringBuilder after = new StringBuilder();
        List<String> differ = new ArrayList<>();
        String before = table();
        for (String line : before.split("\n", -1)) {
            boolean command = !line.startsWith("#") && !line.startsWith("  ");
            if (!line.startsWith("  ")) {
                after.append(line).append('\n');
            }
            if (command && !line.isEmpty()) {
                Meaning hot = TextLine.hot(line);
                Meaning ordinary = TextLine.ordinary(line);
                after.append("  ").append(meaning(hot, ordinary)).append('\n');
                if (!hot.refused() && !hot.call().equals(ordinary.call())) {
                    differ.add(line + "\n  hot      " + hot + "\n  ordinary " + ordinary);
                }
            }
        }
        after.setLength(after.length() - 1);
        assertEquals(List.of(), differ);
        if ("update".equals(System.getProperty("cnv.golden"))) {
            Files.writeString(TABLE, after);
        } else {
            assertEquals(after.toString(), before, "run with -Dcnv.golden=update");
        }
    }

    /** {@code TextLine.words} splits as a shell does, so that the ordinary line is what people typed. */
    @Test
    void words_everyLine_areWhatAShellMakesOfIt() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
        List<String> lines = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        StringBuilder script = new StringBuilder();
        for (String line : table().split("\n", -1)) {
            boolean active = line.chars().anyMatch(c -> "#$`*?[]{}()<>|;&~!".indexOf(c) >= 0);
            List<String> words = TextLine.words(line).orElse(List.of());
            if (!active && !line.startsWith("  ") && !words.isEmpty()) {
                lines.add(line);
                script.append("set -- ").append(line).append("\nprintf '<%s>' \"$@\"; echo\n");
                words.forEach(word -> expected.append('<').append(word).append('>'));
                expected.append('\n');
            }
        }
        Process shell =
                new ProcessBuilder("/bin/sh", "-s").redirectErrorStream(true).start();
        shell.getOutputStream().write(script.toString().getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().close();
        assertTrue(lines.size() > 100, lines::toString);
        assertEquals(
                expected.toString(),
                new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    /** What the hot path refuses and the ordinary command line takes, is for that one alone. */
    @Test
    void lines_anyPieces_meanTheSameToBoth() {
        Property.named("text-means-what-the-command-line-says")
                .oneIn(10)
                .check(TextCasesTest::line, line -> {
                    Meaning hot = TextLine.hot(line);
                    Meaning ordinary = TextLine.ordinary(line);
                    if (!hot.why().equals("OPTION_NOT_HERE")) {
                        assertEquals(
                                ordinary.call(),
                                hot.call(),
                                () -> line + "\n hot " + hot + "\n ordinary " + ordinary);
                    }
                });
    }

    @Test
    void numbers_anyText_areWhatTheCommandLineReads() {
        Property.named("text-number-is-what-the-command-line-reads")
                .oneIn(20)
                .check(TextCasesTest::number, number -> {
                    String line = "account transfer -fa --to=b --cents=" + number;
                    assertEquals(
                            TextLine.ordinary(line).call(), TextLine.hot(line).call(), number);
                });
    }

    private static String number(Draws draws) {
        String sign = draws.oneOf("", "-", "+");
        String exponent = draws.oneOf(
                "", "e" + draws.between(-20, 20), "E" + draws.between(-400, 400), "e9999", "e");
        return switch (draws.between(0, 3)) {
            case 0 -> sign + draws.text(20, "0123456789") + exponent;
            case 1 -> sign + draws.text(4, "019") + "." + draws.text(20, "01") + exponent;
            case 2 ->
                sign + "0".repeat(draws.between(0, 3)) + "." + "0".repeat(draws.between(330, 380))
                        + exponent;
            default -> draws.anyLong() + exponent;
        };
    }

    @Test
    void help_everyOption_isKnownToTheHotPath() {
        for (String verb : List.of(
                "account transfer",
                "account transfer undo",
                "account balance",
                "cluster node drain")) {
            String help = TextLine.help(verb);
            List<String> names = help.lines()
                    .flatMap(line -> Arrays.stream(line.split("[ ,=\\[\\]]+", -1)))
                    .filter(word -> word.matches("--?[a-zA-Z][a-z-]*"))
                    .toList();
            assertTrue(names.size() > 8, help);
            for (String name : names) {
                assertTrue(!TextLine.hot(verb + " " + name).why().equals("OPTION_UNKNOWN"), name);
            }
        }
    }

    private static String line(Draws draws) {
        String verb = draws.oneOf(
                "account transfer --from a --to b --cents 1 ",
                "account transfer --from a --to b ",
                "account transfer ",
                "cluster node drain ",
                "account balance ",
                "");
        return verb + String.join(" ", draws.list(7, d -> d.pick(PIECES)));
    }

    private static String meaning(Meaning hot, Meaning ordinary) {
        if (!hot.refused()) {
            return "= " + hot.call();
        }
        return (ordinary.refused() && !ordinary.why().equals("printed") ? "! " : "~ ") + hot.why();
    }

    private static String table() throws IOException {
        try (InputStream in = TextCasesTest.class.getResourceAsStream("commands.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
