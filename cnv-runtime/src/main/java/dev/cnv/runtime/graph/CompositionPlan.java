package dev.cnv.runtime.graph;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls in an order in which each has what it needs, and where each argument comes from.
 *
 * @param steps the calls
 * @param outputs where each wanted value comes from, by the name it was asked for
 * @param cost the number of steps, or the sum of the nodes' costs, as was asked for
 * @param minimal whether no better plan exists; false when the search was given up before that was
 *     known
 */
public record CompositionPlan(
        List<Step> steps, Map<String, Source> outputs, double cost, boolean minimal) {

    /** Copies the collections. */
    public CompositionPlan {
        steps = List.copyOf(steps);
        outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
    }

    /**
     * A call.
     *
     * @param node what is called
     * @param arguments where its arguments come from, by parameter: all that it needs, and those it may
     *     have that were given
     */
    public record Step(NodeId node, Map<String, Source> arguments) {

        /** Copies the map. */
        public Step {
            arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
        }
    }

    /** Where a value comes from. */
    public sealed interface Source {

        /**
         * What must be done to the value.
         *
         * @return a match or a change, never a refusal
         */
        Fit fit();
    }

    /**
     * A value that was there.
     *
     * @param name its name in the question
     * @param fit what must be done to it
     */
    public record Given(String name, Fit fit) implements Source {}

    /**
     * A part of an earlier call's result.
     *
     * @param step the call's index, below that of the step that uses it
     * @param member the member of the result; empty for the whole result
     * @param fit what must be done to it
     */
    public record Result(int step, String member, Fit fit) implements Source {}
}
