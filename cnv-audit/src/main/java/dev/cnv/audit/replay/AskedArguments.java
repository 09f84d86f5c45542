package dev.cnv.audit.replay;

import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyAction;
import dev.cnv.runtime.policy.PolicyRule;
import java.util.Set;
import java.util.TreeSet;

/** Which arguments a rule looks at the values of. Whether one is there at all is no secret. */
final class AskedArguments {

    private AskedArguments() {}

    static Set<String> of(PolicyRule rule) {
        Set<String> names = new TreeSet<>();
        add(rule.when(), names);
        if (rule.action() instanceof PolicyAction.RewriteArguments rewrite) {
            names.addAll(rewrite.replacements().keySet());
        }
        return names;
    }

    private static void add(Condition condition, Set<String> names) {
        switch (condition) {
            case Condition.ArgumentEquals equal -> names.add(equal.name());
            case ArgumentCondition.Present _ -> {}
            case ArgumentCondition argument -> names.add(argument.name());
            case Condition.AllOf all -> all.conditions().forEach(c -> add(c, names));
            case Condition.AnyOf any -> any.conditions().forEach(c -> add(c, names));
            case Condition.Not not -> add(not.condition(), names);
            default -> {}
        }
    }
}
