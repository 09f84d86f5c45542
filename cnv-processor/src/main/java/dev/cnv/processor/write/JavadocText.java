package dev.cnv.processor.write;

/** Plain text as the text of a documentation comment. */
final class JavadocText {

    private JavadocText() {}

    /** The text on one line with everything escaped that means something there. */
    static String of(String text, String otherwise) {
        return text.isEmpty() ? otherwise : escape(text);
    }

    static String escape(String text) {
        return text.replaceAll("\\s+", " ")
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
