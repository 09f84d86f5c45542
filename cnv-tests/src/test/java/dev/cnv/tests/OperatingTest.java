package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Explanation;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.OperatingChange;
import dev.cnv.runtime.governance.OperatingMode;
import dev.cnv.runtime.governance.RuntimeEvent;
import dev.cnv.runtime.governance.RuntimeEvent.CapabilityGranted;
import dev.cnv.runtime.governance.RuntimeEvent.CapabilityRevoked;
import dev.cnv.runtime.governance.RuntimeEvent.KeyPurpose;
import dev.cnv.runtime.governance.RuntimeEvent.ModeChanged;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.tests.guide.Notes;
import dev.cnv.tests.guide.NotesVerbs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How much of a runtime is open: modes, withdrawn verbs, and who may open what was closed. */
class OperatingTest {

    private static final AgentId ADMIN = new AgentId("admin");
    private static final AgentId CAROL = new AgentId("carol");
    private static final CapabilityId TRANSFER = new CapabilityId("bank.transfer");

    private final Lineage lineage = new Lineage();
    private final SigningKey carol = SigningKey.generate(lineage.random);

    private Cnv open() {
        return lineage.open(
                new Surviving(lineage.ledger),
                builder -> builder.trust(
                        Trust.of(lineage.root.publicKey()).withApprover(CAROL, carol.publicKey())));
    }

    private BankVerbs.Calls alice(Cnv cnv) {
        return BankVerbs.with(cnv.open(lineage.held(lineage.aliceChain(draft -> draft))));
    }

    /** A bot by authority of its own: its chain begins with no person. */
    private BankVerbs.Calls service(Cnv cnv) {
        Chain own = Chain.issue(
                lineage.root,
                dev.cnv.runtime.delegation.TokenDraft.to(
                                lineage.alice.publicKey(), "robot", "service")
                        .between(
                                Fixture.NOON.minusSeconds(60),
                                Fixture.NOON.plus(Duration.ofDays(2)))
                        .grant("**", EffectLevel.PRIVILEGED));
        return BankVerbs.with(cnv.open(lineage.held(own)));
    }

    private static long applied(OperatingChange change) {
        return assertInstanceOf(OperatingChange.Applied.class, change).record();
    }

    private static Denial refused(OperatingChange change) {
        return assertInstanceOf(OperatingChange.Refused.class, change).denial();
    }

    private Approval approval(SigningKey key, AgentId who, Denial asked) {
        return Approval.sign(
                key,
                who,
                OperatingChange.APPROVED_AS,
                OperatingChange.APPROVED_VERSION,
                new Digest(asked.details().get("arguments")),
                Fixture.NOON.plus(Duration.ofMinutes(5)));
    }

    @Test
    void restricted_mutatingCallOfNoPerson_isRefused() {
        try (Cnv cnv = open()) {
            applied(cnv.mode(OperatingMode.RESTRICTED, ADMIN, "odd transfers"));
            assertEquals(
                    Reason.MODE_FORBIDS, Fixture.reason(service(cnv).transfer("alice", "bob", 1)));
            assertEquals(1_000L, service(cnv).balance("alice").orThrow());
            assertInstanceOf(Outcome.Completed.class, alice(cnv).transfer("alice", "bob", 1));
        }
    }

    @Test
    void explain_whatTheModeForbids_saysThatItDecodes() {
        try (Cnv cnv = open()) {
            applied(cnv.mode(OperatingMode.MAINTENANCE, ADMIN, "moving"));
            Explanation explained = cnv.open(lineage.held(lineage.aliceChain(draft -> draft)))
                    .explain(
                            TRANSFER,
                            StrictJson.parse("{\"from\":\"alice\",\"to\":\"bob\",\"amount\":1}"));
            assertEquals(Reason.MODE_FORBIDS, explained.denial().orElseThrow().reason());
            assertEquals(Optional.of(Stage.UNCHECKED), explained.reached());
        }
    }

    @Test
    void maintenance_anyMutatingCall_isRefused() {
        try (Cnv cnv = open()) {
            applied(cnv.mode(OperatingMode.MAINTENANCE, ADMIN, "moving"));
            assertEquals(
                    Reason.MODE_FORBIDS, Fixture.reason(alice(cnv).transfer("alice", "bob", 1)));
            assertEquals(1_000L, alice(cnv).balance("alice").orThrow());
        }
    }

