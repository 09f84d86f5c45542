package dev.cnv.runtime.swarm;

import dev.cnv.runtime.identity.AgentId;
import java.util.Optional;
import java.util.function.Function;

/**
 * A swarm at one visit of a phase.
 *
 * @param swarm the swarm
 * @param phase the phase
 * @param epoch the visit
 */
record Visit(Swarm swarm, Phase phase, int epoch) {

    SwarmTable table() {
        return swarm.table();
    }

    int row() {
        return swarm.row();
    }

    SwarmMark mark() {
        return new SwarmMark(phase, epoch, 0, 0);
    }

    <P> Step<P> move(Phase to, AgentId by, String why, Function<Visit, P> next) {
        return swarm.ordered(() -> {
            Optional<Refusal> refused = table().move(row(), mark(), to, by.value(), why);
            return refused.isPresent()
                    ? new Step.Refused<>(refused.get())
                    : new Step.Done<>(
                            next.apply(new Visit(swarm, to, (epoch + 1) & Integer.MAX_VALUE)));
        });
    }
}
