package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.contract.ContractEngine;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.delegation.AuthenticationResult;
import dev.cnv.runtime.delegation.Authority;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.SessionKey;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.delegation.VerifiedChain;
import dev.cnv.runtime.governance.AuditEvent.AuditCheckpoint;
import dev.cnv.runtime.governance.CallEvent.MilestoneReached;
import dev.cnv.runtime.governance.ChangeOrder;
import dev.cnv.runtime.governance.DelegationEvent;
import dev.cnv.runtime.governance.EventOrigin;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.OperatingChange;
import dev.cnv.runtime.governance.OperatingMode;
import dev.cnv.runtime.governance.RuntimeEvent;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.Composer;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.kernel.Examined.Passed;
import dev.cnv.runtime.kernel.Examined.Point;
import dev.cnv.runtime.kernel.Examined.Redirected;
import dev.cnv.runtime.kernel.Examined.Refused;
import dev.cnv.runtime.lift.LiftTerms;
import dev.cnv.runtime.lift.LiftTicket;
import dev.cnv.runtime.lift.LiftedGrant;
import dev.cnv.runtime.outcome.CnvBugException;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import dev.cnv.runtime.policy.PolicyChange;
import dev.cnv.runtime.policy.PolicyDelta;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.reach.Reach;
import dev.cnv.runtime.session.SessionSettings;
import dev.cnv.runtime.session.StreamSessions;
import dev.cnv.runtime.spi.CertificateBase;
import dev.cnv.runtime.telemetry.RuntimeTelemetry;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * The one path of every call: {@link Examiner} proves, {@link Runner} admits, records and runs.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class Kernel implements AutoCloseable {

    private final Object seal = new Object();
    private final Registry registry;
    private final AtomicReference<Trust> trust;
    private final Ledger ledger;
    private final ContractEngine contracts;
    private final Time time;
    private final Duration drain;
    private final RandomIds ids;
    private final CertificateUses uses;
    private final ChainVerifier verifier;
    private final EventOrigins origins;
    private final ChangeOrder order;
    private final Optional<SigningKey> signer;
    private final PolicyControl policies;
    private final OperatingControl operating;
    private final VerbGraph graph;
    private final Marks marks;
    private final Examiner examiner;
    private final Acceptor acceptor;
    private final Signatory signatory;
    private final Recorder recorder;
    private final Runner runner;
    private final InFlight inFlight = new InFlight();
    private final RuntimeTelemetry telemetry;
    private final Watching watching;
    private final AsyncCalls async;
    private final Lifter lifter;
    private final KernelLifts lifts;

    /** Counts what could end a grant, but for revocations; behind the change it counts. */
    private final AtomicLong changes = new AtomicLong();

    /**
     * Puts a kernel together.
     *
     * @param parts what it is made of; the ledger and the contract engine are closed with it
     */
    public Kernel(KernelParts parts) {
        registry = parts.registry();
        trust = new AtomicReference<>(parts.trust());
        ledger = parts.ledger();
        contracts = parts.contracts();
        time = parts.time();
        drain = parts.drain();
        ids = parts.random();
        telemetry = parts.telemetry();
        watching = new Watching(telemetry);
        uses = new CertificateUses(parts.ledger(), parts.time(), telemetry);
        verifier = new ChainVerifier(parts.replays(), parts.uses(), parts.revocations());
        origins = parts.origins();
        order = parts.order();
        signer = parts.signer();
        Provision.verbs(registry.verbs(), parts.history(), ledger, origins);
        recordKeys(parts.history().keys(), parts.trust());
        policies = new PolicyControl(parts, trust::get);
        operating = new OperatingControl(parts, registry, trust::get);
        graph = new VerbGraph(registry, ledger);
        marks = new Marks(ledger, origins, parts.history().marks());
        examiner = new Examiner(this, parts, trust, policies, operating, uses, graph);
        acceptor = new Acceptor(registry, examiner, trust);
        signatory = new Signatory(parts);
        recorder = new Recorder(parts.ledger(), origins);
        Handlers handlers = new Handlers(parts.contracts(), parts.workers(), seal);
        runner = new Runner(parts, recorder, handlers, examiner::stillHolds, uses);
        async = new AsyncCalls(parts.callerThreads());
        lifter = new Lifter(parts, recorder);
        lifts = new KernelLifts(
                seal,
                parts,
                () -> changes.get()
                        + parts.revocations().epoch()
                        + parts.membership().changeCount(),
                call -> inFlight.closed()
                        ? new Refused(Point.of("mode", call), closed())
                        : examiner.stillHoldsForAll(call));
    }

    /**
     * Opens a session. A credential that does not hold gives a session whose every call is refused.
     *
     * @param credential who calls
     * @return the session
     */
    public Session open(Credential credential) {
        byte[] challenge = new byte[ChainVerifier.CHALLENGE_BYTES];
        ids.nextBytes(challenge);
        return session(
                verifier.authenticate(credential, challenge, trust.get(), time.now()), challenge);
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
        return session(
                verifier.authenticate(chain, challenge, answer, trust.get(), time.now()),
                challenge);
    }

    private Session session(AuthenticationResult result, byte[] challenge) {
        telemetry.authenticated(
                result instanceof AuthenticationResult.Refused(Denial denial)
                        ? Optional.of(denial.reason())
                        : Optional.empty());
        return switch (result) {
            case AuthenticationResult.Authenticated(Authority authority) ->
                session(Caller.of(authority), presence(authority, challenge));
            case AuthenticationResult.Unproven(VerifiedChain chain) ->
                session(Caller.unproven(), new Presence.PerCall(verifier, chain));
            case AuthenticationResult.Refused(Denial denial) ->
                session(Caller.refused(denial), Presence.SETTLED);
        };
    }

    private Session session(Caller caller, Presence presence) {
        return new KernelSession(
                this, caller, CallOptions.NONE, Optional.empty(), presence, List.of());
    }

    private Presence presence(Authority authority, byte[] challenge) {
        if (authority.chain().isEmpty()) {
            return Presence.SETTLED;
        }
        byte[] secret = new byte[ChainVerifier.CHALLENGE_BYTES];
        ids.nextBytes(secret);
        return new Presence.Keyed(SessionKey.agree(authority, challenge, secret));
    }

    /**
     * Changes whose signatures hold, for instance after a revocation. The change is on disk before it
     * takes effect, and no call that is decided behind it in the ledger is decided without it.
     *
     * @param change makes the new trust from the present one
     * @throws LedgerException when the ledger cannot take it; nothing is changed then
     */
    public void trust(UnaryOperator<Trust> change) {
        order.changing(() -> {
            Trust before = trust.get();
            Trust after = change.apply(before);
            recordKeys(Provision.keys(before, signer), after);
            recordRevoked(before, after);
            trust.set(after);
            changes.incrementAndGet();
            return after;
        });
    }

    private void recordKeys(Set<RuntimeEvent.Key> before, Trust now) {
        Provision.keys(origins.own(), before, Provision.keys(now, signer))
                .ifPresent(changed -> ledger.append(changed, Ledger.Durability.ON_DISK));
    }

    private void recordRevoked(Trust before, Trust after) {
        List<Digest> revoked = after.revoked().stream()
                .filter(token -> !before.revoked().contains(token))
                .toList();
        for (int i = 0; i < revoked.size(); i += DelegationEvent.MAX_TOKEN_COUNT) {
            int end = Math.min(revoked.size(), i + DelegationEvent.MAX_TOKEN_COUNT);
            ledger.append(
                    new DelegationEvent.DelegationRevoked(
                            origins.own(),
                            Optional.empty(),
                            0,
                            revoked.subList(i, end),
                            "revoked in the runtime's trust",
                            Optional.empty()),
                    Ledger.Durability.ON_DISK);
        }
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
        return whileOpen(() -> operating.change(to, by, approvals, why));
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
        return whileOpen(() -> operating.withdraw(verb, by, why));
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
        return whileOpen(() -> operating.restore(verb, by, approvals, why));
    }

    private OperatingChange whileOpen(Supplier<OperatingChange> change) {
        if (!inFlight.enter()) {
            return new OperatingChange.Refused(closed());
        }
        try {
            return change.get();
        } finally {
            changes.incrementAndGet();
            inFlight.exit();
        }
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
        if (!inFlight.enter()) {
            return new PolicyChange.Refused(closed());
        }
        try {
            return policies.change(delta, by, approvals);
        } finally {
            changes.incrementAndGet();
            inFlight.exit();
        }
    }

    /** {@return the rules that decide now; empty when an engine decides that has none} */
    public Optional<PolicySet> policy() {
        return policies.rules();
    }

    /** {@return how often the policy was changed} */
    public long policyEpoch() {
        return policies.current().epoch();
    }

    /** {@return whose signatures hold now} */
    public Trust trust() {
        return trust.get();
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
        return reach(chain, List.of());
    }

    private Reach reach(Chain chain, List<CapabilityId> within) {
        Instant now = time.now();
        return examiner.survey().of(verifier.verify(chain, trust.get(), now), now, within);
    }

    /** Which verbs a session's caller can reach now; a certificate of another runtime reaches none. */
    Reach reach(KernelSession session) {
        Caller caller = session.caller();
        return caller.authority()
                .chain()
                .map(held -> reach(held.chain(), context(session).path()))
                .orElseGet(() -> examiner.survey()
                        .refused(
                                caller.refusal()
                                        .orElseGet(() -> Denial.of(
                                                Reason.AUTHORITY_MISSING,
                                                "the session's caller shows no chain")),
                                time.now()));
    }

    Composer composer() {
        return graph.composer();
    }

    /** {@return the verbs} */
    public Registry registry() {
        return registry;
    }

    /** Lets running calls end, then closes contracts and ledger. Calls from now on are refused. */
    @Override
    public void close() {
        if (!inFlight.close()) {
            return;
        }
        changes.incrementAndGet();
        try {
            contracts.close(drain);
            // What is left are calls between two stages: short, and each takes or is refused a
            // permit.
            inFlight.awaitNone(drain);
            // Their calls are over; what is left is to complete what somebody waits for.
            async.close(drain);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ledger.close();
        }
    }

    Outcome<Ran> call(
            KernelSession session, CapabilityId id, Supplier<JsonNode> arguments, boolean gather) {
        CallContext context = context(session);
        return watching.call(context, id, () -> call(session, id, arguments, gather, context));
    }

    private Outcome<Ran> call(
            KernelSession session,
            CapabilityId id,
            Supplier<JsonNode> arguments,
            boolean gather,
            CallContext context) {
        Optional<Denial> over = over(session);
        if (over.isPresent()) {
            return unrecorded(context, id, over.get());
        }
        try {
            long arrivedNanos = time.nanos();
            Examined examined = written(
                    id,
                    arguments,
                    given -> examiner.examine(
                            session.caller(),
                            id,
                            given,
                            allowed(session),
                            context,
                            new Route(shown(session, given), true)));
            return switch (examined) {
                case Passed(Call call) ->
                    late(session, call).orElseGet(() -> runner.run(call, arrivedNanos, gather));
                case Refused(Point point, Denial denial) ->
                    recorder.refuse(
                            point.call().map(Call::caller).orElse(session.caller()),
                            point.call().map(Call::context).orElse(context),
                            point,
                            denial);
                case Redirected redirected -> throw unfollowed(redirected);
            };
        } finally {
            inFlight.exit();
        }
    }

    <C> Step<C> begin(
            KernelSession session, CapabilityId id, Supplier<JsonNode> arguments, Class<C> first) {
        CallContext context = context(session);
        return watching.step(context, id, () -> begin(session, id, arguments, first, context));
    }

    private <C> Step<C> begin(
            KernelSession session,
            CapabilityId id,
            Supplier<JsonNode> arguments,
            Class<C> first,
            CallContext context) {
        Optional<Denial> over = over(session);
        if (over.isPresent()) {
            return new Step.Stopped<>(unrecorded(context, id, over.get()));
        }
        try {
            Examined begun = written(
                    id,
                    arguments,
                    given -> examiner.begin(
                            session.caller(),
                            id,
                            given,
                            allowed(session),
                            context,
                            new Route(shown(session, given), true)));
            return step(begun, Stage.UNCHECKED, session.caller(), context, first);
        } finally {
            inFlight.exit();
        }
    }

    <C> Step<C> advance(KernelProof proof) {
        Call call = proof.genuine();
        return watching.step(call.context(), call.verb().id(), () -> advance(proof, call));
    }

    private <C> Step<C> advance(KernelProof proof, Call call) {
        if (!inFlight.enter()) {
            return new Step.Stopped<>(unrecorded(call.context(), call.verb().id(), closed()));
        }
        try {
            return switch (java.util.Objects.requireNonNull(proof.stage())) {
                case UNCHECKED ->
                    step(
                            examiner.policy(call, Route.settled()),
                            Stage.POLICY_CHECKED,
                            call.caller(),
                            call.context(),
                            CertificateBase.class);
                case POLICY_CHECKED ->
                    step(
                            examiner.capability(call),
                            Stage.CAPABILITY_CHECKED,
                            call.caller(),
                            call.context(),
                            CertificateBase.class);
                case CAPABILITY_CHECKED ->
                    step(
                            examiner.verify(call),
                            Stage.VERIFIED,
                            call.caller(),
                            call.context(),
                            CertificateBase.class);
                case VERIFIED ->
                    throw new IllegalStateException("stage=VERIFIED is the last; run it");
            };
        } finally {
            inFlight.exit();
        }
    }

    @SuppressWarnings("unchecked") // The generated certificate asks for its own verb's result type.
    <R> Outcome<R> runStepped(KernelProof proof) {
        Call call = proof.genuine();
        proof.require(Stage.VERIFIED, call.verb().id().path());
        return (Outcome<R>) KernelSession.typed(
                watching.call(call.context(), call.verb().id(), () -> runStepped(call)));
    }

    private Outcome<Ran> runStepped(Call call) {
        if (!inFlight.enter()) {
            return unrecorded(call.context(), call.verb().id(), closed());
        }
        try {
            return switch (examiner.verify(call)) {
                case Refused(Point point, Denial denial) ->
                    recorder.refuse(call.caller(), call.context(), point, denial);
                case Passed(Call current) -> runner.run(current, time.nanos(), false);
                case Redirected redirected -> throw unfollowed(redirected);
            };
        } finally {
            inFlight.exit();
        }
    }

    /** Takes a certificate of another runtime. */
    <C> Step<C> accept(
            KernelSession session,
            CapabilityId id,
            ExportedCertificate certificate,
            Optional<Supplier<JsonNode>> arguments,
            Class<C> proved) {
        CallContext context = context(session);
        return watching.step(
                context, id, () -> accept(session, id, certificate, arguments, proved, context));
    }

    private <C> Step<C> accept(
            KernelSession session,
            CapabilityId id,
            ExportedCertificate certificate,
            Optional<Supplier<JsonNode>> arguments,
            Class<C> proved,
            CallContext context) {
        Optional<Denial> over = over(session);
        if (over.isPresent()) {
            return new Step.Stopped<>(unrecorded(context, id, over.get()));
        }
        try {
            Examined accepted = arguments.isPresent()
                    ? written(
                            id,
                            arguments.get(),
                            given -> acceptor.accept(presented(
                                    session, id, certificate, Optional.of(given), context)))
                    : acceptor.accept(
                            presented(session, id, certificate, Optional.empty(), context));
            return step(accepted, Stage.VERIFIED, session.caller(), context, proved);
        } finally {
            inFlight.exit();
        }
    }

    private static Acceptor.Presented presented(
            KernelSession session,
            CapabilityId id,
            ExportedCertificate certificate,
            Optional<JsonNode> arguments,
            CallContext context) {
        return new Acceptor.Presented(
                id, certificate, arguments, session.caller(), session.options(), context);
    }

    /**
     * Signs a verified certificate for another runtime.
     *
     * @throws IllegalStateException when this runtime cannot export, or not this certificate
     */
    Step<ExportedCertificate> export(KernelProof proof, ExportOptions options) {
        Call call = proof.genuine();
        proof.require(Stage.VERIFIED, call.verb().id().path());
        signatory.requireExportable(call, options, trust.get());
        return watching.step(call.context(), call.verb().id(), () -> exported(call, options));
    }

    private Step<ExportedCertificate> exported(Call call, ExportOptions options) {
        if (!inFlight.enter()) {
            return new Step.Stopped<>(unrecorded(call.context(), call.verb().id(), closed()));
        }
        try {
            return order.deciding(() -> switch (examiner.verify(call)) {
                case Passed(Call held) -> export(held, options);
                case Refused(Point point, Denial denial) ->
                    new Step.Stopped<>(
                            recorder.refuse(call.caller(), call.context(), point, denial));
                case Redirected redirected -> throw unfollowed(redirected);
            });
        } finally {
            inFlight.exit();
        }
    }

    /** Gives the call away: where it may run once only, it does not run here any more. */
    private Step<ExportedCertificate> export(Call call, ExportOptions options) {
        Optional<Denial> used = call.once() ? uses.claim(call) : Optional.empty();
        if (used.isPresent()) {
            return stopped(call, used.get());
        }
        boolean exported = false;
        try {
            ExportedCertificate certificate = signatory.export(call, options, trust.get());
            exported = true;
            return new Step.Passed<>(certificate);
        } catch (LedgerException e) {
            return stopped(call, Recorder.unavailable(e));
        } finally {
            if (!exported && call.once() && used.isEmpty()) {
                uses.release(call);
            }
        }
    }

    /** Lifts a verified call to a grant. */
    Step<LiftTicket> lift(KernelProof proof, LiftTerms terms) {
        Call call = proof.genuine();
        proof.require(Stage.VERIFIED, call.verb().id().path());
        return watching.step(call.context(), call.verb().id(), () -> lifted(call, terms));
    }

    private Step<LiftTicket> lifted(Call call, LiftTerms terms) {
        if (!inFlight.enter()) {
            return new Step.Stopped<>(unrecorded(call.context(), call.verb().id(), closed()));
        }
        try {
            Optional<Denial> unfit = lifter.unfit(call);
            return unfit.isPresent()
                    ? stopped(call, unfit.get())
                    : order.deciding(() -> liftNow(call, terms));
        } finally {
            inFlight.exit();
        }
    }

    private Step<LiftTicket> liftNow(Call call, LiftTerms terms) {
        // Before the last look: what changes after it was read makes the table ask again.
        long epoch = lifts.epoch();
        return switch (examiner.verifyForAll(call)) {
            case Passed(Call held) -> lift(held, terms, epoch);
            case Refused(Point point, Denial denial) ->
                new Step.Stopped<>(recorder.refuse(call.caller(), call.context(), point, denial));
            case Redirected redirected -> throw unfollowed(redirected);
        };
    }

    /** Where the certificate is for one run, the grant is what it was used for. */
    private Step<LiftTicket> lift(Call call, LiftTerms terms, long epoch) {
        Optional<Denial> used = call.once() ? uses.claim(call) : Optional.empty();
        if (used.isPresent()) {
            return stopped(call, used.get());
        }
        boolean lifted = false;
        try {
            LiftedGrant grant = lifter.lift(call, terms, newId(), time.now(), epoch);
            lifted = true;
            return new Step.Passed<>(lifts.ticket(call.until(grant.expires()), grant));
        } catch (LedgerException e) {
            return stopped(call, Recorder.unavailable(e));
        } finally {
            if (!lifted && call.once()) {
                uses.release(call);
            }
        }
    }

    /** Writes an event of a call that runs; it is on disk when this returns. */
    long milestone(
            Call call, Recorder.Decided decision, Function<EventOrigin, MilestoneReached> event) {
        return ledger.append(
                event.apply(recorder.origin(call.context()).causedBy(decision.event())),
                Ledger.Durability.ON_DISK);
    }

    /** The calls that are made on threads of their own. */
    AsyncCalls async() {
        return async;
    }

    Time time() {
        return time;
    }

    /**
     * A manager of sessions of streams.
     *
     * @param settings its bounds
     * @return no sessions yet
     */
    public StreamSessions sessions(SessionSettings settings) {
        return StreamSessions.of(settings, ledger, origins);
    }

    /** {@return this kernel's side of the grants that are in tables} */
    public KernelLifts lifts() {
        return lifts;
    }

    private <C> Step<C> stopped(Call call, Denial denial) {
        return new Step.Stopped<>(
                recorder.refuse(call.caller(), call.context(), Point.of("verify", call), denial));
    }

    /**
     * Signs what the ledger says of a call.
     *
     * @param receipt the call's receipt
     * @return the signed receipt
     * @throws IllegalStateException when there is no key, or the ledger has no such call
     */
    public SignedReceipt receipt(Receipt receipt) {
        return signatory.receipt(receipt, Optional.empty(), trust.get());
    }

    boolean signs() {
        return signatory.signs();
    }

    SignedReceipt receipt(KernelSession session, Receipt receipt) {
        return signatory.receipt(receipt, Optional.of(session.principal()), trust.get());
    }

    private static CnvBugException unfollowed(Redirected redirected) {
        return new CnvBugException("a redirection to " + redirected.to() + " was not followed");
    }

    /** Examines a call and changes nothing. */
    Examined explain(
            KernelSession session,
            CapabilityId id,
            JsonNode arguments,
            CallContext context,
            Route route) {
        Examined examined = examiner.examine(
                session.caller(), id, arguments, session.options(), context, route);
        return examined instanceof Passed(Call call) ? runner.withUsesLeft(call) : examined;
    }

    /** What a call brings to show who makes it. */
    static Shown shown(KernelSession session, JsonNode given) {
        return session.presence().show(given, session.options());
    }

    Session nestedSession(RunningCall running) {
        Call call = running.call();
        CallOptions options = CallOptions.NONE
                .qualityOfService(call.context().qualityOfService())
                .correlation(call.context().correlation());
        return new KernelSession(
                this,
                call.caller().withoutNonce(),
                call.options().dryRun() ? options.asDryRun() : options,
                Optional.of(running),
                // The call that it is taken from has shown it.
                Presence.SETTLED,
                List.of());
    }

    private static Optional<RunningCall> running(KernelSession session) {
        return session.parent()
                .or(() -> RunningCall.CURRENT.isBound()
                        ? Optional.of(RunningCall.CURRENT.get())
                        : Optional.empty());
    }

    /** What the caller asked for, within the time that the call has within which it is made. */
    private CallOptions allowed(KernelSession session) {
        CallOptions options = session.options();
        OptionalLong deadline =
                running(session).map(RunningCall::deadlineNanos).orElse(OptionalLong.empty());
        if (deadline.isEmpty()) {
            return options;
        }
        // What is over has a nanosecond left, since no time is no limit.
        Duration left = Duration.ofNanos(Math.max(1, deadline.getAsLong() - time.nanos()));
        return options.timeAllowed().filter(own -> own.compareTo(left) <= 0).isPresent()
                ? options
                : options.timeAllowed(left);
    }

    /** Refuses what is called when the time of the call is over within which it is made. */
    private Optional<Outcome<Ran>> late(KernelSession session, Call call) {
        OptionalLong deadline =
                running(session).map(RunningCall::deadlineNanos).orElse(OptionalLong.empty());
        if (deadline.isEmpty() || deadline.getAsLong() - time.nanos() > 0) {
            return Optional.empty();
        }
        Denial denial = Denial.of(
                Reason.DEADLINE_PASSED,
                "the time of the call is over from whose handler " + call.verb().id()
                        + " was called");
        return Optional.of(
                recorder.refuse(call.caller(), call.context(), Point.of("admit", call), denial));
    }

    CallContext context(KernelSession session) {
        CallOptions options = session.options();
        Optional<RunningCall> running = running(session);
        Optional<CallContext> outer = running.map(RunningCall::context);
        UUID invocation = newId();
        return new CallContext(
                invocation,
                options.correlation()
                        .or(() -> outer.map(CallContext::correlation))
                        .orElseGet(invocation::toString),
                outer.map(CallContext::invocation),
                session.caller().principal(),
                options.qualityOfService(),
                time.now(),
                options.dryRun(),
                options.idempotencyKey(),
                path(running, session.after()),
                running.map(RunningCall::decision));
    }

    private static List<CapabilityId> path(
            Optional<RunningCall> running, List<CapabilityId> after) {
        List<CapabilityId> within = running.map(RunningCall::path).orElse(List.of());
        if (after.isEmpty()) {
            return within;
        }
        Set<CapabilityId> path = new LinkedHashSet<>(within);
        path.addAll(after);
        return List.copyOf(path);
    }

    @SuppressWarnings("ReferenceEquality") // The seal is known by its identity alone.
    boolean sealed(Object other) {
        return seal == other;
    }

    UUID newId() {
        return ids.next();
    }

    /** Examines arguments that a typed call may hold values in that have no JSON form. */
    private Examined written(
            CapabilityId id, Supplier<JsonNode> arguments, Function<JsonNode, Examined> examine) {
        JsonNode given;
        try {
            given = arguments.get();
        } catch (IllegalArgumentException _) {
            // Its message may show the value, which may be a secret.
            return new Refused(
                    new Point("decode", id, registry.find(id), Optional.empty()),
                    Denial.of(
                            Reason.STRUCTURE_INVALID,
                            "an argument of " + id
                                    + " has no JSON form: it is NaN, infinite, has a lone"
                                    + " surrogate, or too many digits"));
        }
        return examine.apply(given);
    }

    @SuppressWarnings("unchecked") // Certificates name the type that follows them.
    private <C> Step<C> step(
            Examined examined, Stage reached, Caller caller, CallContext context, Class<?> type) {
        return switch (examined) {
            case Passed(Call call) -> new Step.Passed<>((C) type.cast(certificate(call, reached)));
            case Refused(Point point, Denial denial) ->
                new Step.Stopped<>(recorder.refuse(
                        point.call().map(Call::caller).orElse(caller),
                        point.call().map(Call::context).orElse(context),
                        point,
                        denial));
            case Redirected(Call _, CapabilityId to, Optional<String> _) ->
                new Step.Redirected<>(to);
        };
    }

    private Certificate<?> certificate(Call call, Stage stage) {
        Registry.Entry entry = call.entry();
        return entry.module().certificate(entry.index(), stage, new KernelProof(seal, call, stage));
    }

    /** Why a session can be used no more; when it can, the call is counted as on its way. */
    private Optional<Denial> over(KernelSession session) {
        Optional<Denial> ended = session.parent()
                .filter(RunningCall::ended)
                .map(running -> Denial.of(
                        Reason.CLOSED,
                        "invocation=" + running.context().invocation()
                                + " has ended, and its session with it"));
        if (ended.isPresent()) {
            return ended;
        }
        return inFlight.enter() ? Optional.empty() : Optional.of(closed());
    }

    private static Denial closed() {
        return Denial.of(Reason.CLOSED, "this runtime is closed");
    }

    private <R> Outcome.Denied<R> unrecorded(CallContext context, CapabilityId id, Denial denial) {
        Receipt receipt = recorder.receipt(
                context,
                new Point("resolve", id, Optional.empty(), Optional.empty()),
                OptionalLong.empty(),
                OptionalLong.empty());
        return new Outcome.Denied<>(denial, receipt);
    }
}
