package dev.cnv.runtime.swarm;

import java.util.Set;

/**
 * A stage in the life of a swarm. Numbers are stable: they stand in state words and on the wire. Which
 * phase may follow which is {@link PhaseTable}'s.
 */
public enum Phase {
    /** The swarm was made; nothing is agreed yet. */
    BOOTSTRAP(0),
    /** Its members agree on a protocol. */
    NEGOTIATION(1),
    /** Agents register. */
    ACTIVATION(2),
    /** It works; successes and failures are recorded. */
    OPERATIONAL(3),
    /** It works, but not well. */
    DEGRADED(4),
    /** It is being healed; failures may be reset. */
    RECOVERY(5),
    /** It is over; a report can be had. No phase follows. */
    SHUTDOWN(6),
    /** Something is badly wrong. */
    EMERGENCY(7);

    /** How many there are. */
    public static final int COUNT = 8;

    private static final Phase[] BY_NUMBER = values();

    private final int number;

    Phase(int number) {
        this.number = number;
    }

    /**
     * Whether verbs that name phases run in this one.
     *
     * @param named the phases that a verb names; none for any phase
     * @return true when this one is named, or none is
     */
    public boolean isAmong(Set<dev.cnv.annotations.Phase> named) {
        return named.isEmpty() || named.contains(dev.cnv.annotations.Phase.valueOf(name()));
    }

    /** {@return the stable number, 0 to 7} */
    public int number() {
        return number;
    }

    /** {@return whether no phase follows} */
    public boolean terminal() {
        return this == SHUTDOWN;
    }

    /**
     * The phase of a number.
     *
     * @param number the stable number
     * @return the phase
     * @throws IllegalArgumentException when there is no such phase
     */
    public static Phase of(int number) {
        if (number < 0 || number >= COUNT) {
            throw new IllegalArgumentException("number=" + number + " is no phase; 0 to 7 are");
        }
        return BY_NUMBER[number];
    }
}
