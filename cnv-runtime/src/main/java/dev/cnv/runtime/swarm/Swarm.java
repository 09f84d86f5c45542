package dev.cnv.runtime.swarm;

import dev.cnv.runtime.identity.AgentId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One swarm with a name and agents. Its phases are types: {@link #phase} gives the present one.
 *
 * <p><b>Threading:</b> safe for use by several threads. Steps of one agent happen one after the other;
 * moves wait for no other move. With a ledger each waits until it is on disk, and one of a runtime's own
 * swarm for decisions that are being written.
 */
public final class Swarm {

    private final Swarms swarms;
    private final String name;
    private final int row;
    private final boolean agentsKnown;
    private final Map<AgentId, AgentStanding> agents = new ConcurrentHashMap<>();

    /** Those that left and may come back: at most as many as a swarm has agents. */
    private final Set<AgentId> left = ConcurrentHashMap.newKeySet();

    Swarm(Swarms swarms, String name, int row, boolean agentsKnown) {
        this.swarms = swarms;
        this.name = name;
        this.row = row;
        this.agentsKnown = agentsKnown;
    }

    /** {@return the name} */
    public String name() {
        return name;
    }

    /** {@return the place in the table, by which a {@link PhaseListener} knows the swarm} */
    public int row() {
        return row;
    }

    SwarmTable table() {
        return swarms.table();
    }

    /** Makes a change of this swarm, apart from decisions when they are made by its phase. */
    <T> T ordered(Supplier<T> change) {
        return swarms.ordered(name, change);
    }

    /**
     * The swarm in its present phase.
     *
     * @return an object of that phase's type
     * @throws IllegalStateException when the swarm was finalised
     */
    public SwarmPhase phase() {
        return in(mark());
    }

    private SwarmPhase in(SwarmMark mark) {
        Visit visit = new Visit(this, mark.phase(), mark.epoch());
        return switch (mark.phase()) {
            case BOOTSTRAP -> new SwarmPhase.Bootstrap(visit);
            case NEGOTIATION -> new SwarmPhase.Negotiation(visit);
            case ACTIVATION -> new SwarmPhase.Activation(visit);
            case OPERATIONAL -> new SwarmPhase.Operational(visit);
            case DEGRADED -> new SwarmPhase.Degraded(visit);
            case RECOVERY -> new SwarmPhase.Recovery(visit);
            case SHUTDOWN -> new SwarmPhase.Shutdown(visit);
            case EMERGENCY -> new SwarmPhase.Emergency(visit);
        };
    }

    /**
     * Phase, epoch and counts of agents, of one moment.
     *
     * @return the mark
     * @throws IllegalStateException when the swarm was finalised
     */
    public SwarmMark mark() {
        return findMark().orElseThrow(this::gone);
    }

    /**
     * All that is known of the swarm.
     *
     * @return a view that no move tears
     * @throws IllegalStateException when the swarm was finalised
     */
    public SwarmView view() {
        return findView().orElseThrow(this::gone);
    }

    /** The mark; empty when the swarm was finalised. */
    Optional<SwarmMark> findMark() {
        return table().find(row).filter(_ -> swarms.has(this));
    }

    /**
     * The view; empty when the swarm was finalised. A row is given away only after the name: what was read
     * while the name is here is this swarm's.
     */
    Optional<SwarmView> findView() {
        return table().findView(row).filter(_ -> swarms.has(this));
    }

    private IllegalStateException gone() {
        return new IllegalStateException("swarm=" + name + " was finalised");
    }

    /**
     * The agents that have joined and not left.
     *
     * @return a sorted copy
     */
    public Map<AgentId, AgentStanding> agents() {
        return new TreeMap<>(agents);
    }

    /**
     * Whether all agents are known that have joined and not left. Agents are not in the ledger: a swarm
     * that was restored from one after its agents had registered begins without them, and any agent may
     * rejoin it. Where agents are known, those may rejoin that left.
     *
     * @return false when the swarm was restored from a phase after ACTIVATION, or from it
     */
    public boolean agentsKnown() {
        return agentsKnown;
    }

    /** Lets an agent in again. */
    Optional<Refusal> rejoin(AgentId agent, SwarmMark at) {
        return change(agent, (present, keep) -> {
            if (present != null) {
                return refused(agent, "is registered already");
            }
            return agentsKnown && !left.contains(agent)
                    ? refused(agent, "was not in before, and agents register in ACTIVATION")
                    : keep.set(AgentStanding.HEALTHY, table().rejoined(row, at));
        });
    }

    Optional<Refusal> register(AgentId agent, SwarmMark at) {
        return change(
                agent,
                (present, keep) -> present != null
                        ? refused(agent, "is registered already")
                        : keep.set(AgentStanding.HEALTHY, table().joined(row, at)));
    }

    /**
     * Says that an agent failed, in any phase but SHUTDOWN.
     *
     * @param agent its name
     * @return why that changes nothing; empty when it was counted
     */
    public Optional<Refusal> agentFailed(AgentId agent) {
        return change(
                agent,
                (present, keep) -> present != AgentStanding.HEALTHY
                        ? refused(agent, present == null ? "is not registered" : "failed already")
                        : keep.set(AgentStanding.FAILED, now(at -> table().agentFailed(row, at))));
    }

    /**
     * Says that an agent that had failed is well again, in any phase but SHUTDOWN.
     *
     * @param agent its name
     * @return why that changes nothing; empty when it was counted
     */
    public Optional<Refusal> agentRecovered(AgentId agent) {
        return change(
                agent,
                (present, keep) -> present != AgentStanding.FAILED
                        ? refused(agent, present == null ? "is not registered" : "has not failed")
                        : keep.set(
                                AgentStanding.HEALTHY, now(at -> table().agentRecovered(row, at))));
    }

    /**
     * Says that an agent is gone, in any phase but SHUTDOWN. To come back it registers anew in
     * ACTIVATION, and rejoins in a later phase; the first {@link SwarmTable#MAX_AGENTS} that are away at a
     * time can.
     *
     * @param agent its name
     * @return why that changes nothing; empty when it was counted
     */
    public Optional<Refusal> agentLeft(AgentId agent) {
        return change(
                agent,
                (present, keep) -> present == null
                        ? refused(agent, "is not registered")
                        : keep.set(
                                null,
                                now(at -> table().agentLeft(
                                                row, at, present == AgentStanding.FAILED))));
    }

    Step<SwarmReport> finalise(SwarmMark at) {
        Step<SwarmView> last = swarms.ending(this, () -> table().end(row, at));
        if (last instanceof Step.Done) {
            table().release(row);
        }
        return switch (last) {
            case Step.Refused<SwarmView> refused -> new Step.Refused<>(refused.refusal());
            case Step.Done<SwarmView> done ->
                new Step.Done<>(
                        new SwarmReport(name, done.value(), agents(), forced(done.value())));
        };
    }

    private static boolean forced(SwarmView last) {
        int phases = last.history().size();
        return phases > 1 && last.history().get(phases - 2) == Phase.EMERGENCY;
    }

    private static Optional<Refusal> refused(AgentId agent, String why) {
        return Optional.of(new Refusal.AgentRefused(agent.value(), why));
    }

    /** A step that is for whatever phase the swarm is in. */
    private Optional<Refusal> now(Function<SwarmMark, Optional<Refusal>> step) {
        while (true) {
            Optional<SwarmMark> at = findMark();
            if (at.isEmpty()) {
                return Optional.of(new Refusal.Gone());
            }
            Optional<Refusal> refused = step.apply(at.get());
            if (refused.isEmpty() || !(refused.get() instanceof Refusal.StalePhase)) {
                return refused;
            }
        }
    }

    private Optional<Refusal> change(
            AgentId agent, BiFunction<@Nullable AgentStanding, Next, Optional<Refusal>> step) {
        Next next = new Next();
        agents.compute(agent, (_, present) -> {
            next.standing = present;
            next.refused = step.apply(present, next);
            remember(agent, present, next.standing);
            return next.standing;
        });
        return next.refused;
    }

    private void remember(
            AgentId agent, @Nullable AgentStanding before, @Nullable AgentStanding after) {
        if (after != null) {
            left.remove(agent);
        } else if (before != null && left.size() < SwarmTable.MAX_AGENTS) {
            left.add(agent);
        }
    }

    /** What an agent's standing becomes, on the stack of one step. */
    private static final class Next {

        private @Nullable AgentStanding standing;
        private Optional<Refusal> refused = Optional.empty();

        Optional<Refusal> set(@Nullable AgentStanding to, Optional<Refusal> refusal) {
            if (refusal.isEmpty()) {
                standing = to;
            }
            return refusal;
        }
    }
}
