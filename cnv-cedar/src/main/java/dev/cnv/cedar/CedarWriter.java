package dev.cnv.cedar;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.DelegationCondition;
import dev.cnv.runtime.policy.PathCondition;
import dev.cnv.runtime.policy.PolicyAction;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.QualityCondition;
import dev.cnv.runtime.policy.RuleState;
import dev.cnv.runtime.policy.TimeCondition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes rules as Cedar policies. */
final class CedarWriter {

    private final Set<CapabilityId> verbs;
    private final ArgumentForms arguments;

    CedarWriter(Collection<VerbDescriptor> verbs) {
        this.verbs = verbs.stream().map(VerbDescriptor::id).collect(Collectors.toSet());
        this.arguments = new ArgumentForms(verbs);
    }

    String write(PolicySet policy) {
        List<String> texts = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (PolicyRule rule : policy.rules()) {
            try {
                texts.add(write(rule));
            } catch (NoCedarForm e) {
                refused.add("rule=" + rule.name() + " " + e.getMessage());
            }
        }
        if (!refused.isEmpty()) {
            throw new CedarRefusedException(
                    "policy", "has no Cedar form: " + String.join("; ", refused));
        }
        return String.join("\n", texts);
    }

    private String write(PolicyRule rule) {
        String head = "@id(" + CedarText.quoted(rule.name()) + ")\n" + state(rule.state())
                + effect(rule.action())
                + " (principal, action, resource)";
        return rule.when() instanceof Condition.Always
                ? head + ";\n"
                : head + "\nwhen {\n    " + clause(rule.when()) + "\n};\n";
    }

    private static String state(RuleState state) {
        return switch (state) {
            case ACTIVE -> "";
            case DEPRECATED -> "@state(\"deprecated\")\n";
            case DISABLED ->
                throw new NoCedarForm("is disabled, and Cedar asks every policy; leave it out");
        };
    }

    private static String effect(PolicyAction action) {
        return switch (action) {
            case PolicyAction.Allow() -> "permit";
            case PolicyAction.Deny(String reason, String suggestion) ->
                "@reason(" + CedarText.quoted(reason) + ")\n"
                        + (suggestion.isEmpty()
                                ? ""
                                : "@suggestion(" + CedarText.quoted(suggestion) + ")\n")
                        + "forbid";
            case PolicyAction.RequireApproval _ ->
                throw new NoCedarForm("requires approval, which Cedar cannot ask for");
            case PolicyAction.RewriteArguments _ ->
                throw new NoCedarForm("rewrites arguments, which Cedar cannot do");
            case PolicyAction.RedirectTo _ ->
                throw new NoCedarForm("redirects to another verb, which Cedar cannot do");
        };
    }

    /** The outermost condition: each part of it on a line of its own. */
    private String clause(Condition condition) {
        return switch (condition) {
            case Condition.AllOf(var parts) -> joined(parts, "all", " &&\n    ");
            case Condition.AnyOf(var parts) -> joined(parts, "any", " ||\n    ");
            default -> expression(condition);
        };
    }

    /**
     * A condition as an expression.
     *
     * @throws NoCedarForm when it has none
     */
    String expression(Condition condition) {
        return switch (condition) {
            case Condition.Always() -> "true";
            case Condition.EffectIs(var effect) -> VerbFacts.EFFECTS.contains(effect);
            case Condition.LevelAtLeast(var level) -> VerbFacts.LEVELS.contains(level);
            case Condition.SensitivityAtLeast(var least) -> VerbFacts.SENSITIVITIES.contains(least);
            case Condition.RequiresIsolation(var least) -> VerbFacts.ISOLATIONS.contains(least);
            case Condition.HandlesData(var tag) -> VerbFacts.DATA.contains(tag);
            case Condition.HandlesSensitiveData() -> "context.verb.handlesSensitiveData";
            case Condition.AgentTypeIs(String type) -> "principal.type == " + text(type);
            case Condition.AgentIs(var agent) ->
                "principal == " + CedarText.entity("Agent", agent.value());
            case Condition.TenantIs(var tenant) ->
                "resource == " + CedarText.entity("Tenant", tenant.value());
            case Condition.PrincipalKindIs(var kind) ->
                "context.call.kind == " + CedarText.quoted(kind.name());
            case Condition.CapabilityMatches(var pattern) -> capability(pattern);
            case Condition.ArgumentEquals(String name, var value) -> arguments.equal(name, value);
            case ArgumentCondition argument -> arguments.expression(argument);
            case DelegationCondition delegation -> delegation(delegation);
            case QualityCondition quality -> quality(quality);
            case TimeCondition time -> Times.expression(time);
            case PathCondition path -> path(path);
            case Condition.AllOf(var parts) -> "(" + joined(parts, "all", " && ") + ")";
            case Condition.AnyOf(var parts) -> "(" + joined(parts, "any", " || ") + ")";
            case Condition.Not(Condition part) -> negated(expression(part));
        };
    }

    private static String negated(String expression) {
        return expression.startsWith("(") ? "!" + expression : "!(" + expression + ")";
    }

    private static String delegation(DelegationCondition condition) {
        return switch (condition) {
            case DelegationCondition.OriginIsPerson() -> "context.call.originIsPerson";
            case DelegationCondition.OriginIs(var agent) ->
                "context.call.origin == " + CedarText.quoted(agent.value());
            case DelegationCondition.ExecutorIs(var agent) ->
                "context.call.executor == " + CedarText.quoted(agent.value());
            case DelegationCondition.DepthAtMost(int depth) -> "context.call.depth <= " + depth;
        };
    }

    private static String quality(QualityCondition condition) {
        return switch (condition) {
            case QualityCondition.PriorityAtLeast(var least) ->
                "context.call.priorities.contains(" + CedarText.quoted(least.name()) + ")";
            case QualityCondition.ImportanceAtLeast(int least) ->
                "context.call.importance >= " + least;
            case QualityCondition.MustSucceed() -> "context.call.mustSucceed";
        };
    }

    private static String path(PathCondition condition) {
        return switch (condition) {
            case PathCondition.Traverses(var pattern) ->
                "context.call.path.contains(" + CedarText.quoted(pattern.text()) + ")";
            case PathCondition.EveryPathPasses _ ->
                throw new NoCedarForm(
                        "asks about every path, which needs the capability graph and no request holds");
        };
    }

    private String joined(List<Condition> parts, String name, String operator) {
        if (parts.size() == 1) {
            throw new NoCedarForm(
                    "has " + name + " of one condition; write the condition itself in its place");
        }
        return parts.stream().map(this::expression).collect(Collectors.joining(operator));
    }

    private String capability(CapabilityPattern pattern) {
        if (pattern.text().contains("*")) {
            return "context.verb.patterns.contains(" + CedarText.quoted(pattern.text()) + ")";
        }
        if (!verbs.contains(new CapabilityId(pattern.text()))) {
            throw new NoCedarForm(
                    "is about capability=" + pattern + ", which is not among the verbs given");
        }
        return "action == " + CedarText.entity("Action", pattern.text());
    }

    static String text(String text) {
        try {
            return CedarText.quoted(text);
        } catch (IllegalArgumentException e) {
            throw new NoCedarForm("compares with a text that has a lone surrogate");
        }
    }

    /** Why a rule has no Cedar form; {@link #write} collects these. */
    static final class NoCedarForm extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoCedarForm(String why) {
            super(why, null, false, false);
        }
    }
}
