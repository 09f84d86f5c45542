package dev.cnv.runtime.swarm;

import java.time.Duration;

/**
 * When an alert is raised about a swarm.
 *
 * @param name the rule's name
 * @param condition what it waits for
 * @param severity how bad it is
 * @param holdsFor how long the condition must have held without a break; zero for at once
 * @param coolDown how long the same rule then keeps still about the same swarm
 */
public record AlertRule(
        String name,
        AlertCondition condition,
        Severity severity,
        Duration holdsFor,
        Duration coolDown) {

    /**
     * Checks the durations.
     *
     * @throws IllegalArgumentException when one is negative, or a condition of a moment must last
     */
    public AlertRule {
        if (holdsFor.isNegative() || coolDown.isNegative()) {
            throw new IllegalArgumentException(
                    "holdsFor=" + holdsFor + " coolDown=" + coolDown + " must not be negative");
        }
        if (condition instanceof AlertCondition.OfMoment && !holdsFor.isZero()) {
            throw new IllegalArgumentException(
                    "rule=" + name + " holdsFor=" + holdsFor + " but its condition is of a moment");
        }
    }
}
