package dev.cnv.runtime.swarm;

/** How an agent of a swarm stands. */
public enum AgentStanding {
    /** It takes part. */
    HEALTHY,
    /** It failed and has not recovered. */
    FAILED
}
