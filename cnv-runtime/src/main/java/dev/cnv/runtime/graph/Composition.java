package dev.cnv.runtime.graph;

import java.util.List;

/** The answer to a {@link CompositionQuery}. */
public sealed interface Composition {

    /**
     * There is a plan.
     *
     * @param query what was asked
     * @param plan the plan
     */
    record Planned(CompositionQuery query, CompositionPlan plan) implements Composition {}

    /**
     * There is none.
     *
     * @param missing the wanted values that nothing can make of what is given
     */
    record Impossible(List<String> missing) implements Composition {

        /** Copies the list. */
        public Impossible {
            missing = List.copyOf(missing);
        }
    }
}
