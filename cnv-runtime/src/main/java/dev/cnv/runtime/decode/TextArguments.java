package dev.cnv.runtime.decode;

import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.decode.Formed.Well;
import dev.cnv.runtime.decode.Formed.Wrong;
import dev.cnv.runtime.outcome.Denial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * From the texts of a command line to JSON arguments. The result is not checked yet: rules, required
 * parameters and the insides of JSON texts are {@link ArgumentChecker}'s.
 *
 * <ul>
 *   <li>numbers as {@code 12}, {@code -1.5}, {@code 1e6}; booleans as {@code true}, {@code false}
 *   <li>durations as {@link Durations#parse} takes them; instants in ISO-8601 with {@code Z}
 *   <li>choices in any case, with {@code -} for {@code _}
 *   <li>sequences by repeating; a comma has no meaning
 *   <li>tables as {@code key=value}, repeated; each key once
 *   <li>structures, and whatever has parts inside a sequence or table, as JSON text
 *   <li>bytes as base64
 * </ul>
 *
 * <p><b>Threading:</b> stateless.
 */
public final class TextArguments {

    private TextArguments() {}

    /** What became of the texts. */
    public sealed interface Parsed {

        /**
         * They can be read.
         *
         * @param arguments a new object with the parameters given, in the order of the descriptor,
         *     not checked yet
         */
        record Json(ObjectNode arguments) implements Parsed {}

        /**
         * They are not.
         *
         * @param denial the first fault, the others in its detail {@code more}
         */
        record Refused(Denial denial) implements Parsed {}
    }

    /**
     * Reads a verb's arguments.
     *
     * @param verb the verb
     * @param texts the texts given for each parameter, in order; a parameter without a text counts
     *     as not given
     * @return the arguments as JSON, or a denial with {@code PARAMETER_UNKNOWN} or {@code
     *     PARAMETER_MALFORMED}
     */
    public static Parsed parse(VerbDescriptor verb, Map<String, List<String>> texts) {
        List<Fault> faults = new ArrayList<>(ArgumentChecker.unknown(verb, texts.keySet()));
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        for (ParameterDescriptor parameter : verb.parameters()) {
            List<String> given = texts.getOrDefault(parameter.name(), List.of());
            if (!given.isEmpty()) {
                switch (TextValues.parse(
                        parameter.type(), given, ArgumentChecker.place(parameter))) {
                    case Well(JsonNode value) -> arguments.set(parameter.name(), value);
                    case Wrong(Fault fault) -> faults.add(fault);
                }
            }
        }
        return faults.isEmpty()
                ? new Parsed.Json(arguments)
                : new Parsed.Refused(Fault.denial(faults));
    }

    /**
     * Reads one value, such as a parameter's default. For a sequence it is the only element, for a
     * table the only entry.
     *
     * @param type the value's type
     * @param text the text in the form of the command line
     * @return the value as JSON, not checked against any rule
     * @throws IllegalArgumentException when the text is no such value; the message says what would
     *     be right and shows the text
     */
    public static JsonNode value(ValueType type, String text) {
        return switch (TextValues.parse(type, List.of(text), new Place.Argument("value", false))) {
            case Well(JsonNode value) -> value;
            case Wrong(Fault fault) ->
                throw new IllegalArgumentException(
                        "value=" + Display.name(text) + " is malformed: give " + fault.expected());
        };
    }
}
