package dev.cnv.runtime.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a JSON value in an {@link OutputFormat}.
 *
 * <p>JSON and YAML never hold a character that steers a terminal, since each can be written as an
 * escape without changing the value. The other forms change such characters only for a terminal: a pipe gets
 * the data as it is.
 *
 * @param toTerminal whether a person reads the text on a terminal
 * @param columnCount the terminal's width; of no matter without a terminal
 */
record ResultText(boolean toTerminal, int columnCount) {

    /** The text, ending with a line break; empty for no value. */
    String of(JsonNode value, OutputFormat format) {
        return switch (format) {
            case JSON -> escaped(value.toString()) + '\n';
            case JSON_PRETTY -> escaped(Pretty.WRITER.writeValueAsString(value)) + '\n';
            case YAML -> YamlText.of(value);
            case TABLE ->
                new TableText(toTerminal ? columnCount : Integer.MAX_VALUE, toTerminal).of(value);
            case PLAIN -> plain(value);
            case TSV -> tsv(value);
            case CSV -> new CsvText(toTerminal).of(value);
        };
    }

    /** The columns of a list of records: each member's name, in the order of first sight. */
    static List<String> columns(JsonNode list) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode element : list) {
            names.addAll(element.propertyNames());
        }
        return List.copyOf(names);
    }

    /** Whether the value is a list of at least one record and nothing else. */
    static boolean records(JsonNode value) {
        if (!value.isArray() || value.isEmpty()) {
            return false;
        }
        for (JsonNode element : value) {
            if (!element.isObject()) {
                return false;
            }
        }
        return true;
    }

    /** A value on its own: text as it is, nothing for null, a structure as JSON. */
    static String cell(@Nullable JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return "";
        }
        return value.isString() ? value.stringValue() : escaped(value.toString());
    }

    /** Made when it is first needed, like everything for JSON. */
    private static final class Pretty {
        private static final ObjectWriter WRITER = writer();

        private Pretty() {}

        private static ObjectWriter writer() {
            DefaultIndenter indent = new DefaultIndenter("  ", "\n");
            return JsonMapper.builder()
                    .defaultPrettyPrinter(
                            new DefaultPrettyPrinter(Separators.createDefaultInstance()
                                            .withObjectNameValueSpacing(Spacing.AFTER)
                                            .withObjectEmptySeparator("")
                                            .withArrayEmptySeparator(""))
                                    .withObjectIndenter(indent)
                                    .withArrayIndenter(indent))
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writer();
        }
    }

    private String plain(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        List<String> columns = records(value) ? columns(value) : List.of();
        StringBuilder out = new StringBuilder();
        if (value.isContainer()) {
            for (JsonNode element : value) {
                out.append(
                                element.isObject() && !columns.isEmpty()
                                        ? row(element, columns)
                                        : shown(cell(element)))
                        .append('\n');
            }
        } else {
            out.append(shown(cell(value))).append('\n');
        }
        return out.toString();
    }

    private String tsv(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        if (value.isObject()) {
            List<String> columns = List.copyOf(value.propertyNames());
            return names(columns) + row(value, columns) + '\n';
        }
        if (records(value)) {
            List<String> columns = columns(value);
            StringBuilder out = new StringBuilder(names(columns));
            value.forEach(element -> out.append(row(element, columns)).append('\n'));
            return out.toString();
        }
        List<JsonNode> elements = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(elements::add);
        } else {
            elements.add(value);
        }
        return elements.stream()
                .map(e -> field(cell(e)) + '\n')
                .collect(Collectors.joining("", "value\n", ""));
    }

    private String names(List<String> columns) {
        return columns.stream().map(this::field).collect(Collectors.joining("\t", "", "\n"));
    }

    private String row(JsonNode element, List<String> columns) {
        return columns.stream()
                .map(name -> field(cell(element.get(name))))
                .collect(Collectors.joining("\t"));
    }

    /** A field without tabs and line breaks, which are written as escapes. */
    private String field(String raw) {
        String escaped = raw.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
        return toTerminal ? DisplayText.line(escaped) : escaped;
    }

    private String shown(String raw) {
        return toTerminal ? DisplayText.block(raw) : raw;
    }

    /** Writes each steering character beyond ASCII's own controls as an escape; a writer did those. */
    static String escaped(String text) {
        if (text.codePoints().noneMatch(c -> c > ' ' && DisplayText.steers(c))) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (c > ' ' && DisplayText.steers(c)) {
                out.append(DisplayText.escape(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
