package dev.cnv.runtime.policy.remote;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.canonical.StrictObject;
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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that a policy may look at, as canonical JSON, for a runtime that decides without having the verb. A
 * question names the digest of what it asks about ({@link PolicyRequest#factsDigest}), and is refused where
 * what was read has another: nothing can get lost on the way. Ways through the capability graph have no
 * form here; a question that has them cannot be asked.
 *
 * <p><b>Threading:</b> immutable; the request's arguments are not to be changed.
 */
public final class PolicyQuestion {

    /** The longest question, in characters. */
    public static final int MAX_LENGTH = 1024 * 1024;

    private static final int MAX_TEXT_LENGTH = 64 * 1024;
    private static final int MAX_COUNT = 10_000;
    private static final Set<String> MEMBERS = Set.of(
            "arguments", "approvers", "context", "delegation", "digest", "principal", "verb");
    private static final Set<String> VERB = Set.of(
            "id",
            "version",
            "inputSchema",
            "outputSchema",
            "effects",
            "sensitivity",
            "data",
            "dryRun",
            "isolation");
    private static final Set<String> PRINCIPAL =
            Set.of("agent", "type", "version", "metadata", "tenant", "kind", "root");
    private static final Set<String> CONTEXT = Set.of(
            "invocation",
            "correlation",
            "parent",
            "priority",
            "importance",
            "mustSucceed",
            "received",
            "dryRun",
            "key",
            "path");
    private static final Set<String> DELEGATION = Set.of(
            "origin",
            "originIsPerson",
            "executor",
            "depth",
            "chain",
            "now",
            "policyEpoch",
            "revocationEpoch");

    private final PolicyRequest request;
    private final String text;

    private PolicyQuestion(PolicyRequest request, String text) {
        this.request = request;
        this.text = text;
    }

    /**
     * Asks about a request.
     *
     * @param request the request
     * @return the question
     * @throws IllegalArgumentException when it holds ways through the graph, is too long, or holds a text
     *     that JSON has no form for
     */
    public static PolicyQuestion of(PolicyRequest request) {
        if (request.facts().ways().isPresent()) {
            throw new IllegalArgumentException(
                    "ways through the capability graph have no form here");
        }
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("digest", request.factsDigest().hex());
        out.set("verb", verb(request.verb()));
        out.set("arguments", request.arguments());
        out.set("principal", principal(request.context().principal()));
        out.set("context", context(request.context()));
        texts(out, "approvers", request.approvers());
        out.set("delegation", delegation(request.facts()));
        String text = CanonicalJson.text(out);
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "questionLength=" + text.length() + " is more than " + MAX_LENGTH);
        }
        return new PolicyQuestion(request, text);
    }

    /**
     * Reads a question.
     *
     * @param text its text
     * @return the question
     * @throws JsonRefusedException when it is too long or of another form, or its digest is not that of
     *     what was read
     */
    public static PolicyQuestion parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw StrictObject.refused("question", "is longer than " + MAX_LENGTH);
        }
        StrictObject in = StrictObject.of("question", StrictJson.parse(text), MEMBERS);
        Digest named = in.value("digest", 64, Digest::new);
        PolicyRequest request = StrictObject.checked("question", () -> request(in));
        if (!request.factsDigest().equals(named)) {
            throw StrictObject.refused("question.digest", "is not that of what is asked");
        }
        PolicyQuestion question = StrictObject.checked("question", () -> of(request));
        if (!question.text.equals(text)) {
            throw StrictObject.refused("question", "is not in its one form");
        }
        return question;
    }

    /** {@return what is asked about} */
    public PolicyRequest request() {
        return request;
    }

    /** {@return the question as canonical JSON; it holds the arguments, secret ones too} */
    public String text() {
        return text;
    }

    /** {@return the SHA-256 of the text, which an answer names} */
    public Digest digest() {
        return Digest.of(text);
    }

    private static ObjectNode verb(VerbDescriptor verb) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("id", verb.id().path());
        out.put("version", verb.version());
        out.put("inputSchema", verb.inputSchema().hex());
        out.put("outputSchema", verb.outputSchema().hex());
        texts(out, "effects", verb.effects().effects());
        out.put("sensitivity", verb.effects().sensitivity().name());
        texts(out, "data", verb.effects().data());
        out.put("dryRun", verb.effects().dryRun());
        out.put("isolation", verb.contract().isolation().name());
        return out;
    }

    private static ObjectNode principal(Principal principal) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("agent", principal.agent().id().value());
        out.put("type", principal.agent().type());
        out.put("version", principal.agent().version());
        ObjectNode metadata = out.putObject("metadata");
        principal.agent().metadata().forEach(metadata::put);
        out.put("tenant", principal.tenant().value());
        out.put("kind", principal.kind().name());
        out.put("root", principal.root().value());
        return out;
    }

    private static ObjectNode context(CallContext context) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("invocation", context.invocation().toString());
        out.put("correlation", context.correlation());
        context.parent().ifPresent(parent -> out.put("parent", parent.toString()));
        QualityOfService quality = context.qualityOfService();
        out.put("priority", quality.priority().name());
        out.put("importance", quality.importance());
        out.put("mustSucceed", quality.mustSucceed());
        out.put("received", context.received().toString());
        out.put("dryRun", context.dryRun());
        context.idempotencyKey().ifPresent(key -> out.put("key", key));
        ArrayNode path = out.putArray("path");
        context.path().forEach(verb -> path.add(verb.path()));
        return out;
    }

    private static ObjectNode delegation(Facts facts) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        DelegationFacts delegation = facts.delegation();
        out.put("origin", delegation.origin().value());
        out.put("originIsPerson", delegation.originIsPerson());
        out.put("executor", delegation.executor().value());
        out.put("depth", delegation.depth());
        delegation.chain().ifPresent(chain -> out.put("chain", chain.hex()));
        out.put("now", facts.now().toString());
        out.put("policyEpoch", facts.policyEpoch());
        out.put("revocationEpoch", facts.revocationEpoch());
        return out;
    }

    private static void texts(ObjectNode out, String name, Collection<?> values) {
        ArrayNode array = out.putArray(name);
        values.stream().map(Object::toString).sorted().forEach(array::add);
    }

    private static PolicyRequest request(StrictObject in) {
        if (!(in.any("arguments") instanceof ObjectNode arguments)) {
            throw StrictObject.refused("question.arguments", "is no object");
        }
        StrictObject delegation =
                StrictObject.of("question.delegation", in.any("delegation"), DELEGATION);
        Set<AgentId> approvers = new LinkedHashSet<>(texts(in, "approvers", AgentId::new));
        return new PolicyRequest(
                verb(StrictObject.of("question.verb", in.any("verb"), VERB)),
                arguments,
                context(
                        StrictObject.of("question.context", in.any("context"), CONTEXT),
                        principal(StrictObject.of(
                                "question.principal", in.any("principal"), PRINCIPAL))),
                approvers,
                new Facts(
                        delegation.value("now", 64, PolicyQuestion::time),
                        delegation(delegation),
                        delegation.integer("policyEpoch", 0, Long.MAX_VALUE),
                        delegation.integer("revocationEpoch", 0, Long.MAX_VALUE),
                        Optional.empty()));
    }

    private static VerbDescriptor verb(StrictObject in) {
        Set<Effect> effects = EnumSet.noneOf(Effect.class);
        effects.addAll(texts(in, "effects", Effect::valueOf));
        Set<DataTag> data = EnumSet.noneOf(DataTag.class);
        data.addAll(texts(in, "data", DataTag::valueOf));
        return VerbDescriptor.of(
                        in.value("id", MAX_TEXT_LENGTH, id -> new CapabilityId(id).path()),
                        in.text("version", MAX_TEXT_LENGTH))
                .effects(new EffectSet(
                        effects,
                        in.choice("sensitivity", Sensitivity.class),
                        data,
                        bool(in, "dryRun")))
                .contract(ContractTerms.DEFAULT.isolation(in.choice("isolation", Isolation.class)))
                .schemas(
                        in.value("inputSchema", 64, Digest::new).hex(),
                        in.value("outputSchema", 64, Digest::new).hex());
    }

    private static Principal principal(StrictObject in) {
        Map<String, String> metadata = new TreeMap<>();
        if (!(in.any("metadata") instanceof ObjectNode named) || named.size() > MAX_COUNT) {
            throw StrictObject.refused(
                    "question.principal.metadata", "is no object of a usual size");
        }
        named.properties()
                .forEach(each -> metadata.put(
                        each.getKey(),
                        StrictObject.text("metadata", each.getValue(), MAX_TEXT_LENGTH)));
        return new Principal(
                new Agent(
                        in.value("agent", MAX_TEXT_LENGTH, AgentId::new),
                        in.text("type", MAX_TEXT_LENGTH),
                        in.text("version", MAX_TEXT_LENGTH),
                        metadata),
                in.value("tenant", MAX_TEXT_LENGTH, TenantId::new),
                in.choice("kind", PrincipalKind.class),
                in.value("root", MAX_TEXT_LENGTH, AgentId::new));
    }

    private static CallContext context(StrictObject in, Principal principal) {
        return new CallContext(
                in.value("invocation", 36, UUID::fromString),
                in.text("correlation", MAX_TEXT_LENGTH),
                optional(in, "parent", 36, UUID::fromString),
                principal,
                new QualityOfService(
                        in.choice("priority", QualityOfService.Priority.class),
                        (int) in.integer("importance", 0, Integer.MAX_VALUE),
                        bool(in, "mustSucceed")),
                in.value("received", 64, PolicyQuestion::time),
                bool(in, "dryRun"),
                optional(in, "key", MAX_TEXT_LENGTH, Function.identity()),
                texts(in, "path", CapabilityId::new));
    }

    private static DelegationFacts delegation(StrictObject in) {
        return new DelegationFacts(
                in.value("origin", MAX_TEXT_LENGTH, AgentId::new),
                bool(in, "originIsPerson"),
                in.value("executor", MAX_TEXT_LENGTH, AgentId::new),
                (int) in.integer("depth", 0, Integer.MAX_VALUE),
                optional(in, "chain", 64, Digest::new));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is no time", e);
        }
    }

    private static <T> Optional<T> optional(
            StrictObject in, String name, int maxLength, Function<String, T> reader) {
        return in.has(name) ? Optional.of(in.value(name, maxLength, reader)) : Optional.empty();
    }

    private static boolean bool(StrictObject in, String name) {
        JsonNode value = in.any(name);
        if (!value.isBoolean()) {
            throw StrictObject.refused("question." + name, "is neither true nor false");
        }
        return value.booleanValue();
    }

    private static <T> List<T> texts(StrictObject in, String name, Function<String, T> reader) {
        return in.array(name, MAX_COUNT).stream()
                .map(each -> StrictObject.text(name, each, MAX_TEXT_LENGTH))
                .map(reader)
                .toList();
    }
}
