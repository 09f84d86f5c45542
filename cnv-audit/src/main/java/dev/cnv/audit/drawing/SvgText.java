package dev.cnv.audit.drawing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Texts and numbers as SVG has them. */
final class SvgText {

    private SvgText() {}

    /** A text in which nothing is markup; characters that XML 1.0 does not allow are replaced. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(shown(c));
            }
        });
        return out.toString();
    }

    /** Line ends are spaces: everything here is one line. */
    private static int shown(int c) {
        if (c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) {
            return ' ';
        }
        boolean allowed = c >= ' '
                && !(c >= 0x7f && c <= 0x9f)
                && !(c >= 0xd800 && c <= 0xdfff)
                && (c & 0xfffe) != 0xfffe;
        return allowed ? c : 0xfffd;
    }

    /** A length with at most one decimal, the same in every language. */
    static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
