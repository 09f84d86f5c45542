package dev.cnv.processor;

import dev.cnv.runtime.canonical.CanonicalJson;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Validates against the keywords of JSON Schema 2020-12 that the processor writes; others throw. */
final class SchemaValidator {

    private SchemaValidator() {}

    static boolean valid(JsonNode schema, JsonNode value) {
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            if (!holds(keyword.getKey(), keyword.getValue(), schema, value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(String keyword, JsonNode rule, JsonNode schema, JsonNode value) {
        return switch (keyword) {
            case "$schema", "description", "default", "writeOnly", "properties" ->
                !keyword.equals("properties") || properties(rule, value);
            case "type" -> type(rule, value);
            case "enum" ->
                any(rule, allowed -> CanonicalJson.text(allowed).equals(CanonicalJson.text(value)));
            case "not" -> !valid(rule, value);
            case "anyOf" -> any(rule, part -> valid(part, value));
            case "minimum" ->
                !value.isNumber() || value.decimalValue().compareTo(rule.decimalValue()) >= 0;
            case "maximum" ->
                !value.isNumber() || value.decimalValue().compareTo(rule.decimalValue()) <= 0;
            case "minLength" -> !value.isString() || length(value) >= rule.intValue();
            case "maxLength" -> !value.isString() || length(value) <= rule.intValue();
            case "pattern" ->
                !value.isString()
                        || Pattern.compile(rule.stringValue())
                                .matcher(value.stringValue())
                                .find();
            case "format" ->
                !value.isString() || parses(value.stringValue(), format(rule.stringValue()));
            case "formatMinimum" ->
                !value.isString() || duration(value).compareTo(duration(rule)) >= 0;
            case "formatMaximum" ->
                !value.isString() || duration(value).compareTo(duration(rule)) <= 0;
            case "contentEncoding" ->
                !value.isString() || parses(value.stringValue(), SchemaValidator::base64);
            case "minItems" -> !value.isArray() || value.size() >= rule.intValue();
            case "maxItems" -> !value.isArray() || value.size() <= rule.intValue();
            case "uniqueItems" -> !value.isArray() || unique(value);
            case "items" -> !value.isArray() || all(value, element -> valid(rule, element));
            case "minProperties" -> !value.isObject() || value.size() >= rule.intValue();
            case "maxProperties" -> !value.isObject() || value.size() <= rule.intValue();
            case "required" ->
                !value.isObject() || all(rule, name -> value.has(name.stringValue()));
            case "additionalProperties" -> !value.isObject() || additional(rule, schema, value);
            case "dependentSchemas" -> !value.isObject() || dependent(rule, value);
            default -> throw new AssertionError("keyword=" + keyword + " is not known to the test");
        };
    }

    private static boolean type(JsonNode rule, JsonNode value) {
        return rule.isArray()
                ? any(rule, one -> type(one, value))
                : switch (rule.stringValue()) {
                    case "null" -> value.isNull();
                    case "boolean" -> value.isBoolean();
                    case "number" -> value.isNumber();
                    case "integer" ->
                        value.isNumber()
                                && value.decimalValue().stripTrailingZeros().scale() <= 0;
                    case "string" -> value.isString();
                    case "array" -> value.isArray();
                    case "object" -> value.isObject();
                    default -> throw new AssertionError("type=" + rule);
                };
    }

    private static Function<String, Object> format(String name) {
        return switch (name) {
            case "path" -> text -> check(text, text.indexOf('\0') < 0);
            case "uri-reference" -> URI::create;
            case "ipv4" ->
                text -> check(InetAddress.ofLiteral(text), text.matches("\\d+(\\.\\d+){3}"));
            case "ipv6" ->
                text -> check(
                        InetAddress.ofLiteral(text), text.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*"));
            case "duration" -> Duration::parse;
            case "date-time" -> Instant::parse;
            case "uuid" ->
                text -> check(
                        text, text.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"));
            default -> throw new AssertionError("format=" + name);
        };
    }

    private static Object base64(String text) {
        return check(
                text,
                Base64.getEncoder()
                        .encodeToString(Base64.getDecoder().decode(text))
                        .equals(text));
    }

    private static Object check(Object value, boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static boolean parses(String text, Function<String, Object> parser) {
        try {
            return parser.apply(text) != null;
        } catch (IllegalArgumentException | java.time.DateTimeException _) {
            return false;
        }
    }

    private static Duration duration(JsonNode value) {
        return parses(value.stringValue(), Duration::parse)
                ? Duration.parse(value.stringValue())
                : Duration.ZERO;
    }

    private static int length(JsonNode value) {
        return value.stringValue().codePointCount(0, value.stringValue().length());
    }

    private static boolean unique(JsonNode array) {
        Set<String> seen = new HashSet<>();
        return all(array, element -> seen.add(CanonicalJson.text(element)));
    }

    private static boolean properties(JsonNode rule, JsonNode value) {
        if (!value.isObject()) {
            return true;
        }
        for (Map.Entry<String, JsonNode> property : rule.properties()) {
            JsonNode member = value.get(property.getKey());
            if (member != null && !valid(property.getValue(), member)) {
                return false;
            }
        }
        return true;
    }

    private static boolean additional(JsonNode rule, JsonNode schema, JsonNode value) {
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            boolean listed = schema.path("properties").has(member.getKey());
            if (!listed
                    && (rule.isBoolean()
                            ? !rule.booleanValue()
                            : !valid(rule, member.getValue()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean dependent(JsonNode rule, JsonNode value) {
        for (Map.Entry<String, JsonNode> dependency : rule.properties()) {
            if (value.has(dependency.getKey()) && !valid(dependency.getValue(), value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean any(JsonNode array, Function<JsonNode, Boolean> test) {
        for (JsonNode element : array) {
            if (test.apply(element)) {
                return true;
            }
        }
        return false;
    }

    private static boolean all(JsonNode array, Function<JsonNode, Boolean> test) {
        for (JsonNode element : array) {
            if (!test.apply(element)) {
                return false;
            }
        }
        return true;
    }
}
