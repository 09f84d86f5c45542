package dev.cnv.audit.difference;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.ContractTerms;
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
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.DelegationCondition;
import dev.cnv.runtime.policy.Facts;
import dev.cnv.runtime.policy.PathCondition;
import dev.cnv.runtime.policy.PolicyAction;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.QualityCondition;
import dev.cnv.runtime.policy.TimeCondition;
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

/** Draws policies and requests without any use of the classes under test. */
final class Samples {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Samples() {}

    static PolicySet policy(Draws draws) {
        List<PolicyRule> rules = new ArrayList<>();
        rules.add(new PolicyRule("allow", condition(draws, 1), new PolicyAction.Allow()));
        int count = draws.between(0, 3);
        for (int i = 0; i < count; i++) {
            rules.add(new PolicyRule("rule-" + i, condition(draws, 2), action(draws)));
        }
        return new PolicySet(rules);
    }

    private static PolicyAction action(Draws draws) {
        return switch (draws.between(0, 5)) {
            case 0 -> new PolicyAction.Allow();
            case 1, 2 -> new PolicyAction.Deny("no", "");
            case 3 ->
                new PolicyAction.RequireApproval(
                        1, draws.flip() ? Set.of() : Set.of(new AgentId("bob")));
            case 4 -> new PolicyAction.RewriteArguments(Map.of("from", scalar(draws)));
            default ->
                new PolicyAction.RedirectTo(
                        new CapabilityId(draws.oneOf("account.draft", "file.read")));
        };
    }

    static Condition condition(Draws draws, int depth) {
        if (depth > 0 && draws.flip()) {
            return switch (draws.between(0, 2)) {
                case 0 -> Condition.not(condition(draws, depth - 1));
                case 1 -> condition(draws, depth - 1).and(condition(draws, depth - 1));
                default -> condition(draws, depth - 1).or(condition(draws, depth - 1));
            };
        }
        return switch (draws.between(0, 2)) {
            case 0 -> aboutVerb(draws);
            case 1 -> argument(draws);
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
            case 6 -> Condition.handles(draws.oneOf(DataTag.FINANCIAL, DataTag.values()[0]));
            default -> Condition.requiresIsolation(draws.pick(List.of(Isolation.values())));
        };
    }

    private static String pattern(Draws draws) {
        return draws.oneOf("account.*", "account.draft", "**", "*.read", "file.**");
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
                        new BigDecimal(draws.oneOf("0", "1", "1.5", "-2")));
            case 3 -> ArgumentCondition.startsWith(name, draws.oneOf("a", "b", "ab"));
            default -> new ArgumentCondition.OneOf(name, List.of(scalar(draws), scalar(draws)));
        };
    }

    private static JsonNode scalar(Draws draws) {
        return switch (draws.between(0, 3)) {
            case 0 -> JSON.stringNode(draws.oneOf("a", "b", "ab", "abc", "x", ""));
            case 1 -> JSON.numberNode(draws.between(-3, 3));
            case 2 -> JSON.numberNode(new BigDecimal(draws.oneOf("1.50", "0.5")));
            default -> JSON.booleanNode(draws.flip());
        };
    }

    private static Condition aboutCall(Draws draws) {
        ZoneOffset offset = draws.oneOf(ZoneOffset.UTC, ZoneOffset.ofHours(-5));
        return switch (draws.between(0, 13)) {
            case 0 ->
                TimeCondition.between(
                        Instant.EPOCH.plusSeconds(draws.between(0, 200_000)),
                        Instant.EPOCH.plusSeconds(500_000));
            case 1 -> TimeCondition.daily(draws.oneOf("22:00", "00:00"), "06:00", offset);
            case 2 -> TimeCondition.onDays(offset, draws.pick(List.of(DayOfWeek.values())));
            case 3 ->
                QualityCondition.priorityAtLeast(
                        draws.pick(List.of(QualityOfService.Priority.values())));
            case 4 -> QualityCondition.importanceAtLeast(draws.oneOf(0, 50, 100));
            case 5 -> QualityCondition.mustSucceed();
            case 6 -> Condition.agentType(draws.oneOf("llm", "person"));
            case 7 -> Condition.agent(draws.oneOf("bot", "alice"));
            case 8 -> Condition.tenant(draws.oneOf("acme", "default"));
            case 9 -> Condition.principal(draws.pick(List.of(PrincipalKind.values())));
            case 10 -> DelegationCondition.origin(draws.oneOf("alice", "bob"));
            case 11 -> DelegationCondition.depthAtMost(draws.between(0, 3));
            case 12 -> DelegationCondition.originIsPerson();
            default ->
                draws.rarely(4)
                        ? PathCondition.everyPathPasses("a.b", "c.d")
                        : PathCondition.traverses(pattern(draws));
        };
    }

    static PolicyRequest request(Draws draws) {
        ObjectNode arguments = JSON.objectNode();
        for (String name : List.of("from", "cents")) {
            if (draws.flip()) {
                arguments.set(name, draws.rarely(8) ? odd(draws) : scalar(draws));
            }
        }
        Principal caller = new Principal(
                Agent.of(draws.oneOf("alice", "bot", "bob", "eve"), draws.oneOf("llm", "person")),
                new TenantId(draws.oneOf("acme", "default", "else")),
                draws.pick(List.of(PrincipalKind.values())),
                new AgentId("alice"));
        Instant now = Instant.EPOCH.plusSeconds(draws.between(0, 1_000_000));
        CallContext context = new CallContext(
                new UUID(1, 1),
                "",
                Optional.empty(),
                caller,
                new QualityOfService(
                        draws.pick(List.of(QualityOfService.Priority.values())),
                        draws.between(0, 100),
                        draws.flip()),
                now,
                false,
                Optional.empty(),
                draws.flip() ? List.of() : List.of(new CapabilityId(id(draws))));
        DelegationFacts delegation = new DelegationFacts(
                new AgentId(draws.oneOf("alice", "bob")),
                draws.flip(),
                caller.agent().id(),
                draws.between(0, 4),
                Optional.empty());
        Set<AgentId> approvers =
                draws.flip() ? Set.of() : Set.of(new AgentId(draws.oneOf("bob", "alice", "zoe")));
        return new PolicyRequest(
                verb(draws), arguments, context, approvers, new Facts(now, delegation, 0, 0));
    }

    private static JsonNode odd(Draws draws) {
        return switch (draws.between(0, 3)) {
            case 0 -> JSON.stringNode("\ud800");
            case 1 -> JSON.numberNode(Double.NaN);
            case 2 -> JSON.arrayNode();
            default -> JSON.nullNode();
        };
    }

    private static String id(Draws draws) {
        return draws.oneOf("account.transfer", "account.draft", "file.read", "mail.read.all");
    }

    private static VerbDescriptor verb(Draws draws) {
        EffectSet effects = EffectSet.of(draws.pick(List.of(Effect.values())))
                .sensitivity(draws.pick(List.of(Sensitivity.values())));
        return VerbDescriptor.of(id(draws), "1.0.0")
                .effects(draws.flip() ? effects : effects.handling(DataTag.FINANCIAL))
                .contract(ContractTerms.of(DurationClass.INTERACTIVE)
                        .isolation(draws.pick(List.of(Isolation.values()))))
                .schemas("0".repeat(64), "0".repeat(64));
    }
}
