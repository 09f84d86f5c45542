package dev.cnv.runtime.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A question for a plan: what is there, and what is wanted.
 *
 * @param given the types of the values that are there, by name
 * @param wanted the types of the values that are wanted, by name
 * @param objective what makes a plan better
 * @param within the nodes that a plan may use; empty for all
 * @param maxSearch how many partial plans are looked at in search of a better one
 */
public record CompositionQuery(
        Map<String, SchemaDocument> given,
        Map<String, SchemaDocument> wanted,
        Objective objective,
        Optional<Set<NodeId>> within,
        int maxSearch) {

    /** The most values given, and the most wanted. */
    public static final int MAX_VALUES = 64;

    /** The partial plans that are looked at by default. */
    public static final int DEFAULT_SEARCH = 200;

    /** What makes a plan better. */
    public enum Objective {
        /** Fewer steps. */
        FEWEST,
        /** A lower sum of the nodes' costs; of two of one cost, fewer steps. */
        CHEAPEST
    }

    /**
     * Copies the maps and checks their sizes.
     *
     * @throws IllegalArgumentException when nothing or too much is wanted, or too much is given
     */
    public CompositionQuery {
        given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
        wanted = Collections.unmodifiableMap(new LinkedHashMap<>(wanted));
        within = within.map(Set::copyOf);
        if (given.size() > MAX_VALUES || wanted.isEmpty() || wanted.size() > MAX_VALUES) {
            throw new IllegalArgumentException("given=" + given.size() + " wanted="
                    + wanted.size() + " values are not at most " + MAX_VALUES
                    + ", and at least one wanted");
        }
    }

    /**
     * A question for the fewest steps over all nodes.
     *
     * @param given the types of the values that are there, by name
     * @param wanted the types of the values that are wanted, by name
     * @return the question
     */
    public static CompositionQuery of(
            Map<String, SchemaDocument> given, Map<String, SchemaDocument> wanted) {
        return new CompositionQuery(
                given, wanted, Objective.FEWEST, Optional.empty(), DEFAULT_SEARCH);
    }

    /**
     * This question for another kind of plan.
     *
     * @param other what makes a plan better
     * @return a new question
     */
    public CompositionQuery by(Objective other) {
        return new CompositionQuery(given, wanted, other, within, maxSearch);
    }

    /**
     * This question over some nodes only, such as those that a caller is allowed.
     *
     * @param nodes the nodes that a plan may use
     * @return a new question
     */
    public CompositionQuery within(Set<NodeId> nodes) {
        return new CompositionQuery(given, wanted, objective, Optional.of(nodes), maxSearch);
    }

    /**
     * This question with another bound of the search.
     *
     * @param partialPlans how many are looked at
     * @return a new question
     */
    public CompositionQuery search(int partialPlans) {
        return new CompositionQuery(given, wanted, objective, within, partialPlans);
    }
}
