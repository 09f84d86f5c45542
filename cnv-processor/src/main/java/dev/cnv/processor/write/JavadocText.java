package dev.cnv.processor.write;

import java.util.regex.Pattern;

/** Plain text as the text of a documentation comment. */
final class JavadocText {

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private JavadocText() {}

    /** The text on one line with everything escaped that means something there. */
    static String of(String text, String otherwise) {
        return text.isEmpty() ? otherwise : escape(text);
    }

    static String escape(String text) {
        return SPACES.matcher(text)
                .replaceAll(" ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("{", "&#123;")
                .replace("}", "&#125;")
                .replace("*/", "*&#47;")
                .replace("\\u", "&#92;u");
    }
}
