package dev.cnv.runtime.policy;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.TenantId;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The condition under which a rule applies: a tree of plain data, so that it can be hashed, logged,
 * compared and run again. It depends only on the {@link PolicyRequest}.
 *
 * <p><b>Threading:</b> immutable.
 */
public sealed interface Condition
        permits Condition.Always,
                Condition.EffectIs,
                Condition.LevelAtLeast,
                Condition.SensitivityAtLeast,
                Condition.AgentTypeIs,
                Condition.AgentIs,
                Condition.TenantIs,
                Condition.CapabilityMatches,
                Condition.HandlesSensitiveData,
                Condition.HandlesData,
                Condition.RequiresIsolation,
                Condition.PrincipalKindIs,
                Condition.ArgumentEquals,
                Condition.AllOf,
                Condition.AnyOf,
                Condition.Not,
                ArgumentCondition,
                DelegationCondition,
                TimeCondition,
                QualityCondition,
                PathCondition {

    /** Holds for every call. */
    record Always() implements Condition {}

    /**
     * The verb declares an effect; it may declare others too. To limit how far a verb's effects reach,
     * negate {@link LevelAtLeast}.
     *
     * @param effect the effect
     */
    record EffectIs(Effect effect) implements Condition {}

    /**
     * The verb's effects reach this level or a higher one.
     *
     * @param level the level
     */
    record LevelAtLeast(EffectLevel level) implements Condition {}

    /**
     * The verb is this sensitive or more.
     *
     * @param sensitivity the sensitivity
     */
    record SensitivityAtLeast(Sensitivity sensitivity) implements Condition {}

    /**
     * The caller is an agent of a type.
     *
     * @param type the type, compared exactly; 1 to 64 characters
     */
    record AgentTypeIs(String type) implements Condition {
        /**
         * Checks the length.
         *
         * @throws IllegalArgumentException when the type has not 1 to 64 characters
         */
        public AgentTypeIs {
            if (type.isEmpty() || type.length() > 64) {
                throw new IllegalArgumentException(
                        "agentType=" + type + " has not 1 to 64 characters");
            }
        }
    }

    /**
     * The caller is one agent.
     *
     * @param agent the agent
     */
    record AgentIs(AgentId agent) implements Condition {}

    /**
     * The call is for one tenant.
     *
     * @param tenant the tenant
     */
    record TenantIs(TenantId tenant) implements Condition {}

    /**
     * The verb's id matches a pattern.
     *
     * @param pattern the set
     */
    record CapabilityMatches(CapabilityPattern pattern) implements Condition {}

    /** The verb handles some special kind of data. */
    record HandlesSensitiveData() implements Condition {}

    /**
     * The verb handles one special kind of data.
     *
     * @param tag the kind
     */
    record HandlesData(DataTag tag) implements Condition {}

    /**
     * The verb needs this isolation or a stricter one.
     *
     * @param isolation the isolation
     */
    record RequiresIsolation(Isolation isolation) implements Condition {}

    /**
     * The caller's authority is of one kind.
     *
     * @param kind the kind
     */
    record PrincipalKindIs(PrincipalKind kind) implements Condition {}

    /**
     * The call has an argument of exactly this value; numbers are compared by value. A call without
     * the argument does not fulfil it.
     *
     * @param name the parameter's name, 1 to 128 characters
     * @param value a text, a number or a boolean
     */
    record ArgumentEquals(String name, JsonNode value) implements Condition {
        /**
         * Checks both.
         *
         * @throws IllegalArgumentException when the name has not 1 to 128 characters, or the value is
         *     null, an array or an object, or has no canonical form
         */
        public ArgumentEquals {
            ArgumentValues.requireName(name);
            ArgumentValues.requireScalar(name, value);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ArgumentEquals(String otherName, JsonNode otherValue)
                    && name.equals(otherName)
                    && CanonicalJson.text(value).equals(CanonicalJson.text(otherValue));
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + CanonicalJson.text(value).hashCode();
        }
    }

    /**
     * All of several conditions hold. They are evaluated in order, up to the first that does not hold.
     *
     * @param conditions at least one
     */
    record AllOf(List<Condition> conditions) implements Condition {
        /**
         * Copies the list.
         *
         * @throws IllegalArgumentException when it is empty: "all of nothing" would hold for every call
         */
        public AllOf {
            conditions = required("all", conditions);
        }
    }

    /**
     * At least one of several conditions holds. They are evaluated in order, up to the first that holds.
     *
     * @param conditions at least one
     */
    record AnyOf(List<Condition> conditions) implements Condition {
        /**
         * Copies the list.
         *
         * @throws IllegalArgumentException when it is empty
         */
        public AnyOf {
            conditions = required("any", conditions);
        }
    }

    /**
     * A condition does not hold.
     *
     * @param condition the condition
     */
    record Not(Condition condition) implements Condition {}

    /**
     * This condition and another.
     *
     * @param other the other
     * @return holds when both hold
     */
    default Condition and(Condition other) {
        return this instanceof AllOf(List<Condition> parts)
                ? new AllOf(Stream.concat(parts.stream(), Stream.of(other)).toList())
                : new AllOf(List.of(this, other));
    }

    /**
     * This condition or another.
     *
     * @param other the other
     * @return holds when one of them holds
     */
    default Condition or(Condition other) {
        return this instanceof AnyOf(List<Condition> parts)
                ? new AnyOf(Stream.concat(parts.stream(), Stream.of(other)).toList())
                : new AnyOf(List.of(this, other));
    }

    /** {@return a condition that holds for every call} */
    static Condition always() {
        return new Always();
    }

    /**
     * The opposite of a condition.
     *
     * @param condition the condition
     * @return holds when {@code condition} does not
     */
    static Condition not(Condition condition) {
        return new Not(condition);
    }

    /**
     * Calls of verbs whose id matches a pattern.
     *
     * @param pattern the set, such as {@code account.*}
     * @return the condition
     * @throws IllegalArgumentException when the pattern is malformed
     */
    static Condition capability(String pattern) {
        return new CapabilityMatches(new CapabilityPattern(pattern));
    }

    /**
     * Verbs that declare an effect.
     *
     * @param effect the effect
     * @return the condition
     */
    static Condition effect(Effect effect) {
        return new EffectIs(effect);
    }

    /**
     * Verbs whose effects reach this level or a higher one.
     *
     * @param level the level
     * @return the condition
     */
    static Condition levelAtLeast(EffectLevel level) {
        return new LevelAtLeast(level);
    }

    /**
     * Verbs this sensitive or more.
     *
     * @param sensitivity the sensitivity
     * @return the condition
     */
    static Condition sensitivityAtLeast(Sensitivity sensitivity) {
        return new SensitivityAtLeast(sensitivity);
    }

    /**
     * Callers of a type.
     *
     * @param type the type, such as {@code llm}
     * @return the condition
     */
    static Condition agentType(String type) {
        return new AgentTypeIs(type);
    }

    /**
     * One caller.
     *
     * @param id the agent's id
     * @return the condition
     */
    static Condition agent(String id) {
        return new AgentIs(new AgentId(id));
    }

    /**
     * Calls for one tenant.
     *
     * @param id the tenant's id
     * @return the condition
     */
    static Condition tenant(String id) {
        return new TenantIs(new TenantId(id));
    }

    /** {@return verbs that handle some special kind of data} */
    static Condition handlesSensitiveData() {
        return new HandlesSensitiveData();
    }

    /**
     * Verbs that handle a special kind of data.
     *
     * @param tag the kind
     * @return the condition
     */
    static Condition handles(DataTag tag) {
        return new HandlesData(tag);
    }

    /**
     * Verbs that need this isolation or a stricter one.
     *
     * @param isolation the isolation
     * @return the condition
     */
    static Condition requiresIsolation(Isolation isolation) {
        return new RequiresIsolation(isolation);
    }

    /**
     * Callers whose authority is of one kind.
     *
     * @param kind the kind
     * @return the condition
     */
    static Condition principal(PrincipalKind kind) {
        return new PrincipalKindIs(kind);
    }

    /**
     * Calls with an argument of exactly this value.
     *
     * @param name the parameter's name
     * @param value the argument's text
     * @return the condition
     */
    static Condition argument(String name, String value) {
        return new ArgumentEquals(name, JsonNodeFactory.instance.stringNode(value));
    }

    private static List<Condition> required(String what, List<Condition> conditions) {
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException(what + "=[] needs at least one condition");
        }
        return List.copyOf(conditions);
    }
}
