package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.canonical.StrictObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A policy: rules as data. Their order means nothing; the set keeps them sorted by name.
 *
 * <p><b>Threading:</b> immutable.
 *
 * @param rules the rules, sorted by name, each name once
 */
public record PolicySet(List<PolicyRule> rules) {

    /** The largest number of rules. */
    public static final int MAX_RULE_COUNT = 10_000;

    /** The longest text that {@link #parse} reads, in UTF-16 code units. */
    public static final int MAX_TEXT_LENGTH = 8 * 1024 * 1024;

    /** The policy without rules: nothing is permitted. */
    public static final PolicySet EMPTY = new PolicySet(List.of());

    /**
     * Copies and sorts the rules.
     *
     * @throws IllegalArgumentException when two rules share a name, or there are too many
     */
    public PolicySet {
        if (rules.size() > MAX_RULE_COUNT) {
            throw new IllegalArgumentException(
                    "ruleCount=" + rules.size() + " is more than " + MAX_RULE_COUNT);
        }
        rules = rules.stream().sorted(Comparator.comparing(PolicyRule::name)).toList();
        for (int i = 1; i < rules.size(); i++) {
            String name = rules.get(i).name();
            if (name.equals(rules.get(i - 1).name())) {
                throw new IllegalArgumentException(
                        "rule=" + name + " is there twice; a name belongs to one rule");
            }
        }
    }

    /**
     * Whether a rule asks for the ways through the application's verbs.
     *
     * @return true when {@link PathCondition.EveryPathPasses} stands in a condition of a rule, disabled
     *     or not
     */
    public boolean asksForWays() {
        return rules.stream().anyMatch(rule -> Conditions.asksForWays(rule.when()));
    }

    /**
     * A policy.
     *
     * @param rules the rules, in any order
     * @return the policy
     * @throws IllegalArgumentException when two rules share a name, or there are too many
     */
    public static PolicySet of(PolicyRule... rules) {
        return new PolicySet(Arrays.asList(rules));
    }

    /**
     * This policy with one more rule.
     *
     * @param rule the rule
     * @return a new policy
     * @throws IllegalArgumentException when a rule of that name is there
     */
    public PolicySet with(PolicyRule rule) {
        List<PolicyRule> more = new ArrayList<>(rules);
        more.add(rule);
        return new PolicySet(more);
    }

    /**
     * Reads a policy.
     *
     * @param text the JSON text, as {@link #toJson} gives it
     * @return the policy
     * @throws JsonRefusedException when the text is no policy: anything unknown, missing, repeated or
     *     beyond a limit is refused, with the place where it stands
     */
    public static PolicySet parse(String text) {
        if (text.length() > MAX_TEXT_LENGTH) {
            throw StrictObject.refused(
                    "policy", "has " + text.length() + " characters, more than " + MAX_TEXT_LENGTH);
        }
        return PolicyReader.read(StrictJson.parse(text));
    }

    /**
     * The policy as JSON.
     *
     * @return a new object: {@code format} and {@code rules}, sorted by name
     */
    public ObjectNode toJson() {
        return PolicyWriter.write(this);
    }

    /**
     * Names this very policy, whatever the order in which its rules were given.
     *
     * @return the SHA-256 of {@link #canonicalBytes}
     */
    public Digest hash() {
        return Digest.of(canonicalBytes());
    }

    /**
     * The one byte form of this policy: deterministic CBOR, in which every rule, condition, action and
     * state stands. The order of rules does not matter, the order within a condition does: it says which
     * part is asked first.
     *
     * @return a new array
     */
    public byte[] canonicalBytes() {
        return PolicyCbor.bytes(this);
    }

    /**
     * A rule by its name.
     *
     * @param name the name
     * @return the rule, or empty
     */
    public Optional<PolicyRule> rule(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }
}
