package dev.cnv.cedar;

import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.CedarMap;
import com.cedarpolicy.value.Decimal;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import dev.cnv.runtime.canonical.CanonicalJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Cedar's values of JSON values; a value without one is at fault, which denies. */
final class Values {

    private Values() {}

    /**
     * A text.
     *
     * @throws IllegalArgumentException when it has a lone surrogate
     */
    static PrimString text(String text) {
        if (text.codePoints().anyMatch(Values::surrogate)) {
            throw new IllegalArgumentException("a text has a lone surrogate");
        }
        return new PrimString(text);
    }

    private static boolean surrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    /**
     * A record of some fields. What has no Cedar type is left out, and so is null.
     *
     * @throws IllegalArgumentException when a value has no Cedar value
     * @throws ArithmeticException when a number has no Cedar value
     */
    static CedarMap record(JsonNode object, Map<String, CedarType.Field> fields) {
        Map<String, Value> values = new LinkedHashMap<>();
        fields.forEach((name, field) -> {
            JsonNode value = object.get(name);
            if (value != null && !value.isNull()) {
                values.put(name, of(value, field.type()));
            }
        });
        return new CedarMap(values);
    }

    private static Value of(JsonNode value, CedarType type) {
        return switch (type) {
            case CedarType.Bool() when value.isBoolean() -> new PrimBool(value.booleanValue());
            case CedarType.Integral() when value.isNumber() -> new PrimLong(Numbers.integer(value));
            case CedarType.Decimal()
            when value.isNumber() ->
                new Decimal(Numbers.decimal(new BigDecimal(CanonicalJson.text(value))));
            case CedarType.Text() when value.isString() -> text(value.stringValue());
            case CedarType.SetOf(CedarType element) when value.isArray() -> list(value, element);
            case CedarType.Fields(var fields) when value.isObject() -> record(value, fields);
            default ->
                throw new IllegalArgumentException("an argument is " + value.getNodeType()
                        + " where type=" + type.spelling() + " is declared");
        };
    }

    private static CedarList list(JsonNode array, CedarType element) {
        List<Value> values = new ArrayList<>(array.size());
        for (JsonNode value : array) {
            values.add(of(value, element));
        }
        return new CedarList(values);
    }
}
