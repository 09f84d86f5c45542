package dev.cnv.runtime.graph;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.graph.Schema.Member;
import dev.cnv.runtime.graph.Schema.Sequence;
import dev.cnv.runtime.graph.Schema.Structure;
import dev.cnv.runtime.graph.Schema.Text;
import dev.cnv.runtime.graph.Schema.Union;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes values as a {@link Fit} says: what {@link Transform} names, wherever the expected type asks for
 * it. A value that cannot be changed stays as it is; who takes it checks it.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class Conversion {

    private Conversion() {}

    /**
     * Changes a value.
     *
     * @param value the value; it is not changed itself
     * @param expected the type that it shall have
     * @param fit what was found about the two types
     * @return the value for {@link Fit.Matches}, a changed copy otherwise
     * @throws IllegalArgumentException when it does not fit at all
     */
    public static JsonNode convert(JsonNode value, SchemaDocument expected, Fit fit) {
        return switch (fit) {
            case Fit.Matches _ -> value;
            case Fit.Transformed _ -> changed(value, expected.root(), expected);
            case Fit.Refused refused ->
                throw new IllegalArgumentException(
                        "where=" + refused.where() + " does not fit: " + refused.why());
        };
    }

    private static JsonNode changed(JsonNode value, Schema schema, SchemaDocument in) {
        return switch (in.resolved(schema)) {
            case Structure structure when value.isObject() -> members(value, structure, in);
            case Sequence sequence -> elements(value, sequence, in);
            case Text _
            when value.isNumber() || value.isBoolean() ->
                JsonNodeFactory.instance.stringNode(CanonicalJson.text(value));
            case Union union -> option(value, union, in);
            default -> value;
        };
    }

    private static JsonNode members(JsonNode value, Structure structure, SchemaDocument in) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            Member member = structure.members().get(property.getKey());
            if (member != null) {
                out.set(property.getKey(), changed(property.getValue(), member.schema(), in));
            } else {
                structure
                        .rest()
                        .ifPresent(rest ->
                                out.set(property.getKey(), changed(property.getValue(), rest, in)));
            }
        }
        return out;
    }

    private static JsonNode elements(JsonNode value, Sequence sequence, SchemaDocument in) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        if (value.isArray()) {
            value.forEach(element -> out.add(changed(element, sequence.element(), in)));
        } else {
            out.add(changed(value, sequence.element(), in));
        }
        return out;
    }

    /** The first option of the value's own kind; else the first that it can be changed to. */
    private static JsonNode option(JsonNode value, Union union, SchemaDocument in) {
        for (Schema option : union.options()) {
            if (isOfKind(value, in.resolved(option))) {
                return changed(value, option, in);
            }
        }
        for (Schema option : union.options()) {
            JsonNode other = changed(value, option, in);
            if (!other.equals(value)) {
                return other;
            }
        }
        return value;
    }

    private static boolean isOfKind(JsonNode value, Schema schema) {
        return switch (schema) {
            case Schema.Anything _ -> true;
            case Schema.Null _ -> value.isNull();
            case Schema.Truth _ -> value.isBoolean();
            case Text _ -> value.isString();
            case Schema.Whole _ -> value.isIntegralNumber();
            case Schema.Decimal _ -> value.isNumber();
            case Sequence _ -> value.isArray();
            case Structure _ -> value.isObject();
            case Schema.Reference _, Union _ -> false;
        };
    }
}
