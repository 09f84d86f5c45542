package dev.cnv.cedar;

import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of a verb that Cedar can see, as the record {@code context.arguments}. */
final class Parameters {

    private Parameters() {}

    /** {@return the record's fields by parameter name; parameters without Cedar type are left out} */
    static Map<String, CedarType.Field> of(VerbDescriptor verb) {
        Map<String, CedarType.Field> fields = new LinkedHashMap<>();
        for (ParameterDescriptor parameter : verb.parameters()) {
            if (CedarType.nameable(parameter.name())) {
                CedarType.of(parameter.type())
                        .ifPresent(type -> fields.put(
                                parameter.name(), new CedarType.Field(type, always(parameter))));
            }
        }
        return fields;
    }

    private static boolean always(ParameterDescriptor parameter) {
        boolean given = parameter.required() || parameter.defaultText().isPresent();
        return given && !(parameter.type() instanceof ValueType.Maybe);
    }
}
