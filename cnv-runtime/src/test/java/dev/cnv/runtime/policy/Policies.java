package dev.cnv.runtime.policy;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.testing.Draws;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Draws rules, requests and their parts from small worlds, so that rules often apply. */
final class Policies {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Policies() {}

    static List<PolicyRule> rules(Draws draws) {
        List<PolicyRule> rules = new ArrayList<>();
        int count = draws.between(0, 6);
        for (int i = 0; i < count; i++) {
            RuleState state = draws.rarely(6)
                    ? draws.oneOf(RuleState.DEPRECATED, RuleState.DISABLED)
                    : RuleState.ACTIVE;
            rules.add(new PolicyRule("rule-" + i, condition(draws, 2), action(draws), state));
        }
        return rules;
    }

    /** A request of which every fact is drawn, and now and then an argument cannot be read. */
    static PolicyRequest request(Draws draws) {
        ObjectNode arguments = JSON.objectNode();
        if (draws.flip()) {
            arguments.set("from", scalar(draws));
        }
        if (draws.flip()) {
            arguments.set("cents", scalar(draws));
        }
        if (draws.rarely(12)) {
            arguments.set("from", odd(draws));
        }
        boolean person = draws.flip();
        AgentId agent = new AgentId(person ? "alice" : "alice/bot");
        Principal caller = new Principal(
                Agent.of(agent.value(), person ? "person" : "llm"),
                new TenantId(draws.oneOf("acme", "default")),
                draws.pick(List.of(PrincipalKind.values())),
                new AgentId("alice"));
        Instant now = Instant.EPOCH.plusSeconds(draws.between(0, 1_000_000));
        CallContext context = new CallContext(
                new UUID(1, 1),
                "correlation",
                Optional.empty(),
                caller,
                new QualityOfService(
                        draws.pick(List.of(Priority.values())),
                        draws.between(0, 100),
                        draws.flip()),
                now,
                false,
                Optional.empty(),
                draws.flip() ? List.of() : List.of(new CapabilityId("file.read")));
        DelegationFacts delegation = new DelegationFacts(
                caller.root(), draws.flip(), agent, draws.between(0, 4), Optional.empty());
        return new PolicyRequest(
                verb(draws),
                arguments,
                context,
                draws.flip() ? Set.of(new AgentId(draws.oneOf("bob", "alice"))) : Set.of(),
                new Facts(now, delegation, 0, 0));
    }

    private static final List<VerbDescriptor> VERBS = List.of(
            Requests.verb(
                    "account.transfer",
                    EffectSet.of(Effect.MUTATE_STATE)
                            .sensitivity(Sensitivity.HIGH)
                            .handling(DataTag.FINANCIAL)),
            Requests.verb("account.draft", EffectSet.of(Effect.MUTATE_STATE)),
            Requests.verb("file.read", EffectSet.of(Effect.READ_ONLY)),
            Requests.verb("file.read", EffectSet.of(Effect.NETWORK_ACCESS)));

    /** The last one has the id of the one before and other effects. */
    static VerbDescriptor verb(Draws draws) {
        return draws.rarely(10) ? VERBS.getLast() : VERBS.get(draws.between(0, 2));
    }

    private static JsonNode odd(Draws draws) {
        return switch (draws.between(0, 4)) {
            case 0 -> JSON.stringNode("\ud800");
            case 1 -> JSON.numberNode(Double.NaN);
            case 2 -> JSON.numberNode(new BigDecimal("1E+999"));
            case 3 -> JSON.arrayNode();
            default -> JSON.nullNode();
        };
    }

    static PolicyAction action(Draws draws) {
        return switch (draws.between(0, 7)) {
            case 0, 1, 2 -> new PolicyAction.Allow();
            case 3 -> new PolicyAction.Deny("no " + draws.upTo(2), draws.oneOf("", "ask"));
            case 4 ->
                PolicyRule.requireApproval("x", 1, draws.oneOf("bob", "carol")).action();
            case 5 -> PolicyRule.requireApproval("x", draws.between(1, 2)).action();
            case 6 ->
                new PolicyAction.RewriteArguments(Map.of(draws.oneOf("from", "cents"), (JsonNode)
                        JSON.stringNode(draws.oneOf("a", "b"))));
            default ->
                PolicyRule.redirect("x", draws.oneOf("account.draft", "file.read"))
                        .action();
        };
    }

