package dev.cnv.runtime.delegation;

import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Permission to call some verbs, with effects up to a level and arguments within constraints.
 *
 * @param capability the verbs
 * @param max how far the verbs' effects may reach
 * @param arguments the constraint of each constrained parameter, by name; each must be given
 */
public record Grant(
        CapabilityPattern capability, EffectLevel max, Map<String, ArgumentConstraint> arguments) {

    /** The largest number of constrained parameters. */
    public static final int MAX_ARGUMENT_COUNT = 64;

    /**
     * Copies and sorts the constraints.
     *
     * @throws IllegalArgumentException when there are too many, or a name has not 1 to 128 characters
     */
    public Grant {
        arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
        if (arguments.size() > MAX_ARGUMENT_COUNT) {
            throw new IllegalArgumentException(
                    "argumentCount=" + arguments.size() + " is more than " + MAX_ARGUMENT_COUNT);
        }
        for (String name : arguments.keySet()) {
            if (name.isEmpty() || name.length() > 128) {
                throw new IllegalArgumentException(
                        "argument=" + name + " has not 1 to 128 characters");
            }
        }
    }

    /**
     * Permission to call verbs with any arguments.
     *
     * @param capability the verbs, such as {@code file.*}
     * @param max how far their effects may reach
     * @return the grant
     * @throws IllegalArgumentException when the pattern is malformed
     */
    public static Grant of(String capability, EffectLevel max) {
        return new Grant(new CapabilityPattern(capability), max, Map.of());
    }

    /**
     * This grant with one more constraint.
     *
     * @param parameter the parameter's name
     * @param constraint which values it may have
     * @return a new grant
     * @throws IllegalArgumentException when the parameter has a constraint already
     */
    public Grant where(String parameter, ArgumentConstraint constraint) {
        Map<String, ArgumentConstraint> more = new TreeMap<>(arguments);
        if (more.put(parameter, constraint) != null) {
            throw new IllegalArgumentException(
                    "argument=" + parameter + " has a constraint already");
        }
        return new Grant(capability, max, more);
    }

    /**
     * Whether this grant permits all that another permits.
     *
     * @param narrower the other grant
     * @return true when this one is the same or wider
     */
    public boolean includes(Grant narrower) {
        return capability.includes(narrower.capability)
                && max.covers(narrower.max)
                && constraintsInclude(narrower);
    }

    /**
     * The grant that permits exactly what both this grant and another permit.
     *
     * @param other the other grant
     * @return the grant; empty when it is plain that no call is permitted by both
     * @throws IllegalArgumentException when it would be beyond a limit; never when one of the two
     *     includes the other
     */
    public Optional<Grant> meet(Grant other) {
        Optional<CapabilityPattern> verbs = capability.meet(other.capability);
        if (verbs.isEmpty()) {
            return Optional.empty();
        }
        Map<String, ArgumentConstraint> both = new TreeMap<>(arguments);
        for (Map.Entry<String, ArgumentConstraint> entry : other.arguments.entrySet()) {
            ArgumentConstraint mine = both.getOrDefault(entry.getKey(), ArgumentConstraint.any());
            Optional<ArgumentConstraint> met = mine.meet(entry.getValue());
            if (met.isEmpty()) {
                return Optional.empty();
            }
            both.put(entry.getKey(), met.get());
        }
        return Optional.of(new Grant(verbs.get(), max.covers(other.max) ? other.max : max, both));
    }

    /** Each parameter whose constraint here is not kept there, with a sentence about it. */
    Map<String, String> loosened(Grant narrower) {
        Map<String, String> loosened = new TreeMap<>();
        arguments.forEach((name, constraint) -> {
            ArgumentConstraint kept = narrower.arguments.get(name);
            if (kept == null) {
                loosened.put(name, name + " is not constrained, and was " + constraint);
            } else if (!constraint.includes(kept)) {
                loosened.put(name, name + " is " + kept + ", which is not in " + constraint);
            }
        });
        return loosened;
    }

    /** Whether every constraint here is kept there: a parameter without constraint is the widest. */
    boolean constraintsInclude(Grant narrower) {
        return loosened(narrower).isEmpty();
    }

    /** Whether the grant is about a verb at all. */
    boolean names(VerbDescriptor verb) {
        return capability.matches(verb.id());
    }

    /** Whether the grant permits a verb with some arguments. */
    boolean reaches(VerbDescriptor verb) {
        return names(verb) && max.covers(verb.effects().level());
    }

    /** The first parameter, by name, whose argument is not admitted. */
    Optional<String> refusedParameter(ObjectNode given) {
        for (Map.Entry<String, ArgumentConstraint> entry : arguments.entrySet()) {
            JsonNode argument = given.get(entry.getKey());
            if (argument == null || !entry.getValue().admits(argument)) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    /** {@return the grant in words} */
    @Override
    public String toString() {
        String text = capability + " up to " + max;
        return arguments.isEmpty()
                ? text
                : text + " where "
                        + arguments.entrySet().stream()
                                .map(entry -> entry.getKey() + " is " + entry.getValue())
                                .collect(Collectors.joining(", "));
    }
}
