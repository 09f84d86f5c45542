package dev.cnv.runtime.contract;

import dev.cnv.runtime.capability.ContractTerms;
import java.time.Duration;
import java.util.Optional;

/**
 * The moments that matter to one call, in nanoseconds of {@link RelativeTime}; {@link
 * RelativeTime#NEVER} where there is none.
 *
 * @param arrivedAt when the caller asked
 * @param startBy when it must have begun
 * @param hardAt when it must have ended, all attempts included
 * @param softAt when it should have ended
 * @param orderAt what the queue sorts by: the earliest explicit deadline, else the arrival plus the
 *     typical duration
 */
record CallWindow(long arrivedAt, long startBy, long hardAt, long softAt, long orderAt) {

    static CallWindow of(ContractTerms terms, long arrivedAt, Optional<Duration> timeAllowed) {
        long allowed = timeAllowed
                .map(d -> RelativeTime.plus(arrivedAt, RelativeTime.nanos(d)))
                .orElse(RelativeTime.NEVER);
        long within =
                RelativeTime.plus(arrivedAt, RelativeTime.nanos(terms.deadline().within()));
        long never = RelativeTime.NEVER;
        return switch (terms.deadline().kind()) {
            case NONE -> of(terms, arrivedAt, allowed, allowed, never);
            case HARD ->
                of(terms, arrivedAt, Math.min(within, allowed), Math.min(within, allowed), never);
            case SOFT -> of(terms, arrivedAt, allowed, allowed, within);
            case MUST_START_BY -> of(terms, arrivedAt, Math.min(within, allowed), allowed, never);
        };
    }

    private static CallWindow of(
            ContractTerms terms, long arrivedAt, long startBy, long hardAt, long softAt) {
        long explicit = Math.min(startBy, softAt);
        long order = explicit == RelativeTime.NEVER
                ? RelativeTime.plus(
                        arrivedAt, RelativeTime.nanos(terms.duration().typical()))
                : explicit;
        return new CallWindow(arrivedAt, startBy, hardAt, softAt, order);
    }
}
