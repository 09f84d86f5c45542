package dev.cnv.tests.schema;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes a valid instance so that one keyword no longer holds, at a known place. */
final class Violations {

    /**
     * A violation.
     *
     * @param keyword the keyword that does not hold
     * @param path where, as denials write it
     * @param arguments the whole instance
     */
    record Violation(String keyword, String path, ObjectNode arguments) {}

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String UNKNOWN = "no-such-member";
    private static final Map<String, List<String>> MALFORMED = Map.of(
            "path", List.of("a\u0000b"),
            "uri-reference", List.of("a b", "%zz", "http://[", ":"),
            "address",
                    List.of(
                            "localhost",
                            "1.2.3",
                            "256.1.1.1",
                            "1.2.3.4/8",
                            "fe80::1%eth0",
                            ":::",
                            ""),
            "duration", List.of("5s", "1 day", "PT", "P", "", "PT5"),
            "date-time",
                    List.of(
                            "yesterdayZ",
                            "2026-01-31Z",
                            "2026-02-30T00:00:00Z",
                            "2026-01-31T25:00:00Z"),
            "uuid",
                    List.of(
                            "",
                            "6ba7b810",
                            "6ba7b8109dad11d180b400c04fd430c8",
                            "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}"),
            "base64", List.of("!!!!", "AAA", "AAECAw=", "AA==AA==", "AAEC\n", "-_-_"));

    private final SplittableRandom random;
    private final Instances instances;
    private final List<Violation> found = new ArrayList<>();

    Violations(SplittableRandom random) {
        this.random = random;
        this.instances = new Instances(random, false);
    }

    /** Draws an instance of a verb's input and one violation in it; none when nothing can be violated. */
    List<Violation> one(JsonNode schema) {
        ObjectNode valid = instances.object(schema);
        found.clear();
        members("", schema, valid, change -> {
            ObjectNode root = valid.deepCopy();
            change.accept(root);
            return root;
        });
        if (found.isEmpty()) {
            return List.of();
        }
        // The keyword first: most violations are of the type.
        List<String> keywords =
                found.stream().map(Violation::keyword).distinct().toList();
        String keyword = keywords.get(random.nextInt(keywords.size()));
        List<Violation> some = found.stream()
                .filter(violation -> violation.keyword().equals(keyword))
                .toList();
        return List.of(some.get(random.nextInt(some.size())));
    }

    /** Makes the whole instance with something changed in the part looked at. */
    private interface Rebuild<N> {
        ObjectNode with(Consumer<N> change);
    }

    private void value(String path, JsonNode schema, JsonNode value, Rebuild<JsonNode[]> rebuild) {
        for (JsonNode other : wrongTypes(schema)) {
            replace("type", path, other, rebuild);
        }
        if (schema.has("enum")) {
            replace("enum", path, outside(schema), rebuild);
        }
        switch (Schemas.type(schema)) {
            case "integer", "number" -> bounds(path, schema, rebuild);
            case "string" -> texts(path, schema, rebuild);
            case "array" -> {
                if (value instanceof ArrayNode array) {
                    elements(path, schema, array, rebuild);
                }
            }
            default -> {
                if (value instanceof ObjectNode object) {
                    members(
                            path,
                            schema,
                            object,
                            change -> rebuild.with(holder -> {
                                ObjectNode copy = object.deepCopy();
                                change.accept(copy);
                                holder[0] = copy;
                            }));
                }
            }
        }
    }

    private void replace(String keyword, String path, JsonNode by, Rebuild<JsonNode[]> rebuild) {
        found.add(new Violation(keyword, path, rebuild.with(holder -> holder[0] = by)));
    }

    private List<JsonNode> wrongTypes(JsonNode schema) {
        List<JsonNode> wrong = new ArrayList<>();
        String type = Schemas.type(schema);
        Map<String, JsonNode> samples = Map.of(
                "boolean", JSON.booleanNode(true),
                "number", JSON.numberNode(7),
                "string", JSON.stringNode("7"),
                "array", JSON.arrayNode(),
                "object", JSON.objectNode());
        samples.forEach((name, sample) -> {
            if (!name.equals(type.equals("integer") ? "number" : type)) {
                wrong.add(sample);
            }
        });
        if (type.equals("integer")) {
            wrong.add(JSON.numberNode(new BigDecimal("1.5")));
        }
        if (!Schemas.nullable(schema)) {
            wrong.add(JSON.nullNode());
        }
        return wrong;
    }

    private static JsonNode outside(JsonNode schema) {
        return Schemas.type(schema).equals("string")
                ? JSON.stringNode("NO_SUCH")
                : JSON.numberNode(81);
    }

    private void bounds(String path, JsonNode schema, Rebuild<JsonNode[]> rebuild) {
        if (schema.has("minimum")) {
            BigDecimal below = schema.get("minimum").decimalValue().subtract(BigDecimal.ONE);
            replace("minimum", path, JSON.numberNode(below), rebuild);
        }
        if (schema.has("maximum")) {
            BigDecimal above = schema.get("maximum").decimalValue().add(BigDecimal.ONE);
            replace("maximum", path, JSON.numberNode(above), rebuild);
        }
    }

