package dev.cnv.runtime.policy;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.testing.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Draws rules, requests and their parts from small worlds, so that rules often apply. */
final class Policies {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Policies() {}

    static List<PolicyRule> rules(Draws draws) {
        List<PolicyRule> rules = new ArrayList<>();
        int count = draws.between(0, 6);
        for (int i = 0; i < count; i++) {
            rules.add(new PolicyRule("rule-" + i, condition(draws, 2), action(draws)));
        }
        return rules;
    }

    static PolicyRequest request(Draws draws) {
        PolicyRequest request = Requests.of(
                draws.oneOf("account.transfer", "account.draft", "file.read"),
                draws.oneOf("{}", "{\"from\":\"a\"}", "{\"from\":\"b\",\"cents\":1}"),
                draws.flip() ? new String[] {"bob"} : new String[0]);
        if (draws.rarely(8)) {
            request.arguments().put("from", "\ud800");
        }
        return request;
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
        return switch (draws.between(0, 12)) {
            case 0 -> Condition.always();
            case 1 -> Condition.effect(draws.pick(List.of(Effect.values())));
            case 2 -> Condition.levelAtLeast(draws.pick(List.of(EffectLevel.values())));
            case 3 -> Condition.sensitivityAtLeast(draws.pick(List.of(Sensitivity.values())));
            case 4 -> Condition.agentType(draws.oneOf("llm", "person"));
            case 5 -> Condition.agent(draws.oneOf("alice/bot", "alice"));
            case 6 -> Condition.tenant(draws.oneOf("acme", "default"));
            case 7 ->
                Condition.capability(
                        draws.oneOf("account.*", "account.draft", "**", "*.read", "file.**"));
            case 8 -> Condition.handlesSensitiveData();
            case 9 -> Condition.handles(draws.pick(List.of(DataTag.values())));
            case 10 -> Condition.requiresIsolation(draws.pick(List.of(Isolation.values())));
            case 11 -> Condition.principal(draws.pick(List.of(PrincipalKind.values())));
            default -> Condition.argument("from", draws.oneOf("a", "b"));
        };
    }
}
