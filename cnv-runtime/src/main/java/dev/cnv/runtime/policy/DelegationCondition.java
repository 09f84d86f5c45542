package dev.cnv.runtime.policy;

import dev.cnv.runtime.identity.AgentId;

/**
 * Conditions on how the caller came by its authority: {@link Facts#delegation}.
 *
 * <p><b>Threading:</b> immutable.
 */
public sealed interface DelegationCondition extends Condition {

    /** A person stands at the beginning of the chain. What is not known to be a person is none. */
    record OriginIsPerson() implements DelegationCondition {}

    /**
     * One agent stands at the beginning of the chain.
     *
     * @param agent the agent
     */
    record OriginIs(AgentId agent) implements DelegationCondition {}

    /**
     * One agent carries the call out: the last holder of the chain.
     *
     * @param agent the agent
     */
    record ExecutorIs(AgentId agent) implements DelegationCondition {}

    /**
     * The chain has so many links or fewer: 0 without credential, 1 for authority of one's own.
     *
     * @param depth the number of links, 0 to 16
     */
    record DepthAtMost(int depth) implements DelegationCondition {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException when the depth is not 0 to 16
         */
        public DepthAtMost {
            if (depth < 0 || depth > MAX_DEPTH) {
                throw new IllegalArgumentException("depth=" + depth + " is not 0 to " + MAX_DEPTH);
            }
        }
    }

    /** The largest number of links of a chain. */
    int MAX_DEPTH = 16;

    /** {@return calls on a person's authority} */
    static Condition originIsPerson() {
        return new OriginIsPerson();
    }

    /**
     * Calls on one agent's authority.
     *
     * @param id the agent's id
     * @return the condition
     */
    static Condition origin(String id) {
        return new OriginIs(new AgentId(id));
    }

    /**
     * Calls that one agent carries out.
     *
     * @param id the agent's id
     * @return the condition
     */
    static Condition executor(String id) {
        return new ExecutorIs(new AgentId(id));
    }

    /**
     * Calls on a chain of so many links or fewer.
     *
     * @param depth the number of links
     * @return the condition
     */
    static Condition depthAtMost(int depth) {
        return new DepthAtMost(depth);
    }
}
