package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.governance.AuditEvent.AuditCheckpoint;
import dev.cnv.runtime.governance.CallEvent.SecurityViolation;
import dev.cnv.runtime.governance.CallEvent.Severity;
import dev.cnv.runtime.governance.DelegationEvent;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.governance.RuntimeEvent.PolicyChanged;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyChange;
import dev.cnv.runtime.policy.PolicyDelta;
import dev.cnv.runtime.policy.PolicyDelta.Edit;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger alone tells what was decided, on what, and why: chains, policies, causes, violations. */
class RecordedTest {

    private static final AgentId ADMIN = new AgentId("admin");
    private static final PolicyRule NO_TRANSFER = PolicyRule.deny("no-transfer", "closed", "")
            .when(Condition.capability("bank.transfer"));

    private final Lineage lineage = new Lineage();

    private BankVerbs.Calls alice(Cnv cnv) {
        return BankVerbs.with(cnv.open(lineage.held(lineage.aliceChain(draft -> draft))));
    }

    private static PolicyChange.Applied applied(PolicyChange change) {
        return assertInstanceOf(PolicyChange.Applied.class, change);
    }

    @Test
    void policy_changedWhileRunning_holdsAfterARestart() {
        try (Cnv cnv = lineage.open()) {
            applied(cnv.policy(PolicyDelta.tighten(new Edit.Add(NO_TRANSFER)), ADMIN));
        }
        try (Cnv cnv = lineage.open()) {
            assertEquals(1, cnv.policyEpoch());
            assertEquals(
                    Reason.POLICY_FORBIDDEN,
                    Fixture.reason(alice(cnv).transfer("alice", "bob", 1)));
        }
    }

    @Test
    void policy_ofTheBuilderChanged_replacesRecordedChanges() {
        try (Cnv cnv = lineage.open()) {
            applied(cnv.policy(PolicyDelta.tighten(new Edit.Add(NO_TRANSFER)), ADMIN));
        }
        PolicySet other = PolicySet.of(PolicyRule.allow("everything").always());
        try (Cnv cnv =
                lineage.open(new Surviving(lineage.ledger), builder -> builder.policy(other))) {
            assertEquals(0, cnv.policyEpoch());
            assertInstanceOf(Outcome.Completed.class, alice(cnv).transfer("alice", "bob", 1));
            PolicyChanged last = lineage.ledger.events().stream()
                    .filter(PolicyChanged.class::isInstance)
                    .map(PolicyChanged.class::cast)
                    .toList()
                    .getLast();
            assertEquals(PolicyChanged.CONFIGURE, last.direction());
            assertEquals(other.hash(), last.after());
            assertEquals(Fixture.ALLOW_ALL.with(NO_TRANSFER).hash(), last.before());
        }
    }

    @Test
    void policy_whoseTextIsGone_isNotReplacedByAWiderOne() {
        try (Cnv cnv = lineage.open()) {
            applied(cnv.policy(PolicyDelta.tighten(new Edit.Add(NO_TRANSFER)), ADMIN));
        }
        lineage.ledger.erase(lineage.ledger.events().stream()
                .filter(PolicyChanged.class::isInstance)
                .map(event -> ((PolicyChanged) event).body().orElseThrow())
                .toList()
                .getLast());
        String message = assertThrows(LedgerException.class, lineage::open).getMessage();
        assertTrue(message.contains("its text is not to be had"), message);
    }

    @Test
    void policyChanged_namesItsText() {
        try (Cnv cnv = lineage.open()) {
            applied(cnv.policy(PolicyDelta.tighten(new Edit.Add(NO_TRANSFER)), ADMIN));
        }
        for (LedgerEvent event : lineage.ledger.events()) {
            if (event instanceof PolicyChanged changed) {
                byte[] text =
                        lineage.ledger.payload(changed.body().orElseThrow()).orElseThrow();
                assertEquals(
                        changed.after(),
                        PolicySet.parse(new String(text, StandardCharsets.UTF_8))
                                .hash());
            }
        }
    }

    @Test
    void decision_chainAndRequest_areKept() {
        Chain chain = lineage.aliceChain(draft -> draft);
        try (Cnv cnv = lineage.open()) {
            BankVerbs.with(cnv.open(lineage.held(chain)))
                    .transfer("alice", "bob", 1)
                    .orThrow();
            PolicyDecision decision = lineage.ledger.decisions().getFirst();
            assertEquals(Optional.of(chain.digest()), decision.chain());
            assertArrayEquals(
                    chain.bytes(), lineage.ledger.payload(chain.digest()).orElseThrow());
            assertTrue(decision.request().orElseThrow().delegation().originIsPerson());
            assertEquals(decision.facts().isPresent(), decision.request().isPresent());
        }
    }

