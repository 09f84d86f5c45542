package dev.cnv.runtime.decode;

import tools.jackson.databind.JsonNode;

/** Values of callers as they may appear in a message: short, on one line, without control characters. */
final class Display {

    /** What stands in place of a value that must not be seen. */
    static final String HIDDEN = "***";

    private static final int MAX_LENGTH = 60;

    private Display() {}

    static String value(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "(an object of " + value.size() + ")";
            case ARRAY -> "(an array of " + value.size() + ")";
            case STRING -> '"' + name(value.stringValue()) + '"';
            case NUMBER -> name(value.numberValue().toString());
            case BOOLEAN -> Boolean.toString(value.booleanValue());
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "(no JSON value)";
        };
    }

    /** {@return the text cut to 60 characters, with escapes for whatever does not print} */
    static String name(String text) {
        StringBuilder out = new StringBuilder();
        int end = Math.min(text.length(), MAX_LENGTH);
        for (int i = 0; i < end; ) {
            int c = text.codePointAt(i);
            if (prints(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(String.format("\\u{%x}", c));
            }
            i += Character.charCount(c);
        }
        return text.length() > MAX_LENGTH ? out + "..." : out.toString();
    }

    private static boolean prints(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> c != '"' && c != '\\';
        };
    }
}
