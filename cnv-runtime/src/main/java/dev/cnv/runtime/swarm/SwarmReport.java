package dev.cnv.runtime.swarm;

import dev.cnv.runtime.identity.AgentId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a swarm leaves behind.
 *
 * @param name its name
 * @param last all that was known of it at its end
 * @param agents the agents that had not left, sorted
 * @param forced whether it was ended without having been healed
 */
public record SwarmReport(
        String name, SwarmView last, Map<AgentId, AgentStanding> agents, boolean forced) {

    /** Copies and sorts the agents. */
    public SwarmReport {
        agents = Collections.unmodifiableMap(new TreeMap<>(agents));
    }
}
