package dev.cnv.runtime.canonical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class CanonicalJsonPropertyTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final String ALPHABET = "a\"\\/\u0000\u001f\u007f\u0080\u20ac\uffff{}[]:, \n";

    @Test
    void text_readAgain_isTheSameText() {
        Property.named("canonical-round-trip").check(draws -> value(draws, 4), value -> {
            String text = CanonicalJson.text(value);
            assertEquals(text, CanonicalJson.text(StrictJson.parse(text)));
        });
    }

    @Test
    void text_membersInAnotherOrder_isTheSameText() {
        Property.named("canonical-order-free").check(draws -> value(draws, 3), value -> {
            assertEquals(CanonicalJson.text(value), CanonicalJson.text(turned(value)));
            assertEquals(CanonicalJson.digest(value), CanonicalJson.digest(turned(value)));
        });
    }

    @Test
    void text_oneNumberChanged_isAnotherText() {
        Property.named("canonical-tells-apart").check(draws -> value(draws, 3), value -> {
            ObjectNode one = JSON.objectNode().put("n", 1).set("v", value);
            ObjectNode other = JSON.objectNode().put("n", 2).set("v", value);
            assertNotEquals(CanonicalJson.digest(one), CanonicalJson.digest(other));
        });
    }

    private static JsonNode value(Draws draws, int depth) {
        return switch (draws.between(0, depth == 0 ? 4 : 6)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(draws.flip());
            case 2 -> JSON.numberNode(draws.anyLong());
            case 3 ->
                JSON.stringNode(draws.text(6, ALPHABET) + (draws.flip() ? "\ud83d\ude00" : ""));
            case 4 ->
                JSON.numberNode(BigDecimal.valueOf(draws.anyLong(), draws.between(0, 40) - 20));
            case 5 -> {
                ArrayNode array = JSON.arrayNode();
                draws.list(4, more -> value(more, depth - 1)).forEach(array::add);
                yield array;
            }
            default -> {
                ObjectNode object = JSON.objectNode();
                draws.list(4, more -> value(more, depth - 1))
                        .forEach(member -> object.set(draws.text(3, ALPHABET), member));
                yield object;
            }
        };
    }

    private static JsonNode turned(JsonNode value) {
        if (value.isArray()) {
            ArrayNode array = JSON.arrayNode();
            value.forEach(element -> array.add(turned(element)));
            return array;
        }
        if (value.isObject()) {
            ObjectNode object = JSON.objectNode();
            List<String> names = new ArrayList<>(value.propertyNames());
            names.reversed().forEach(name -> object.set(name, turned(value.get(name))));
            return object;
        }
        return value;
    }
}
