package dev.cnv.cedar;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The schema of the questions that {@link CedarPolicyEngine} asks: one action a verb, agents as
 * principals, tenants as resources, and a context with the verb's facts, the call's facts and the
 * arguments.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class CedarSchema {

    private CedarSchema() {}

    /**
     * Writes the schema of some verbs.
     *
     * @param verbs the verbs, in any order, each id once
     * @return the Cedar schema; equal verbs give equal text
     * @throws CedarRefusedException when two verbs have one id
     */
    public static String write(Collection<VerbDescriptor> verbs) {
        Map<CapabilityId, VerbDescriptor> sorted = new TreeMap<>();
        for (VerbDescriptor verb : verbs) {
            if (sorted.putIfAbsent(verb.id(), verb) != null) {
                throw new CedarRefusedException(
                        "capability=" + verb.id(), "is there twice; a schema has each verb once");
            }
        }
        StringBuilder out = new StringBuilder("namespace ")
                .append(CedarText.NAMESPACE)
                .append(" {\n")
                .append(TYPES);
        sorted.values().forEach(verb -> action(out, verb));
        return out.append("}\n").toString();
    }

    private static void action(StringBuilder out, VerbDescriptor verb) {
        out.append("    action ")
                .append(CedarText.quoted(verb.id().path()))
                .append(" appliesTo {\n        principal: [Agent],\n        resource: [Tenant],\n")
                .append("        context: {\"verb\": Verb, \"call\": Call, \"arguments\": ")
                .append(CedarType.spelling(Parameters.of(verb)))
                .append("}\n    };\n");
    }

    private static final String TYPES = """
                entity Agent = {"type": String, "version": String} tags String;
                entity Tenant;
                type Verb = {
                    "version": String,
                    "patterns": Set<String>,
                    "effects": Set<String>,
                    "levels": Set<String>,
                    "sensitivities": Set<String>,
                    "data": Set<String>,
                    "handlesSensitiveData": Bool,
                    "isolations": Set<String>
                };
                type Call = {
                    "kind": String,
                    "origin": String,
                    "originIsPerson": Bool,
                    "executor": String,
                    "depth": Long,
                    "path": Set<String>,
                    "approvers": Set<String>,
                    "priorities": Set<String>,
                    "importance": Long,
                    "mustSucceed": Bool,
                    "dryRun": Bool,
                    "now": datetime
                };
            """;
}
