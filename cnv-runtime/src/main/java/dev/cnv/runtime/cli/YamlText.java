package dev.cnv.runtime.cli;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Writes a JSON value as YAML 1.2: block structures, and scalars as JSON writes them, which YAML 1.2
 * reads alike (section 1.3 of its specification: a JSON text is a YAML text). Plain words are used for
 * member names only. {@code docs/decisions/0040-yaml-output.md} says why no library writes it.
 */
final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern RESERVED =
            Pattern.compile("y|n|yes|no|on|off|true|false|null", Pattern.CASE_INSENSITIVE);

    private final StringBuilder out = new StringBuilder();

    private YamlText() {}

    /** The text, ending with a line break. */
    static String of(JsonNode value) {
        YamlText text = new YamlText();
        if (structured(value)) {
            text.write(value, 0, false);
        } else {
            text.out.append(flat(value)).append('\n');
        }
        return text.out.toString();
    }

    /** Writes members or elements, each on lines of its own; the first may go on with a begun line. */
    private void write(JsonNode value, int indent, boolean begun) {
        boolean first = begun;
        if (value.isArray()) {
            for (JsonNode element : value) {
                line(first, indent).append("- ");
                first = false;
                if (structured(element)) {
                    write(element, indent + 1, true);
                } else {
                    out.append(flat(element)).append('\n');
                }
            }
            return;
        }
        for (String name : value.propertyNames()) {
            JsonNode member = value.get(name);
            line(first, indent).append(key(name)).append(':');
            first = false;
            if (structured(member)) {
                out.append('\n');
                write(member, indent + 1, false);
            } else {
                out.append(' ').append(flat(member)).append('\n');
            }
        }
    }

    private StringBuilder line(boolean begun, int indent) {
        return begun ? out : out.append("  ".repeat(indent));
    }

    private static boolean structured(JsonNode value) {
        return value.isContainer() && !value.isEmpty();
    }

    private static String key(String name) {
        boolean plain = PLAIN.matcher(name).matches() && !RESERVED.matcher(name).matches();
        return plain ? name : flat(JsonNodeFactory.instance.stringNode(name));
    }

    private static String flat(JsonNode value) {
        return ResultText.escaped(value.toString());
    }
}
