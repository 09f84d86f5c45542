package dev.cnv.hotpath.text;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.List;

/** Verbs to parse commands of. */
final class Verbs {

    private static final String DIGEST = "0123456789abcdef".repeat(4);

    static final VerbDescriptor TRANSFER = VerbDescriptor.of("account.transfer", "1.0.0")
            .effects(EffectSet.of(Effect.MUTATE_STATE).withDryRun())
            .parameters(
                    ParameterDescriptor.required("from", ValueType.TEXT, "").flag('f'),
                    ParameterDescriptor.required("to", ValueType.TEXT, ""),
                    ParameterDescriptor.required("cents", ValueType.INT64, "").flag('c'),
                    ParameterDescriptor.optional("note", ValueType.list(ValueType.TEXT), ""),
                    ParameterDescriptor.optional("show", ValueType.BOOLEAN, "").withDefault("true"),
                    ParameterDescriptor.optional("urgent", ValueType.BOOLEAN, "")
                            .flag('u'),
                    ParameterDescriptor.optional("pin", ValueType.optional(ValueType.TEXT), "")
                            .secret(),
                    ParameterDescriptor.optional(
                            "remaining-attempts", ValueType.optional(ValueType.INT8), ""))
            .schemas(DIGEST, DIGEST);

    static final VerbDescriptor UNDO = VerbDescriptor.of("account.transfer.undo", "1.0.0")
            .effects(EffectSet.of(Effect.MUTATE_STATE))
            .schemas(DIGEST, DIGEST);

    /** Its parameters have the names of options that every verb has. */
    static final VerbDescriptor DRAIN = VerbDescriptor.of("cluster.node.drain", "1.0.0")
            .effects(EffectSet.of(Effect.MUTATE_CONFIG))
            .parameters(
                    ParameterDescriptor.optional("output", ValueType.PATH, ""),
                    ParameterDescriptor.optional("help", ValueType.BOOLEAN, "").flag('h'),
                    ParameterDescriptor.optional("weights", ValueType.list(ValueType.INT16), "")
                            .flag('w'),
                    ParameterDescriptor.optional("labels", ValueType.map(ValueType.INT32), ""),
                    ParameterDescriptor.optional(
                            "force", ValueType.optional(ValueType.BOOLEAN), ""),
                    ParameterDescriptor.optional("maximum-number-of-nodes", ValueType.INT32, ""))
            .schemas(DIGEST, DIGEST);

    /** It takes values that stand alone. */
    static final VerbDescriptor COPY = VerbDescriptor.of("file.copy", "1.0.0")
            .effects(EffectSet.of(Effect.MUTATE_STATE))
            .parameters(
                    ParameterDescriptor.optional("quiet", ValueType.BOOLEAN, "").flag('q'))
            .schemas(DIGEST, DIGEST);

    static final int COPY_POSITIONALS = 3;

    static List<VerbDescriptor> all() {
        return List.of(TRANSFER, UNDO, DRAIN, COPY);
    }

    static CommandTable table() {
        CommandTable.Builder table = CommandTable.builder();
        all().forEach(verb -> table.verb(verb, verb == COPY ? COPY_POSITIONALS : 0));
        return table.build();
    }

    static ReferenceParser reference(int maxArguments) {
        return new ReferenceParser(all(), List.of(0, 0, 0, COPY_POSITIONALS), maxArguments);
    }

    private Verbs() {}
}
