package dev.cnv.runtime.canonical;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The one byte form of a JSON value: equal values have equal bytes, whatever the order of members or
 * the spelling of numbers was.
 *
 * <p>The form is RFC 8785 (JCS): no white space, members sorted by UTF-16 code units, the shortest
 * string escapes, except that numbers keep their full precision instead of being rounded to a
 * double: a number is written without exponent, without trailing zeros after the point, and zero is
 * {@code 0}. Numbers that {@link StrictJson} refuses are refused here.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    /**
     * Writes a value as canonical text.
     *
     * @param value any JSON value
     * @return the canonical text
     * @throws IllegalArgumentException for a number outside the limits of {@link StrictJson}, a
     *     lone surrogate, or a node that is no JSON value
     */
    public static String text(JsonNode value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    /**
     * Writes a value as canonical bytes.
     *
     * @param value any JSON value
     * @return the UTF-8 bytes of {@link #text}
     */
    public static byte[] bytes(JsonNode value) {
        CanonicalBytes out = new CanonicalBytes();
        write(value, out);
        return out.toBytes();
    }

    /**
     * Digests a value.
     *
     * @param value any JSON value
     * @return the SHA-256 of {@link #bytes}
     */
    public static Digest digest(JsonNode value) {
        CanonicalBytes out = new CanonicalBytes();
        write(value, out);
        return out.digest();
    }

    /**
     * Says whether a value has a canonical form.
     *
     * @param value any JSON value
     * @return whether {@link #bytes} would give it
     */
    public static boolean has(JsonNode value) {
        if (value.isBoolean() || value.isNull() || value.isInt() || value.isLong()) {
            return true;
        }
        try {
            if (value.isString()) {
                requireText(value.stringValue());
            } else {
                write(value, new CanonicalBytes());
            }
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static void write(JsonNode value, CanonicalBytes out) {
        switch (value.getNodeType()) {
            case OBJECT -> writeObject(value, out);
            case ARRAY -> writeArray(value, out);
            case STRING -> out.text(value.stringValue());
            case NUMBER -> writeNumber(value, out);
            case BOOLEAN -> out.ascii(Boolean.toString(value.booleanValue()));
            case NULL -> out.ascii("null");
            case BINARY, MISSING, POJO ->
                throw new IllegalArgumentException(
                        "nodeType=" + value.getNodeType() + " is no JSON value");
        }
    }

    private static void writeObject(JsonNode object, CanonicalBytes out) {
        Map.Entry<String, JsonNode>[] members = members(object);
        char separator = '{';
        for (Map.Entry<String, JsonNode> member : members) {
            out.put(separator);
            out.text(member.getKey());
            out.put(':');
            write(member.getValue(), out);
            separator = ',';
        }
        out.ascii(members.length == 0 ? "{}" : "}");
    }

    /** The members in the order of UTF-16 code units, as RFC 8785 section 3.2.3 asks. */
    @SuppressWarnings("unchecked") // No array of them can be made with type arguments.
    private static Map.Entry<String, JsonNode>[] members(JsonNode object) {
        Map.Entry<String, JsonNode>[] members =
                (Map.Entry<String, JsonNode>[]) new Map.Entry<?, ?>[object.size()];
        int count = 0;
        boolean sorted = true;
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            sorted &= count == 0 || members[count - 1].getKey().compareTo(property.getKey()) < 0;
            members[count++] = property;
        }
        if (!sorted) {
            Arrays.sort(members, Map.Entry.comparingByKey());
        }
        return members;
    }

    private static void writeArray(JsonNode array, CanonicalBytes out) {
        out.put('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            write(array.get(i), out);
        }
        out.put(']');
    }

    private static void writeNumber(JsonNode value, CanonicalBytes out) {
        if (value.isInt() || value.isLong()) {
            out.number(value.longValue());
        } else {
            out.ascii(number(value));
        }
    }

    private static String number(JsonNode value) {
        if (value.isFloatingPointNumber()
                && !value.isBigDecimal()
                && !Double.isFinite(value.doubleValue())) {
            throw new IllegalArgumentException("number=" + value + " is not finite");
        }
        // A 32-bit float widened to a double would be another number than the one it is written as.
        BigDecimal decimal = value.isFloat()
                ? new BigDecimal(Float.toString(value.floatValue()))
                : value.decimalValue();
        StrictJson.requireNumberInLimits(decimal);
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }

    /** Appends a text with the escapes that RFC 8785 asks for. */
    static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> writeCharacter(text, i, c, out);
            }
        }
    }

    static void requireText(String text) {
        for (int i = 0; i < text.length(); i++) {
            requirePaired(text, i, text.charAt(i));
        }
    }

    private static void requirePaired(String text, int index, char c) {
        if (Character.isSurrogate(c) && !paired(text, index, c)) {
            throw new IllegalArgumentException("text has a lone surrogate at index=" + index);
        }
    }

    private static void writeCharacter(String text, int index, char c, StringBuilder out) {
        if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
            return;
        }
        requirePaired(text, index, c);
        out.append(c);
    }

    private static boolean paired(String text, int index, char c) {
        return Character.isHighSurrogate(c)
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }
}
