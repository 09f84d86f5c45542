package dev.cnv.runtime.swarm;

import java.time.Duration;
import java.util.function.Predicate;

/** What an alert rule waits for, of one swarm. */
public sealed interface AlertCondition {

    /**
     * Something that happens at one moment, so that it cannot last. It is told by what an observer heard:
     * however short it was, and whatever became of the swarm since.
     */
    sealed interface OfMoment extends AlertCondition {}

    /** Something that holds or does not whenever it is looked at, and may have to last. */
    sealed interface OfState extends AlertCondition {}

    /**
     * The swarm entered a phase, if only for a moment.
     *
     * @param phase the phase
     */
    record PhaseEntered(Phase phase) implements OfMoment {}

    /**
     * The swarm entered a phase often lately.
     *
     * @param phase the phase
     * @param count so often or more; 1 to 1,000
     * @param window within this time
     */
    record CountInWindow(Phase phase, int count, Duration window) implements OfMoment {
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
     * Something about the swarm is unusual.
     *
     * @param z the distance, at least the observer's for a warning
     */
    record ZOver(double z) implements OfMoment {}

    /**
     * The swarm is in a phase at the time of a poll. One that it entered and left between two polls is
     * not seen: {@link PhaseEntered} is for that.
     *
     * @param phase the phase
     */
    record InPhase(Phase phase) implements OfState {}

    /**
     * Too few of the agents are well.
     *
     * @param ratio the health ratio that it is under
     */
    record HealthUnder(double ratio) implements OfState {}

    /**
     * Whatever the application says.
     *
     * @param name what it is called
     * @param test says whether it holds; what it throws is counted, and means no
     */
    record Custom(String name, Predicate<SwarmView> test) implements OfState {}
}
