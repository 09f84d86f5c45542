package dev.cnv.processor.write;

import java.util.List;

/** Where generated lines break: as late as 100 columns allow. */
final class Layout {

    private static final int WIDTH = 100;
    private static final String CONTINUED = "        ";

    private Layout() {}

    /** Two parts on one line if they fit, else on two. */
    static String fit(String indent, String start, String end) {
        String line = indent + start + " " + end;
        return line.length() <= WIDTH ? line : indent + start + "\n" + indent + CONTINUED + end;
    }

    /** Parts in brackets: on one line if they fit, else as many on each further line as do. */
    static String fill(String indent, String start, List<String> parts, String end) {
        String line = indent + start + String.join(", ", parts) + end;
        if (parts.isEmpty() || line.length() <= WIDTH) {
            return line;
        }
        StringBuilder out = new StringBuilder(indent).append(start);
        int column = WIDTH + 1;
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            String part = parts.get(i) + (last ? end : ",");
            if (column + 1 + part.length() > WIDTH) {
                out.append('\n').append(indent).append(CONTINUED);
                column = indent.length() + CONTINUED.length();
            } else {
                out.append(' ');
                column++;
            }
            out.append(part);
            column += part.length();
        }
        return out.toString();
    }

    /** A start and calls on it: on one line if they fit, else with a call on each further line. */
    static String chain(String indent, String start, List<String> calls, String end) {
        String line = indent + start + String.join("", calls) + end;
        return calls.isEmpty() || line.length() <= WIDTH
                ? line
                : indent + start + "\n" + indent + CONTINUED
                        + String.join("\n" + indent + CONTINUED, calls) + end;
    }

    /** Conditions of which one is enough: on one line if they fit, else each on its own. */
    static String either(String indent, String start, List<String> conditions, String end) {
        String line = indent + start + String.join(" || ", conditions) + end;
        return line.length() <= WIDTH
                ? line
                : indent + start + String.join("\n" + indent + CONTINUED + "|| ", conditions) + end;
    }

    /** A text as a Java literal. */
    static String literal(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> character(c, out);
            }
        }
        return out.append('"').toString();
    }

    private static void character(char c, StringBuilder out) {
        if (Character.isISOControl(c) || Character.isSurrogate(c)) {
            out.append(String.format("\\u%04x", (int) c));
        } else {
            out.append(c);
        }
    }
}
