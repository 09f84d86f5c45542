package dev.cnv.runtime.swarm;

import java.time.Duration;
import java.util.function.Predicate;

/** What an alert rule waits for, of one swarm. */
public sealed interface AlertCondition {

    /**
     * The swarm is in a phase.
     *
     * @param phase the phase
     */
    record InPhase(Phase phase) implements AlertCondition {}

    /**
     * The swarm entered a phase often lately.
     *
     * @param phase the phase
     * @param count so often or more; 1 to 1,000
     * @param window within this time
     */
    record CountInWindow(Phase phase, int count, Duration window) implements AlertCondition {
        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException when one is not kept
         */
        public CountInWindow {
            if (count < 1 || count > 1_000 || !window.isPositive()) {
                throw new IllegalArgumentException("count=" + count + " window=" + window
                        + ": the count is 1 to 1000, the window above 0");
            }
        }
    }

    /**
     * Something about the swarm is unusual: at the moment it is seen, so that it cannot last.
     *
     * @param z the distance, at least the observer's for a warning
     */
    record ZOver(double z) implements AlertCondition {}

    /**
     * Too few of the agents are well.
     *
     * @param ratio the health ratio that it is under
     */
    record HealthUnder(double ratio) implements AlertCondition {}

    /**
     * Whatever the application says.
     *
     * @param name what it is called
     * @param test says whether it holds; what it throws is counted, and means no
     */
    record Custom(String name, Predicate<SwarmView> test) implements AlertCondition {}
}
