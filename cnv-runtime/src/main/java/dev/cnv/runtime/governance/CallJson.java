package dev.cnv.runtime.governance;

import static dev.cnv.runtime.governance.EventJson.putDigest;
import static dev.cnv.runtime.governance.EventJson.putMap;
import static dev.cnv.runtime.governance.EventJson.putNonEmpty;
import static dev.cnv.runtime.governance.EventJson.putReason;
import static dev.cnv.runtime.governance.EventJson.putTexts;
import static dev.cnv.runtime.governance.EventJson.text;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.CallEvent.CertificateExported;
import dev.cnv.runtime.governance.CallEvent.MilestoneReached;
import dev.cnv.runtime.governance.CallEvent.SecurityViolation;
import dev.cnv.runtime.governance.CallEvent.Severity;
import dev.cnv.runtime.governance.CallEvent.VouchedBy;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The members of events about calls, as {@link EventJson} writes and reads them. */
final class CallJson {

    static final String CERTIFICATE_EXPORTED = "certificate-exported";
    static final String MILESTONE_REACHED = "milestone-reached";
    static final String SECURITY_VIOLATION = "security-violation";

    private CallJson() {}

    static String type(CallEvent event) {
        return switch (event) {
            case PolicyDecision _ -> EventJson.POLICY_DECISION;
            case InvocationCompleted _ -> EventJson.INVOCATION_COMPLETED;
            case CertificateExported _ -> CERTIFICATE_EXPORTED;
            case MilestoneReached _ -> MILESTONE_REACHED;
            case SecurityViolation _ -> SECURITY_VIOLATION;
        };
    }

    static ObjectNode write(CallEvent event) {
        ObjectNode out = EventJson.begin(event);
        switch (event) {
            case PolicyDecision decision -> write(out, decision);
            case InvocationCompleted completed -> write(out, completed);
            case CertificateExported exported -> write(out, exported);
            case MilestoneReached reached -> write(out, reached);
            case SecurityViolation violation -> write(out, violation);
        }
        return out;
    }

    private static void write(ObjectNode out, PolicyDecision event) {
        event.parent().ifPresent(id -> out.put("parent", id.toString()));
        out.put("capability", text(event.capability()));
        out.put("version", text(event.version()));
        out.put("agentType", text(event.agentType()));
        out.put("principal", text(event.principal()));
        out.put("root", text(event.root()));
        putDigest(out, "chain", event.chain());
        putTexts(out, "effects", event.effects());
        putDigest(out, "argumentsDigest", event.argumentsDigest());
        out.set("arguments", event.arguments());
        putDigest(out, "argumentsPayload", event.argumentsPayload());
        putDigest(out, "policy", event.policy());
        putTexts(out, "rulesConsidered", event.rulesConsidered());
        event.ruleMatched().ifPresent(rule -> out.put("ruleMatched", text(rule)));
        out.put("permitted", event.permitted());
        putReason(out, event.reason());
        out.put("stage", text(event.stage()));
        out.put("message", text(event.message()));
        event.idempotencyKey().ifPresent(key -> out.put("idempotencyKey", text(key)));
        out.put("dryRun", event.dryRun());
        putNonEmpty(out, "ruleErrors", event.ruleErrors());
        putDigest(out, "facts", event.facts());
        event.request().ifPresent(request -> write(out.putObject("request"), request));
        event.vouched().ifPresent(by -> write(out, by));
        write(out, event.spending());
    }

    private static void write(ObjectNode out, VouchedBy by) {
        out.put("certificate", by.certificate().toString());
        out.put("certificateIssuer", text(by.issuer()));
        out.put("certificateKey", by.key().hex());
    }

    private static void write(ObjectNode out, DecisionFacts facts) {
        out.put("agentVersion", text(facts.agentVersion()));
        putMap(out, "agentMetadata", facts.agentMetadata());
        out.put("priority", facts.qualityOfService().priority().name());
        out.put("importance", facts.qualityOfService().importance());
        out.put("mustSucceed", facts.qualityOfService().mustSucceed());
        out.put("received", facts.received().toString());
        putNonEmpty(out, "path", facts.path());
        putNonEmpty(out, "approvers", facts.approvers());
        DelegationFacts delegation = facts.delegation();
        out.put("origin", delegation.origin().value());
        out.put("originIsPerson", delegation.originIsPerson());
        out.put("executor", delegation.executor().value());
        out.put("depth", delegation.depth());
        putDigest(out, "chain", delegation.chain());
        out.put("now", facts.now().toString());
        out.put("policyEpoch", facts.policyEpoch());
        out.put("revocationEpoch", facts.revocationEpoch());
        out.put("mode", facts.mode().name());
        putDigest(out, "ways", facts.ways());
    }

    private static void write(ObjectNode out, Spending spending) {
        if (!spending.uses().isEmpty()) {
            ArrayNode uses = out.putArray("uses");
            spending.uses()
                    .forEach(use -> uses.addObject()
                            .put("token", use.token().hex())
                            .put("expires", use.expires().toString()));
        }
        spending.nonce()
                .ifPresent(nonce -> out.putObject("nonce")
                        .put("key", nonce.key().hex())
                        .put("until", nonce.until().toString()));
    }

