package dev.cnv.annotations;

/** A stage in the life of a swarm, as {@link Phases} names it. */
public enum Phase {
    /** The swarm was made; nothing is agreed yet. */
    BOOTSTRAP,
    /** Its members agree on a protocol. */
    NEGOTIATION,
    /** Agents register. */
    ACTIVATION,
    /** It works. */
    OPERATIONAL,
    /** It works, but not well. */
    DEGRADED,
    /** It is being healed. */
    RECOVERY,
    /** It is over. */
    SHUTDOWN,
    /** Something is badly wrong. */
    EMERGENCY
}
