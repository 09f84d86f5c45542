package dev.cnv.runtime.swarm;

/**
 * The word of a swarm at one moment: where it stood, and how many agents it had. A move made with it is
 * refused when the swarm has moved since.
 *
 * @param phase the phase
 * @param epoch which visit of a phase it was: 1 more with each move
 * @param agentCount the agents that had joined and not left
 * @param failedAgentCount those of them that had failed and not recovered
 */
public record SwarmMark(Phase phase, int epoch, int agentCount, int failedAgentCount) {

    static SwarmMark of(long word) {
        return new SwarmMark(
                SwarmWord.phase(word),
                SwarmWord.epoch(word),
                SwarmWord.agents(word),
                SwarmWord.failed(word));
    }

    /**
     * The part of the agents that has not failed.
     *
     * @return 0 to 1; 1 without agents, of whom it then says nothing: ask {@link #agentCount} too
     */
    public double healthRatio() {
        return healthRatio(agentCount, failedAgentCount);
    }

    static double healthRatio(long agents, long failed) {
        return agents == 0 ? 1 : (agents - failed) / (double) agents;
    }
}
