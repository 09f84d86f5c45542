package dev.cnv.runtime.graph;

import java.util.List;

/** Whether a producer's value can be given where a consumer expects one. */
public sealed interface Fit {

    /** As it is: every value of the producer is one of the consumer. */
    record Matches() implements Fit {}

    /**
     * After changes.
     *
     * @param changes the changes, in the order of their places
     */
    record Transformed(List<Change> changes) implements Fit {

        /** Copies the list. */
        public Transformed {
            changes = List.copyOf(changes);
        }

        /**
         * The sum of the changes' costs.
         *
         * @return at least 1
         */
        @Override
        public long cost() {
            return changes.stream()
                    .mapToLong(change -> change.transform().cost())
                    .sum();
        }
    }

    /**
     * Not at all.
     *
     * @param where the place inside the value, such as {@code items[].price}; empty for the value
     * @param why what does not fit there, with the values
     */
    record Refused(String where, String why) implements Fit {}

    /**
     * A change at a place.
     *
     * @param where the place inside the value, empty for the value itself
     * @param transform the change
     */
    record Change(String where, Transform transform) {}

    /**
     * Whether the value can be given, as it is or changed.
     *
     * @return false for {@link Refused}
     */
    default boolean accepted() {
        return !(this instanceof Refused);
    }

    /**
     * What giving it costs.
     *
     * @return 0 for a match, the changes' cost otherwise
     * @throws IllegalStateException when it cannot be given
     */
    default long cost() {
        return switch (this) {
            case Matches _ -> 0;
            case Transformed changed -> changed.cost();
            case Refused refused -> throw new IllegalStateException("fit=" + refused);
        };
    }
}
