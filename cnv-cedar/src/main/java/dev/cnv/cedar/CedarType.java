package dev.cnv.cedar;

import dev.cnv.runtime.capability.ValueType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The Cedar type of a parameter. */
sealed interface CedarType {

    /** True or false. */
    record Bool() implements CedarType {}

    /** A signed 64-bit integer. */
    record Integral() implements CedarType {}

    /** A number with at most four digits after the point. */
    record Decimal() implements CedarType {}

    /** Text. */
    record Text() implements CedarType {}

    /** A set: neither order nor repetition is kept. */
    record SetOf(CedarType element) implements CedarType {}

    /** Named fields, each there or perhaps there. */
    record Fields(Map<String, Field> fields) implements CedarType {}

    /** A field's type, and whether it is always there. */
    record Field(CedarType type, boolean required) {}

    /**
     * The Cedar type of a parameter's type.
     *
     * @return empty when there is none: for maps, and for what holds one
     */
    static Optional<CedarType> of(ValueType type) {
        return switch (type) {
            case ValueType.Scalar(ValueType.Kind kind) -> scalar(kind);
            case ValueType.Choice _ -> Optional.of(new Text());
            case ValueType.Sequence sequence -> of(sequence.element()).map(SetOf::new);
            case ValueType.Table _ -> Optional.empty();
            case ValueType.Maybe maybe -> of(maybe.value());
            case ValueType.Structure structure -> fields(structure);
        };
    }

    private static Optional<CedarType> scalar(ValueType.Kind kind) {
        return switch (kind) {
            case NOTHING -> Optional.empty();
            case BOOLEAN -> Optional.of(new Bool());
            case INT8, INT16, INT32, INT64 -> Optional.of(new Integral());
            case FLOAT32, FLOAT64, DECIMAL -> Optional.of(new Decimal());
            case CHARACTER, TEXT, PATH, URI, INET_ADDRESS, DURATION, INSTANT, UUID, BYTES ->
                Optional.of(new Text());
        };
    }

    private static Optional<CedarType> fields(ValueType.Structure structure) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (ValueType.Field field : structure.fields()) {
            Optional<CedarType> type = of(field.type());
            if (type.isEmpty() || !nameable(field.name())) {
                return Optional.empty();
            }
            boolean required = !(field.type() instanceof ValueType.Maybe);
            fields.put(field.name(), new Field(type.get(), required));
        }
        return Optional.of(new Fields(fields));
    }

    /** {@return whether Cedar takes an attribute of this name: two underscores begin its own} */
    static boolean nameable(String name) {
        return !name.startsWith("__");
    }

    /** {@return the type as a schema spells it} */
    default String spelling() {
        return switch (this) {
            case Bool() -> "Bool";
            case Integral() -> "Long";
            case Decimal() -> "decimal";
            case Text() -> "String";
            case SetOf(CedarType element) -> "Set<" + element.spelling() + ">";
            case Fields(var fields) -> spelling(fields);
        };
    }

    /** {@return a record as a schema spells it} */
    static String spelling(Map<String, Field> fields) {
        StringBuilder out = new StringBuilder("{");
        fields.forEach((name, field) -> out.append(out.length() == 1 ? "" : ", ")
                .append(CedarText.quoted(name))
                .append(field.required() ? ": " : "?: ")
                .append(field.type().spelling()));
        return out.append('}').toString();
    }
}
