package dev.cnv.cedar;

import dev.cnv.cedar.CedarWriter.NoCedarForm;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Writes conditions on arguments; how a value is spelled depends on the parameter's type. */
final class ArgumentForms {

    private record Typed(CapabilityId verb, CedarType type) {}

    private final Map<String, Typed> types = new HashMap<>();
    private final Map<String, String> unclear = new HashMap<>();

    ArgumentForms(Collection<VerbDescriptor> verbs) {
        for (VerbDescriptor verb : verbs) {
            Map<String, CedarType.Field> fields = Parameters.of(verb);
            verb.parameters().forEach(parameter -> {
                CedarType.Field field = fields.get(parameter.name());
                if (field == null) {
                    unclear.put(
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
        return "(context.arguments has " + CedarText.name(name) + " && context.arguments"
                + CedarText.attribute(name) + " == " + literal(name, value) + ")";
    }

    private String literal(String name, JsonNode value) {
        return switch (type(name)) {
            case CedarType.Text() when value.isString() -> CedarWriter.text(value.stringValue());
            case CedarType.Bool() when value.isBoolean() -> Boolean.toString(value.booleanValue());
            case CedarType.Integer() when value.isNumber() -> integer(name, value);
            case CedarType.Decimal() when value.isNumber() -> decimal(name, value);
            case CedarType other ->
                throw new NoCedarForm("compares argument=" + name + " of type=" + other.spelling()
                        + " with " + CanonicalJson.text(value) + ", which it never is");
        };
    }

    private CedarType type(String name) {
        String why = unclear.get(name);
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
            return "decimal(\"" + Numbers.decimal(new BigDecimal(CanonicalJson.text(value))) + "\")";
        } catch (ArithmeticException e) {
            throw new NoCedarForm("compares argument=" + name + " with " + CanonicalJson.text(value)
                    + ", which is no Cedar decimal: at most 4 digits after the point, and 64 bits");
        }
    }
}
