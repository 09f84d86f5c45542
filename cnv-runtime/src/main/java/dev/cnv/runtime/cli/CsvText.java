package dev.cnv.runtime.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Writes a JSON value as comma-separated values (RFC 4180) under a line of names, with line feeds as line
 * ends. A list of records has a line for each; so has a record whose only list is one of records, of which
 * the rest is left out, as a table of lines has no place for it. Values are written as they are: a
 * program that takes text for a formula must be told not to.
 *
 * @param toTerminal whether a person reads the text on a terminal
 */
record CsvText(boolean toTerminal) {

    String of(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        JsonNode rows = value.isObject() ? onlyList(value) : value;
        if (rows.isObject()) {
            List<String> columns = List.copyOf(rows.propertyNames());
            return names(columns) + row(rows, columns);
        }
        if (ResultText.records(rows)) {
            List<String> columns = ResultText.columns(rows);
            StringBuilder out = new StringBuilder(names(columns));
            rows.forEach(element -> out.append(row(element, columns)));
            return out.toString();
        }
        StringBuilder out = new StringBuilder("value\n");
        if (rows.isArray()) {
            rows.forEach(element -> out.append(field(ResultText.cell(element))).append('\n'));
        } else {
            out.append(field(ResultText.cell(rows))).append('\n');
        }
        return out.toString();
    }

    /** The one list of records that a record has; the record itself when it has none or several. */
    private static JsonNode onlyList(JsonNode record) {
        Optional<JsonNode> only = Optional.empty();
        for (JsonNode member : record) {
            boolean rows = ResultText.records(member);
            if (rows && only.isPresent()) {
                return record;
            }
            only = rows ? Optional.of(member) : only;
        }
        return only.orElse(record);
    }

    private String names(List<String> columns) {
        return columns.stream().map(this::field).collect(Collectors.joining(",", "", "\n"));
    }

    private String row(JsonNode element, List<String> columns) {
        return columns.stream()
                .map(name -> field(ResultText.cell(element.get(name))))
                .collect(Collectors.joining(",", "", "\n"));
    }

    /** In quotation marks where a reader could take a part of it for something else. */
    private String field(String raw) {
        String text = toTerminal ? DisplayText.line(raw) : raw;
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain && text.equals(text.strip()) ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
