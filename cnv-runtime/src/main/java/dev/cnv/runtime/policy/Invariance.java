package dev.cnv.runtime.policy;

import dev.cnv.runtime.policy.Condition.ArgumentEquals;
import dev.cnv.runtime.policy.Truths.Truth;
import java.util.List;
import java.util.Optional;

/**
 * Whether rules decide alike about all calls of one verb by one caller, whatever their arguments, time and
 * priority. When an allow is true and everything else is false, then whatever the unknown may be the
 * verdict is a permit.
 */
final class Invariance {

    private Invariance() {}

    /** The first rule that is not the same for all; empty when all calls alike are permitted. */
    static Optional<String> broken(List<PolicyRule> rules, PolicyRequest request) {
        Truths truths = new Truths(request, Invariance::varies);
        boolean allowed = false;
        String open = "no rule";
        for (PolicyRule rule : rules) {
            Truth truth = truths.ask(rule.when());
            if (rule.action() instanceof PolicyAction.Allow) {
                allowed |= truth == Truth.TRUE;
                open = truth == Truth.UNKNOWN ? rule.name() : open;
            } else if (truth != Truth.FALSE) {
                return Optional.of(rule.name());
            }
        }
        return allowed ? Optional.empty() : Optional.of(open);
    }

    private static boolean varies(Condition condition) {
        return switch (condition) {
            case ArgumentEquals _, ArgumentCondition _, TimeCondition _, QualityCondition _ -> true;
            default -> false;
        };
    }
}
