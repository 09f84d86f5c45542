package dev.cnv.processor.write;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where generated lines break: as late as 100 columns allow. */
final class Layout {

    private static final int WIDTH = 100;

    private static final Pattern PACKAGE = Pattern.compile("\\b[a-z]\\w*\\.(?=[a-z]\\w*\\.|[A-Z])");
    private static final Pattern SHORT_DOC =
            Pattern.compile("/\\*\\*\\n +\\* ([^\\n]{1,80})\\n +\\*/");
    private static final Pattern EMPTY_BODY = Pattern.compile("\\{\\n *}");
    private static final Pattern LINTS =
            Pattern.compile("\\{\\n +(\"\\w+\"(?:,\\n +\"\\w+\")*)\\n}");
    private static final Pattern CONSTANT =
            Pattern.compile("(?m)^(    (?:public )?static final .* =)\\n +(.*;)$");
    private static final Pattern HEADER =
            Pattern.compile("(?m)^( *)(.*(?:class|interface) .*?) ((?:extends|implements) .*\\{)$");
    private static final Pattern TRAILING_SPACE = Pattern.compile("(?m) +$");

    private Layout() {}

    /** The elements on one line if they fit behind so many columns, else one on each line. */
    static CodeBlock list(List<CodeBlock> elements, int columns) {
        CodeBlock line = CodeBlock.join(elements, ", ");
        return elements.size() < 2 || columns + width(line) <= WIDTH
                ? line
                : CodeBlock.of("$>$>\n$L$<$<", CodeBlock.join(elements, ",\n"));
    }

    /** The columns that code takes, without the packages that imports save. */
    static int width(CodeBlock code) {
        return PACKAGE.matcher(code.toString()).replaceAll("").length();
    }

    /** Whether code fits behind so many columns. */
    static boolean fits(CodeBlock code, int columns) {
        return columns + width(code) <= WIDTH;
    }

    /** What JavaPoet spreads over lines that a person would not, and the other way round. */
    static String tidy(String source) {
        String text = SHORT_DOC.matcher(source).replaceAll("/** $1 */");
        text = EMPTY_BODY.matcher(text).replaceAll("{}");
        text = LINTS.matcher(text)
                .replaceAll(lints -> "{" + lints.group(1).replaceAll("\\s+", " ") + "}");
        text = TRAILING_SPACE.matcher(text).replaceAll("");
        text = CONSTANT.matcher(text)
                .replaceAll(constant -> Matcher.quoteReplacement(oneLineIfItFits(constant)));
        return HEADER.matcher(text)
                .replaceAll(header -> Matcher.quoteReplacement(twoLinesIfLong(header)));
    }

    private static String oneLineIfItFits(java.util.regex.MatchResult constant) {
        String line = constant.group(1) + " " + constant.group(2);
        return line.length() <= WIDTH ? line : constant.group();
    }

    private static String twoLinesIfLong(java.util.regex.MatchResult header) {
        return header.group().length() <= WIDTH
                ? header.group()
                : header.group(1) + header.group(2) + "\n" + header.group(1) + "        "
                        + header.group(3);
    }
}
