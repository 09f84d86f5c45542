package dev.cnv.tests.schema;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Draws JSON values that satisfy a schema. Plain ones are spelled as the runtime spells them, so that
 * what comes back can be compared.
 *
 * <p>Left out, for the runtime's own limits say more than the draft can: numbers beyond 350 digits or a
 * floating-point type's range; durations in years, months and weeks; more than nine digits of a second;
 * sets whose elements differ in their spelling alone; base64 whose length in bytes is not told by its
 * length in characters.
 */
final class Instances {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> PIECES = List.of(
            "a", "b", "z", "0", "9", "A", "-", ".", " ", "/", "\"", "\\", "\n", "\u0000", "é",
            "\u202e", "😀");
    private static final List<String> WORDS =
            List.of("ab", "x", "zzzz", "42", "07", "red", "", "0123456789abcdef".repeat(4));

    private final SplittableRandom random;
    private final boolean plain;

    Instances(SplittableRandom random, boolean plain) {
        this.random = random;
        this.plain = plain;
    }

    JsonNode value(JsonNode schema) {
        if (Schemas.nullable(schema) && random.nextInt(5) == 0) {
            return JSON.nullNode();
        }
        if (schema.has("enum")) {
            List<JsonNode> allowed = schema.get("enum")
                    .valueStream()
                    .filter(value -> !value.isNull())
                    .toList();
            return pick(allowed);
        }
        return switch (Schemas.type(schema)) {
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "integer" -> integer(schema);
            case "number" -> JSON.numberNode(number(schema));
            case "string" -> JSON.stringNode(text(schema));
            case "array" -> array(schema);
            case "object" -> object(schema);
            default ->
                throw new AssertionError("schema=" + schema + " has a type that no parameter has");
        };
    }

    ObjectNode object(JsonNode schema) {
        ObjectNode object = JSON.objectNode();
        if (schema.path("additionalProperties").isObject()) {
            int least = Schemas.count(schema, "minProperties", 0);
            int most = Schemas.count(schema, "maxProperties", least + 2);
            for (int left = random.nextInt(least, most + 1); left > 0; left--) {
                object.set("k" + left, value(schema.get("additionalProperties")));
            }
            return object;
        }
        for (var property : schema.path("properties").properties()) {
            boolean required =
                    Schemas.contains(schema.path("required"), JSON.stringNode(property.getKey()));
            if (required || random.nextBoolean()) {
                object.set(property.getKey(), value(property.getValue()));
            }
        }
        return object;
    }

    private ArrayNode array(JsonNode schema) {
        int least = Schemas.count(schema, "minItems", 0);
        int size = random.nextInt(least, Schemas.count(schema, "maxItems", least + 2) + 1);
        ArrayNode array = JSON.arrayNode();
        for (int tries = 0; array.size() < size && tries < 200; tries++) {
            JsonNode element = value(schema.get("items"));
            if (!schema.has("uniqueItems") || !Schemas.contains(array, element)) {
                array.add(element);
            }
        }
        return array;
    }

    private JsonNode integer(JsonNode schema) {
        BigDecimal least = Schemas.number(schema, "minimum", Long.MIN_VALUE);
        BigDecimal most = Schemas.number(schema, "maximum", Long.MAX_VALUE);
        BigDecimal near = BigDecimal.valueOf(random.nextInt(-20, 20)).max(least).min(most);
        BigDecimal drawn = random.nextInt(6) == 0 ? pick(List.of(least, most)) : near;
        // 7.0 and 7e0 are integers, too.
        return JSON.numberNode(
                plain || random.nextInt(4) != 0 ? drawn : drawn.setScale(random.nextInt(1, 3)));
    }

    private BigDecimal number(JsonNode schema) {
        BigDecimal drawn =
                BigDecimal.valueOf(random.nextInt(-4000, 4000)).divide(BigDecimal.valueOf(8));
        BigDecimal least = schema.has("minimum") ? schema.get("minimum").decimalValue() : drawn;
        BigDecimal most = schema.has("maximum") ? schema.get("maximum").decimalValue() : drawn;
        return drawn.max(least).min(most);
    }

