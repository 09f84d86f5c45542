package dev.cnv.processor.write;

import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.ScalarKind;
import dev.cnv.processor.model.Texts;
import dev.cnv.processor.model.Value;
import dev.cnv.processor.model.Verb;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The JSON schemas (draft 2020-12) of a verb's input and output: what the runtime's decoder accepts,
 * as far as the draft can say it.
 */
final class Schemas {

    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

    private Schemas() {}

    static Map<String, Object> input(Verb verb) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Parameter parameter : verb.parameters()) {
            properties.put(parameter.name(), parameter(parameter));
            if (parameter.required()) {
                required.add(parameter.name());
            }
        }
        Map<String, Object> schema = object(properties, required);
        schema.put("$schema", DRAFT);
        Map<String, Object> relations = Relations.of(verb.parameters());
        if (!relations.isEmpty()) {
            schema.put("dependentSchemas", relations);
        }
        return schema;
    }

    static Map<String, Object> output(Verb verb) {
        Map<String, Object> schema = value(verb.result().value());
        schema.put("$schema", DRAFT);
        return schema;
    }

    private static Map<String, Object> parameter(Parameter parameter) {
        Map<String, Object> schema = value(parameter.value());
        rules(parameter.value(), parameter.rules(), schema);
        describe(parameter.description(), schema);
        if (parameter.sensitive()) {
            schema.put("writeOnly", true);
        }
        parameter
                .defaultText()
                .ifPresent(text -> schema.put("default", defaultValue(parameter.value(), text)));
        return schema;
    }

    /** The JSON value of a parameter's default. */
    static Object defaultValue(Value value, String text) {
        return value instanceof Value.Scalar(ScalarKind kind)
                ? Texts.json(kind, text).orElse(text)
                : text;
    }

    private static Map<String, Object> value(Value value) {
        return switch (value) {
            case Value.Scalar(ScalarKind kind) -> scalar(kind);
            case Value.Choice choice -> schema("string", "enum", choice.constants());
            case Value.Sequence(Value element, boolean distinct) -> {
                Map<String, Object> schema = schema("array", "items", value(element));
                if (distinct) {
                    schema.put("uniqueItems", true);
                }
                yield schema;
            }
            case Value.Table(Value part) -> schema("object", "additionalProperties", value(part));
            case Value.Maybe(Value part) -> orNull(value(part));
            case Value.Structure(var _, List<Value.Field> fields) -> structure(fields);
            case Value.Unsupported _, Value.Unresolved _ ->
                throw new IllegalArgumentException("value=" + value + " has no schema");
        };
    }

    private static Map<String, Object> structure(List<Value.Field> fields) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Value.Field field : fields) {
            Map<String, Object> schema = value(field.value());
            describe(field.description(), schema);
            properties.put(field.name(), schema);
            if (!(field.value() instanceof Value.Maybe)) {
                required.add(field.name());
            }
        }
        return object(properties, required);
    }

    private static Map<String, Object> object(
            Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = schema("object", "properties", properties);
        schema.put("additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static Map<String, Object> scalar(ScalarKind kind) {
        return switch (kind) {
            case NOTHING -> schema("null");
            case BOOLEAN -> schema("boolean");
            case INT8, INT16, INT32, INT64 -> {
                Map<String, Object> schema = schema("integer", "minimum", Texts.smallest(kind));
                schema.put("maximum", Texts.largest(kind));
                yield schema;
            }
            case FLOAT32, FLOAT64, DECIMAL -> schema("number");
            case CHARACTER -> {
                Map<String, Object> schema = schema("string", "minLength", 1);
                schema.put("maxLength", 1);
                // One UTF-16 code unit: nothing outside the basic plane.
                schema.put("pattern", "^[\\u0000-\\uffff]$");
                yield schema;
            }
            case TEXT -> schema("string");
            case PATH -> schema("string", "format", "path");
            case URI -> schema("string", "format", "uri-reference");
            case INET_ADDRESS ->
                schema(
                        "string",
                        "anyOf",
                        List.of(Map.of("format", "ipv4"), Map.of("format", "ipv6")));
            case DURATION -> schema("string", "format", "duration");
            case INSTANT -> {
                Map<String, Object> schema = schema("string", "format", "date-time");
                schema.put("pattern", "Z$");
                yield schema;
            }
            case UUID -> schema("string", "format", "uuid");
            case BYTES -> schema("string", "contentEncoding", "base64");
        };
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        schema.put("type", List.of(schema.get("type"), "null"));
        if (schema.get("enum") instanceof List<?> constants) {
            List<Object> withNull = new ArrayList<>(constants);
            withNull.add(Json.NULL);
            schema.put("enum", withNull);
        }
        return schema;
    }

    private static void rules(Value value, Parameter.Rules rules, Map<String, Object> schema) {
        switch (value) {
            case Value.Maybe(Value part) -> rules(part, rules, schema);
            case Value.Sequence(Value element, boolean _) -> {
                lengths(rules, "minItems", "maxItems", schema);
                partRules(element, rules, schema.get("items"));
            }
            case Value.Table(Value part) -> {
                lengths(rules, "minProperties", "maxProperties", schema);
                partRules(part, rules, schema.get("additionalProperties"));
            }
            case Value.Scalar(ScalarKind kind) -> {
                scalarRules(kind, rules, schema);
                if (kind == ScalarKind.TEXT) {
                    lengths(rules, "minLength", "maxLength", schema);
                } else if (kind == ScalarKind.BYTES) {
                    encodedLengths(rules, schema);
                }
            }
            default -> {}
        }
    }

    /** Rules other than lengths hold for each part without parts, however deep it is. */
    @SuppressWarnings("unchecked") // value() made it.
    private static void partRules(Value part, Parameter.Rules rules, @Nullable Object schema) {
        if (!(schema instanceof Map<?, ?> known)) {
            return;
        }
        switch (part) {
            case Value.Scalar(ScalarKind kind) ->
                scalarRules(kind, rules, (Map<String, Object>) known);
            case Value.Maybe(Value inner) -> partRules(inner, rules, known);
            case Value.Sequence(Value inner, boolean _) ->
                partRules(inner, rules, known.get("items"));
            case Value.Table(Value inner) ->
                partRules(inner, rules, known.get("additionalProperties"));
            default -> {}
        }
    }

    private static void scalarRules(
            ScalarKind kind, Parameter.Rules rules, Map<String, Object> schema) {
        if (kind.numeric()) {
            bound(kind, rules.min(), "minimum", BigDecimal::max, schema);
            bound(kind, rules.max(), "maximum", BigDecimal::min, schema);
        } else if (kind == ScalarKind.DURATION) {
            Texts.duration(rules.min())
                    .ifPresent(min -> schema.put("formatMinimum", min.toString()));
            Texts.duration(rules.max())
                    .ifPresent(max -> schema.put("formatMaximum", max.toString()));
        }
        if (!rules.pattern().isEmpty()) {
            schema.put("pattern", "^(?:" + rules.pattern() + ")$");
        }
        if (!rules.oneOf().isEmpty()) {
            List<Object> allowed = new ArrayList<>();
            rules.oneOf().forEach(text -> allowed.add(Texts.json(kind, text).orElse(text)));
            if (schema.get("type") instanceof List<?>) {
                allowed.add(Json.NULL);
            }
            schema.put("enum", allowed);
        }
    }

    private static void bound(
            ScalarKind kind,
            String text,
            String keyword,
            BinaryOperator<BigDecimal> tighter,
            Map<String, Object> schema) {
        Texts.number(kind, text)
                .ifPresent(bound -> schema.merge(
                        keyword, bound, (a, b) -> tighter.apply((BigDecimal) a, (BigDecimal) b)));
    }

    private static void lengths(
            Parameter.Rules rules, String least, String most, Map<String, Object> schema) {
        if (rules.minLength() >= 0) {
            schema.put(least, rules.minLength());
        }
        if (rules.maxLength() >= 0) {
            schema.put(most, rules.maxLength());
        }
    }

    /** Base64 writes three bytes, and the rest of one or two, as four characters. */
    private static void encodedLengths(Parameter.Rules rules, Map<String, Object> schema) {
        if (rules.minLength() >= 0) {
            schema.put("minLength", BigDecimal.valueOf((rules.minLength() + 2L) / 3 * 4));
        }
        if (rules.maxLength() >= 0) {
            schema.put("maxLength", BigDecimal.valueOf((rules.maxLength() + 2L) / 3 * 4));
        }
    }

    private static void describe(String description, Map<String, Object> schema) {
        if (!description.isEmpty()) {
            schema.put("description", description);
        }
    }

    private static Map<String, Object> schema(String type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        return schema;
    }

    private static Map<String, Object> schema(String type, String keyword, Object value) {
        Map<String, Object> schema = schema(type);
        schema.put(keyword, value);
        return schema;
    }
}
