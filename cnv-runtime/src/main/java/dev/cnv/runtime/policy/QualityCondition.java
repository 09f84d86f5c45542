package dev.cnv.runtime.policy;

import dev.cnv.runtime.identity.QualityOfService.Priority;

/**
 * Conditions on how much a call is said to matter.
 *
 * <p><b>Threading:</b> immutable.
 */
public sealed interface QualityCondition extends Condition {

    /**
     * The call asks for this priority or more.
     *
     * @param priority the priority
     */
    record PriorityAtLeast(Priority priority) implements QualityCondition {}

    /**
     * The call is said to be this important or more.
     *
     * @param importance the importance, 0 to 100
     */
    record ImportanceAtLeast(int importance) implements QualityCondition {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException when the importance is not 0 to 100
         */
        public ImportanceAtLeast {
            if (importance < 0 || importance > 100) {
                throw new IllegalArgumentException("importance=" + importance + " is not 0 to 100");
            }
        }
    }

    /** The call would rather wait than be turned away. */
    record MustSucceed() implements QualityCondition {}

    /**
     * Calls of a priority or more.
     *
     * @param priority the priority
     * @return the condition
     */
    static Condition priorityAtLeast(Priority priority) {
        return new PriorityAtLeast(priority);
    }

    /**
     * Calls of an importance or more.
     *
     * @param importance the importance
     * @return the condition
     */
    static Condition importanceAtLeast(int importance) {
        return new ImportanceAtLeast(importance);
    }

    /** {@return calls that would rather wait than be turned away} */
    static Condition mustSucceed() {
        return new MustSucceed();
    }
}
