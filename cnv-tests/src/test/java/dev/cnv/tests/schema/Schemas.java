package dev.cnv.tests.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the schemas that the processor writes. */
final class Schemas {

    private Schemas() {}

    static List<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        List<String> types = new ArrayList<>();
        if (type.isArray()) {
            type.forEach(name -> types.add(name.stringValue()));
        } else if (type.isString()) {
            types.add(type.stringValue());
        }
        return types;
    }

    /** The type that is not null. */
    static String type(JsonNode schema) {
        return types(schema).stream()
                .filter(type -> !type.equals("null"))
                .findFirst()
                .orElse("null");
    }

    static boolean nullable(JsonNode schema) {
        return types(schema).contains("null");
    }

    static String format(JsonNode schema) {
        if (schema.has("anyOf")) {
            return "address";
        }
        return schema.has("contentEncoding")
                ? schema.get("contentEncoding").stringValue()
                : schema.path("format").asString("");
    }

    static int count(JsonNode schema, String keyword, int otherwise) {
        return schema.has(keyword) ? schema.get(keyword).intValue() : otherwise;
    }

    /** In ECMA 262, whose expressions these are, a last $ is the end; in Java also before a last line feed. */
    static boolean matches(JsonNode schema, String text) {
        return !schema.has("pattern")
                || Pattern.compile(schema.get("pattern").stringValue().replaceAll("\\$$", "\\\\z"))
                        .matcher(text)
                        .find();
    }

    static boolean contains(JsonNode array, JsonNode value) {
        return array.valueStream().anyMatch(element -> same(element, value));
    }

    static boolean same(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
    }

    static BigDecimal number(JsonNode schema, String keyword, long otherwise) {
        return schema.has(keyword)
                ? schema.get(keyword).decimalValue()
                : BigDecimal.valueOf(otherwise);
    }

    /** Whether members go together: the keywords of {@code dependentSchemas} and nothing else. */
    static boolean related(JsonNode schema, JsonNode value) {
        boolean holds = true;
        for (var dependent : schema.path("dependentSchemas").properties()) {
            holds &= !value.has(dependent.getKey()) || related(dependent.getValue(), value);
        }
        if (schema.has("anyOf")) {
            holds &= schema.get("anyOf").valueStream().anyMatch(part -> related(part, value));
        }
        if (schema.has("not")) {
            holds &= !related(schema.get("not"), value);
        }
        if (schema.has("enum")) {
            holds &= contains(schema.get("enum"), value);
        }
        for (JsonNode name : schema.path("required")) {
            holds &= value.has(name.stringValue());
        }
        for (var property : schema.path("properties").properties()) {
            holds &= !value.has(property.getKey())
                    || related(property.getValue(), value.get(property.getKey()));
        }
        return holds;
    }
}
