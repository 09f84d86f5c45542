package dev.cnv.processor.model;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of values as text: what the command line takes and annotations hold.
 */
public final class Texts {

    private static final Pattern SHORT_DURATION =
            Pattern.compile("([0-9]{1,18})(ns|us|ms|s|m|h|d)");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final int UUID_LENGTH = 36;

    private Texts() {}

    /**
     * Reads a duration such as {@code 100ms}, {@code 5s} or {@code PT30S}.
     *
     * @param text the text
     * @return the duration, or empty when the text is none
     */
    public static Optional<Duration> duration(String text) {
        try {
            Matcher matcher = SHORT_DURATION.matcher(text);
            if (!matcher.matches()) {
                return Optional.of(Duration.parse(text));
            }
            long amount = Long.parseLong(matcher.group(1));
            return Optional.of(
                    switch (matcher.group(2)) {
                        case "ns" -> Duration.ofNanos(amount);
                        case "us" -> Duration.ofNanos(Math.multiplyExact(amount, 1_000L));
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    });
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a value as the JSON value that stands for it.
     *
     * @param kind what it should be
     * @param text the text
     * @return a {@link Boolean}, {@link BigDecimal} or {@link String}; empty when the text is no such
     *     value
     */
    public static Optional<Object> json(ScalarKind kind, String text) {
        return switch (kind) {
            case BOOLEAN ->
                text.equals("true") || text.equals("false")
                        ? Optional.of(text.equals("true"))
                        : Optional.empty();
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, DECIMAL ->
                number(kind, text).map(n -> n);
            case CHARACTER -> text.length() == 1 ? Optional.of(text) : Optional.empty();
            case TEXT -> Optional.of(text);
            case DURATION -> duration(text).map(Duration::toString);
            case PATH, URI, INET_ADDRESS, INSTANT, UUID, BYTES -> parsed(kind, text);
            case NOTHING -> Optional.empty();
        };
    }

    /**
     * Reads a number.
     *
     * @param kind a numeric kind
     * @param text the text
     * @return the number, or empty when the text is none or the kind cannot hold it
     */
    public static Optional<BigDecimal> number(ScalarKind kind, String text) {
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(text);
        return inRange(kind, number) ? Optional.of(number) : Optional.empty();
    }

    /**
     * The smallest value of a whole-number kind.
     *
     * @param kind the kind
     * @return its smallest value; its largest is one less than the negative of it
     */
    public static BigDecimal smallest(ScalarKind kind) {
        return BigDecimal.valueOf(
                switch (kind) {
                    case INT8 -> Byte.MIN_VALUE;
                    case INT16 -> Short.MIN_VALUE;
                    case INT32 -> Integer.MIN_VALUE;
                    case INT64 -> Long.MIN_VALUE;
                    default ->
                        throw new IllegalArgumentException("kind=" + kind + " is no whole number");
                });
    }

    /**
     * The largest value of a whole-number kind.
     *
     * @param kind the kind
     * @return its largest value
     */
    public static BigDecimal largest(ScalarKind kind) {
        return smallest(kind).negate().subtract(BigDecimal.ONE);
    }

    private static boolean inRange(ScalarKind kind, BigDecimal number) {
        return switch (kind) {
            case INT8, INT16, INT32, INT64 ->
                number.stripTrailingZeros().scale() <= 0
                        && number.compareTo(smallest(kind)) >= 0
                        && number.compareTo(largest(kind)) <= 0;
            case FLOAT32 -> Float.isFinite(number.floatValue());
            case FLOAT64 -> Double.isFinite(number.doubleValue());
            default -> true;
        };
    }

    private static Optional<Object> parsed(ScalarKind kind, String text) {
        try {
            return Optional.of(
                    switch (kind) {
                        case PATH -> path(text);
                        case URI -> new java.net.URI(text).toString();
                        case INET_ADDRESS -> address(text);
                        case INSTANT -> instant(text);
                        case UUID -> uuid(text);
                        default -> bytes(text);
                    });
        } catch (IllegalArgumentException | URISyntaxException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Not through {@code Path.of}: what a path is must not depend on the machine that compiles. */
    private static String path(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("path has a NUL");
        }
        return text;
    }

    /** Only the forms that are literals everywhere: no zone, no short IPv4, no name. */
    private static String address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            throw new IllegalArgumentException("address=" + text);
        }
        return InetAddress.ofLiteral(text).getHostAddress();
    }

    private static String instant(String text) {
        if (!text.endsWith("Z")) {
            throw new IllegalArgumentException("instant=" + text);
        }
        return Instant.parse(text).toString();
    }

    private static String uuid(String text) {
        if (text.length() != UUID_LENGTH) {
            throw new IllegalArgumentException("uuid=" + text);
        }
        return java.util.UUID.fromString(text).toString();
    }

    private static String bytes(String text) {
        String normal = Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text));
        if (!normal.equals(text)) {
            throw new IllegalArgumentException("base64=" + text);
        }
        return normal;
    }
}
