package dev.cnv.runtime.swarm;

import java.time.Duration;
import java.util.Optional;

/**
 * When a swarm is taken out of work, healed and put back, as data. Thresholds have hysteresis: what puts
 * it back is stricter than what took it out.
 *
 * <pre>
 *  from         to           when
 *  OPERATIONAL  EMERGENCY    health is under emergencyBelowHealth
 *  OPERATIONAL  DEGRADED     health is under degradeBelowHealth, or failures are openFailureLimit or more;
 *                            after minInPhase
 *  DEGRADED     EMERGENCY    health is under emergencyBelowHealth
 *  DEGRADED     RECOVERY     after minInPhase
 *  RECOVERY     EMERGENCY    health is under emergencyBelowHealth, or maxRecovery is over
 *  RECOVERY     OPERATIONAL  there is an agent, and health is operateFromHealth or more;
 *                            after minInPhase
 * </pre>
 *
 * <p>Without agents the ratio is 1 and says nothing, so it puts no swarm back to work.
 *
 * @param degradeBelowHealth under this ratio it does not work well; above the one for an emergency
 * @param operateFromHealth from this ratio on it works again; above {@code degradeBelowHealth}
 * @param emergencyBelowHealth under this ratio it is an emergency, 0 to 1
 * @param openFailureLimit so many failures since the last reset are too many; at least 1
 * @param minInPhase it stays at least so long where it is, unless there is an emergency
 * @param maxRecovery a recovery that lasts longer is an emergency
 */
public record HealingPolicy(
        double degradeBelowHealth,
        double operateFromHealth,
        double emergencyBelowHealth,
        long openFailureLimit,
        Duration minInPhase,
        Duration maxRecovery) {

    /**
     * Checks that the thresholds leave a gap.
     *
     * @throws IllegalArgumentException when they do not, or a limit is out of range
     */
    public HealingPolicy {
        // Written so that a ratio that is no number is refused too.
        if (!(emergencyBelowHealth >= 0
                && emergencyBelowHealth < degradeBelowHealth
                && degradeBelowHealth < operateFromHealth
                && operateFromHealth <= 1)) {
            throw new IllegalArgumentException("emergencyBelowHealth=" + emergencyBelowHealth
                    + " degradeBelowHealth=" + degradeBelowHealth + " operateFromHealth="
                    + operateFromHealth + " must rise, from 0 to 1");
        }
        if (openFailureLimit < 1) {
            throw new IllegalArgumentException(
                    "openFailureLimit=" + openFailureLimit + " must be at least 1");
        }
        if (minInPhase.isNegative() || maxRecovery.compareTo(minInPhase) <= 0) {
            throw new IllegalArgumentException("minInPhase=" + minInPhase + " maxRecovery="
                    + maxRecovery + ": the first must not be negative, the second must be longer");
        }
    }

    /**
     * What should become of a swarm.
     *
     * @param view all that is known of it
     * @return the phase that it should move to; empty when it should stay
     */
    public Optional<Phase> next(SwarmView view) {
        double health = view.mark().healthRatio();
        boolean emergency = health < emergencyBelowHealth;
        boolean settled = view.inPhase().compareTo(minInPhase) >= 0;
        return switch (view.mark().phase()) {
            case OPERATIONAL ->
                first(emergency, Phase.EMERGENCY, settled && unwell(view, health), Phase.DEGRADED);
            case DEGRADED -> first(emergency, Phase.EMERGENCY, settled, Phase.RECOVERY);
            case RECOVERY ->
                first(
                        emergency || view.inPhase().compareTo(maxRecovery) > 0,
                        Phase.EMERGENCY,
                        settled && view.mark().agentCount() > 0 && health >= operateFromHealth,
                        Phase.OPERATIONAL);
            case BOOTSTRAP, NEGOTIATION, ACTIVATION, SHUTDOWN, EMERGENCY -> Optional.empty();
        };
    }

    private boolean unwell(SwarmView view, double health) {
        return health < degradeBelowHealth || view.openFailureCount() >= openFailureLimit;
    }

    private static Optional<Phase> first(boolean one, Phase first, boolean other, Phase second) {
        return one ? Optional.of(first) : other ? Optional.of(second) : Optional.empty();
    }
}
