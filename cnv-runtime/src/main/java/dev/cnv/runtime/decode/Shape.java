package dev.cnv.runtime.decode;

import dev.cnv.runtime.canonical.StrictJson;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The limits of a call's arguments as a whole, checked before anything is looked at closely. */
final class Shape {

    private int values;
    private long characters;

    private Shape() {}

    /** {@return what is wrong with the arguments as a whole} */
    static Optional<String> fault(JsonNode arguments) {
        if (!arguments.isObject()) {
            return Optional.of("arguments=" + Display.value(arguments)
                    + " is not an object of arguments by name");
        }
        return new Shape().measure(arguments, 1);
    }

    private Optional<String> measure(JsonNode value, int depth) {
        if (++values > ArgumentChecker.MAX_VALUES) {
            return Optional.of("the arguments have more than values=" + ArgumentChecker.MAX_VALUES);
        }
        if (value.isString()) {
            return count(value.stringValue());
        }
        if (!value.isContainer()) {
            return Optional.empty();
        }
        return depth > StrictJson.MAX_DEPTH
                ? Optional.of("the arguments are nested deeper than depth=" + StrictJson.MAX_DEPTH)
                : parts(value, depth + 1);
    }

    private Optional<String> parts(JsonNode value, int depth) {
        if (value.isArray()) {
            for (JsonNode element : value) {
                Optional<String> fault = measure(element, depth);
                if (fault.isPresent()) {
                    return fault;
                }
            }
            return Optional.empty();
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            Optional<String> fault =
                    count(entry.getKey()).or(() -> measure(entry.getValue(), depth));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<String> count(String text) {
        characters += text.length();
        return characters > ArgumentChecker.MAX_CHARACTERS
                ? Optional.of(
                        "the arguments have more than characters=" + ArgumentChecker.MAX_CHARACTERS)
                : Optional.empty();
    }
}
