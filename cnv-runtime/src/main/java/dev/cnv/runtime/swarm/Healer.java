package dev.cnv.runtime.swarm;

import dev.cnv.runtime.identity.AgentId;
import java.util.Optional;

/**
 * Moves swarms as a policy says: the breaker that takes them out of work and the healing that puts them
 * back. Failures are reset when a recovery ends.
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
     * @return how many were moved
     */
    public int checkAll() {
        int moved = 0;
        for (Swarm swarm : swarms.all().values()) {
            moved += check(swarm).isPresent() ? 1 : 0;
        }
        return moved;
    }

    /**
     * Looks at a swarm, and moves it when the policy says so.
     *
     * @param swarm the swarm
     * @return the move that was made; empty when it stays, was ended, or someone else moved it meanwhile
     */
    public Optional<PhaseMove> check(Swarm swarm) {
        Optional<SwarmView> view = swarm.findView();
        if (view.isEmpty()) {
            return Optional.empty();
        }
        SwarmMark at = view.get().mark();
        return policy.next(view.get())
                .map(to -> new PhaseMove(at.phase(), to))
                .filter(move -> made(swarm, at, move, view.get()));
    }

    private boolean made(Swarm swarm, SwarmMark at, PhaseMove move, SwarmView view) {
        SwarmTable table = swarm.table();
        if (move.from() == Phase.RECOVERY && move.to() == Phase.OPERATIONAL) {
            Optional<Refusal> refused = table.resetFailures(swarm.row(), at);
            if (refused.isPresent()) {
                return false;
            }
        }
        String why = "health=" + at.healthRatio() + " openFailures=" + view.openFailureCount()
                + " inPhase=" + view.inPhase();
        return table.move(swarm.row(), at, move.to(), by.value(), why).isEmpty();
    }
}
