package dev.cnv.runtime.policy;

import dev.cnv.runtime.policy.PolicyDelta.Edit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes changed policies, and says whether a change only tightens. */
final class DeltaApplication {

    private DeltaApplication() {}

    static PolicySet apply(PolicyDelta delta, PolicySet policy) {
        Map<String, PolicyRule> rules = new TreeMap<>();
        policy.rules().forEach(rule -> rules.put(rule.name(), rule));
        switch (delta) {
            case PolicyDelta.Tighten(List<Edit> edits) -> edit(rules, edits, true);
            case PolicyDelta.Relax(List<Edit> edits) -> edit(rules, edits, false);
            case PolicyDelta.Deprecate(Set<String> names) ->
                move(rules, names, Set.of(RuleState.ACTIVE), RuleState.DEPRECATED);
            case PolicyDelta.Enable(Set<String> names) ->
                move(rules, names, Set.of(RuleState.DISABLED), RuleState.ACTIVE);
            case PolicyDelta.Disable(Set<String> names) ->
                move(
                        rules,
                        names,
                        Set.of(RuleState.ACTIVE, RuleState.DEPRECATED),
                        RuleState.DISABLED);
        }
        try {
            return new PolicySet(List.copyOf(rules.values()));
        } catch (IllegalArgumentException e) {
            throw new PolicyDeltaRefusedException(e.getMessage());
        }
    }

    private static void move(
            Map<String, PolicyRule> rules, Set<String> names, Set<RuleState> from, RuleState to) {
        for (String name : names) {
            PolicyRule rule = present(rules, name);
            if (!from.contains(rule.state())) {
                throw new PolicyDeltaRefusedException("rule=" + name + " has state=" + rule.state()
                        + ", and only a rule in " + from + " becomes " + to);
            }
            rules.put(name, rule.in(to));
        }
    }

    private static void edit(Map<String, PolicyRule> rules, List<Edit> edits, boolean tighten) {
        for (Edit edit : edits) {
            Optional<PolicyRule> before = Optional.ofNullable(rules.get(edit.name()));
            requirePlace(edit, before);
            Optional<PolicyRule> after = switch (edit) {
                case Edit.Add(PolicyRule rule) -> Optional.of(rule);
                case Edit.Replace(PolicyRule rule) -> Optional.of(rule);
                case Edit.Remove _ -> Optional.empty();
            };
            requireState(before, after);
            if (tighten) {
                requireTighter(edit.name(), asked(before), asked(after));
            }
            after.ifPresentOrElse(
                    rule -> rules.put(edit.name(), rule), () -> rules.remove(edit.name()));
        }
    }

    private static void requirePlace(Edit edit, Optional<PolicyRule> before) {
        boolean adds = edit instanceof Edit.Add;
        if (adds == before.isPresent()) {
            throw new PolicyDeltaRefusedException("rule=" + edit.name()
                    + (adds ? " is there already; replace it" : " is not in the policy"));
        }
    }

    /** Edits change what rules say. A state is changed by deltas of its own, which say so. */
    private static void requireState(Optional<PolicyRule> before, Optional<PolicyRule> after) {
        if (before.isPresent()
                && after.isPresent()
                && before.get().state() != after.get().state()) {
            throw new PolicyDeltaRefusedException(
                    "rule=" + after.get().name() + " changes from state="
                            + before.get().state() + " to state=" + after.get().state()
                            + "; deprecate, enable or disable it");
        }
    }

    private static Optional<PolicyRule> asked(Optional<PolicyRule> rule) {
        return rule.filter(found -> found.state().asked());
    }

    private static void requireTighter(
            String name, Optional<PolicyRule> before, Optional<PolicyRule> after) {
        Optional<String> fault = after.isEmpty()
                ? before.flatMap(Tightness::ofRemoving)
                : before.isEmpty()
                        ? Tightness.ofAdding(after.get())
                        : Tightness.ofReplacing(before.get(), after.get());
        if (fault.isPresent()) {
            throw new PolicyDeltaRefusedException("rule=" + name + " is declared to tighten, and "
                    + fault.get() + "; declare the change as relax if it is meant");
        }
    }

    private static PolicyRule present(Map<String, PolicyRule> rules, String name) {
        PolicyRule rule = rules.get(name);
        if (rule == null) {
            throw new PolicyDeltaRefusedException("rule=" + name + " is not in the policy");
        }
        return rule;
    }
}
