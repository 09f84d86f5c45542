package dev.cnv.runtime.decode;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.ValueType.Kind;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The JSON forms of values without parts: which are accepted, and the one spelling that each has
 * afterwards.
 */
final class ScalarForms {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_TIME_LENGTH = 64;
    private static final int MAX_ADDRESS_LENGTH = 45;
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    private ScalarForms() {}

    /** {@return the normal form, or empty when the value is not of the kind} */
    static Optional<JsonNode> normal(Kind kind, JsonNode value) {
        return switch (kind) {
            case NOTHING -> Optional.empty();
            case BOOLEAN -> value.isBoolean() ? Optional.of(value) : Optional.empty();
            case INT8 -> integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case INT16 -> integer(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32 -> integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> integer(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT32 -> number(value).flatMap(ScalarForms::float32);
            case FLOAT64 -> number(value).flatMap(ScalarForms::float64);
            case DECIMAL -> number(value).flatMap(ScalarForms::decimal);
            default -> value.isString() ? text(kind, value.stringValue()) : Optional.empty();
        };
    }

    /** {@return what a value of the kind looks like, for messages} */
    static String expected(Kind kind) {
        return switch (kind) {
            case NOTHING -> "nothing";
            case BOOLEAN -> "true or false";
            case INT8 -> "a whole number from -128 to 127";
            case INT16 -> "a whole number from -32768 to 32767";
            case INT32 -> "a whole number from -2147483648 to 2147483647";
            case INT64 -> "a whole number from -9223372036854775808 to 9223372036854775807";
            case FLOAT32 -> "a number up to 3.4028235E38";
            case FLOAT64 -> "a number up to 1.7976931348623157E308";
            case CHARACTER -> "one character";
            case TEXT -> "a text";
            case DECIMAL -> "a decimal number of at most 350 digits before and after the point";
            case PATH -> "a file path";
            case URI -> "a URI";
            case INET_ADDRESS -> "an IPv4 or IPv6 address without zone, not a host name";
            case DURATION -> "an ISO-8601 duration such as PT30S";
            case INSTANT -> "an ISO-8601 instant such as 2026-01-31T12:00:00Z";
            case UUID -> "a UUID of 36 characters";
            case BYTES -> "base64 with padding";
        };
    }

    /**
     * {@return the number without exponent and without trailing zeros, so that equal ones are the
     * same; empty when it is outside the limits of canonical JSON}
     */
    static Optional<JsonNode> decimal(BigDecimal decimal) {
        return number(JSON.numberNode(decimal)).map(JSON::numberNode);
    }

    /** {@return the address of a literal; no name server is asked} */
    static Optional<InetAddress> address(String text) {
        boolean literal = text.length() <= MAX_ADDRESS_LENGTH
                && (IPV4.matcher(text).matches() || IPV6.matcher(text).matches());
        try {
            return literal ? Optional.of(InetAddress.ofLiteral(text)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** {@return the bytes of the one base64 spelling that they have} */
    static Optional<byte[]> bytes(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text)
                    ? Optional.of(bytes)
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** {@return whether every surrogate has its other half} */
    static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static Optional<JsonNode> integer(JsonNode value, long min, long max) {
        if (!value.isNumber()) {
            return Optional.empty();
        }
        try {
            long number = value.isInt() || value.isLong()
                    ? value.longValue()
                    : number(value)
                            .map(BigDecimal::longValueExact)
                            .orElseThrow(ArithmeticException::new);
            if (number < min || number > max) {
                return Optional.empty();
            }
            boolean small = min >= Integer.MIN_VALUE && max <= Integer.MAX_VALUE;
            return Optional.of(small ? JSON.numberNode((int) number) : JSON.numberNode(number));
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> number(JsonNode value) {
        if (!value.isNumber()) {
            return Optional.empty();
        }
        try {
            // The canonical form refuses what is not finite or has too many digits, before it
            // expands.
            return Optional.of(new BigDecimal(CanonicalJson.text(value)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> float32(BigDecimal number) {
        float rounded = number.floatValue();
        return Float.isFinite(rounded)
                ? decimal(new BigDecimal(Float.toString(rounded)))
                : Optional.empty();
    }

    private static Optional<JsonNode> float64(BigDecimal number) {
        double rounded = number.doubleValue();
        return Double.isFinite(rounded)
                ? decimal(new BigDecimal(Double.toString(rounded)))
                : Optional.empty();
    }

    private static Optional<JsonNode> text(Kind kind, String text) {
        if (!wellFormed(text)) {
            return Optional.empty();
        }
        Optional<String> normal = switch (kind) {
            case TEXT -> Optional.of(text);
            case CHARACTER -> text.length() == 1 ? Optional.of(text) : Optional.empty();
            case PATH -> path(text);
            case URI -> uri(text);
            case INET_ADDRESS -> address(text).map(InetAddress::getHostAddress);
            case DURATION -> duration(text);
            case INSTANT -> instant(text);
            case UUID ->
                UUID_FORM.matcher(text).matches()
                        ? Optional.of(java.util.UUID.fromString(text).toString())
                        : Optional.empty();
            case BYTES -> bytes(text).map(_ -> text);
            default -> Optional.empty();
        };
        return normal.map(JSON::stringNode);
    }

    private static Optional<String> path(String text) {
        try {
            return Optional.of(Path.of(text).toString());
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> uri(String text) {
        try {
            return Optional.of(new URI(text).toString());
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> duration(String text) {
        try {
            return text.length() <= MAX_TIME_LENGTH
                    ? Optional.of(Duration.parse(text).toString())
                    : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> instant(String text) {
        try {
            return text.length() <= MAX_TIME_LENGTH && text.endsWith("Z")
                    ? Optional.of(Instant.parse(text).toString())
                    : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
