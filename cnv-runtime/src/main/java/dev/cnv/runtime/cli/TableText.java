package dev.cnv.runtime.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Writes a JSON value for people: a record as names and values, a list of records as columns (also
 * below a record that has it), other lists one element a line.
 *
 * @param columnCount the width to keep to; long cells of a list are cut, long values of a record
 *     wrapped
 * @param harmless whether to show steering characters as escapes even where text keeps its lines
 */
record TableText(int columnCount, boolean harmless) {

    private static final String GAP = "  ";
    private static final int MIN_CELL_WIDTH = 8;

    String of(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        if (value.isObject()) {
            return describe(value);
        }
        if (ResultText.records(value)) {
            return list(value, ResultText.columns(value));
        }
        if (!value.isArray()) {
            return ended(block(ResultText.cell(value)));
        }
        StringBuilder out = new StringBuilder();
        value.forEach(element ->
                out.append(DisplayText.line(ResultText.cell(element))).append('\n'));
        return out.toString();
    }

    /** Names and values; below them, as tables of their own, the members that are lists of records. */
    private String describe(JsonNode object) {
        List<String> plain = new ArrayList<>(object.propertyNames());
        plain.removeIf(name -> ResultText.records(object.path(name)));
        StringBuilder out = new StringBuilder(members(object, plain));
        for (String name : object.propertyNames()) {
            JsonNode value = object.path(name);
            if (ResultText.records(value)) {
                out.append(out.isEmpty() ? "" : "\n")
                        .append(DisplayText.line(name))
                        .append(":\n");
                out.append(list(value, ResultText.columns(value)));
            }
        }
        return out.toString();
    }

    private String members(JsonNode object, List<String> names) {
        int width = names.stream()
                .mapToInt(name -> DisplayText.width(DisplayText.line(name)))
                .max()
                .orElse(0);
        int room = Math.max(MIN_CELL_WIDTH, columnCount - width - GAP.length());
        StringBuilder out = new StringBuilder();
        for (String name : names) {
            String label = DisplayText.line(name);
            for (String line :
                    DisplayText.wrap(DisplayText.block(ResultText.cell(object.get(name))), room)) {
                out.append((DisplayText.pad(label, width) + GAP + line).stripTrailing())
                        .append('\n');
                label = "";
            }
        }
        return out.toString();
    }

    private String list(JsonNode list, List<String> names) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(names.stream().map(DisplayText::line).toList());
        for (JsonNode element : list) {
            rows.add(names.stream()
                    .map(name -> DisplayText.line(ResultText.cell(element.get(name))))
                    .toList());
        }
        int[] widths = fit(widths(rows, names.size()));
        boolean[] numbers = numbers(list, names);
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = DisplayText.cut(row.get(i), widths[i]);
                line.append(i == 0 ? "" : GAP)
                        .append(
                                numbers[i]
                                        ? DisplayText.padLeft(cell, widths[i])
                                        : DisplayText.pad(cell, widths[i]));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    private static int[] widths(List<List<String>> rows, int count) {
        int[] widths = new int[count];
        for (List<String> row : rows) {
            for (int i = 0; i < count; i++) {
                widths[i] = Math.max(widths[i], DisplayText.width(row.get(i)));
            }
        }
        return widths;
    }

    /** Takes from the widest column until the row fits or every column is narrow. */
    private int[] fit(int[] widths) {
        long total = GAP.length() * (widths.length - 1L);
        for (int width : widths) {
            total += width;
        }
        while (total > columnCount) {
            int widest = 0;
            int second = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            for (int i = 0; i < widths.length; i++) {
                second = i != widest ? Math.max(second, widths[i]) : second;
            }
            int least = Math.max(MIN_CELL_WIDTH, Math.min(second, widths[widest] - 1));
            if (least >= widths[widest]) {
                break;
            }
            int narrower = (int) Math.max(least, widths[widest] - (total - columnCount));
            total -= widths[widest] - narrower;
            widths[widest] = narrower;
        }
        return widths;
    }

    private static boolean[] numbers(JsonNode list, List<String> names) {
        boolean[] numbers = new boolean[names.size()];
        for (int i = 0; i < numbers.length; i++) {
            boolean some = false;
            boolean all = true;
            for (JsonNode element : list) {
                JsonNode value = element.get(names.get(i));
                boolean missing = value == null || value.isNull();
                some |= !missing;
                all &= missing || value.isNumber();
            }
            numbers[i] = some && all;
        }
        return numbers;
    }

    private String block(String raw) {
        return harmless ? DisplayText.block(raw) : raw;
    }

    private static String ended(String text) {
        return text.endsWith("\n") ? text : text + '\n';
    }
}
