package dev.cnv.cedar;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.QualityOfService.Priority;
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
import dev.cnv.runtime.policy.RuleState;
import dev.cnv.runtime.policy.TimeCondition;
import dev.cnv.testing.Draws;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Draws policies that Cedar can say, and requests, from worlds so small that rules often apply. */
final class SharedSubset {

    private static final String[] TEXTS = {
        "a", "b*", "", "it's \"q\" \\ \n", "\u00e9\ud83d\ude00\u202e\u0000"
    };
    private static final long[] INTEGERS = {0, 1, -1, 500, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final String[] DECIMALS = {
        "0", "1", "-1.5", "12.3456", "922337203685477.5807", "-922337203685477.5808"
    };

    private static final List<Instant> TIMES = List.of(
            Instant.parse("2026-01-02T03:04:05Z"),
            Instant.parse("2026-01-02T03:04:05.999999999Z"),
            Instant.parse("2026-01-02T23:59:59.999Z"),
            Instant.EPOCH,
            Instant.parse("2024-02-29T00:00:00Z"));

    private SharedSubset() {}

    static PolicySet policy(Draws draws) {
        List<PolicyRule> rules = new ArrayList<>();
        int count = draws.between(0, 5);
        for (int i = 0; i < count; i++) {
            RuleState state = draws.rarely(5) ? RuleState.DEPRECATED : RuleState.ACTIVE;
            rules.add(new PolicyRule("rule-" + i, condition(draws, 3), action(draws), state));
        }
        return new PolicySet(rules);
    }

    private static PolicyAction action(Draws draws) {
        return draws.rarely(3)
                ? new PolicyAction.Deny(
                        "no " + draws.oneOf(TEXTS), draws.oneOf("", "ask", "\u2028"))
                : new PolicyAction.Allow();
    }

    static Condition condition(Draws draws, int depth) {
        if (depth > 0 && draws.flip()) {
            return switch (draws.between(0, 2)) {
                case 0 -> Condition.not(condition(draws, depth - 1));
                case 1 -> new Condition.AllOf(parts(draws, depth - 1));
                default -> new Condition.AnyOf(parts(draws, depth - 1));
            };
        }
        return draws.flip() ? single(draws) : later(draws);
    }

    private static List<Condition> parts(Draws draws, int depth) {
        return Stream.generate(() -> condition(draws, depth))
                .limit(draws.between(2, 4))
                .toList();
    }

    private static Condition single(Draws draws) {
        return switch (draws.between(0, 16)) {
            case 0 -> Condition.always();
            case 1 -> Condition.effect(draws.pick(List.of(Effect.values())));
            case 2 -> Condition.levelAtLeast(draws.pick(List.of(EffectLevel.values())));
            case 3 -> Condition.sensitivityAtLeast(draws.pick(List.of(Sensitivity.values())));
            case 4 -> Condition.agentType(draws.oneOf("llm", "person", "a \"b\""));
            case 5 -> Condition.agent(draws.oneOf("alice/bot", "alice"));
            case 6 -> Condition.tenant(draws.oneOf("acme", "default"));
            case 7 -> Condition.capability(draws.oneOf("account.transfer", "file.read"));
            case 8 ->
                Condition.capability(draws.oneOf(
                        "account.*",
                        "**",
                        "*.**",
                        "*.read",
                        "file.**",
                        "*.card.**",
                        "account.*.block"));
            case 9 -> Condition.handlesSensitiveData();
            case 10 -> Condition.handles(draws.pick(List.of(DataTag.values())));
            case 11 -> Condition.requiresIsolation(draws.pick(List.of(Isolation.values())));
            case 12 -> Condition.principal(draws.pick(List.of(PrincipalKind.values())));
            case 13 -> Condition.argument("from", draws.oneOf(TEXTS));
            case 14 -> equal("cents", integer(draws));
            case 15 -> equal("rate", decimal(draws));
            default ->
                draws.flip()
                        ? Condition.argument("reason", draws.oneOf("LOST", "STOLEN"))
                        : equal("dry-check", JsonNodeFactory.instance.booleanNode(draws.flip()));
        };
    }

    private static Condition later(Draws draws) {
        return switch (draws.between(0, 14)) {
            case 0 ->
                ArgumentCondition.present(
                        draws.oneOf("from", "cents", "rate", "dry-check", "tags", "holder"));
            case 1 -> compares("cents", draws, integer(draws));
            case 2 -> compares("rate", draws, decimal(draws));
            case 3 ->
                ArgumentCondition.startsWith("from", draws.oneOf("a", "it's \"", "*", "\\u00e9"));
            case 4 -> ArgumentCondition.oneOf("from", draws.oneOf(TEXTS), draws.oneOf(TEXTS));
            case 5 -> new ArgumentCondition.OneOf("rate", List.of(decimal(draws), decimal(draws)));
            case 6 -> DelegationCondition.originIsPerson();
            case 7 -> DelegationCondition.origin(draws.oneOf("alice", "bob"));
            case 8 -> DelegationCondition.executor(draws.oneOf("alice/bot", "bob"));
            case 9 -> DelegationCondition.depthAtMost(draws.between(0, 3));
            case 10 -> {
                Instant from = draws.pick(TIMES).truncatedTo(ChronoUnit.SECONDS);
                yield TimeCondition.between(from, from.plusSeconds(draws.between(1, 100_000)));
            }
            case 11 -> {
                String from = draws.oneOf("00:00", "03:04", "23:59");
                String until = draws.oneOf("03:05", "12:00", "00:01");
                yield TimeCondition.daily(
                        from,
                        until,
                        ZoneOffset.ofTotalSeconds(60 * draws.oneOf(0, 1, -1, 60, 1080, -1080)));
            }
            case 12 -> QualityCondition.priorityAtLeast(draws.pick(List.of(Priority.values())));
            case 13 ->
                draws.flip()
                        ? QualityCondition.mustSucceed()
                        : QualityCondition.importanceAtLeast(draws.between(0, 100));
            default -> PathCondition.traverses(draws.oneOf("account.*", "**", "job.run", "*.run"));
        };
    }

    private static Condition compares(String name, Draws draws, JsonNode bound) {
        return new ArgumentCondition.Compares(
                name, draws.pick(List.of(ArgumentCondition.Order.values())), bound.decimalValue());
    }

    private static Condition equal(String name, JsonNode value) {
        return new Condition.ArgumentEquals(name, value);
    }

    static PolicyRequest request(Draws draws) {
        VerbDescriptor verb = draws.pick(Bank.VERBS);
        StringBuilder arguments = new StringBuilder();
        if (verb == Bank.TRANSFER) {
            member(arguments, "from", JsonNodeFactory.instance.stringNode(draws.oneOf(TEXTS)));
            member(arguments, "cents", integer(draws));
            if (draws.flip()) {
                member(
                        arguments,
                        "dry-check",
                        StrictJson.parse(draws.oneOf("true", "false", "null")));
            }
        } else if (verb == Bank.BLOCK) {
            member(arguments, "reason", StrictJson.parse(draws.oneOf("\"LOST\"", "\"STOLEN\"")));
            if (draws.flip()) {
                member(arguments, "tags", StrictJson.parse(draws.oneOf("[]", "[\"a\",\"b\"]")));
            }
        }
        if (verb != Bank.READ && draws.flip()) {
            member(arguments, "rate", decimal(draws));
        }
        Principal caller = principal(draws);
        QualityOfService quality = new QualityOfService(
                draws.pick(List.of(Priority.values())), draws.between(0, 100), draws.flip());
        List<CapabilityId> path =
                draws.list(2, d -> new CapabilityId(d.oneOf("job.run", "account.card.block")));
        DelegationFacts delegation = new DelegationFacts(
                caller.root(),
                draws.flip(),
                caller.agent().id(),
                draws.between(0, 4),
                Optional.empty());
        return new PolicyRequest(
                verb,
                (ObjectNode) StrictJson.parse("{" + arguments + "}"),
                Bank.context(caller, quality, path),
                Set.of(),
                new Facts(draws.pick(TIMES), delegation, 0, 0));
    }

    private static void member(StringBuilder out, String name, JsonNode value) {
        out.append(out.isEmpty() ? "" : ",")
                .append('"')
                .append(name)
                .append("\":")
                .append(value);
    }

    private static JsonNode integer(Draws draws) {
        return JsonNodeFactory.instance.numberNode(INTEGERS[draws.between(0, INTEGERS.length - 1)]);
    }

    private static JsonNode decimal(Draws draws) {
        return StrictJson.parse(draws.oneOf(DECIMALS));
    }

    private static Principal principal(Draws draws) {
        return new Principal(
                Agent.of(
                        draws.oneOf("alice/bot", "alice", "bob"),
                        draws.oneOf("llm", "person", "a \"b\"")),
                new TenantId(draws.oneOf("acme", "default")),
                draws.pick(List.of(PrincipalKind.values())),
                new AgentId(draws.oneOf("alice", "bob")));
    }
}
