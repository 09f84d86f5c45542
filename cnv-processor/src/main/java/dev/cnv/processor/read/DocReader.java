package dev.cnv.processor.read;

import dev.cnv.processor.model.Doc;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** From documentation comments, traditional or Markdown, to plain text. */
final class DocReader {

    private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^\\s*@(?=[a-z])");
    private static final Pattern PARAM = Pattern.compile("param\\s+([^\\s<]\\S*)\\s+(.*)", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)?\\s+(\\S+?)(?:\\s+([^{}]*))?}");
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@[a-zA-Z]+\\s*([^{}]*)}");
    private static final Pattern MARKDOWN_LINK = Pattern.compile("\\[([^\\]\\n]+)](?:\\[[^\\]\\n]*]|\\([^)\\n]*\\))?");
    private static final Pattern PARAGRAPH = Pattern.compile("(?i)\\s*(?:</?(?:p|ul|ol|pre|table)\\b[^>]*>|\\n\\s*\\n)\\s*");
    private static final Pattern HTML_TAG = Pattern.compile("</?[a-zA-Z][^<>]*>");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?=\\s|$)|\\n\\n");

    private DocReader() {}

    /** Reads an element's comment. */
    static Doc read(Elements elements, Element element) {
        boolean markdown = elements.getDocCommentKind(element) == Elements.DocCommentKind.END_OF_LINE;
        return read(elements.getDocComment(element), markdown);
    }

    /** Reads a comment as {@code Elements.getDocComment} gives it. */
    static Doc read(@Nullable String comment, boolean markdown) {
        if (comment == null) {
            return Doc.NONE;
        }
        String[] blocks = BLOCK_TAG.split(comment, -1);
        String body = plain(blocks[0], markdown);
        Map<String, String> params = new LinkedHashMap<>();
        for (int i = 1; i < blocks.length; i++) {
            Matcher param = PARAM.matcher(blocks[i]);
            if (param.matches()) {
                params.putIfAbsent(param.group(1), plain(param.group(2), markdown).replace("\n\n", " "));
            }
        }
        Matcher end = SENTENCE_END.matcher(body);
        int split = end.find() ? end.end() : body.length();
        return new Doc(body.substring(0, split).strip(), body.substring(split).strip(), params);
    }

    private static String plain(String text, boolean markdown) {
        String flat = text.replace("\r", "");
        flat = LINK.matcher(flat).replaceAll(DocReader::label);
        // From the inside out: the innermost tags have no braces in them.
        for (Matcher tag = INLINE_TAG.matcher(flat); tag.find(); tag = INLINE_TAG.matcher(flat)) {
            flat = tag.replaceAll("$1");
        }
        if (markdown) {
            flat = MARKDOWN_LINK.matcher(flat).replaceAll("$1").replace("`", "");
        }
        flat = PARAGRAPH.matcher(flat).replaceAll("\u0000");
        flat = HTML_TAG.matcher(flat).replaceAll("");
        flat = flat.replaceAll("\\s+", " ").replaceAll(" ?\u0000[ \u0000]*", "\n\n");
        return entities(flat).strip();
    }

    private static String label(java.util.regex.MatchResult link) {
        String label = link.group(2);
        String shown = label == null || label.isBlank() ? link.group(1).replaceFirst("^#", "").replace('#', '.') : label;
        return Matcher.quoteReplacement(shown.strip());
    }

    private static String entities(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&nbsp;", " ")
                .replace("&#64;", "@")
                .replace("&amp;", "&");
    }
}
