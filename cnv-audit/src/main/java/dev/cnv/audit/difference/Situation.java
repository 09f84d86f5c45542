package dev.cnv.audit.difference;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.policy.Facts;
import dev.cnv.runtime.policy.PolicyRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request as numbers, one for each variable of a {@link Vocabulary}, and the request that stands for
 * them.
 */
@SuppressWarnings("EnumOrdinal") // Constants of an enum are numbers in the formula.
final class Situation {

    static final String VERB = "verb";
    static final String SENSITIVITY = "sensitivity";
    static final String ISOLATION = "isolation";
    static final String AGENT = "agent";
    static final String TYPE = "type";
    static final String TENANT = "tenant";
    static final String KIND = "kind";
    static final String ORIGIN = "origin";
    static final String EXECUTOR = "executor";
    static final String PERSON = "person";
    static final String DEPTH = "depth";
    static final String MORE_APPROVERS = "approvers";
    static final String NOW = "now";
    static final String PRIORITY = "priority";
    static final String IMPORTANCE = "importance";
    static final String MUST_SUCCEED = "mustSucceed";

    private final Vocabulary words;
    private final Map<String, Long> values;

    Situation(Vocabulary words, Map<String, Long> values) {
        this.words = words;
        this.values = Map.copyOf(values);
    }

    static String effect(Effect effect) {
        return "effect." + effect;
    }

    static String data(DataTag tag) {
        return "data." + tag;
    }

    static String approver(int agent) {
        return "approver." + agent;
    }

    static String argument(String name) {
        return "argument." + name;
    }

    static String path(int entry) {
        return "path." + entry;
    }

    static String onPath(int entry) {
        return "present.path." + entry;
    }

    static String length(String id) {
        return "length." + id;
    }

    static String segment(String id, int position) {
        return "segment." + position + "." + id;
    }

    /**
     * The request.
     *
     * @throws IllegalArgumentException when no request has these numbers, such as a verb without effects
     */
    PolicyRequest request() {
        Instant now = Instant.ofEpochSecond(value(NOW));
        AgentId agent = agent(AGENT);
        Principal caller = new Principal(
                Agent.of(agent.value(), words.types().get(index(TYPE))),
                new TenantId(words.tenants().get(index(TENANT))),
                PrincipalKind.values()[index(KIND)],
                agent(ORIGIN));
        QualityOfService quality = new QualityOfService(
                QualityOfService.Priority.values()[index(PRIORITY)],
                index(IMPORTANCE),
                flag(MUST_SUCCEED));
        CallContext context = new CallContext(
                new UUID(0, 0),
                "",
                Optional.empty(),
                caller,
                quality,
                now,
                false,
                Optional.empty(),
                path());
        DelegationFacts delegation = new DelegationFacts(
                agent(ORIGIN), flag(PERSON), agent(EXECUTOR), index(DEPTH), Optional.empty());
        return new PolicyRequest(
                verb(), arguments(), context, approvers(), new Facts(now, delegation, 0, 0));
    }

    private VerbDescriptor verb() {
        Set<Effect> effects = new HashSet<>();
        Stream.of(Effect.values()).filter(e -> flag(effect(e))).forEach(effects::add);
        Set<DataTag> data = new HashSet<>();
        Stream.of(DataTag.values()).filter(t -> flag(data(t))).forEach(data::add);
        return VerbDescriptor.of(id(VERB).path(), "1.0.0")
                .effects(new EffectSet(
                        effects, Sensitivity.values()[index(SENSITIVITY)], data, false))
                .contract(ContractTerms.of(DurationClass.INTERACTIVE)
                        .isolation(Isolation.values()[index(ISOLATION)]))
                .schemas("0".repeat(64), "0".repeat(64));
    }

    private CapabilityId id(String name) {
        List<String> segments = new ArrayList<>();
        for (int i = 0; i < index(length(name)); i++) {
            segments.add(words.segments(i).get(index(segment(name, i))));
        }
        return new CapabilityId(String.join(".", segments));
    }

    private List<CapabilityId> path() {
        List<CapabilityId> path = new ArrayList<>();
        for (int i = 0; i < words.pathCount(); i++) {
            if (flag(onPath(i))) {
                path.add(id(path(i)));
            }
        }
        return path;
    }

    private ObjectNode arguments() {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        words.arguments()
                .forEach((name, classes) -> classes.get(index(argument(name)))
                        .ifPresent(value -> arguments.set(name, value)));
        return arguments;
    }

    private Set<AgentId> approvers() {
        Set<AgentId> approvers = new HashSet<>();
        for (int i = 0; i < words.agents().size() - 1; i++) {
            if (flag(approver(i))) {
                approvers.add(new AgentId(words.agents().get(i)));
            }
        }
        for (int i = 0; i < index(MORE_APPROVERS); i++) {
            approvers.add(new AgentId(Vocabulary.fresh(words.agents(), "approver-" + i + "-")));
        }
        return approvers;
    }

    private AgentId agent(String variable) {
        return new AgentId(words.agents().get(index(variable)));
    }

    private boolean flag(String variable) {
        return value(variable) == 1;
    }

    private int index(String variable) {
        return Math.toIntExact(value(variable));
    }

    private long value(String variable) {
        return Objects.requireNonNull(values.get(variable), variable);
    }
}
