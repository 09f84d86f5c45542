package dev.cnv.processor.write;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes JSON values (maps, lists, texts, numbers, booleans) in the canonical form of the runtime's
 * {@code CanonicalJson}: members sorted by UTF-16 code units, no white space, plain numbers.
 */
final class Json {

    /** The null of JSON. */
    static final Optional<Object> NULL = Optional.empty();

    private Json() {}

    static String canonical(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    /** The SHA-256 of the canonical form's UTF-8 bytes, in lower-case hexadecimal digits. */
    static String digest(Object value) {
        try {
            byte[] bytes = canonical(value).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform has SHA-256: java.security.MessageDigest's class documentation.
            throw new IllegalStateException(
                    "algorithm=SHA-256 is missing from this Java platform", e);
        }
    }

    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case Map<?, ?> members -> writeObject(members, out);
            case List<?> elements -> writeArray(elements, out);
            case String text -> writeText(text, out);
            case BigDecimal number -> out.append(plain(number));
            case Integer number -> out.append(number.intValue());
            case Boolean flag -> out.append(flag.booleanValue());
            case Optional<?> absent when absent.isEmpty() -> out.append("null");
            default -> throw new IllegalArgumentException("value=" + value + " has no JSON form");
        }
    }

    private static void writeObject(Map<?, ?> members, StringBuilder out) {
        Map<String, Object> sorted = new TreeMap<>();
        members.forEach((name, value) -> sorted.put((String) name, value));
        char separator = '{';
        for (Map.Entry<String, Object> member : sorted.entrySet()) {
            out.append(separator);
            writeText(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
            separator = ',';
        }
        out.append(sorted.isEmpty() ? "{}" : "}");
    }

    private static void writeArray(List<?> elements, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(elements.get(i), out);
        }
        out.append(']');
    }

    private static String plain(BigDecimal number) {
        if (number.scale() == 0) {
            return number.toString();
        }
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static void writeText(String text, StringBuilder out) {
        out.append('"');
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
                default -> writeCharacter(c, out);
            }
        }
        out.append('"');
    }

    private static void writeCharacter(char c, StringBuilder out) {
        if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
        } else {
            out.append(c);
        }
    }
}
