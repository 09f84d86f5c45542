package dev.cnv.cedar;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
        VerbFacts.ALL.forEach(fact -> enumerated(out, fact.type(), fact.constants()));
        enumerated(out, "PrincipalKind", Arrays.asList(PrincipalKind.values()));
        enumerated(out, "Priority", Arrays.asList(Priority.values()));
        sorted.values().forEach(verb -> action(out, verb));
        return out.append("}\n").toString();
    }

    private static void enumerated(
            StringBuilder out, String type, Collection<? extends Enum<?>> constants) {
        out.append("    entity ")
                .append(type)
                .append(" enum [")
                .append(constants.stream()
                        .map(constant -> CedarText.quoted(constant.name()))
                        .collect(Collectors.joining(", ")))
                .append("];\n");
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
                    "effects": Set<Effect>,
                    "levels": Set<EffectLevel>,
                    "sensitivities": Set<Sensitivity>,
                    "data": Set<DataTag>,
                    "handlesSensitiveData": Bool,
                    "isolations": Set<Isolation>
                };
                type Call = {
                    "kind": PrincipalKind,
                    "root": String,
                    "approvers": Set<String>,
                    "priority": Priority,
                    "importance": Long,
                    "mustSucceed": Bool,
                    "dryRun": Bool,
                    "received": datetime
                };
            """;
}
