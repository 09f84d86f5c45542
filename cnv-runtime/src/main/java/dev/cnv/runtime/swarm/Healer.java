package dev.cnv.runtime.swarm;

import dev.cnv.runtime.identity.AgentId;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Moves swarms as a policy says: the breaker that takes them out of work and the healing that puts them
 * back. It moves them as everyone does: written before it holds, and apart from the decisions of a
 * runtime that is a member.
 *
 * <p><b>Threading:</b> safe for use by several threads: a move that another makes first is refused and
 * looked at again the next time.
 */
public final class Healer {

    private final Swarms swarms;
    private final HealingPolicy policy;
    private final AgentId by;

    /**
     * A healer.
     *
     * @param swarms the swarms to look after
     * @param policy what should become of them
     * @param by who the ledger says moved them
     */
    public Healer(Swarms swarms, HealingPolicy policy, AgentId by) {
        this.swarms = swarms;
        this.policy = policy;
        this.by = by;
    }

    /**
     * Looks at every swarm once, and moves those that the policy says.
     *
     * @return what became of each swarm that should be moved, by name: the move, or why it was not made,
     *     {@link Refusal.NotRecorded} among the reasons
     */
    public SortedMap<String, Step<PhaseMove>> checkAll() {
        SortedMap<String, Step<PhaseMove>> steps = new TreeMap<>();
        for (Map.Entry<String, Swarm> entry : swarms.all().entrySet()) {
            check(entry.getValue()).ifPresent(step -> steps.put(entry.getKey(), step));
        }
        return Collections.unmodifiableSortedMap(steps);
    }

    /**
     * Looks at a swarm, and moves it when the policy says so.
     *
     * @param swarm the swarm
     * @return the move, or why it was not made; empty when the swarm should stay, or was finalised
     */
    public Optional<Step<PhaseMove>> check(Swarm swarm) {
        return swarm.findView()
                .flatMap(view -> policy.next(view).map(to -> moved(swarm, view, to)));
    }

    private Step<PhaseMove> moved(Swarm swarm, SwarmView view, Phase to) {
        SwarmMark at = view.mark();
        String why = "health=" + at.healthRatio() + " openFailures=" + view.openFailureCount()
                + " inPhase=" + view.inPhase();
        return new Visit(swarm, at.phase(), at.epoch())
                .move(to, by, why, _ -> new PhaseMove(at.phase(), to));
    }
}
