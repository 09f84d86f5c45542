package dev.cnv.runtime.decode;

import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.ValueType.Choice;
import dev.cnv.runtime.capability.ValueType.Field;
import dev.cnv.runtime.capability.ValueType.Kind;
import dev.cnv.runtime.capability.ValueType.Maybe;
import dev.cnv.runtime.capability.ValueType.Scalar;
import dev.cnv.runtime.capability.ValueType.Sequence;
import dev.cnv.runtime.capability.ValueType.Structure;
import dev.cnv.runtime.capability.ValueType.Table;
import dev.cnv.runtime.decode.Samples.Call;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.testing.Draws;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Breaks a good call in exactly one place. */
final class Breakages {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Breakages() {}

    /** A value with one fault. */
    record Broken(JsonNode json, String path, Reason reason) {
        Broken with(JsonNode other) {
            return new Broken(other, path, reason);
        }
    }

    static Broken of(Draws draws, Call call) {
        List<ParameterDescriptor> parameters = call.verb().parameters();
        ObjectNode json = call.json();
        if (parameters.isEmpty() || draws.rarely(8)) {
            json.set("nobody", JSON.numberNode(1));
            return new Broken(json, "nobody", Reason.PARAMETER_UNKNOWN);
        }
        ParameterDescriptor parameter = draws.pick(parameters);
        String name = parameter.name();
        if (parameter.required() && draws.rarely(4)) {
            json.remove(name);
            return new Broken(json, name, Reason.PARAMETER_MISSING);
        }
        JsonNode good = json.has(name)
                ? json.get(name)
                : Samples.sample(draws, parameter.type()).json();
        Broken broken = value(draws, parameter.type(), good, name);
        json.set(name, broken.json());
        return broken.with(json);
    }

    /** The broken value with every text in it, and every name that the caller chose, extended. */
    static Broken marked(Broken broken, String mark) {
        ObjectNode json = JSON.objectNode();
        broken.json()
                .properties()
                .forEach(entry -> json.set(entry.getKey(), marked(entry.getValue(), mark)));
        return broken.with(json);
    }

