package dev.cnv.runtime.swarm;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Sums over all swarms of a table. Each swarm is counted once, whole, in the one phase that it was in
 * when it was looked at.
 *
 * @param swarms the swarms in each phase
 * @param swarmCount the swarms
 * @param agentCount their agents
 * @param failedAgentCount those of them that have failed
 * @param atOneMoment whether the phases are of one moment: no swarm moved while they were read. When it
 *     is false, swarms that moved meanwhile are counted before or after their move. Counts of agents are
 *     those of each swarm when it was looked at, and of one moment only when no agent joined, left,
 *     failed or recovered meanwhile either
 */
public record TableView(
        Map<Phase, Integer> swarms,
        int swarmCount,
        long agentCount,
        long failedAgentCount,
        boolean atOneMoment) {

    /** Copies the map. */
    public TableView {
        swarms = Collections.unmodifiableMap(new EnumMap<>(swarms));
    }

    /**
     * The part of all agents that has not failed.
     *
     * @return 0 to 1; 1 without agents
     */
    public double healthRatio() {
        return SwarmMark.healthRatio(agentCount, failedAgentCount);
    }
}
