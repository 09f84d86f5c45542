package dev.cnv.runtime;

import dev.cnv.runtime.call.Invocation;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.AuditEvent.AuditCheckpoint;
import dev.cnv.runtime.governance.OperatingChange;
import dev.cnv.runtime.governance.OperatingMode;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.kernel.Kernel;
import dev.cnv.runtime.kernel.RunningCall;
import dev.cnv.runtime.lift.Lifts;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.policy.PolicyChange;
import dev.cnv.runtime.policy.PolicyDelta;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.reach.Reach;
import dev.cnv.runtime.registry.DelegationRegistry;
import dev.cnv.runtime.session.SessionSettings;
import dev.cnv.runtime.session.StreamSessions;
import dev.cnv.runtime.swarm.Swarms;
import dev.cnv.runtime.telemetry.Telemetry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A runtime: it holds the verbs of an application, and every call of a verb goes through it.
 *
 * {@snippet :
 * try (Cnv cnv = Cnv.builder().policy(rules).trust(trust).build()) {
 *     Session session = cnv.open(credential);
 *     Outcome<Balances> outcome = AccountsVerbs.with(session).transfer("alice", "bob", 500);
 * }
 * }
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class Cnv implements AutoCloseable {

    private final Kernel kernel;
    private final DelegationRegistry delegations;
    private final Optional<Swarms> swarms;
    private final Telemetry telemetry;
    private final Runnable afterClose;

    Cnv(
            Kernel kernel,
            DelegationRegistry delegations,
            Optional<Swarms> swarms,
            Telemetry telemetry,
            Runnable afterClose) {
        this.kernel = kernel;
        this.delegations = delegations;
        this.swarms = swarms;
        this.telemetry = telemetry;
        this.afterClose = afterClose;
    }

    /**
     * Starts building a runtime. Every default refuses rather than permits.
     *
     * @return a builder
     */
    public static CnvBuilder builder() {
        return new CnvBuilder();
    }

    /**
     * The invocation that the current thread's handler is running in.
     *
     * @return the invocation
     * @throws IllegalStateException outside a handler, and on threads that a handler started itself
     */
    public static Invocation current() {
        return RunningCall.current()
                .orElseThrow(() -> new IllegalStateException("thread="
                        + Thread.currentThread().getName() + " runs no handler of a verb"));
    }

    /**
     * Opens a session for a caller. An invalid credential gives a session too, but every call made
     * through it is refused and recorded, with the reason in {@link Session#refusal}.
     *
     * @param credential who calls
     * @return the session
     */
    public Session open(Credential credential) {
        return kernel.open(credential);
    }

    /**
     * Opens a session for a remote caller who has signed a challenge. Endpoints use this. If chain or
     * answer is invalid, every call of the session is refused and recorded. A call of the session does
     * not prove who makes it: the endpoint must see to it that calls come from the sender of the answer.
     *
     * @param chain the caller's chain
     * @param challenge 32 bytes that nobody could know before, and that the endpoint accepts once:
     *     whoever sees an answer can open another session with it as long as its challenge is accepted
     * @param answer what {@link Credential.Held#prove} gives for the challenge and this runtime's name
     * @return the session
     */
    public Session open(Chain chain, byte[] challenge, byte[] answer) {
        return kernel.open(chain, challenge, answer);
    }

    /** {@return whose signatures hold now} */
    public Trust trust() {
        return kernel.trust();
    }

    /**
     * Changes the trusted keys and revocations, for instance {@code trust -> trust.withRevoked(token)}.
     * The change is in the ledger, on disk, before it takes effect. Every later decision uses it, also
     * for calls of open sessions.
     *
     * @param change makes the new trust from the present one
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot take the change; nothing
     *     is changed then
     */
    public void trust(UnaryOperator<Trust> change) {
        kernel.trust(change);
    }

    /**
     * Signs a receipt for any call, from what the ledger says of it. Callers have {@link
     * Session#receipt} for calls of their own.
     *
     * @param outcome what the call answered; only the indices of its receipt are believed
     * @return the signed receipt
     * @throws IllegalStateException when the runtime has no signer, or its ledger has no such call
     * @throws IllegalArgumentException when what the ledger says is beyond a limit of the format
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot be read
     */
    public SignedReceipt receipt(Outcome<?> outcome) {
        return kernel.receipt(outcome.receipt());
    }

    /**
     * Changes the policy. The change is in the ledger, on disk, before it takes effect. From then on the
     * new policy decides every call, also calls that were verified before and whose verb has not begun.
     *
     * @param delta the change
     * @param by who makes it, for the ledger: the application answers for that
     * @param approvals for {@link PolicyDelta.Enable}: of {@link PolicyDelta#APPROVED_AS} with {@link
     *     PolicyDelta#approvalDigest}, by an approver whom this runtime trusts and who is not {@code by}
     * @return what became of it; what is refused is not thrown
     */
    public PolicyChange policy(PolicyDelta delta, AgentId by, Approval... approvals) {
        return kernel.policy(delta, by, List.of(approvals));
    }

    /**
     * Changes the mode of this runtime, which says which verbs may run, for instance in an emergency.
     * The change is in the ledger, on disk, before it takes effect, and survives a restart. A narrower
     * mode needs no approval; a wider one needs the approval of somebody else.
     *
     * @param to the mode
     * @param by who asks for it, for the ledger: the application answers for that
     * @param why in words, for the ledger
     * @param approvals for a wider mode: of {@link OperatingChange#APPROVED_AS} with the digest that a
     *     refusal has under {@code arguments}, by an approver whom this runtime trusts and who is not
     *     {@code by}
     * @return what became of it; what is refused is not thrown
     */
    public OperatingChange mode(OperatingMode to, AgentId by, String why, Approval... approvals) {
        return kernel.mode(to, by, List.of(approvals), why);
    }

    /**
     * Sets a named mark in the ledger, to refer to the ledger as it is now: how many records it has, how
     * many since the last mark of that name, and the root of the tree over them.
     *
     * @param name the mark's name, 1 to 128 characters
     * @param by who sets it, for the ledger
     * @return the mark
     * @throws IllegalArgumentException when the name is empty or too long
     * @throws IllegalStateException when the ledger has no tree
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot be read or take it
     */
    public AuditCheckpoint checkpoint(String name, AgentId by) {
        return kernel.checkpoint(name, by);
    }

    /** {@return how much of this runtime is open} */
    public OperatingMode mode() {
        return kernel.mode();
    }

    /**
     * Withdraws a verb from all callers. This holds after a restart, and for new versions of the verb.
     *
     * @param verb the verb
     * @param by who takes it away, for the ledger
     * @param why in words, for the ledger
     * @return what became of it; what is refused is not thrown
     */
    public OperatingChange withdraw(CapabilityId verb, AgentId by, String why) {
        return kernel.withdraw(verb, by, why);
    }

    /**
     * Restores a withdrawn verb, with the approval of somebody else.
     *
     * @param verb the verb
     * @param by who gives it back, for the ledger
     * @param why in words, for the ledger
     * @param approvals as for a wider mode
     * @return what became of it; what is refused is not thrown
     */
    public OperatingChange restore(
            CapabilityId verb, AgentId by, String why, Approval... approvals) {
        return kernel.restore(verb, by, List.of(approvals), why);
    }

    /** {@return the rules that decide now; empty when an engine decides that has none} */
    public Optional<PolicySet> policy() {
        return kernel.policy();
    }

    /** {@return how often the policy was changed since this runtime was built} */
    public long policyEpoch() {
        return kernel.policyEpoch();
    }

    /**
     * The delegations that this runtime knows, and the revocations that hold in it. Changes are in the
     * ledger before they take effect.
     *
     * @return the registry
     */
    public DelegationRegistry delegations() {
        return delegations;
    }

    /**
     * Gives the hot path, which calls verbs by frames, access to the grants of this runtime.
     *
     * @return it says what a ticket is for and whether a grant still holds
     */
    public Lifts lifts() {
        return kernel.lifts();
    }

    /**
     * The graph of this application's verbs: which verb returns what another takes, and which verb
     * requires, is equivalent to or can replace another. It is built at the first call of this method.
     *
     * @return the graph
     * @throws dev.cnv.runtime.graph.GraphRefusedException when what verbs declare of each other is not so
     */
    public CapabilityGraph graph() {
        return kernel.graph();
    }

    /**
     * Says which verbs the holder of a chain can reach under the present trust, policy and mode of this
     * runtime: for each verb yes, no, or what it depends on. The chain is verified, but no proof of its
     * key is needed. Nothing is recorded or used up.
     *
     * @param chain the chain
     * @return the answer about each verb; each is refused when the chain does not hold
     * @throws dev.cnv.runtime.graph.GraphRefusedException when what verbs declare of each other is not so
     */
    public Reach reach(Chain chain) {
        return kernel.reach(chain);
    }

    /**
     * The swarms of this runtime. Each change of a swarm's phase is in the ledger, on disk, before it
     * takes effect. Swarms that the ledger had when the runtime was built are in their last phase.
     *
     * @return the swarms
     * @throws IllegalStateException when the runtime was built without {@link CnvBuilder#swarms}
     */
    public Swarms swarms() {
        return swarms.orElseThrow(() ->
                new IllegalStateException("this runtime was built without swarms; see CnvBuilder"));
    }

    /** {@return the metrics of this runtime, as they were given to the builder or of their own} */
    public Telemetry telemetry() {
        return telemetry;
    }

    /**
     * A manager of stream sessions. Its changes are in this runtime's ledger before they take effect.
     *
     * @param settings its bounds
     * @return no sessions yet; it need not be closed before the runtime
     */
    public StreamSessions streamSessions(SessionSettings settings) {
        return kernel.sessions(settings);
    }

    /** {@return all verbs, sorted by id} */
    public Collection<VerbDescriptor> verbs() {
        return kernel.registry().verbs();
    }

    /**
     * Lets running calls end within the drain time, interrupts the rest, and closes the ledger. Calls
     * made from now on are refused; calls that a draining verb makes are refused too. Of a call that has
     * not ended by then nevertheless, the ledger takes no outcome any more; a warning in the log says that
     * there were such. Closing twice is as closing once.
     */
    @Override
    public void close() {
        try {
            kernel.close();
        } finally {
            afterClose.run();
        }
    }
}
