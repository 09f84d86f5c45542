package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.identity.AgentId;
import java.util.Optional;

/**
 * Which delegations are listed: those that everything given here holds for.
 *
 * @param agent who holds it
 * @param holder the id of the key that it was issued to
 * @param root the agent at the root of its chain
 * @param state whether it is good
 */
public record DelegationFilter(
        Optional<AgentId> agent,
        Optional<Digest> holder,
        Optional<AgentId> root,
        Optional<DelegationEntry.State> state) {

    /** All delegations. */
    public static final DelegationFilter ALL = new DelegationFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * This filter for one agent.
     *
     * @param id who holds
     * @return a new filter
     */
    public DelegationFilter agent(AgentId id) {
        return new DelegationFilter(Optional.of(id), holder, root, state);
    }

    /**
     * This filter for one key.
     *
     * @param key the id of the key that holds
     * @return a new filter
     */
    public DelegationFilter holder(Digest key) {
        return new DelegationFilter(agent, Optional.of(key), root, state);
    }

    /**
     * This filter for one root.
     *
     * @param id the agent at the root
     * @return a new filter
     */
    public DelegationFilter root(AgentId id) {
        return new DelegationFilter(agent, holder, Optional.of(id), state);
    }

    /**
     * This filter for one state.
     *
     * @param one the state
     * @return a new filter
     */
    public DelegationFilter state(DelegationEntry.State one) {
        return new DelegationFilter(agent, holder, root, Optional.of(one));
    }

    boolean admits(DelegationEntry entry) {
        return agent.filter(id -> !id.equals(entry.delegation().agent())).isEmpty()
                && holder.filter(key -> !key.equals(entry.delegation().holder()))
                        .isEmpty()
                && root.filter(id -> !id.equals(entry.delegation().root())).isEmpty()
                && state.filter(one -> one != entry.state()).isEmpty();
    }
}
