package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of a policy, declared as what it is.
 *
 * <p>A change declared as {@link Tighten} is checked: whatever the changed policy permits, the policy
 * before permitted too. That is decided by the form of the rules: a deny or a required approval added or
 * widened, an allow removed or narrowed. What widens, and what cannot be decided, is refused; a {@link
 * Relax} may do anything. Neither takes a disabled rule into use: only {@link Enable} does, and that
 * needs an approval.
 *
 * <p><b>Threading:</b> immutable.
 */
public sealed interface PolicyDelta {

    /** What approvers of an {@link Enable} approve: a verb that no application can have. */
    CapabilityId APPROVED_AS = new CapabilityId("cnv.policy.enable");

    /** The version of {@link #APPROVED_AS}. */
    String APPROVED_VERSION = "1.0.0";

    /** The largest number of rules that one change touches. */
    int MAX_CHANGE_COUNT = PolicySet.MAX_RULE_COUNT;

    /** One rule's change. */
    sealed interface Edit {

        /** {@return the rule's name} */
        String name();

        /**
         * A rule that was not there.
         *
         * @param rule the rule
         */
        record Add(PolicyRule rule) implements Edit {
            @Override
            public String name() {
                return rule.name();
            }
        }

        /**
         * A rule that goes.
         *
         * @param name its name
         */
        record Remove(String name) implements Edit {}

        /**
         * A rule in the place of the one that has its name.
         *
         * @param rule the rule
         */
        record Replace(PolicyRule rule) implements Edit {
            @Override
            public String name() {
                return rule.name();
            }
        }
    }

    /**
     * Permits nothing that was not permitted before.
     *
     * @param edits the changes, at least one, each rule once
     */
    record Tighten(List<Edit> edits) implements PolicyDelta {
        /**
         * Copies the list.
         *
         * @throws IllegalArgumentException when it is empty, too long, or names a rule twice
         */
        public Tighten {
            edits = required(edits);
        }
    }

    /**
     * May permit what was not permitted before.
     *
     * @param edits the changes, at least one, each rule once
     */
    record Relax(List<Edit> edits) implements PolicyDelta {
        /**
         * Copies the list.
         *
         * @throws IllegalArgumentException when it is empty, too long, or names a rule twice
         */
        public Relax {
            edits = required(edits);
        }
    }

    /**
     * Marks active rules as on their way out; they are asked as before.
     *
     * @param rules their names, at least one
     */
    record Deprecate(Set<String> rules) implements PolicyDelta {
        /**
         * Copies the set.
         *
         * @throws IllegalArgumentException when it is empty
         */
        public Deprecate {
            rules = PolicyDelta.names(rules);
        }
    }

    /**
     * Takes disabled rules into use. It needs an approval, see {@link #approvalDigest}.
     *
     * @param rules their names, at least one
     */
    record Enable(Set<String> rules) implements PolicyDelta {
        /**
         * Copies the set.
         *
         * @throws IllegalArgumentException when it is empty
         */
        public Enable {
            rules = PolicyDelta.names(rules);
        }
    }

    /**
     * Takes rules out of use and keeps them.
     *
     * @param rules their names, at least one
     */
    record Disable(Set<String> rules) implements PolicyDelta {
        /**
         * Copies the set.
         *
         * @throws IllegalArgumentException when it is empty
         */
        public Disable {
            rules = PolicyDelta.names(rules);
        }
    }

    /**
     * A change that permits nothing more.
     *
     * @param edits the changes
     * @return the delta
     */
    static PolicyDelta tighten(Edit... edits) {
        return new Tighten(Arrays.asList(edits));
    }

    /**
     * A change that may permit more.
     *
     * @param edits the changes
     * @return the delta
     */
    static PolicyDelta relax(Edit... edits) {
        return new Relax(Arrays.asList(edits));
    }

    /**
     * The change from one policy to another, declared as one that may permit more.
     *
     * @param before the policy that is there
     * @param after the policy that shall be there
     * @return the delta
     * @throws IllegalArgumentException when they are the same
     */
    static PolicyDelta replacement(PolicySet before, PolicySet after) {
        List<Edit> edits = new ArrayList<>();
        for (PolicyRule rule : before.rules()) {
            if (after.rule(rule.name()).isEmpty()) {
                edits.add(new Edit.Remove(rule.name()));
            }
        }
        for (PolicyRule rule : after.rules()) {
            if (before.rule(rule.name()).isEmpty()) {
                edits.add(new Edit.Add(rule));
            } else if (!before.rule(rule.name()).orElseThrow().equals(rule)) {
                edits.add(new Edit.Replace(rule));
            }
        }
        return new Relax(edits);
    }