    private void texts(String path, JsonNode schema, Rebuild<JsonNode[]> rebuild) {
        String format = Schemas.format(schema);
        for (String text : MALFORMED.getOrDefault(format, List.of())) {
            replace("format", path, JSON.stringNode(text), rebuild);
        }
        boolean bytes = format.equals("base64");
        int least = Schemas.count(schema, "minLength", 0);
        if (least > 0) {
            replace(
                    "minLength",
                    path,
                    JSON.stringNode(text(bytes, bytes ? least / 4 * 3 - 3 : least - 1)),
                    rebuild);
        }
        if (schema.has("maxLength")) {
            int most = Schemas.count(schema, "maxLength", 0);
            replace(
                    "maxLength",
                    path,
                    JSON.stringNode(text(bytes, bytes ? most / 4 * 3 + 1 : most + 1)),
                    rebuild);
        }
        if (schema.has("formatMinimum")) {
            Duration below =
                    Duration.parse(schema.get("formatMinimum").stringValue()).minusNanos(1);
            replace("formatMinimum", path, JSON.stringNode(below.toString()), rebuild);
        }
        if (schema.has("formatMaximum")) {
            Duration above =
                    Duration.parse(schema.get("formatMaximum").stringValue()).plusNanos(1);
            replace("formatMaximum", path, JSON.stringNode(above.toString()), rebuild);
        }
        for (String text : List.of("", "/", "É!", "2026-01-31T12:00:00+01:00", "😀")) {
            if (!Schemas.matches(schema, text)) {
                replace("pattern", path, JSON.stringNode(text), rebuild);
            }
        }
    }

    private static String text(boolean bytes, int length) {
        return bytes ? Base64.getEncoder().encodeToString(new byte[length]) : "a".repeat(length);
    }

    private void elements(
            String path, JsonNode schema, ArrayNode array, Rebuild<JsonNode[]> rebuild) {
        for (int i = 0; i < array.size(); i++) {
            int index = i;
            value(
                    path + "[" + i + "]",
                    schema.get("items"),
                    array.get(i),
                    change -> rebuild.with(holder -> {
                        ArrayNode copy = array.deepCopy();
                        JsonNode[] element = {copy.get(index)};
                        change.accept(element);
                        copy.set(index, element[0]);
                        holder[0] = copy;
                    }));
        }
        if (schema.has("uniqueItems") && !array.isEmpty()) {
            ArrayNode twice = array.deepCopy();
            replace(
                    "uniqueItems",
                    path + "[" + array.size() + "]",
                    twice.add(array.get(0)),
                    rebuild);
        }
        if (Schemas.count(schema, "minItems", 0) > 0) {
            replace("minItems", path, JSON.arrayNode(), rebuild);
        }
        if (schema.has("maxItems") && !schema.has("uniqueItems") && !array.isEmpty()) {
            ArrayNode many = array.deepCopy();
            while (many.size() <= Schemas.count(schema, "maxItems", 0)) {
                many.add(array.get(0));
            }
            replace("maxItems", path, many, rebuild);
        }
    }

    private void members(
            String path, JsonNode schema, ObjectNode object, Rebuild<ObjectNode> rebuild) {
        if (schema.path("additionalProperties").isObject()) {
            entries(path, schema, object, rebuild);
            return;
        }
        String before = path.isEmpty() ? "" : path + ".";
        found.add(new Violation(
                "additionalProperties",
                before + UNKNOWN,
                rebuild.with(copy -> copy.put(UNKNOWN, 1))));
        for (JsonNode name : schema.path("required")) {
            found.add(new Violation(
                    "required",
                    before + name.stringValue(),
                    rebuild.with(copy -> copy.remove(name.stringValue()))));
        }
        for (var property : schema.path("properties").properties()) {
            if (object.has(property.getKey())) {
                member(
                        before + property.getKey(),
                        property.getValue(),
                        object,
                        property.getKey(),
                        rebuild);
            }
        }
    }

    private void entries(
            String path, JsonNode schema, ObjectNode object, Rebuild<ObjectNode> rebuild) {
        for (String key : List.copyOf(object.propertyNames())) {
            member(
                    path + "[" + key + "]",
                    schema.get("additionalProperties"),
                    object,
                    key,
                    rebuild);
        }
        if (Schemas.count(schema, "minProperties", 0) > 0) {
            found.add(new Violation("minProperties", path, rebuild.with(ObjectNode::removeAll)));
        }
        if (schema.has("maxProperties")) {
            found.add(new Violation("maxProperties", path, rebuild.with(copy -> {
                while (copy.size() <= Schemas.count(schema, "maxProperties", 0)) {
                    copy.set(
                            "more" + copy.size(),
                            instances.value(schema.get("additionalProperties")));
                }
            })));
        }
    }

    private void member(
            String path,
            JsonNode schema,
            ObjectNode object,
            String key,
            Rebuild<ObjectNode> rebuild) {
        value(
                path,
                schema,
                object.get(key),
                change -> rebuild.with(copy -> {
                    JsonNode[] member = {copy.get(key)};
                    change.accept(member);
                    copy.set(key, member[0]);
                }));
    }
}