    static Condition condition(Draws draws, int depth) {
        if (depth > 0 && draws.flip()) {
            return switch (draws.between(0, 2)) {
                case 0 -> new Condition.Not(condition(draws, depth - 1));
                case 1 -> condition(draws, depth - 1).and(condition(draws, depth - 1));
                default -> condition(draws, depth - 1).or(condition(draws, depth - 1));
            };
        }
        return switch (draws.between(0, 3)) {
            case 0 -> aboutVerb(draws);
            case 1 -> aboutCaller(draws);
            case 2 -> argument(draws);
            default -> aboutCall(draws);
        };
    }

    private static Condition aboutVerb(Draws draws) {
        return switch (draws.between(0, 7)) {
            case 0 -> Condition.always();
            case 1 -> Condition.effect(draws.pick(List.of(Effect.values())));
            case 2 -> Condition.levelAtLeast(draws.pick(List.of(EffectLevel.values())));
            case 3 -> Condition.sensitivityAtLeast(draws.pick(List.of(Sensitivity.values())));
            case 4 -> Condition.capability(pattern(draws));
            case 5 -> Condition.handlesSensitiveData();
            case 6 -> Condition.handles(draws.pick(List.of(DataTag.values())));
            default -> Condition.requiresIsolation(draws.pick(List.of(Isolation.values())));
        };
    }

    private static String pattern(Draws draws) {
        return draws.oneOf("account.*", "account.draft", "**", "*.read", "file.**");
    }

    private static Condition aboutCaller(Draws draws) {
        return switch (draws.between(0, 7)) {
            case 0 -> Condition.agentType(draws.oneOf("llm", "person", "two words"));
            case 1 -> Condition.agent(draws.oneOf("alice/bot", "alice"));
            case 2 -> Condition.tenant(draws.oneOf("acme", "default"));
            case 3 -> Condition.principal(draws.pick(List.of(PrincipalKind.values())));
            case 4 -> DelegationCondition.originIsPerson();
            case 5 -> DelegationCondition.origin(draws.oneOf("alice", "bob", "person"));
            case 6 -> DelegationCondition.executor(draws.oneOf("alice/bot", "alice"));
            default -> DelegationCondition.depthAtMost(draws.between(0, 3));
        };
    }

    private static Condition argument(Draws draws) {
        String name = draws.oneOf("from", "cents");
        return switch (draws.between(0, 4)) {
            case 0 -> new Condition.ArgumentEquals(name, scalar(draws));
            case 1 -> ArgumentCondition.present(name);
            case 2 ->
                new ArgumentCondition.Compares(
                        name,
                        draws.pick(List.of(ArgumentCondition.Order.values())),
                        new BigDecimal(draws.oneOf("0", "1", "1.5", "-2", "1E+30")));
            case 3 -> ArgumentCondition.startsWith(name, draws.oneOf("a", "b", "ab"));
            default -> new ArgumentCondition.OneOf(name, List.of(scalar(draws), scalar(draws)));
        };
    }

    static JsonNode scalar(Draws draws) {
        return switch (draws.between(0, 5)) {
            case 0 -> JSON.stringNode(draws.oneOf("a", "b", "ab"));
            case 1 -> JSON.numberNode(draws.between(0, 3));
            case 2 -> JSON.numberNode(new BigDecimal("1.50"));
            case 3 -> JSON.numberNode(1.5);
            case 4 -> JSON.booleanNode(draws.flip());
            default -> JSON.stringNode(draws.text(4, "a\"\\\u00e9\n "));
        };
    }

    private static Condition aboutCall(Draws draws) {
        ZoneOffset offset =
                draws.oneOf(ZoneOffset.UTC, ZoneOffset.ofHours(-5), ZoneOffset.of("+05:30"));
        return switch (draws.between(0, 8)) {
            case 0 ->
                TimeCondition.between(
                        Instant.EPOCH.plusSeconds(draws.between(0, 200_000)),
                        Instant.EPOCH.plusSeconds(draws.between(200_001, 900_000)));
            case 1, 2 ->
                TimeCondition.daily(
                        draws.oneOf("22:00", "00:00"), draws.oneOf("06:00", "12:30"), offset);
            case 3, 4 ->
                TimeCondition.onDays(
                        offset,
                        draws.pick(List.of(DayOfWeek.values())),
                        draws.pick(List.of(DayOfWeek.values())));
            case 5 -> QualityCondition.priorityAtLeast(draws.pick(List.of(Priority.values())));
            case 6 -> QualityCondition.importanceAtLeast(draws.oneOf(0, 50, 51, 100));
            case 7 -> QualityCondition.mustSucceed();
            default ->
                draws.rarely(4)
                        ? PathCondition.everyPathPasses(pattern(draws), pattern(draws))
                        : PathCondition.traverses(pattern(draws));
        };
    }
}
