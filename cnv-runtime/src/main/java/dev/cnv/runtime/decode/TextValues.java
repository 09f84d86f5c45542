package dev.cnv.runtime.decode;

import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.ValueType.Choice;
import dev.cnv.runtime.capability.ValueType.Kind;
import dev.cnv.runtime.capability.ValueType.Maybe;
import dev.cnv.runtime.capability.ValueType.Scalar;
import dev.cnv.runtime.capability.ValueType.Sequence;
import dev.cnv.runtime.capability.ValueType.Structure;
import dev.cnv.runtime.capability.ValueType.Table;
import dev.cnv.runtime.decode.Formed.Well;
import dev.cnv.runtime.decode.Formed.Wrong;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values in the form of the command line, to JSON. */
final class TextValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?");

    private TextValues() {}

    /** {@return one value from all the texts given for it} */
    static Formed parse(ValueType type, List<String> texts, Place place) {
        return switch (type) {
            case Maybe maybe -> parse(maybe.value(), texts, place);
            case Sequence sequence -> elements(sequence.element(), texts, place);
            case Table table -> entries(table.value(), texts, place);
            case Scalar _, Choice _, Structure _ ->
                texts.size() == 1
                        ? part(type, texts.getFirst(), place)
                        : new Wrong(Fault.malformed(
                                place,
                                JSON.stringNode(String.join(" ", texts)),
                                "it once, not " + texts.size() + " times"));
        };
    }

    /** {@return the number, if the text is one within the limits} */
    static Optional<BigDecimal> number(String text) {
        if (text.length() > StrictJson.MAX_NUMBER_LENGTH
                || !NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(text));
    }

    private static Formed elements(ValueType element, List<String> texts, Place place) {
        ArrayNode array = JSON.arrayNode();
        for (String text : texts) {
            switch (part(element, text, new Place.Element(place, array.size()))) {
                case Wrong wrong -> {
                    return wrong;
                }
                case Well(JsonNode value) -> array.add(value);
            }
        }
        return new Well(array);
    }

    private static Formed entries(ValueType type, List<String> texts, Place place) {
        ObjectNode table = JSON.objectNode();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                return wrong(place, text, "key=value, where value is " + expected(type));
            }
            String key = text.substring(0, equals);
            Place at = new Place.Entry(place, key);
            if (table.has(key)) {
                return wrong(at, text, "each key once");
            }
            switch (part(type, text.substring(equals + 1), at)) {
                case Wrong wrong -> {
                    return wrong;
                }
                case Well(JsonNode value) -> table.set(key, value);
            }
        }
        return new Well(table);
    }

    /** One text: a plain value as people write it, anything with parts as JSON. */
    private static Formed part(ValueType type, String text, Place place) {
        return switch (type) {
            case Scalar scalar ->
                scalar(scalar.kind(), text)
                        .<Formed>map(Well::new)
                        .orElseGet(() -> wrong(place, text, expected(type)));
            case Choice choice ->
                constant(choice, text)
                        .<Formed>map(name -> new Well(JSON.stringNode(name)))
                        .orElseGet(() -> wrong(place, text, expected(type)));
            case Sequence _, Table _, Maybe _, Structure _ -> json(type, text, place);
        };
    }

    private static Optional<JsonNode> scalar(Kind kind, String text) {
        return switch (kind) {
            case NOTHING -> Optional.empty();
            case BOOLEAN ->
                switch (text) {
                    case "true" -> Optional.of(JSON.booleanNode(true));
                    case "false" -> Optional.of(JSON.booleanNode(false));
                    default -> Optional.empty();
                };
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, DECIMAL ->
                number(text).flatMap(number -> ScalarForms.normal(kind, JSON.numberNode(number)));
            case DURATION -> duration(text);
            default -> ScalarForms.normal(kind, JSON.stringNode(text));
        };
    }

    private static Optional<JsonNode> duration(String text) {
        try {
            return Optional.of(JSON.stringNode(Durations.parse(text).toString()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The constant as written, or else the only one that differs in case and hyphens alone. */
    private static Optional<String> constant(Choice choice, String text) {
        if (choice.constants().contains(text)) {
            return Optional.of(text);
        }
        String name = text.replace('-', '_');
        List<String> alike = choice.constants().stream()
                .filter(constant -> constant.equalsIgnoreCase(name))
                .toList();
        return alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
    }

    private static Formed json(ValueType type, String text, Place place) {
        try {
            return new Well(StrictJson.parse(text));
        } catch (JsonRefusedException _) {
            // The parser's message quotes the text, so it is not handed on.
            return wrong(place, text, "JSON text: " + expected(type));
        }
    }

    private static Formed wrong(Place place, String text, String expected) {
        return new Wrong(Fault.malformed(place, JSON.stringNode(text), expected));
    }

    private static String expected(ValueType type) {
        return type.equals(ValueType.DURATION) ? Durations.EXPECTED : ValueChecker.expected(type);
    }
}
