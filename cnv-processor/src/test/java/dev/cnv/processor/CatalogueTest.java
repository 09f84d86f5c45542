package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.processor.diagnostic.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalogue, its documentation and its cases are about the same codes. */
class CatalogueTest {

    private static final Path ERRORS = Path.of("../docs/errors.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| (CNV-\\d{3}) \\|.*\\|.*\\|.*\\|$", Pattern.MULTILINE);

    /** No source alone can provoke them: CnvProcessorTest and AnalysisTest do. */
    private static final Set<String> WITHOUT_SOURCE =
            Set.of("CNV-215", "CNV-902", "CNV-911", "CNV-912", "CNV-913", "CNV-914", "CNV-999");

    @Test
    void errorsDocument_compileErrors_hasOneRowPerCode() throws IOException {
        String text = Files.readString(ERRORS);
        int start = text.indexOf("## Compile errors");
        assertTrue(start >= 0, "docs/errors.md has a part \"## Compile errors\"");
        int end = text.indexOf("\n## ", start);
        List<String> rows = ROW.matcher(
                        end < 0 ? text.substring(start) : text.substring(start, end))
                .results()
                .map(row -> row.group(1))
                .toList();
        assertEquals(labels().stream().toList(), rows, "sorted, each once");
    }

    @Test
    void badFolder_names_areTheCodesThatASourceCanProvoke() throws IOException {
        Set<String> expected = labels();
        expected.removeAll(WITHOUT_SOURCE);
        assertEquals(expected, BadCasesTest.cases().collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Beside each miss stands a near miss, which {@link GoodCasesTest} shows to be near. */
    @Test
    void goodFolder_nearMisses_areOfTheCodesThatASourceCanProvoke() throws IOException {
        Set<String> expected = labels();
        expected.removeAll(WITHOUT_SOURCE);
        assertEquals(expected, GoodCasesTest.codes());
    }

    private static Set<String> labels() {
        return Arrays.stream(Code.values())
                .map(Code::label)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