    private static void write(ObjectNode out, InvocationCompleted event) {
        event.decision().ifPresent(index -> out.put("decision", index));
        out.put("status", text(event.status()));
        putReason(out, event.reason());
        out.put("message", text(event.message()));
        out.put("attempts", event.attempts());
        out.put("queuedNanos", event.queuedNanos());
        out.put("runNanos", event.runNanos());
        putDigest(out, "resultDigest", event.resultDigest());
        event.result().ifPresent(result -> out.put("result", text(result)));
        putTexts(out, "notes", event.notes());
    }

    private static void write(ObjectNode out, CertificateExported event) {
        out.put("certificate", event.certificate().toString());
        out.put("capability", text(event.capability()));
        out.put("audience", text(event.audience()));
        out.put("key", event.key().hex());
        out.put("exported", event.exported().hex());
    }

    private static void write(ObjectNode out, MilestoneReached event) {
        out.put("decision", event.decision());
        out.put("ordinal", event.ordinal());
        out.put("name", text(event.name()));
        out.put("value", event.value().hex());
        out.put("link", event.link().hex());
    }

    private static void write(ObjectNode out, SecurityViolation event) {
        out.put("severity", event.severity().name());
        out.put("capability", text(event.capability()));
        out.put("reason", event.reason().code());
        out.put("message", text(event.message()));
    }

    static PolicyDecision readDecision(Members in) {
        return in.end(new PolicyDecision(
                EventJson.origin(in),
                in.uuid("invocation"),
                in.optionalUuid("parent"),
                in.text("capability"),
                in.text("version"),
                in.text("agentType"),
                in.text("principal"),
                in.text("root"),
                in.optionalDigest("chain"),
                in.texts("effects"),
                in.optionalDigest("argumentsDigest"),
                in.object("arguments"),
                in.optionalDigest("argumentsPayload"),
                in.optionalDigest("policy"),
                in.texts("rulesConsidered"),
                in.optionalText("ruleMatched"),
                in.bool("permitted"),
                in.optionalReason("reason"),
                in.text("stage"),
                in.text("message"),
                in.optionalText("idempotencyKey"),
                in.bool("dryRun"),
                in.optionalTexts("ruleErrors"),
                in.optionalDigest("facts"),
                in.optionalObject("request").map(CallJson::readFacts),
                readSpending(in),
                readVouched(in)));
    }

    private static DecisionFacts readFacts(Members in) {
        return in.end(new DecisionFacts(
                in.text("agentVersion"),
                in.optionalMap("agentMetadata"),
                new QualityOfService(
                        in.constant("priority", Priority.class),
                        in.int32("importance"),
                        in.bool("mustSucceed")),
                in.instant("received"),
                in.optionalTexts("path"),
                in.optionalTexts("approvers"),
                new DelegationFacts(
                        new AgentId(in.text("origin")),
                        in.bool("originIsPerson"),
                        new AgentId(in.text("executor")),
                        in.int32("depth"),
                        in.optionalDigest("chain")),
                in.instant("now"),
                in.int64("policyEpoch"),
                in.int64("revocationEpoch"),
                in.constant("mode", OperatingMode.class),
                in.optionalDigest("ways")));
    }

    private static Optional<VouchedBy> readVouched(Members in) {
        Optional<UUID> certificate = in.optionalUuid("certificate");
        if (certificate.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new VouchedBy(
                certificate.get(),
                in.text("certificateIssuer"),
                new Digest(in.text("certificateKey"))));
    }

    private static Spending readSpending(Members in) {
        List<Spending.Use> uses = in.optionalObjects("uses").stream()
                .map(use -> use.end(
                        new Spending.Use(new Digest(use.text("token")), use.instant("expires"))))
                .toList();
        Optional<Spending.Nonce> nonce = in.optionalObject("nonce")
                .map(n -> n.end(new Spending.Nonce(new Digest(n.text("key")), n.instant("until"))));
        return new Spending(uses, nonce);
    }

    static InvocationCompleted readCompleted(Members in) {
        return in.end(new InvocationCompleted(
                EventJson.origin(in),
                in.uuid("invocation"),
                in.optionalInt64("decision"),
                in.text("status"),
                in.optionalReason("reason"),
                in.text("message"),
                in.int32("attempts"),
                in.int64("queuedNanos"),
                in.int64("runNanos"),
                in.optionalDigest("resultDigest"),
                in.optionalText("result"),
                in.texts("notes")));
    }

    static CertificateExported readExported(Members in) {
        return in.end(new CertificateExported(
                EventJson.origin(in),
                in.uuid("invocation"),
                in.uuid("certificate"),
                in.text("capability"),
                in.text("audience"),
                new Digest(in.text("key")),
                new Digest(in.text("exported"))));
    }

    static MilestoneReached readMilestone(Members in) {
        return in.end(new MilestoneReached(
                EventJson.origin(in),
                in.uuid("invocation"),
                in.int64("decision"),
                in.int64("ordinal"),
                in.text("name"),
                new Digest(in.text("value")),
                new Digest(in.text("link"))));
    }

    static SecurityViolation readViolation(Members in) {
        return in.end(new SecurityViolation(
                EventJson.origin(in),
                in.optionalUuid("invocation").orElse(LedgerEvent.NO_INVOCATION),
                in.constant("severity", Severity.class),
                in.text("capability"),
                in.optionalReason("reason")
                        .orElseThrow(
                                () -> new IllegalArgumentException("member=reason is missing")),
                in.text("message")));
    }
}