    @Test
    void emergency_everyCall_isRefusedAndRecordedWithItsStage() {
        try (Cnv cnv = open()) {
            long record = applied(cnv.mode(OperatingMode.EMERGENCY, ADMIN, "stop"));
            assertEquals(Reason.MODE_FORBIDS, Fixture.reason(alice(cnv).balance("alice")));
            assertEquals("mode", lineage.ledger.decisions().getLast().stage());
            assertEquals(List.of(), lineage.bank.reached);
            ModeChanged event = (ModeChanged) lineage.ledger.events().get((int) record);
            assertEquals(OperatingMode.NORMAL, event.from());
            assertEquals("admin", event.origin().agent());
            assertEquals("stop", event.why());
            assertEquals(Durability.ON_DISK, lineage.ledger.durability(event));
            assertInstanceOf(
                    OperatingChange.Unchanged.class,
                    cnv.mode(OperatingMode.EMERGENCY, ADMIN, "again"));
        }
    }

    @Test
    void emergency_afterARestart_stillHolds() {
        try (Cnv cnv = open()) {
            applied(cnv.mode(OperatingMode.EMERGENCY, ADMIN, "stop"));
        }
        try (Cnv cnv = open()) {
            assertEquals(OperatingMode.EMERGENCY, cnv.mode());
            assertEquals(Reason.MODE_FORBIDS, Fixture.reason(alice(cnv).balance("alice")));
        }
    }

    @Test
    void opening_withoutAnotherWhoApproves_isRefused() {
        try (Cnv cnv = open()) {
            applied(cnv.mode(OperatingMode.EMERGENCY, ADMIN, "stop"));
            Denial asked = refused(cnv.mode(OperatingMode.NORMAL, ADMIN, "over"));
            assertEquals(Reason.APPROVAL_REQUIRED, asked.reason());
            assertEquals(
                    Reason.APPROVAL_REQUIRED,
                    refused(cnv.mode(
                                    OperatingMode.NORMAL,
                                    CAROL,
                                    "over",
                                    approval(carol, CAROL, asked)))
                            .reason(),
                    "nobody approves a change of their own");
            SigningKey mallory = SigningKey.generate(lineage.random);
            assertEquals(
                    Reason.APPROVAL_INVALID,
                    refused(cnv.mode(
                                    OperatingMode.NORMAL,
                                    ADMIN,
                                    "over",
                                    approval(mallory, CAROL, asked)))
                            .reason());
            assertEquals(
                    Reason.APPROVAL_INVALID,
                    refused(cnv.mode(
                                    OperatingMode.RESTRICTED,
                                    ADMIN,
                                    "over",
                                    approval(carol, CAROL, asked)))
                            .reason(),
                    "an approval is for one mode");
            applied(cnv.mode(OperatingMode.NORMAL, ADMIN, "over", approval(carol, CAROL, asked)));
            assertEquals(1_000L, alice(cnv).balance("alice").orThrow());
            applied(cnv.mode(OperatingMode.EMERGENCY, ADMIN, "stop"));
            assertEquals(
                    Reason.APPROVAL_INVALID,
                    refused(cnv.mode(
                                    OperatingMode.NORMAL,
                                    ADMIN,
                                    "over",
                                    approval(carol, CAROL, asked)))
                            .reason(),
                    "an approval is good once");
        }
    }

    @Test
    void mode_changedWhileACertificateWaits_isAskedAgain() {
        try (Cnv cnv = open()) {
            var verified = BankTransferCertificate.prepare(
                            cnv.open(lineage.held(lineage.aliceChain(draft -> draft))),
                            new BankTransferCertificate.Input("alice", "bob", 5))
                    .orThrow()
                    .checkPolicy()
                    .orThrow()
                    .checkCapability()
                    .orThrow()
                    .verify()
                    .orThrow();
            applied(cnv.mode(OperatingMode.MAINTENANCE, ADMIN, "moving"));
            assertEquals(Reason.MODE_FORBIDS, Fixture.reason(verified.run()));
            assertEquals(List.of(), lineage.bank.reached);
        }
    }

    @Test
    void withdrawn_verb_isRefusedUntilItIsRestored() {
        try (Cnv cnv = open()) {
            long record = applied(cnv.withdraw(TRANSFER, ADMIN, "it lost money"));
            assertInstanceOf(CapabilityRevoked.class, lineage.ledger.events().get((int) record));
            assertEquals(
                    Reason.CAPABILITY_WITHDRAWN,
                    Fixture.reason(alice(cnv).transfer("alice", "bob", 1)));
            assertEquals(1_000L, alice(cnv).balance("alice").orThrow());
        }
        try (Cnv cnv = open()) {
            assertEquals(
                    Reason.CAPABILITY_WITHDRAWN,
                    Fixture.reason(alice(cnv).transfer("alice", "bob", 1)),
                    "after a restart too");
            Denial asked = refused(cnv.restore(TRANSFER, ADMIN, "mended"));
            assertEquals(Reason.APPROVAL_REQUIRED, asked.reason());
            long record =
                    applied(cnv.restore(TRANSFER, ADMIN, "mended", approval(carol, CAROL, asked)));
            CapabilityGranted granted =
                    (CapabilityGranted) lineage.ledger.events().get((int) record);
            assertEquals("carol", granted.origin().metadata().get("approvers"));
            assertInstanceOf(Outcome.Completed.class, alice(cnv).transfer("alice", "bob", 1));
        }
        try (Cnv cnv = open()) {
            assertInstanceOf(Outcome.Completed.class, alice(cnv).transfer("alice", "bob", 1));
        }
    }