    @Test
    void events_ofNestedCalls_nameTheirCauses() {
        try (Cnv cnv = lineage.open()) {
            alice(cnv).report("alice").orThrow();
        }
        List<PolicyDecision> decisions = lineage.ledger.decisions();
        UUID outer = decisions.getFirst().origin().id();
        assertEquals(Optional.empty(), decisions.getFirst().origin().causation());
        assertEquals(3, decisions.size());
        for (PolicyDecision inner : decisions.subList(1, 3)) {
            assertEquals(Optional.of(outer), inner.origin().causation());
            assertEquals(decisions.getFirst().correlation(), inner.correlation());
        }
        for (InvocationCompleted completed : lineage.ledger.completions()) {
            PolicyDecision decision = decisions.stream()
                    .filter(d -> d.invocation().equals(completed.invocation()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(Optional.of(decision.origin().id()), completed.origin().causation());
        }
        Set<UUID> ids = new HashSet<>();
        lineage.ledger
                .events()
                .forEach(event -> assertTrue(ids.add(event.origin().id())));
    }

    @Test
    void refusal_thatNoHonestCallerGets_isAViolation() {
        Chain chain = lineage.aliceChain(draft -> draft);
        byte[] altered = chain.bytes();
        altered[altered.length - 1] ^= 1;
        try (Cnv cnv = lineage.open()) {
            Fixture.reason(BankVerbs.with(
                            cnv.open(new Credential.Held(Chain.ofBytes(altered), lineage.alice)))
                    .balance("alice"));
        }
        PolicyDecision decision = lineage.ledger.decisions().getLast();
        SecurityViolation violation =
                (SecurityViolation) lineage.ledger.events().getLast();
        assertEquals(Optional.of(Reason.SIGNATURE_INVALID), decision.reason());
        assertEquals(Severity.HIGH, violation.severity());
        assertEquals(Optional.of(decision.origin().id()), violation.origin().causation());
        assertEquals(decision.invocation(), violation.invocation());
    }

    @Test
    void refusal_byThePolicy_isNoViolation() {
        try (Cnv cnv = lineage.open(
                new Surviving(lineage.ledger), builder -> builder.policy(PolicySet.EMPTY))) {
            assertEquals(Reason.POLICY_NO_PERMIT, Fixture.reason(alice(cnv).balance("alice")));
        }
        assertTrue(lineage.ledger.events().stream().noneMatch(SecurityViolation.class::isInstance));
    }

    @Test
    void checkpoint_byName_countsSinceTheLastOfThatName(@TempDir Path folder) {
        AuditCheckpoint first;
        try (Cnv cnv = lineage.open(FileLedger.open(folder, lineage.time), builder -> builder)) {
            first = cnv.checkpoint("daily", ADMIN);
            assertEquals(first.size(), first.sinceLast());
            alice(cnv).balance("alice").orThrow();
            AuditCheckpoint other = cnv.checkpoint("weekly", ADMIN);
            assertEquals(other.size(), other.sinceLast());
            AuditCheckpoint second = cnv.checkpoint("daily", ADMIN);
            assertEquals(second.size() - first.size(), second.sinceLast());
            first = second;
        }
        try (Cnv cnv = lineage.open(FileLedger.open(folder, lineage.time), builder -> builder)) {
            AuditCheckpoint third = cnv.checkpoint("daily", ADMIN);
            assertEquals(third.size() - first.size(), third.sinceLast(), "after a restart too");
            assertThrows(IllegalArgumentException.class, () -> cnv.checkpoint(" ", ADMIN));
        }
    }

    @Test
    void checkpoint_ofALedgerWithoutTree_isRefused() {
        try (Cnv cnv = lineage.open()) {
            assertThrows(IllegalStateException.class, () -> cnv.checkpoint("daily", ADMIN));
        }
    }

    @Test
    void personalArguments_areInAPayloadThatCanBeErased() {
        try (Cnv cnv = lineage.open()) {
            alice(cnv).greet("Ada").orThrow();
        }
        PolicyDecision decision = lineage.ledger.decisions().getFirst();
        assertTrue(decision.arguments().isEmpty());
        Digest payload = decision.argumentsPayload().orElseThrow();
        assertEquals(Optional.of(payload), decision.argumentsDigest());
        String kept =
                new String(lineage.ledger.payload(payload).orElseThrow(), StandardCharsets.UTF_8);
        assertEquals(
                "Ada", StrictJson.parse(kept).path("arguments").path("name").stringValue());
        assertFalse(lineage.ledger.events().toString().contains("Ada"));
    }

    @Test
    void trustsRevocation_isInTheLedgerAndHoldsAfterARestart() {
        Chain chain = lineage.aliceChain(draft -> draft);
        try (Cnv cnv = lineage.open()) {
            cnv.trust(trust -> trust.withRevoked(chain.tokenDigests().getFirst()));
            assertInstanceOf(
                    DelegationEvent.DelegationRevoked.class,
                    lineage.ledger.events().getLast());
        }
        try (Cnv cnv = lineage.open()) {
            assertEquals(
                    Reason.CREDENTIAL_REVOKED,
                    Fixture.reason(BankVerbs.with(cnv.open(lineage.held(chain))).balance("alice")));
        }
    }
}
