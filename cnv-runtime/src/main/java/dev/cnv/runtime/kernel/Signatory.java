package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.certificate.CertificateDescriptor;
import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.ExportedClaims;
import dev.cnv.runtime.certificate.MilestoneClaims;
import dev.cnv.runtime.certificate.PolicyTrace;
import dev.cnv.runtime.certificate.ReceiptClaims;
import dev.cnv.runtime.certificate.ReceiptClaims.Position;
import dev.cnv.runtime.certificate.ReceiptDescriptor;
import dev.cnv.runtime.certificate.SignedMilestone;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.CallEvent.CertificateExported;
import dev.cnv.runtime.governance.CallEvent.MilestoneReached;
import dev.cnv.runtime.governance.CallEvent.VouchedBy;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerLeaf;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.RuntimeName;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import dev.cnv.runtime.stream.Milestone;
import dev.cnv.runtime.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Signs, with the runtime's own key, what leaves the runtime: certificates, and receipts of what the
 * ledger says.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Signatory {

    private final Optional<SigningKey> key;
    private final Ledger ledger;
    private final EventOrigins origins;
    private final Time time;

    Signatory(KernelParts parts) {
        this.key = parts.signer();
        this.ledger = parts.ledger();
        this.origins = parts.origins();
        this.time = parts.time();
    }

    boolean signs() {
        return key.isPresent();
    }

    /**
     * Refuses what can be known to be impossible before anything is used up.
     *
     * @throws IllegalStateException when this runtime cannot export, or not this call
     */
    void requireExportable(Call call, ExportOptions options, Trust trust) {
        requireKey("export a certificate");
        if (trust.audience().isEmpty()) {
            throw new IllegalStateException("this runtime has no name, so nobody could trust its"
                    + " certificates; set one with CnvBuilder.name");
        }
        if (call.caller().vouched().isPresent()) {
            throw new IllegalStateException(
                    "certificate=" + call.certificate()
                            + " came from another runtime; only the runtime that verified a call exports it");
        }
        if (!call.caller().authority().allowances().isEmpty()) {
            throw new IllegalStateException("the chain behind certificate=" + call.certificate()
                    + " has a maximum of uses, which is counted here; it cannot be used elsewhere");
        }
        boolean sensitive =
                call.verb().parameters().stream().anyMatch(ParameterDescriptor::sensitive);
        if (options.withArguments() && sensitive) {
            throw new IllegalStateException(call.verb().id()
                    + " has sensitive parameters, which a certificate must not carry; export it"
                    + " without arguments");
        }
    }

    /**
     * Signs a verified call and records that it was given away.
     *
     * @throws IllegalArgumentException when a claim is beyond a limit of the format
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot take it
     */
    ExportedCertificate export(Call call, ExportOptions options, Trust trust) {
        SigningKey signer = requireKey("export a certificate");
        ExportedCertificate exported =
                ExportedCertificate.sign(signer, claims(call, options, trust));
        ledger.append(
                new CertificateExported(
                        origins.of(
                                call.context().principal().agent().id().value(),
                                call.context().principal().tenant().value(),
                                call.context().correlation()),
                        call.context().invocation(),
                        call.certificate(),
                        call.verb().id().path(),
                        options.audience().value(),
                        signer.id(),
                        exported.digest()),
                Durability.ON_DISK);
        return exported;
    }

    private ExportedClaims claims(Call call, ExportOptions options, Trust trust) {
        PolicyTrace trace = call.policy().orElseThrow();
        Instant issued = Instant.ofEpochMilli(call.context().received().toEpochMilli());
        Instant latest = issued.plus(CertificateDescriptor.MAX_LIFE);
        Instant expires = Instant.ofEpochMilli(call.expires().toEpochMilli());
        Principal principal = call.context().principal();
        Agent agent = new Agent(principal.agent().id(), principal.agent().type(), "", Map.of());
        return new ExportedClaims(
                call.certificate(),
                new RuntimeName(trust.audience()),
                options.audience(),
                call.verb().id(),
                call.verb().version(),
                call.verb().effects().effects(),
                call.verb().inputSchema(),
                call.verb().outputSchema(),
                call.digest(),
                options.withArguments()
                        ? Optional.of(CanonicalJson.text(call.arguments()))
                        : Optional.empty(),
                new Principal(agent, principal.tenant(), principal.kind(), principal.root()),
                call.caller().authority().chainDigest(),
                call.caller().authority().revocationLinks(),
                trace.engine(),
                trace.policy(),
                first(trace.considered()),
                trace.matched(),
                trace.epoch(),
                trust.revocationEpoch(),
                call.context().invocation(),
                call.context().correlation(),
                call.context().parent(),
                call.once(),
                call.options().dryRun(),
                issued,
                expires.isBefore(latest) ? expires : latest,
                call.caller().facts().originIsPerson());
    }

    /**
     * Signs what the ledger says of a call.
     *
     * @param receipt where the ledger has it; believed in nothing else
     * @param reader who may see it; empty for whoever holds the runtime
     * @throws IllegalStateException when there is no key, the ledger has no such call, or it is
     *     somebody else's
     */
    SignedReceipt receipt(Receipt receipt, Optional<Principal> reader, Trust trust) {
        SigningKey signer = requireKey("sign a receipt");
        if (receipt.decision().isEmpty()) {
            throw unrecorded(receipt);
        }
        LedgerLeaf decision = leaf(receipt, receipt.decision());
        if (!(decision.record().event() instanceof PolicyDecision decided)
                || !decided.invocation().equals(receipt.invocation())
                || !reader.map(who -> own(decided, who)).orElse(true)) {
            throw unrecorded(receipt);
        }
        if (receipt.outcome().isEmpty()) {
            return SignedReceipt.sign(
                    signer, claims(trust, decided, decision, Optional.empty(), Optional.empty()));
        }
        LedgerLeaf outcome = leaf(receipt, receipt.outcome());
        if (!(outcome.record().event() instanceof InvocationCompleted completed)
                || !completed.invocation().equals(receipt.invocation())) {
            throw unrecorded(receipt);
        }
        return SignedReceipt.sign(
                signer,
                claims(trust, decided, decision, Optional.of(completed), Optional.of(outcome)));
    }

    /**
     * Signs what the ledger says of a milestone.
     *
     * @param milestone which; believed in nothing but the call's id and the index
     * @param reader who may see it
     * @throws IllegalStateException as {@link #receipt}
     */
    SignedMilestone milestone(Milestone milestone, Principal reader, Trust trust) {
        SigningKey signer = requireKey("sign a milestone");
        LedgerLeaf record = leaf(milestone, milestone.record());
        if (!(record.record().event() instanceof MilestoneReached reached)
                || !reached.invocation().equals(milestone.invocation())) {
            throw unrecorded(milestone);
        }
        LedgerLeaf decision = leaf(milestone, reached.decision());
        if (!(decision.record().event() instanceof PolicyDecision decided)
                || !decided.invocation().equals(milestone.invocation())
                || !own(decided, reader)) {
            throw unrecorded(milestone);
        }
        return SignedMilestone.sign(
                signer,
                new MilestoneClaims(
                        trust.audience(),
                        decided.invocation(),
                        decided.correlation(),
                        decided.capability(),
                        decided.version(),
                        caller(decided),
                        decided.argumentsDigest(),
                        reached.ordinal(),
                        reached.name(),
                        reached.value(),
                        reached.link(),
                        decided.origin().id(),
                        reached.time(),
                        time.now(),
                        position(decision),
                        position(record)));
    }

    private LedgerLeaf leaf(Milestone milestone, long index) {
        return Optional.of(index)
                .filter(each -> each >= 0)
                .flatMap(ledger::leaf)
                .orElseThrow(() -> unrecorded(milestone));
    }

    private static IllegalStateException unrecorded(Milestone milestone) {
        return new IllegalStateException("invocation=" + milestone.invocation()
                + " is no call of this caller that reached a milestone at record="
                + milestone.record() + " of the ledger");
    }

    private static ReceiptClaims.Caller caller(PolicyDecision decided) {
        return new ReceiptClaims.Caller(
                decided.agent(),
                decided.agentType(),
                decided.tenant(),
                decided.principal(),
                decided.root());
    }

    private LedgerLeaf leaf(Receipt receipt, OptionalLong index) {
        return ledger.leaf(index.orElseThrow()).orElseThrow(() -> unrecorded(receipt));
    }

    private static boolean own(PolicyDecision decided, Principal who) {
        return decided.agent().equals(who.agent().id().value())
                && decided.tenant().equals(who.tenant().value());
    }

    private static IllegalStateException unrecorded(Receipt receipt) {
        return new IllegalStateException("invocation=" + receipt.invocation()
                + " is no call of this caller that the ledger has at the indices of its receipt:"
                + " decision=" + receipt.decision() + ", outcome=" + receipt.outcome());
    }

    private ReceiptClaims claims(
            Trust trust,
            PolicyDecision decided,
            LedgerLeaf decision,
            Optional<InvocationCompleted> completed,
            Optional<LedgerLeaf> outcome) {
        return new ReceiptClaims(
                trust.audience(),
                decided.invocation(),
                decided.correlation(),
                decided.parent(),
                decided.capability(),
                decided.version(),
                decided.effects(),
                caller(decided),
                decided.chain(),
                decided.vouched().map(VouchedBy::certificate),
                decided.vouched().map(VouchedBy::issuer),
                decided.policy(),
                first(decided.rulesConsidered()),
                decided.ruleMatched(),
                decided.argumentsDigest(),
                decided.dryRun(),
                completed
                        .map(InvocationCompleted::status)
                        .orElse(decided.permitted() ? "begun" : "denied"),
                completed
                        .map(InvocationCompleted::reason)
                        .orElse(decided.reason())
                        .map(Reason::code),
                completed.flatMap(InvocationCompleted::resultDigest),
                completed.map(InvocationCompleted::attempts).orElse(0),
                completed.map(InvocationCompleted::queuedNanos).orElse(0L),
                completed.map(InvocationCompleted::runNanos).orElse(0L),
                decided.time(),
                completed.map(InvocationCompleted::time),
                time.now(),
                position(decision),
                outcome.map(Signatory::position),
                Optional.empty(),
                Optional.empty());
    }

    private static Position position(LedgerLeaf leaf) {
        return new Position(leaf.record().index(), leaf.hash());
    }

    private static List<String> first(List<String> rules) {
        return rules.subList(0, Math.min(rules.size(), ReceiptDescriptor.MAX_RULE_COUNT));
    }

    private SigningKey requireKey(String what) {
        return key.orElseThrow(() -> new IllegalStateException("this runtime has no key to " + what
                + " with; give it one with CnvBuilder.signer"));
    }
}
