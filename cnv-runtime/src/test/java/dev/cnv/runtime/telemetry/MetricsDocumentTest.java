package dev.cnv.runtime.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table in docs/telemetry.md is the catalogue; {@code -Dcnv.golden=update} writes it. */
class MetricsDocumentTest {

    private static final String BEGIN = "<!-- begin generated: metrics -->\n";
    private static final String END = "<!-- end generated -->";

    private static final Path DOCUMENT =
            Path.of(System.getProperty("basedir", "."), "..", "docs", "telemetry.md");

    private static String table() {
        return Arrays.stream(CnvMetric.values())
                .map(MetricsDocumentTest::row)
                .collect(Collectors.joining(
                        "\n",
                        "\n| metric | kind | labels | meaning |\n|---|---|---|---|\n",
                        "\n\n"));
    }

    private static String row(CnvMetric metric) {
        String labels = metric.labels().stream()
                .map(label -> "`" + label.key() + "`")
                .collect(Collectors.joining(", "));
        return "| `" + metric.shown() + "` | " + MetricLabel.lower(metric.type()) + " | " + labels
                + " | " + metric.help() + " |";
    }

    @Test
    void document_table_isTheCatalogue() throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END, from);
        assertTrue(from >= BEGIN.length() && to > from, "the region is not there");
        if ("update".equals(System.getProperty("cnv.golden"))) {
            Files.writeString(DOCUMENT, text.substring(0, from) + table() + text.substring(to));
            return;
        }
        assertEquals(table(), text.substring(from, to));
    }

    @Test
    void names_areThoseOfPrometheus() {
        Set<String> names = new HashSet<>();
        for (CnvMetric metric : CnvMetric.values()) {
            assertTrue(metric.family().matches("cnv(_[a-z]+)+"), metric.family());
            assertTrue(names.add(metric.family()), metric.family());
            assertTrue(metric.help().endsWith("."), metric.help());
        }
    }
}
