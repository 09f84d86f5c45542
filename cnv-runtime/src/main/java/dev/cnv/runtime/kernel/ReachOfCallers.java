package dev.cnv.runtime.kernel;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.reach.Reach;
import dev.cnv.runtime.reach.ReachSurvey;
import dev.cnv.runtime.time.Time;
import java.time.Instant;
import java.util.List;

/**
 * Says which verbs a caller can reach now. Nothing is recorded or used up.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class ReachOfCallers {

    private final Registry registry;
    private final VerbGraph graph;
    private final ChainVerifier verifier;
    private final TrustControl trust;
    private final PolicyControl policies;
    private final PolicyMode mode;
    private final OperatingControl operating;
    private final CallContexts contexts;
    private final Time time;

    ReachOfCallers(
            KernelParts parts,
            VerbGraph graph,
            ChainVerifier verifier,
            TrustControl trust,
            PolicyControl policies,
            OperatingControl operating,
            CallContexts contexts) {
        this.registry = parts.registry();
        this.graph = graph;
        this.verifier = verifier;
        this.trust = trust;
        this.policies = policies;
        this.mode = parts.mode();
        this.operating = operating;
        this.contexts = contexts;
        this.time = parts.time();
    }

    /** Of whoever holds a chain. */
    Reach of(Chain chain) {
        return of(chain, List.of());
    }

    private Reach of(Chain chain, List<CapabilityId> within) {
        Instant now = time.now();
        return survey().of(verifier.verify(chain, trust.current(), now), now, within);
    }

    /** Of a session's caller; a certificate of another runtime reaches none. */
    Reach of(KernelSession session) {
        Caller caller = session.caller();
        return caller.authority()
                .chain()
                .map(held -> of(held.chain(), contexts.of(session).path()))
                .orElseGet(() -> survey().refused(
                                caller.refusal()
                                        .orElseGet(() -> Denial.of(
                                                Reason.AUTHORITY_MISSING,
                                                "the session's caller shows no chain")),
                                time.now()));
    }

    /** Asks about verbs without calls, by the policy, mode and floors that decide about calls. */
    private ReachSurvey survey() {
        PolicyEngine engine = policies.current().engine();
        return ReachSurvey.of(graph.graph(), registry.verbs(), engine)
                .in(mode, policies.floors(engine), operating::refusal);
    }
}