    private static JsonNode marked(JsonNode value, String mark) {
        if (value.isString()) {
            return JSON.stringNode(mark + value.stringValue());
        }
        if (value.isArray()) {
            ArrayNode array = JSON.arrayNode();
            value.forEach(element -> array.add(marked(element, mark)));
            return array;
        }
        if (value.isObject()) {
            ObjectNode object = JSON.objectNode();
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                boolean field = entry.getKey().matches("f[0-9]");
                object.set(
                        field ? entry.getKey() : mark + entry.getKey(),
                        marked(entry.getValue(), mark));
            }
            return object;
        }
        return value;
    }

    private static Broken value(Draws draws, ValueType type, JsonNode good, String path) {
        return switch (type) {
            case Scalar(Kind kind) -> malformed(scalar(draws, kind), path);
            case Choice _ ->
                malformed(
                        draws.oneOf(text("PURPLE"), text("red"), text(""), JSON.numberNode(0)),
                        path);
            case Maybe(ValueType inner) -> {
                JsonNode old = good.isNull() ? Samples.sample(draws, inner).json() : good;
                Broken broken = value(draws, inner, old, path);
                // Null is no fault here.
                yield broken.json().isNull() ? broken.with(JSON.arrayNode()) : broken;
            }
            case Sequence sequence -> sequence(draws, sequence, good, path);
            case Table(ValueType inner) -> table(draws, inner, good, path);
            case Structure structure -> structure(draws, structure, good, path);
        };
    }

    private static Broken sequence(Draws draws, Sequence sequence, JsonNode good, String path) {
        if (good.isEmpty()) {
            return malformed(draws.oneOf(JSON.objectNode(), text("x"), JSON.numberNode(1)), path);
        }
        ArrayNode array = (ArrayNode) good.deepCopy();
        if (sequence.distinct() && draws.flip()) {
            array.add(array.get((int) draws.upTo(array.size() - 1L)));
            return malformed(array, path + '[' + (array.size() - 1) + ']');
        }
        int index = (int) draws.upTo(array.size() - 1L);
        Broken broken =
                value(draws, sequence.element(), array.get(index), path + '[' + index + ']');
        array.set(index, broken.json());
        return broken.with(array);
    }

    private static Broken table(Draws draws, ValueType inner, JsonNode good, String path) {
        if (good.isEmpty()) {
            return malformed(
                    draws.oneOf(JSON.arrayNode(), text("x"), JSON.booleanNode(true)), path);
        }
        ObjectNode object = (ObjectNode) good.deepCopy();
        List<String> keys = new ArrayList<>(object.propertyNames());
        String key = draws.pick(keys);
        Broken broken = value(draws, inner, object.get(key), path + '[' + Display.name(key) + ']');
        object.set(key, broken.json());
        return broken.with(object);
    }

    private static Broken structure(Draws draws, Structure structure, JsonNode good, String path) {
        ObjectNode object = (ObjectNode) good.deepCopy();
        if (structure.fields().isEmpty() || draws.rarely(4)) {
            object.set("stranger", JSON.nullNode());
            return new Broken(object, path + ".stranger", Reason.PARAMETER_UNKNOWN);
        }
        Field field = draws.pick(structure.fields());
        String at = path + '.' + field.name();
        if (!(field.type() instanceof Maybe) && draws.rarely(3)) {
            object.remove(field.name());
            return new Broken(object, at, Reason.PARAMETER_MISSING);
        }
        JsonNode old = object.has(field.name()) ? object.get(field.name()) : JSON.nullNode();
        Broken broken = value(draws, field.type(), old, at);
        object.set(field.name(), broken.json());
        return broken.with(object);
    }

    private static Broken malformed(JsonNode json, String path) {
        return new Broken(json, path, Reason.PARAMETER_MALFORMED);
    }

    private static JsonNode scalar(Draws draws, Kind kind) {
        if (draws.rarely(3)) {
            return draws.oneOf(JSON.arrayNode(), JSON.objectNode(), JSON.nullNode());
        }
        return switch (kind) {
            case BOOLEAN -> draws.oneOf(text("true"), JSON.numberNode(1));
            case INT8 -> draws.oneOf(number("128"), number("-129"), number("0.5"), text("1"));
            case INT16 -> draws.oneOf(number("32768"), number("-32769"), number("1e-3"), text("1"));
            case INT32 ->
                draws.oneOf(number("2147483648"), number("-2147483649"), number("1.5"), text("1"));
            case INT64 ->
                draws.oneOf(
                        number("9223372036854775808"),
                        number("-9223372036854775809"),
                        number("1e999999999"));
            case FLOAT32 -> draws.oneOf(number("3.5e38"), JSON.numberNode(Float.NaN), text("1"));
            case FLOAT64 ->
                draws.oneOf(
                        number("1e309"), JSON.numberNode(Double.NEGATIVE_INFINITY), text("NaN"));
            case DECIMAL ->
                draws.oneOf(number("1e351"), number("1e-999999999"), JSON.numberNode(Double.NaN));
            case CHARACTER ->
                draws.oneOf(text(""), text("ab"), text("\ud800"), text("\ud83d\ude00"));
            case TEXT ->
                draws.oneOf(
                        text("\ud800"),
                        text("a\udc00b"),
                        JSON.numberNode(1),
                        JSON.booleanNode(true));
            case PATH -> draws.oneOf(text("a\u0000b"), text("\udc00"), JSON.numberNode(1));
            case URI -> draws.oneOf(text("a b"), text("http://x/%zz"), text("://"));
            case INET_ADDRESS ->
                draws.oneOf(
                        text("localhost"),
                        text("example.org"),
                        text("127.1"),
                        text("1"),
                        text("01.2.3.4"),
                        text("256.1.1.1"),
                        text("[::1]"),
                        text("fe80::1%1"),
                        text("1::2::3"),
                        text(""));
            case DURATION -> draws.oneOf(text("5s"), text("PT"), text("1"), text("P1Y"), text(""));
            case INSTANT ->
                draws.oneOf(
                        text("2026-01-31T12:00:00+01:00"),
                        text("2026-01-31"),
                        text("2026-02-30T00:00:00Z"));
            case UUID ->
                draws.oneOf(
                        text("1-1-1-1-1"),
                        text("00000000-0000-0000-0000-00000000000"),
                        text("00000000-0000-0000-0000-00000000000g"),
                        text("000000000-000-0000-0000-000000000000"));
            case BYTES ->
                draws.oneOf(text("YQ"), text("YR=="), text("YQ==\n"), text("Y-=="), text("*"));
            case NOTHING -> JSON.numberNode(1);
        };
    }

    private static JsonNode text(String text) {
        return JSON.stringNode(text);
    }

    private static JsonNode number(String text) {
        return JSON.numberNode(new BigDecimal(text));
    }
}
