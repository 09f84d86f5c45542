package dev.cnv.cedar;

import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.schema.Schema;
import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.CedarMap;
import com.cedarpolicy.value.DateTime;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.Value;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import dev.cnv.runtime.policy.PolicyRequest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Makes Cedar's question of a request: the values of what {@link CedarSchema} declares.
 *
 * <p><b>Threading:</b> immutable.
 */
final class Question {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final EntityTypeName agent = type("Agent");
    private final EntityTypeName tenant = type("Tenant");
    private final EntityTypeName action = type("Action");
    private final Schema schema;

    Question(Schema schema) {
        this.schema = schema;
    }

    /**
     * The caller as Cedar's principal.
     *
     * @throws RuntimeException when something of it has no Cedar value
     */
    Entity principal(PolicyRequest request) {
        Agent caller = request.context().principal().agent();
        Map<String, Value> attributes = new LinkedHashMap<>();
        attributes.put("type", Values.text(caller.type()));
        attributes.put("version", Values.text(caller.version()));
        Map<String, Value> tags = new LinkedHashMap<>();
        caller.metadata().forEach((name, value) -> tags.put(name, Values.text(value)));
        return new Entity(agent.of(caller.id().value()), attributes, Set.of(), tags);
    }

    /**
     * The question about a call.
     *
     * @throws RuntimeException when something of it has no Cedar value
     */
    AuthorizationRequest of(PolicyRequest request, Entity principal) {
        Map<String, Value> context = Map.of(
                "verb",
                verb(request.verb()),
                "call",
                call(request),
                "arguments",
                Values.record(request.arguments(), Parameters.of(request.verb())));
        return new AuthorizationRequest(
                principal.getEUID(),
                action.of(request.verb().id().path()),
                tenant.of(request.context().principal().tenant().value()),
                Optional.of(context),
                Optional.of(schema),
                true);
    }

    private static CedarMap verb(VerbDescriptor verb) {
        Map<String, Value> facts = new LinkedHashMap<>();
        facts.put("version", Values.text(verb.version()));
        facts.put("patterns", list(Patterns.of(verb.id()), Values::text));
        facts.put("handlesSensitiveData", new PrimBool(verb.effects().sensitiveData()));
        VerbFacts.ALL.forEach(fact -> facts.put(fact.attribute(), constants(fact, verb)));
        return new CedarMap(facts);
    }

    private static CedarList constants(VerbFacts<?> fact, VerbDescriptor verb) {
        return list(fact.of().apply(verb), constant -> Values.text(constant.name()));
    }

    private static CedarMap call(PolicyRequest request) {
        CallContext context = request.context();
        AgentId caller = context.principal().agent().id();
        // Nobody approves a call of their own.
        List<AgentId> approvers = request.approvers().stream()
                .filter(approver -> !approver.equals(caller))
                .sorted()
                .toList();
        DelegationFacts delegation = request.facts().delegation();
        QualityOfService quality = context.qualityOfService();
        Map<String, Value> facts = new LinkedHashMap<>();
        facts.put("kind", Values.text(context.principal().kind().name()));
        facts.put("origin", Values.text(delegation.origin().value()));
        facts.put("originIsPerson", new PrimBool(delegation.originIsPerson()));
        facts.put("executor", Values.text(delegation.executor().value()));
        facts.put("depth", new PrimLong(delegation.depth()));
        facts.put("path", list(path(context), Values::text));
        facts.put("approvers", list(approvers, approver -> Values.text(approver.value())));
        facts.put("priorities", list(priorities(quality), each -> Values.text(each.name())));
        facts.put("importance", new PrimLong(quality.importance()));
        facts.put("mustSucceed", new PrimBool(quality.mustSucceed()));
        facts.put("dryRun", new PrimBool(context.dryRun()));
        facts.put("now", new DateTime(TIME.format(request.facts().now())));
        return new CedarMap(facts);
    }

    private static Set<String> path(CallContext context) {
        Set<String> patterns = new TreeSet<>();
        context.path().forEach(id -> patterns.addAll(Patterns.of(id)));
        return patterns;
    }

    private static List<Priority> priorities(QualityOfService quality) {
        return VerbFacts.upTo(Priority.values(), quality.priority());
    }

    private static <T> CedarList list(
            Collection<? extends T> values, Function<? super T, ? extends Value> value) {
        return new CedarList(values.stream().<Value>map(value).toList());
    }

    private static EntityTypeName type(String name) {
        return EntityTypeName.parse(CedarText.NAMESPACE + "::" + name).orElseThrow();
    }
}
