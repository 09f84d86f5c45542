package dev.cnv.runtime.decode;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.ValueType.Choice;
import dev.cnv.runtime.capability.ValueType.Field;
import dev.cnv.runtime.capability.ValueType.Maybe;
import dev.cnv.runtime.capability.ValueType.Scalar;
import dev.cnv.runtime.capability.ValueType.Sequence;
import dev.cnv.runtime.capability.ValueType.Structure;
import dev.cnv.runtime.capability.ValueType.Table;
import dev.cnv.runtime.decode.Formed.Well;
import dev.cnv.runtime.decode.Formed.Wrong;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings JSON values to the normal form of their types, or says what is wrong. The result shares no
 * container with the value. Counts its steps, which grow with the size of the value and no faster.
 *
 * <p><b>Threading:</b> one thread; made for one call.
 */
final class ValueChecker {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private long steps;

    /** {@return values looked at and characters read so far} */
    long steps() {
        return steps;
    }

    Formed check(ValueType type, JsonNode value, Place place) {
        steps += 1 + (value.isString() ? value.stringValue().length() : 0);
        return switch (type) {
            case Scalar scalar ->
                ScalarForms.normal(scalar.kind(), value)
                        .<Formed>map(Well::new)
                        .orElseGet(() -> malformed(type, value, place));
            case Choice choice ->
                value.isString() && choice.constants().contains(value.stringValue())
                        ? new Well(value)
                        : malformed(type, value, place);
            case Sequence sequence ->
                value.isArray() ? elements(sequence, value, place) : malformed(type, value, place);
            case Table table ->
                value.isObject() ? entries(table, value, place) : malformed(type, value, place);
            case Maybe maybe ->
                value.isNull() ? new Well(value) : check(maybe.value(), value, place);
            case Structure structure ->
                value.isObject() ? fields(structure, value, place) : malformed(type, value, place);
        };
    }

    /** {@return what a value of the type looks like, for messages} */
    static String expected(ValueType type) {
        return switch (type) {
            case Scalar scalar -> ScalarForms.expected(scalar.kind());
            case Choice choice -> "one of " + String.join(", ", choice.constants());
            case Sequence sequence ->
                (sequence.distinct()
                                ? "an array of different elements, each "
                                : "an array, each element ")
                        + expected(sequence.element());
            case Table table -> "an object, each value " + expected(table.value());
            case Maybe maybe -> expected(maybe.value()) + " or nothing";
            case Structure structure ->
                "an object with the members "
                        + String.join(
                                ", ",
                                structure.fields().stream().map(Field::name).toList());
        };
    }

    private static Formed malformed(ValueType type, JsonNode value, Place place) {
        return new Wrong(Fault.malformed(
                place, value, expected(type) + (value.isString() ? hint(type) : "")));
    }

    /** What is wrong with a text that is no text, which only its surrogates can be. */
    private static String hint(ValueType type) {
        return type.equals(ValueType.TEXT) ? " without lone surrogates" : "";
    }

    private Formed elements(Sequence sequence, JsonNode value, Place place) {
        ArrayNode normal = JSON.arrayNode(value.size());
        Map<String, Integer> seen = new HashMap<>();
        int index = 0;
        for (JsonNode element : value) {
            Place at = new Place.Element(place, index);
            switch (check(sequence.element(), element, at)) {
                case Wrong wrong -> {
                    return wrong;
                }
                case Well(JsonNode well) -> {
                    Optional<Integer> twin =
                            sequence.distinct() ? twin(seen, well, index) : Optional.empty();
                    if (twin.isPresent()) {
                        String other = "an element that differs from element " + twin.get();
                        return new Wrong(Fault.malformed(at, element, other));
                    }
                    normal.add(well);
                }
            }
            index++;
        }
        return new Well(normal);
    }

    private Optional<Integer> twin(Map<String, Integer> seen, JsonNode element, int index) {
        String canonical = CanonicalJson.text(element);
        steps += canonical.length();
        return Optional.ofNullable(seen.putIfAbsent(canonical, index));
    }

    private Formed entries(Table table, JsonNode value, Place place) {
        ObjectNode normal = JSON.objectNode();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String key = entry.getKey();
            Place at = new Place.Entry(place, key);
            steps += key.length();
            if (!ScalarForms.wellFormed(key)) {
                return new Wrong(
                        Fault.malformed(at, entry.getValue(), "a key without lone surrogates"));
            }
            switch (check(table.value(), entry.getValue(), at)) {
                case Wrong wrong -> {
                    return wrong;
                }
                case Well(JsonNode well) -> normal.set(key, well);
            }
        }
        return new Well(normal);
    }

    private Formed fields(Structure structure, JsonNode value, Place place) {
        Map<String, Field> fields = new LinkedHashMap<>();
        structure.fields().forEach(field -> fields.put(field.name(), field));
        for (String name : value.propertyNames()) {
            steps++;
            if (!fields.containsKey(name)) {
                return unknownField(fields, name, place);
            }
        }
        ObjectNode normal = JSON.objectNode();
        for (Field field : fields.values()) {
            Place at = new Place.Field(place, field.name());
            Optional<JsonNode> given = Optional.ofNullable(value.get(field.name()));
            if (given.isPresent()) {
                switch (check(field.type(), given.get(), at)) {
                    case Wrong wrong -> {
                        return wrong;
                    }
                    case Well(JsonNode well) -> putUnlessNull(normal, field.name(), well);
                }
            } else if (!(field.type() instanceof Maybe)) {
                return new Wrong(Fault.missing(at, expected(field.type())));
            }
        }
        return new Well(normal);
    }

    static void putUnlessNull(ObjectNode object, String name, JsonNode value) {
        if (!value.isNull()) {
            object.set(name, value);
        }
    }

    private static Formed unknownField(Map<String, Field> fields, String name, Place place) {
        List<String> close =
                place.sensitive() ? List.of() : DidYouMean.closest(name, fields.keySet());
        // A caller's own name: hidden like a key where the parameter is sensitive.
        Place at = place.sensitive()
                ? new Place.Entry(place, name)
                : new Place.Field(place, Display.name(name));
        return new Wrong(
                Fault.unknown(at, "the members are " + String.join(", ", fields.keySet()), close));
    }
}
