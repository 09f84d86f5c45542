package dev.cnv.processor.write;

import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.ScalarKind;
import dev.cnv.processor.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which parameters need or exclude each other, as the {@code dependentSchemas} of an input schema.
 * As in the runtime, a parameter counts as given when its value differs from what a missing one
 * becomes.
 */
final class Relations {

    private Relations() {}

    static Map<String, Object> of(List<Parameter> parameters) {
        Map<String, Parameter> byName = new LinkedHashMap<>();
        parameters.forEach(parameter -> byName.put(parameter.name(), parameter));
        Map<String, Object> schemas = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            if (!parameter.requires().isEmpty() || !parameter.conflicts().isEmpty()) {
                schemas.put(parameter.name(), unlessMissing(parameter, others(parameter, byName)));
            }
        }
        return schemas;
    }

    private static Map<String, Object> unlessMissing(
            Parameter parameter, Map<String, Object> others) {
        List<Object> missing = missing(parameter);
        return missing.isEmpty()
                ? others
                : Map.of(
                        "anyOf",
                        List.of(
                                Map.of(
                                        "properties",
                                        Map.of(parameter.name(), Map.of("enum", missing))),
                                others));
    }

    private static Map<String, Object> others(Parameter parameter, Map<String, Parameter> byName) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String name : parameter.requires()) {
            Parameter other = byName.get(name);
            if (other != null
                    && other.defaultText().isEmpty()
                    && !missing(other).isEmpty()) {
                properties.put(name, Map.of("not", Map.of("enum", missing(other))));
            }
        }
        for (String name : parameter.conflicts()) {
            Parameter other = byName.get(name);
            if (other != null) {
                properties.put(name, Map.of("enum", missing(other)));
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        if (!properties.isEmpty()) {
            schema.put("properties", properties);
        }
        if (!parameter.requires().isEmpty()) {
            schema.put("required", parameter.requires());
        }
        return schema;
    }

    /** The values that mean the same as none. */
    private static List<Object> missing(Parameter parameter) {
        List<Object> values = new ArrayList<>();
        if (parameter.required()) {
            return values;
        }
        if (parameter.defaultText().isPresent()) {
            values.add(Schemas.defaultValue(
                    parameter.value(), parameter.defaultText().get()));
            return values;
        }
        switch (parameter.value()) {
            case Value.Maybe _ -> values.add(Json.NULL);
            case Value.Sequence _ -> values.add(List.of());
            case Value.Table _ -> values.add(Map.of());
            case Value.Scalar(ScalarKind kind) when kind == ScalarKind.BOOLEAN -> values.add(false);
            default ->
                throw new IllegalArgumentException(
                        "parameter=" + parameter.name() + " is required");
        }
        return values;
    }
}
