package dev.cnv.runtime.identity;

/**
 * Who calls, for whom, and on whose authority.
 *
 * @param agent who acts
 * @param tenant whose data and quotas the call touches
 * @param kind on whose authority
 * @param root the agent at the root of the chain: the agent itself when the authority is its own
 */
public record Principal(Agent agent, TenantId tenant, PrincipalKind kind, AgentId root) {

    /** A caller without credential: it has no rights, and every check runs for it. */
    public static final Principal ANONYMOUS = new Principal(
            Agent.ANONYMOUS, TenantId.DEFAULT, PrincipalKind.ANONYMOUS, Agent.ANONYMOUS.id());
}
