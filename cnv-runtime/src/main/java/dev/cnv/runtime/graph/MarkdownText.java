package dev.cnv.runtime.graph;

/** Text of others in a line of Markdown. */
final class MarkdownText {

    private MarkdownText() {}

    /** One line; what Markdown or HTML would read as markup is escaped. */
    static String line(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                out.append(' ');
            } else if ("\\`*_<>&|#".indexOf(c) >= 0) {
                out.append('\\').append(c);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
