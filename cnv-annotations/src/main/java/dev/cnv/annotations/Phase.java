package dev.cnv.annotations;

/** A stage in the life of a swarm, as {@link Phases} names it. */
public enum Phase {
    /** The swarm was made; nothing is agreed yet. */
    BOOTSTRAP,
    /** Its members agree on a protocol. */
    NEGOTIATION,
    /** Agents register. */
    ACTIVATION,
    /** The swarm works normally. */
    OPERATIONAL,
    /** The swarm works, but not well. */
    DEGRADED,
    /** The swarm is being healed. */
    RECOVERY,
    /** The swarm has ended. */
    SHUTDOWN,
    /** The swarm has a serious fault. */
    EMERGENCY
}
