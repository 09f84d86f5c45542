package dev.cnv.runtime.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Text for a terminal: what could steer the terminal is made visible, and widths are counted in
 * columns.
 *
 * <p>Data comes from agents and files, and may hold escape sequences that move the cursor, retitle
 * the window or forge a line, and marks that turn the reading direction round. Control characters
 * (C0, DEL, C1), format characters except the zero-width joiner, line and paragraph separators and
 * lone surrogates are shown as escapes such as <code>&#92;u001b</code>.
 *
 * <p>A column is a fixed-width cell: East Asian wide and emoji characters take two (after Unicode
 * Standard Annex 11, by script), combining marks none.
 */
final class DisplayText {

    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final String ELLIPSIS = "…";

    private DisplayText() {}

    /** One harmless line: line breaks and tabs are shown as {@code \n} and {@code \t}. */
    static String line(String raw) {
        return harmless(raw, false);
    }

    /** Harmless text that keeps its line breaks and tabs. */
    static String block(String raw) {
        return harmless(raw, true);
    }

    /** Whether a character could steer a terminal, hide or reorder text. */
    static boolean steers(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            case Character.FORMAT -> c != ZERO_WIDTH_JOINER;
            default -> false;
        };
    }

    /** How many columns a harmless line takes. */
    static int width(String line) {
        return line.codePoints().map(DisplayText::width).sum();
    }

    /** The line, or its beginning with an ellipsis so that it fits. */
    static String cut(String line, int columnCount) {
        if (width(line) <= columnCount) {
            return line;
        }
        return line.substring(0, fitting(line, 0, columnCount - 1)) + ELLIPSIS;
    }

    /** The text's lines, each broken so that it fits; at least one. */
    static List<String> wrap(String block, int columnCount) {
        List<String> lines = new ArrayList<>();
        for (String line : block.replace("\t", "    ").split("\n", -1)) {
            int from = 0;
            do {
                int to = breakAt(line, from, columnCount);
                lines.add(line.substring(from, to).stripTrailing());
                from = to;
            } while (from < line.length());
        }
        return lines;
    }

    /** The line followed by blanks. */
    static String pad(String line, int columnCount) {
        return line + " ".repeat(Math.max(0, columnCount - width(line)));
    }

    /** The line after blanks. */
    static String padLeft(String line, int columnCount) {
        return " ".repeat(Math.max(0, columnCount - width(line))) + line;
    }

    /** The escape of one character in the form of JSON, one or two UTF-16 units. */
    static String escape(int c) {
        StringBuilder escape = new StringBuilder(12);
        for (char unit : Character.toChars(c)) {
            escape.append(String.format("\\u%04x", (int) unit));
        }
        return escape.toString();
    }

    private static String harmless(String raw, boolean keepLines) {
        StringBuilder out = null;
        for (int i = 0; i < raw.length(); ) {
            int c = raw.codePointAt(i);
            boolean kept = !steers(c) || (keepLines && (c == '\n' || c == '\t'));
            if (!kept && out == null) {
                out = new StringBuilder(raw.length() + 16).append(raw, 0, i);
            }
            if (out != null) {
                out.append(kept ? Character.toString(c) : visible(c));
            }
            i += Character.charCount(c);
        }
        return out == null ? raw : out.toString();
    }

    private static String visible(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> escape(c);
        };
    }

    private static int breakAt(String line, int from, int columnCount) {
        int to = fitting(line, from, columnCount);
        if (to == line.length()) {
            return to;
        }
        int blank = line.lastIndexOf(' ', to - 1);
        return blank > from ? blank + 1 : to;
    }

    /** The end of the longest part from an index that fits; at least one character. */
    private static int fitting(String line, int from, int columnCount) {
        int left = columnCount;
        int to = from;
        while (to < line.length()) {
            int c = line.codePointAt(to);
            left -= width(c);
            if (left < 0 && to > from) {
                break;
            }
            to += Character.charCount(c);
        }
        return to;
    }

    private static int width(int c) {
        if (c < 0x300) {
            return 1;
        }
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> wide(c) ? 2 : 1;
        };
    }

    private static boolean wide(int c) {
        if (c < 0x1100) {
            return false;
        }
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> c < 0xFF61 || c > 0xFFDC;
            default ->
                Character.isEmojiPresentation(c)
                        || (c >= 0x3000 && c <= 0x303E)
                        || (c >= 0xFF01 && c <= 0xFF60)
                        || (c >= 0xFFE0 && c <= 0xFFE6);
        };
    }
}