    private String text(JsonNode schema) {
        return switch (Schemas.format(schema)) {
            case "path" ->
                plain
                        ? words("docs/a", "x", "/etc/a.b", "")
                        : words("a//b/", "a/../b", "é 😀", ".", "\n");
            case "uri-reference" ->
                plain
                        ? words("https://example.org/a?b=c#d", "a/b", "mailto:a@b.c", "")
                        : words(
                                "HTTP://EXAMPLE.org:80/%C3%A9",
                                "//h", "?q", "#f", "urn:isbn:1", "../a;b");
            case "address" ->
                plain
                        ? words(
                                "10.0.0.1",
                                "255.255.255.255",
                                "2001:db8:0:0:0:0:0:1",
                                "0:0:0:0:0:0:0:0")
                        : words("::1", "::", "2001:DB8::1", "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8");
            case "duration" -> duration(schema);
            case "date-time" ->
                plain
                        ? Instant.ofEpochSecond(
                                        random.nextLong(-62_000_000_000L, 253_402_300_799L),
                                        random.nextInt(3))
                                .toString()
                        : words(
                                "2026-01-31T12:00:00.5Z",
                                "2026-01-31t12:00:00Z",
                                "2016-12-31T23:59:60Z");
            case "uuid" -> {
                String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
                yield plain || random.nextBoolean()
                        ? uuid
                        : uuid.toUpperCase(java.util.Locale.ROOT);
            }
            case "base64" -> base64(schema);
            case "" -> free(schema);
            default ->
                throw new AssertionError(
                        "schema=" + schema + " has a format that no parameter has");
        };
    }

    private String duration(JsonNode schema) {
        boolean bounded = schema.has("formatMinimum") || schema.has("formatMaximum");
        if (!plain && !bounded) {
            return words("P1D", "PT36H", "PT90M", "P1DT2H3M4S", "PT0.5S");
        }
        Duration least = schema.has("formatMinimum")
                ? Duration.parse(schema.get("formatMinimum").stringValue())
                : Duration.ZERO;
        Duration most = schema.has("formatMaximum")
                ? Duration.parse(schema.get("formatMaximum").stringValue())
                : least.plusDays(400);
        Duration drawn = least.plusMillis(random.nextLong(most.minus(least).toMillis() + 1));
        return (random.nextInt(4) == 0 ? pick(List.of(least, most)) : drawn).toString();
    }

    private String base64(JsonNode schema) {
        int least = Schemas.count(schema, "minLength", 0) / 4 * 3;
        int most = schema.has("maxLength")
                ? Schemas.count(schema, "maxLength", 0) / 4 * 3 - 2
                : least + 5;
        byte[] bytes = new byte[random.nextInt(least, most + 1)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    private String free(JsonNode schema) {
        int least = Schemas.count(schema, "minLength", 0);
        int most = Schemas.count(schema, "maxLength", Integer.MAX_VALUE);
        for (int tries = 0; tries < 1_000; tries++) {
            String text = random.nextInt(3) == 0 && schema.has("pattern")
                    ? pick(WORDS)
                    : pieces(least, Math.min(most, least + 5));
            int length = text.codePointCount(0, text.length());
            if (length >= least
                    && length <= most
                    && Schemas.matches(schema, text)
                    && !surrogateAlone(schema, text)) {
                return text;
            }
        }
        throw new AssertionError("schema=" + schema + " is met by none of 1000 texts");
    }

    /** A Java regular expression takes a pair for one character of the basic plane's class or none. */
    private static boolean surrogateAlone(JsonNode schema, String text) {
        return Schemas.count(schema, "maxLength", 2) == 1
                && text.getBytes(StandardCharsets.UTF_8).length > 3;
    }

    private String pieces(int least, int most) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(least, most + 1); left > 0; left--) {
            text.append(pick(PIECES));
        }
        return text.toString();
    }

    private String words(String... words) {
        return pick(List.of(words));
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