    /**
     * Makes the changed policy.
     *
     * @param policy the policy
     * @return a new policy
     * @throws PolicyDeltaRefusedException when the change does not fit the policy, or is not what it is
     *     declared as
     */
    default PolicySet applyTo(PolicySet policy) {
        return DeltaApplication.apply(this, policy);
    }

    /** {@return the names of the rules that it changes, sorted} */
    default Set<String> names() {
        return switch (this) {
            case Tighten(List<Edit> edits) -> namesOf(edits);
            case Relax(List<Edit> edits) -> namesOf(edits);
            case Deprecate(Set<String> rules) -> rules;
            case Enable(Set<String> rules) -> rules;
            case Disable(Set<String> rules) -> rules;
        };
    }

    /** {@return what it is declared as: {@code tighten}, {@code relax} and so on} */
    default String direction() {
        return switch (this) {
            case Tighten _ -> "tighten";
            case Relax _ -> "relax";
            case Deprecate _ -> "deprecate";
            case Enable _ -> "enable";
            case Disable _ -> "disable";
        };
    }

    /**
     * What happens to the rules.
     *
     * @return {@code created} when it only adds, {@code deleted} when it only removes, {@code updated}
     *     for other changes of rules, and {@code deprecated}, {@code enabled} or {@code disabled}
     */
    default String kind() {
        return switch (this) {
            case Tighten(List<Edit> edits) -> kindOf(edits);
            case Relax(List<Edit> edits) -> kindOf(edits);
            case Deprecate _ -> "deprecated";
            case Enable _ -> "enabled";
            case Disable _ -> "disabled";
        };
    }

    /** {@return whether it takes effect only with an approval} */
    default boolean needsApproval() {
        return this instanceof Enable;
    }

    /**
     * What an approver signs, as the digest of the arguments of {@link #APPROVED_AS}: this change of this
     * very policy.
     *
     * @param before the hash of the policy before
     * @return the digest
     */
    default Digest approvalDigest(Digest before) {
        CborWriter out = new CborWriter();
        out.array(4).text("cnv-policy-delta").digest(before).text(direction());
        out.array(names().size());
        names().forEach(out::text);
        return Digest.of(out.toBytes());
    }

    /** {@return the change as JSON: an object whose one member is named after the direction} */
    default ObjectNode toJson() {
        ArrayNode changes = JsonNodeFactory.instance.arrayNode();
        switch (this) {
            case Tighten(List<Edit> edits) -> edits.forEach(edit -> changes.add(json(edit)));
            case Relax(List<Edit> edits) -> edits.forEach(edit -> changes.add(json(edit)));
            case Deprecate(Set<String> rules) -> rules.forEach(changes::add);
            case Enable(Set<String> rules) -> rules.forEach(changes::add);
            case Disable(Set<String> rules) -> rules.forEach(changes::add);
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set(direction(), changes);
        return json;
    }

    private static ObjectNode json(Edit edit) {
        return switch (edit) {
            case Edit.Add(PolicyRule rule) -> ConditionWriter.one("add", PolicyWriter.write(rule));
            case Edit.Remove(String name) -> ConditionWriter.text("remove", name);
            case Edit.Replace(PolicyRule rule) ->
                ConditionWriter.one("replace", PolicyWriter.write(rule));
        };
    }

    private static String kindOf(List<Edit> edits) {
        if (edits.stream().allMatch(Edit.Add.class::isInstance)) {
            return "created";
        }
        return edits.stream().allMatch(Edit.Remove.class::isInstance) ? "deleted" : "updated";
    }

    private static Set<String> namesOf(List<Edit> edits) {
        Set<String> names = new TreeSet<>();
        edits.forEach(edit -> names.add(edit.name()));
        return names;
    }

    private static Set<String> names(Set<String> rules) {
        if (rules.isEmpty() || rules.size() > MAX_CHANGE_COUNT) {
            throw new IllegalArgumentException(
                    "ruleCount=" + rules.size() + " is not 1 to " + MAX_CHANGE_COUNT);
        }
        return java.util.Collections.unmodifiableSet(new TreeSet<>(rules));
    }

    private static List<Edit> required(List<Edit> edits) {
        if (edits.isEmpty() || edits.size() > MAX_CHANGE_COUNT) {
            throw new IllegalArgumentException(
                    "editCount=" + edits.size() + " is not 1 to " + MAX_CHANGE_COUNT);
        }
        if (namesOf(edits).size() < edits.size()) {
            throw new IllegalArgumentException("edits=" + namesOf(edits) + " name a rule twice");
        }
        return List.copyOf(edits);
    }
}
