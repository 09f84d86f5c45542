package dev.cnv.cedar;

import dev.cnv.cedar.CedarWriter.NoCedarForm;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.policy.ArgumentCondition;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Writes conditions on arguments; how a value is spelled depends on the parameter's type. */
final class ArgumentForms {

    private record Typed(CapabilityId verb, CedarType type) {}

    private final Map<String, Typed> types = new HashMap<>();
    private final Map<String, String> unclear = new HashMap<>();
    private final Map<String, String> hidden = new HashMap<>();

    ArgumentForms(Collection<VerbDescriptor> verbs) {
        for (VerbDescriptor verb : verbs) {
            Map<String, CedarType.Field> fields = Parameters.of(verb);
            verb.parameters().forEach(parameter -> {
                CedarType.Field field = fields.get(parameter.name());
                if (field == null) {
                    hidden.put(
                            parameter.name(), "of capability=" + verb.id() + " has no Cedar type");
                } else {
                    add(parameter.name(), new Typed(verb.id(), field.type()));
                }
            });
        }
    }

    private void add(String name, Typed typed) {
        Typed other = types.putIfAbsent(name, typed);
        if (other != null && !other.type().equals(typed.type())) {
            unclear.put(
                    name,
                    "is " + other.type().spelling() + " for capability=" + other.verb() + " and "
                            + typed.type().spelling() + " for capability=" + typed.verb()
                            + "; give only the verbs that the policy is about");
        }
    }

    /** {@return the expression that compares an argument, false when the call has none} */
    String equal(String name, JsonNode value) {
        return there(name, access(name) + " == " + literal(name, type(name), value));
    }

    /** {@return the expression of a condition on an argument} */
    String expression(ArgumentCondition condition) {
        return switch (condition) {
            case ArgumentCondition.Present(String name) -> has(name);
            case ArgumentCondition.Compares(String name, var order, BigDecimal bound) ->
                there(name, compared(name, order, bound));
            case ArgumentCondition.StartsWith(String name, String prefix) ->
                there(name, access(name) + " like " + pattern(name, prefix));
            case ArgumentCondition.OneOf(String name, var values) ->
                there(
                        name,
                        values.stream()
                                        .map(value -> literal(name, type(name), value))
                                        .collect(Collectors.joining(", ", "[", "]"))
                                + ".contains(" + access(name) + ")");
        };
    }

    private static String there(String name, String expression) {
        return "(context.arguments has " + CedarText.name(name) + " && " + expression + ")";
    }

    private static String access(String name) {
        return "context.arguments" + CedarText.attribute(name);
    }

    private String has(String name) {
        String why = hidden.get(name);
        if (why != null) {
            throw new NoCedarForm("asks for argument=" + name + ", which " + why);
        }
        if (!types.containsKey(name)) {
            throw new NoCedarForm(
                    "asks for argument=" + name + ", which none of the verbs given has");
        }
        return "context.arguments has " + CedarText.name(name);
    }

    private String compared(String name, ArgumentCondition.Order order, BigDecimal bound) {
        JsonNode number = JsonNodeFactory.instance.numberNode(bound);
        return switch (type(name)) {
            case CedarType.Integral() ->
                access(name) + " " + order.sign() + " " + integer(name, number);
            case CedarType.Decimal() ->
                access(name) + "." + method(order) + "(" + decimal(name, number) + ")";
            case CedarType.Bool(), CedarType.Text(), CedarType.SetOf _, CedarType.Fields _ ->
                throw new NoCedarForm("compares argument=" + name + " of type="
                        + type(name).spelling() + " with a number, which is a fault");
        };
    }

    /** {@return Cedar's name for an order of decimals} */
    static String method(ArgumentCondition.Order order) {
        return switch (order) {
            case LESS -> "lessThan";
            case AT_MOST -> "lessThanOrEqual";
            case GREATER -> "greaterThan";
            case AT_LEAST -> "greaterThanOrEqual";
        };
    }

    private String pattern(String name, String prefix) {
        if (!type(name).equals(new CedarType.Text())) {
            throw new NoCedarForm("asks for the prefix of argument=" + name + " of type="
                    + type(name).spelling() + ", which is a fault");
        }
        String quoted = CedarText.quoted(prefix).replace("*", "\\*");
        return quoted.substring(0, quoted.length() - 1) + "*\"";
    }

    private static String literal(String name, CedarType type, JsonNode value) {
        return switch (type) {
            case CedarType.Text() when value.isString() -> CedarWriter.text(value.stringValue());
            case CedarType.Bool() when value.isBoolean() -> Boolean.toString(value.booleanValue());
            case CedarType.Integral() when value.isNumber() -> integer(name, value);
            case CedarType.Decimal() when value.isNumber() -> decimal(name, value);
            case CedarType other ->
                throw new NoCedarForm("compares argument=" + name + " of type=" + other.spelling()
                        + " with " + CanonicalJson.text(value) + ", which it never is");
        };
    }

    private CedarType type(String name) {
        String why = hidden.get(name);
        if (why == null) {
            why = unclear.get(name);
        }
        if (why != null) {
            throw new NoCedarForm("compares argument=" + name + ", which " + why);
        }
        Typed typed = types.get(name);
        if (typed == null) {
            throw new NoCedarForm(
                    "compares argument=" + name + ", which none of the verbs given has");
        }
        return typed.type();
    }

    private static String integer(String name, JsonNode value) {
        try {
            return Long.toString(Numbers.integer(value));
        } catch (ArithmeticException e) {
            throw new NoCedarForm("compares argument=" + name + " with " + CanonicalJson.text(value)
                    + ", which is no 64-bit integer");
        }
    }

    private static String decimal(String name, JsonNode value) {
        try {
            return "decimal(\"" + Numbers.decimal(new BigDecimal(CanonicalJson.text(value)))
                    + "\")";
        } catch (ArithmeticException e) {
            throw new NoCedarForm("compares argument=" + name + " with " + CanonicalJson.text(value)
                    + ", which is no Cedar decimal: at most 4 digits after the point, and 64 bits");
        }
    }
}
