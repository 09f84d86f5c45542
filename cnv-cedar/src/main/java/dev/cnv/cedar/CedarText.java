package dev.cnv.cedar;

import java.util.Set;
import java.util.regex.Pattern;

/** The spelling of Cedar: string literals, names of attributes, entities. */
final class CedarText {

    /** The namespace of everything that CNV declares. */
    static final String NAMESPACE = "Cnv";

    private static final Pattern IDENTIFIER = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");

    private static final Set<String> RESERVED =
            Set.of("true", "false", "if", "then", "else", "in", "is", "like", "has", "__cedar");

    private CedarText() {}

    /**
     * A string literal.
     *
     * @throws IllegalArgumentException when the text has a lone surrogate
     */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> append(out, point));
        return out.append('"').toString();
    }

    private static void append(StringBuilder out, int point) {
        switch (point) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                    throw new IllegalArgumentException("the text has a lone surrogate");
                }
                if (visible(point)) {
                    out.appendCodePoint(point);
                } else {
                    out.append("\\u{").append(Integer.toHexString(point)).append('}');
                }
            }
        }
    }

    /** Whether a person sees the character as itself; direction marks and the like are escaped. */
    private static boolean visible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** {@return whether a name can follow a dot} */
    static boolean identifier(String name) {
        return IDENTIFIER.matcher(name).matches() && !RESERVED.contains(name);
    }

    /** {@return the name as it stands after {@code has}} */
    static String name(String name) {
        return identifier(name) ? name : quoted(name);
    }

    /** {@return the access to an attribute, with its dot or brackets} */
    static String attribute(String name) {
        return identifier(name) ? "." + name : "[" + quoted(name) + "]";
    }

    /** {@return an entity of CNV's namespace} */
    static String entity(String type, String id) {
        return NAMESPACE + "::" + type + "::" + quoted(id);
    }
}
