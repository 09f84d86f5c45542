package dev.cnv.processor.read;

import dev.cnv.processor.model.Doc;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** From documentation comments, traditional or Markdown, to plain text. */
final class DocReader {

    private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^\\s*@(?=[a-z])");
    private static final Pattern PARAM =
            Pattern.compile("param\\s+([^\\s<]\\S*)\\s+(.*)", Pattern.DOTALL);
    private static final Pattern MARKDOWN_LINK =
            Pattern.compile("\\[([^\\]\\n]+)](?:\\[[^\\]\\n]*]|\\([^)\\n]*\\))?");
    private static final Pattern PARAGRAPH = Pattern.compile(
            "(?i)\\s*(?:</?(?:p|ul|ol|pre|table|blockquote|h[1-6])\\b[^>]*>|\\n\\s*\\n)\\s*");
    private static final Pattern HTML_TAG = Pattern.compile("</?[a-zA-Z][^<>]*>");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern BREAK = Pattern.compile(" ?\u0000[ \u0000]*");
    private static final Pattern NUMBERED = Pattern.compile("&#([0-9]{1,6});");
    // A no-break space is no white space here: it keeps "e.g." within its sentence.
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?=\\s|$)|\\n\\n");
    private static final char NO_BREAK_SPACE = '\u00a0';

    private DocReader() {}

    /** Reads an element's comment. */
    static Doc read(Elements elements, Element element) {
        boolean markdown =
                elements.getDocCommentKind(element) == Elements.DocCommentKind.END_OF_LINE;
        return read(elements.getDocComment(element), markdown);
    }

    /** Reads a comment as {@code Elements.getDocComment} gives it. */
    static Doc read(@Nullable String comment, boolean markdown) {
        if (comment == null) {
            return Doc.NONE;
        }
        String[] blocks = BLOCK_TAG.split(comment.replace("\r", ""), -1);
        String body = plain(blocks[0], markdown);
        Map<String, String> params = new LinkedHashMap<>();
        for (int i = 1; i < blocks.length; i++) {
            Matcher param = PARAM.matcher(blocks[i]);
            if (param.matches()) {
                params.putIfAbsent(
                        param.group(1),
                        spaces(plain(param.group(2), markdown).replace("\n\n", " ")));
            }
        }
        Matcher end = SENTENCE_END.matcher(body);
        int split = end.find() ? end.end() : body.length();
        return new Doc(spaces(body.substring(0, split)), spaces(body.substring(split)), params);
    }

    private static String plain(String text, boolean markdown) {
        String flat = tags(text);
        if (markdown) {
            flat = MARKDOWN_LINK.matcher(flat).replaceAll("$1").replace("`", "").replace("**", "");
        }
        flat = PARAGRAPH.matcher(flat).replaceAll("\u0000");
        flat = HTML_TAG.matcher(flat).replaceAll("");
        flat = SPACES.matcher(flat).replaceAll(" ");
        flat = BREAK.matcher(flat).replaceAll("\n\n");
        return entities(flat).strip();
    }

    /** Resolves inline tags, which may be nested and hold balanced braces. */
    private static String tags(String text) {
        int start = text.indexOf("{@");
        if (start < 0) {
            return text;
        }
        int end = closing(text, start);
        if (end < 0) {
            return text;
        }
        String tag = text.substring(start + 2, end);
        int space = tag.replaceAll("\\s", " ").indexOf(' ');
        String name = space < 0 ? tag : tag.substring(0, space);
        String content = space < 0 ? "" : tag.substring(space).strip();
        return text.substring(0, start) + tag(name, content) + tags(text.substring(end + 1));
    }

    private static String tag(String name, String content) {
        return switch (name) {
            case "code", "literal" ->
                content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
            case "link", "linkplain" -> label(content);
            default -> tags(content);
        };
    }

    private static String label(String content) {
        String[] parts = content.split("\\s+", 2);
        return parts.length == 2 && !parts[1].isBlank()
                ? tags(parts[1])
                : parts[0].replaceFirst("^#", "").replace('#', '.');
    }

    /** The brace that closes the one at an index, or -1. */
    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '{') {
                depth++;
            } else if (text.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static String entities(String text) {
        return NUMBERED.matcher(text)
                .replaceAll(DocReader::character)
                .replace("&nbsp;", String.valueOf(NO_BREAK_SPACE))
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }

    private static String character(MatchResult entity) {
        int codePoint = Integer.parseInt(entity.group(1));
        return Matcher.quoteReplacement(
                Character.isValidCodePoint(codePoint)
                        ? Character.toString(codePoint)
                        : entity.group());
    }

    private static String spaces(String text) {
        return text.replace(NO_BREAK_SPACE, ' ').strip();
    }
}
