package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.AuditEvent.AuditCheckpoint;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.OperatingChange;
import dev.cnv.runtime.governance.OperatingMode;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.kernel.Examined.Point;
import dev.cnv.runtime.kernel.Examined.Refused;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Receipt;
import dev.cnv.runtime.policy.PolicyChange;
import dev.cnv.runtime.policy.PolicyDelta;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.reach.Reach;
import dev.cnv.runtime.session.SessionSettings;
import dev.cnv.runtime.session.StreamSessions;
import dev.cnv.runtime.time.Time;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The one path of every call, and what decides on it. A call goes from {@link Entrance} through {@link
 * Examiner}, which proves, to {@link Runner}, which admits, records and runs.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class Kernel implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("dev.cnv");

    private final Object seal = new Object();
    private final KernelParts parts;
    private final TrustControl trust;
    private final PolicyControl policies;
    private final OperatingControl operating;
    private final Marks marks;
    private final VerbGraph graph;
    private final ReachOfCallers reaches;
    private final SessionOpener opener;
    private final Entrance entrance;
    private final Recorder recorder;
    private final Calls calls;
    private final Steps steps;
    private final Explainer explainer;
    private final Handover handover;
    private final Signatory signatory;
    private final AsyncCalls async;
    private final KernelLifts lifts;

    /** Counts what could end a grant, but for revocations; behind the change it counts. */
    private final AtomicLong changes = new AtomicLong();

    /**
     * Puts a kernel together.
     *
     * @param parts what it is made of; the ledger and the contract engine are closed with it
     */
    public Kernel(KernelParts parts) {
        this.parts = parts;
        Provision.verbs(parts.registry().verbs(), parts.history(), parts.ledger(), parts.origins());
        trust = new TrustControl(parts);
        policies = new PolicyControl(parts, trust::current);
        operating = new OperatingControl(parts, parts.registry(), trust::current);
        marks = new Marks(parts.ledger(), parts.origins(), parts.history().marks());
        graph = new VerbGraph(parts.registry(), parts.ledger());
        signatory = new Signatory(parts);
        recorder = new Recorder(parts.ledger(), parts.origins());
        async = new AsyncCalls(parts.telemetry(), parts.callerThreads());
        entrance = new Entrance(new Watching(parts.telemetry()), recorder);
        CallContexts contexts = new CallContexts(parts.random(), parts.time());
        ChainVerifier verifier =
                new ChainVerifier(parts.replays(), parts.uses(), parts.revocations());
        opener = new SessionOpener(this, parts, verifier, trust);
        reaches = new ReachOfCallers(parts, graph, verifier, trust, policies, operating, contexts);
        CertificateUses uses = new CertificateUses(parts.ledger(), parts.time(), parts.telemetry());
        Decoder decoder = new Decoder(this, parts);
        Examiner examiner = new Examiner(
                parts,
                decoder,
                operating,
                new PolicyCheck(parts, decoder, policies, operating, graph, trust),
                new CapabilityCheck(parts, policies, trust),
                new VerifyCheck(parts, trust, uses),
                trust);
        Handlers handlers = new Handlers(parts.contracts(), parts.workers(), seal);
        Runner runner = new Runner(parts, recorder, handlers, examiner::stillHolds, uses);
        Acceptor acceptor = new Acceptor(parts, decoder, examiner, trust);
        calls = new Calls(entrance, contexts, decoder, examiner, recorder, runner, parts.time());
        steps = new Steps(
                seal,
                entrance,
                contexts,
                decoder,
                examiner,
                acceptor,
                recorder,
                runner,
                parts.time());
        explainer = new Explainer(contexts, examiner, runner);
        lifts = new KernelLifts(
                seal,
                parts,
                this::epoch,
                call -> entrance.refusal()
                        .<Examined>map(
                                closed -> new Refused(Point.of(DecisionStage.MODE, call), closed))
                        .orElseGet(() -> examiner.stillHoldsForAll(call)));
        handover = new Handover(parts, entrance, examiner, recorder, uses, signatory, lifts, trust);
    }

    private long epoch() {
        return changes.get() + parts.revocations().epoch() + parts.membership().changeCount();
    }

    /**
     * Opens a session. A credential that does not hold gives a session whose every call is refused.
     *
     * @param credential who calls
     * @return the session
     */
    public Session open(Credential credential) {
        return opener.open(credential);
    }

    /**
     * Opens a session for a caller elsewhere, who has signed a challenge. What does not hold gives a
     * session whose every call is refused.
     *
     * @param chain the caller's chain
     * @param challenge {@value ChainVerifier#CHALLENGE_BYTES} bytes that nobody could know before, and
     *     that this runtime accepts once
     * @param answer what {@link Credential.Held#prove} gives for the challenge
     * @return the session
     */
    public Session open(Chain chain, byte[] challenge, byte[] answer) {
        return opener.open(chain, challenge, answer);
    }

    /**
     * Changes whose signatures hold, for instance after a revocation. The change is on disk before it
     * takes effect, and no call that is decided behind it in the ledger is decided without it.
     *
     * @param change makes the new trust from the present one
     * @throws LedgerException when the ledger cannot take it; nothing is changed then
     */
    public void trust(UnaryOperator<Trust> change) {
        counted(() -> trust.change(change));
    }

    /** {@return whose signatures hold now} */
    public Trust trust() {
        return trust.current();
    }

    /**
     * Changes the policy. The change is on disk before it takes effect; calls that the policy before
     * permitted and whose verb has not begun are asked about again.
     *
     * @param delta the change
     * @param by who makes it
     * @param approvals what {@link PolicyDelta#needsApproval} asks for
     * @return what became of it; nothing is thrown for what is refused
     */
    public PolicyChange policy(PolicyDelta delta, AgentId by, List<Approval> approvals) {
        return changing(() -> policies.change(delta, by, approvals), PolicyChange.Refused::new);
    }

    /** {@return the rules that decide now; empty when an engine decides that has none} */
    public Optional<PolicySet> policy() {
        return policies.rules();
    }

    /** {@return how often the policy was changed} */
    public long policyEpoch() {
        return policies.current().epoch();
    }

    /**
     * Changes how much of the runtime is open. The change is on disk before it takes effect. Closing needs
     * nobody else; opening needs the approval of another agent than {@code by}.
     *
     * @param to the mode
     * @param by who asks for it
     * @param approvals of {@link OperatingChange#APPROVED_AS} and the arguments that a refusal names
     * @param why in words, for the ledger
     * @return what became of it; nothing is thrown for what is refused
     */
    public OperatingChange mode(
            OperatingMode to, AgentId by, List<Approval> approvals, String why) {
        return changing(
                () -> operating.change(to, by, approvals, why), OperatingChange.Refused::new);
    }

    /** {@return how much of the runtime is open} */
    public OperatingMode mode() {
        return operating.mode();
    }

    /**
     * Takes a verb away from everybody, until {@link #restore}.
     *
     * @param verb the verb
     * @param by who takes it away
     * @param why in words, for the ledger
     * @return what became of it
     */
    public OperatingChange withdraw(CapabilityId verb, AgentId by, String why) {
        return changing(() -> operating.withdraw(verb, by, why), OperatingChange.Refused::new);
    }

    /**
     * Gives a withdrawn verb back. It needs the approval of another agent than {@code by}.
     *
     * @param verb the verb
     * @param by who gives it back
     * @param approvals of {@link OperatingChange#APPROVED_AS} and the arguments that a refusal names
     * @param why in words, for the ledger
     * @return what became of it
     */
    public OperatingChange restore(
            CapabilityId verb, AgentId by, List<Approval> approvals, String why) {
        return changing(
                () -> operating.restore(verb, by, approvals, why), OperatingChange.Refused::new);
    }

    private <T> T changing(Supplier<T> change, Function<Denial, T> refused) {
        return entrance.change(() -> counted(change), refused);
    }

    /** Counts a change before anything is decided behind it. */
    private <T> T counted(Supplier<T> change) {
        return parts.order().changing(() -> {
            try {
                return change.get();
            } finally {
                changes.incrementAndGet();
            }
        });
    }

    /**
     * Sets a named mark in the ledger.
     *
     * @param name the mark's name
     * @param by who sets it
     * @return the mark
     */
    public AuditCheckpoint checkpoint(String name, AgentId by) {
        return marks.set(name, by);
    }

    /**
     * The graph of the verbs.
     *
     * @return made when it is first asked for
     * @throws dev.cnv.runtime.graph.GraphRefusedException when what verbs declare of each other is not so
     */
    public CapabilityGraph graph() {
        return graph.graph();
    }

    /**
     * Which verbs the holder of a chain can reach now. Nothing is recorded or used up.
     *
     * @param chain the chain
     * @return the answer about each verb; each is refused when the chain does not hold
     * @throws dev.cnv.runtime.graph.GraphRefusedException see {@link #graph}
     */
    public Reach reach(Chain chain) {
        return reaches.of(chain);
    }

    /** {@return the verbs} */
    public Registry registry() {
        return parts.registry();
    }

    /**
     * Signs what the ledger says of a call.
     *
     * @param receipt the call's receipt
     * @return the signed receipt
     * @throws IllegalStateException when there is no key, or the ledger has no such call
     */
    public SignedReceipt receipt(Receipt receipt) {
        return signatory.receipt(receipt, Optional.empty(), trust.current());
    }

    /**
     * A manager of sessions of streams.
     *
     * @param settings its bounds
     * @return no sessions yet
     */
    public StreamSessions sessions(SessionSettings settings) {
        return StreamSessions.of(settings, parts.ledger(), parts.origins());
    }

    /** {@return this kernel's side of the grants that are in tables} */
    public KernelLifts lifts() {
        return lifts;
    }

    /**
     * Lets running calls end, then closes contracts and ledger. Calls from now on are refused. Calls that
     * have not ended when the drain time is over are left behind, and a warning says so: the ledger takes
     * no outcome of theirs any more. So are all when this thread is interrupted.
     */
    @Override
    public void close() {
        if (!entrance.close()) {
            return;
        }
        changes.incrementAndGet();
        boolean ended = false;
        try {
            parts.contracts().close(parts.drain());
            // What is left are calls between two stages: short, and each takes or is refused a
            // permit.
            ended = entrance.awaitNone(parts.drain());
            // Their calls are over; what is left is to complete what somebody waits for.
            async.close(parts.drain());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!ended) {
                LOG.log(
                        Level.WARNING,
                        "closed while calls were running: drain=" + parts.drain()
                                + " is over, and the ledger takes no outcome of theirs");
            }
            parts.ledger().close();
        }
    }

    @SuppressWarnings("ReferenceEquality") // The seal is known by its identity alone.
    boolean sealed(Object other) {
        return seal == other;
    }

    Calls calls() {
        return calls;
    }

    Steps steps() {
        return steps;
    }

    Handover handover() {
        return handover;
    }

    Explainer explainer() {
        return explainer;
    }

    Signatory signatory() {
        return signatory;
    }

    Recorder recorder() {
        return recorder;
    }

    ReachOfCallers reaches() {
        return reaches;
    }

    VerbGraph verbs() {
        return graph;
    }

    /** The calls that are made on threads of their own. */
    AsyncCalls async() {
        return async;
    }

    RandomIds ids() {
        return parts.random();
    }

    Time time() {
        return parts.time();
    }
}