    @Test
    void withdraw_unknownVerb_isRefused() {
        try (Cnv cnv = open()) {
            assertEquals(
                    Reason.VERB_UNKNOWN,
                    refused(cnv.withdraw(new CapabilityId("bank.none"), ADMIN, ""))
                            .reason());
            assertInstanceOf(
                    OperatingChange.Unchanged.class, cnv.restore(TRANSFER, ADMIN, "not away"));
        }
    }

    @Test
    void mode_thatTheLedgerCannotTake_stays() {
        try (Cnv cnv = open()) {
            lineage.ledger.failOn(ModeChanged.class::isInstance);
            assertEquals(
                    Reason.LEDGER_UNAVAILABLE,
                    refused(cnv.mode(OperatingMode.EMERGENCY, ADMIN, "stop")).reason());
            assertEquals(OperatingMode.NORMAL, cnv.mode());
        }
    }

    @Test
    void mode_ofAClosedRuntime_isRefused() {
        Cnv cnv = open();
        cnv.close();
        assertEquals(
                Reason.CLOSED,
                refused(cnv.mode(OperatingMode.EMERGENCY, ADMIN, "")).reason());
    }

    @Test
    void start_secondTime_recordsNothingThatIsKnown() {
        open().close();
        List<LedgerEvent> first = lineage.ledger.events();
        assertTrue(first.stream().anyMatch(CapabilityGranted.class::isInstance));
        assertTrue(first.stream().anyMatch(RuntimeEvent.PolicyChanged.class::isInstance));
        open().close();
        assertEquals(first, lineage.ledger.events());
    }

    @Test
    void start_withOtherVerbs_saysWhichAreGone() {
        open().close();
        long verbs = count(CapabilityGranted.class);
        Cnv.builder()
                .verbs(new NotesVerbs(new Notes()))
                .trust(Trust.of(lineage.root.publicKey()))
                .ledger(new Surviving(lineage.ledger))
                .time(lineage.time)
                .build()
                .close();
        assertEquals(
                List.of(verbs, 2L),
                List.of(count(CapabilityRevoked.class), count(CapabilityGranted.class) - verbs));
    }

    private long count(Class<?> type) {
        return lineage.ledger.events().stream().filter(type::isInstance).count();
    }

    @Test
    void trust_changed_isRecordedBeforeItHolds() {
        SigningKey other = SigningKey.generate(lineage.random);
        try (Cnv cnv = open()) {
            cnv.trust(trust -> trust.withRoot(other.publicKey()));
            var added = (RuntimeEvent.KeyChanged) lineage.ledger.events().getLast();
            assertEquals(KeyPurpose.ROOT, added.added().getFirst().purpose());
            assertEquals(other.id(), added.added().getFirst().id());
            cnv.trust(trust -> trust.withoutRoot(lineage.root.publicKey()));
            var removed = (RuntimeEvent.KeyChanged) lineage.ledger.events().getLast();
            assertEquals(lineage.root.id(), removed.removed().getFirst().id());
            lineage.ledger.failOn(RuntimeEvent.KeyChanged.class::isInstance);
            assertThrows(
                    dev.cnv.runtime.governance.LedgerException.class,
                    () -> cnv.trust(trust -> trust.withRoot(lineage.root.publicKey())));
            assertEquals(Reason.CREDENTIAL_UNKNOWN, Fixture.reason(alice(cnv).balance("alice")));
        }
    }

    /** An engine that changes the runtime while it is asked would wait for itself. */
    @Test
    void change_byAPolicyEngineThatIsAsked_isAFaultAndNoDeadlock() {
        AtomicReference<Cnv> self = new AtomicReference<>();
        PolicyEngine meddling = new PolicyEngine() {
            @Override
            public String name() {
                return "meddling/1";
            }

            @Override
            public Digest policy() {
                // Another one each time, so that the last look before the verb asks again.
                return Digest.of("policy" + System.identityHashCode(new Object()));
            }

            @Override
            public PolicyVerdict evaluate(PolicyRequest request) {
                self.get().mode(OperatingMode.RESTRICTED, ADMIN, "from within");
                return new PolicyVerdict.Permit(List.of(), Optional.empty());
            }
        };
        try (Cnv cnv =
                lineage.open(new Surviving(lineage.ledger), builder -> builder.policy(meddling))) {
            self.set(cnv);
            assertEquals(
                    Reason.POLICY_FAULT, Fixture.reason(alice(cnv).transfer("alice", "bob", 1)));
            assertEquals(List.of(), lineage.bank.reached);
        }
    }
}
