package dev.cnv.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.outcome.ExitCode;
import dev.cnv.runtime.outcome.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents say what the code does. */
class CliDocumentTest {

    private static final Path DOCS = Path.of(System.getProperty("basedir", "."), "..", "docs");

    @Test
    void reasons_inTheDocument_areThoseOfTheEnum() throws IOException {
        List<String> documented =
                reasons().map(row -> String.join(" ", row.subList(0, 3))).toList();
        List<String> real = Arrays.stream(Reason.values())
                .map(reason -> "`" + reason.code() + "` " + reason.kind() + " "
                        + reason.exit().status())
                .toList();

        assertEquals(real, documented);
        assertTrue(
                reasons().allMatch(row -> row.get(3).length() > 10 && row.get(4).length() > 10));
    }

    @Test
    void exitCodes_inTheDocument_areThoseOfTheEnum() throws IOException {
        List<String> documented = rows("cli.md")
                .filter(row -> row.size() == 3 && row.getFirst().matches("[0-9]+"))
                .map(row -> row.get(0) + " " + row.get(1))
                .toList();
        List<String> real = Arrays.stream(ExitCode.values())
                .map(code -> code.status() + " " + code.name())
                .toList();

        assertEquals(real, documented);
    }

    @Test
    void options_inTheDocument_areThoseOfEveryVerb() throws IOException {
        List<String> documented = rows("cli.md")
                .map(List::getFirst)
                .filter(cell -> cell.startsWith("`--") && !cell.startsWith("`--cnv"))
                .map(cell -> cell.replaceAll("`|[ =].*", ""))
                .toList();
        List<String> real = Stream.concat(
                        Arrays.stream(CallOption.values()).map(CallOption::shortName),
                        Stream.of(
                                CommandModel.HELP,
                                CommandModel.VERSION,
                                CommandModel.CAPABILITIES,
                                CommandModel.INTROSPECT,
                                CommandModel.COMPLETION,
                                CommandModel.SERVE))
                .toList();

        assertEquals(
                real.stream().sorted().toList(), documented.stream().sorted().toList());
    }

    @Test
    void formats_inTheDocument_areThoseOfTheEnum() throws IOException {
        List<String> documented = rows("cli.md")
                .filter(row -> row.size() == 2)
                .map(List::getFirst)
                .map(cell -> cell.replace("`", ""))
                .filter(cell -> OutputFormat.of(cell).isPresent())
                .toList();

        assertEquals(OutputFormat.words(), documented);
    }

    private static Stream<List<String>> reasons() throws IOException {
        return rows("reasons.md")
                .filter(row -> row.size() == 5 && row.getFirst().startsWith("`"));
    }

    private static Stream<List<String>> rows(String file) throws IOException {
        return Files.readAllLines(DOCS.resolve(file)).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| -"))
                .map(line -> Arrays.stream(
                                line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|", -1))
                        .map(String::strip)
                        .collect(Collectors.toList()));
    }
}
