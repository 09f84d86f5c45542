package dev.cnv.runtime.decode;

import dev.cnv.runtime.capability.ValueType;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Checks a result that came as JSON from somebody who may say anything. */
public final class ResultChecker {

    private static final Place RESULT = new Place.Argument("result", true);

    private ResultChecker() {}

    /**
     * Brings a result to the normal form of its type, in which a {@link JsonValueReader} can read it.
     *
     * @param type the type of the verb's result
     * @param json what came
     * @return the normal form; empty when it is no value of the type
     */
    public static Optional<JsonNode> normal(ValueType type, JsonNode json) {
        if (type.equals(ValueType.NOTHING)) {
            return json.isNull() ? Optional.of(json) : Optional.empty();
        }
        return switch (new ValueChecker().check(type, json, RESULT)) {
            case Formed.Well(JsonNode value) -> Optional.of(value);
            case Formed.Wrong _ -> Optional.empty();
        };
    }
}
