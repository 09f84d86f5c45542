package dev.cnv.hotpath.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.hotpath.bank.BankAuditCertificate;
import dev.cnv.hotpath.bank.BankBalanceCertificate;
import dev.cnv.hotpath.bank.BankGlanceCertificate;
import dev.cnv.hotpath.bank.BankLockCertificate;
import dev.cnv.hotpath.bank.BankStareCertificate;
import dev.cnv.hotpath.bank.BankTransferCertificate;
import dev.cnv.hotpath.bank.Branch;
import dev.cnv.runtime.CnvBuilder;
import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.delegation.ArgumentConstraint;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.Grant;
import dev.cnv.runtime.governance.FrameEvent.GrantEnded;
import dev.cnv.runtime.governance.FrameEvent.GrantLifted;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import dev.cnv.runtime.lift.LiftTerms;
import dev.cnv.runtime.lift.LiftTicket;
import dev.cnv.runtime.lift.Lifts;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.QualityCondition;
import dev.cnv.runtime.policy.TimeCondition;
import dev.cnv.runtime.spi.ProofRefusedException;
import dev.cnv.runtime.spi.Staged;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class LiftTest {

    private static final LiftTerms TERMS =
            new LiftTerms(new UUID(1, 2), 7, Duration.ofSeconds(9), OptionalLong.empty());

    private static Branch branch(PolicySet policy) {
        return new Branch(builder -> builder.policy(policy), 0);
    }

    private static void refused(Step<?> step, String words) {
        Step.Stopped<?> stopped = assertInstanceOf(Step.Stopped.class, step);
        Denial denial = stopped.outcome().denial();
        assertEquals(Reason.NOT_LIFTABLE, denial.reason(), denial.message());
        assertTrue(denial.message().contains(words), denial.message());
    }

    private static void refusesTransfer(PolicySet policy, String words) {
        refusesTransfer(builder -> builder.policy(policy), words);
    }

    private static void refusesTransfer(UnaryOperator<CnvBuilder> change, String words) {
        try (Branch branch = new Branch(change, 0)) {
            refused(Branch.transfer(branch.session("alice")).lift(TERMS), words);
            assertEquals(List.of(), branch.ledger.all(GrantLifted.class));
            PolicyDecision refusal = branch.ledger.all(PolicyDecision.class).getLast();
            assertEquals(Reason.NOT_LIFTABLE, refusal.reason().orElseThrow());
        }
    }

    @Test
    void lift_verified_isOnDiskBehindItsDecisionBeforeThereIsAHandle() {
        try (Branch branch = new Branch()) {
            GrantHandle handle = branch.grant(
                    Branch.transfer(branch.session("alice")),
                    Duration.ofSeconds(30),
                    OptionalLong.of(5));
            GrantLifted event = branch.ledger.all(GrantLifted.class).getLast();
            PolicyDecision decision = branch.ledger.all(PolicyDecision.class).getLast();
            assertEquals("lifted", decision.stage());
            assertTrue(decision.permitted());
            assertEquals(decision.origin().id(), event.origin().causation().orElseThrow());
            assertEquals("alice", event.origin().agent());
            assertEquals(handle.grant().id(), event.grant());
            assertEquals(handle.value(), event.handle());
            assertEquals(branch.table.id(), event.table());
            assertEquals("bank.transfer", event.capability());
            assertEquals(List.of(Effect.MUTATE_STATE.name()), event.effects());
            assertEquals(Branch.NOON.plusSeconds(30), event.expires());
            assertEquals(OptionalLong.of(5), event.uses());
            assertEquals(
                    List.of(Durability.ON_DISK), branch.ledger.durabilities(GrantLifted.class));
        }
    }

    @Test
    void lift_ledgerThatCannotTakeIt_givesNoGrantAndTheRowBack() {
        try (Branch branch = new Branch()) {
            branch.ledger.failOn(GrantLifted.class::isInstance);
            for (int i = 0; i < 100; i++) {
                Step<GrantHandle> step = branch.lift(
                        Branch.transfer(branch.session("alice")),
                        Duration.ofSeconds(30),
                        OptionalLong.empty());
                Step.Stopped<?> stopped = assertInstanceOf(Step.Stopped.class, step);
                assertEquals(
                        Reason.LEDGER_UNAVAILABLE, stopped.outcome().denial().reason());
            }
            assertEquals(0, branch.table.size());
        }
    }

    @Test
    void lift_rowsAllTakenByGrantsThatAreOver_endsThoseAndRecordsIt() {
        try (Branch branch = new Branch()) {
            GrantTable table = GrantTable.create(branch.cnv, 2, Branch.VERBS, 5);
            Duration second = Duration.ofSeconds(1);
            GrantHandle over = table.lift(
                            Branch.balance(branch.session("alice")), second, OptionalLong.empty())
                    .orThrow();
            GrantHandle good = table.lift(
                            Branch.balance(branch.session("alice")),
                            second.multipliedBy(9),
                            OptionalLong.empty())
                    .orThrow();
            BankBalanceCertificate.Verified third = Branch.balance(branch.session("alice"));
            assertThrows(
                    IllegalStateException.class,
                    () -> table.lift(third, second, OptionalLong.empty()));
            branch.time.advance(second);
            table.lift(Branch.balance(branch.session("alice")), second, OptionalLong.empty())
                    .orThrow();
            GrantEnded ended = branch.ledger.all(GrantEnded.class).getLast();
            assertEquals(over.grant().id(), ended.grant());
            assertEquals(Reason.CERTIFICATE_EXPIRED, ended.reason().orElseThrow());
            assertFalse(table.revoke(over.value()));
            assertTrue(table.revoke(good.value()));
        }
    }

    @Test
    void lift_twiceOfACertificateForOneRun_isRefused() {
        try (Branch branch = new Branch()) {
            BankTransferCertificate.Verified proof = Branch.transfer(branch.session("alice"));
            branch.grant(proof);
            Step.Stopped<?> again = assertInstanceOf(Step.Stopped.class, proof.lift(TERMS));
            assertEquals(Reason.CERTIFICATE_USED, again.outcome().denial().reason());
            assertEquals(
                    Reason.CERTIFICATE_USED,
                    assertInstanceOf(dev.cnv.runtime.outcome.Outcome.Denied.class, proof.run())
                            .denial()
                            .reason());
        }
    }

    @Test
    void lift_certificateThatIsStale_isRefused() {
        try (Branch branch = new Branch()) {
            BankTransferCertificate.Verified proof = Branch.transfer(branch.session("alice"));
            branch.time.advance(Duration.ofHours(1));
            Step.Stopped<?> late = assertInstanceOf(Step.Stopped.class, proof.lift(TERMS));
            assertEquals(Reason.CERTIFICATE_EXPIRED, late.outcome().denial().reason());
        }
    }

    @Test
    void lift_policyThatLooksAtArgumentsTimeOrPriority_isRefused() {
        PolicyRule all = PolicyRule.allow("all").always();
        refusesTransfer(
                PolicySet.of(
                        all,
                        PolicyRule.deny("big", "too much", "")
                                .when(ArgumentCondition.atLeast("amount", 1_000))),
                "rule=big");
        refusesTransfer(
                PolicySet.of(
                        PolicyRule.allow("small").when(ArgumentCondition.atMost("amount", 1_000))),
                "rule=small");
        refusesTransfer(
                PolicySet.of(
                        all,
                        PolicyRule.deny("night", "closed", "")
                                .when(TimeCondition.between(
                                        Branch.NOON.plusSeconds(60), Branch.NOON.plusSeconds(90)))),
                "rule=night");
        refusesTransfer(
                PolicySet.of(
                        all,
                        PolicyRule.deny("urgent", "no", "")
                                .when(new QualityCondition.PriorityAtLeast(Priority.CRITICAL))),
                "rule=urgent");
        refusesTransfer(
                PolicySet.of(
                        all,
                        PolicyRule.rewrite(
                                        "same",
                                        Map.of("amount", JsonNodeFactory.instance.numberNode(3)))
                                .always()),
                "rule=same");
    }

    @Test
    void lift_policyThatLooksAtOtherVerbsArguments_isGiven() {
        PolicyRule all = PolicyRule.allow("all").always();
        PolicyRule others = PolicyRule.deny("others", "no", "")
                .when(new Condition.AllOf(List.of(
                        Condition.capability("bank.balance"),
                        ArgumentCondition.atLeast("account", 5))));
        PolicyRule reads = PolicyRule.deny("reads", "no", "")
                .when(new Condition.AllOf(List.of(
                        new Condition.EffectIs(Effect.READ_ONLY),
                        ArgumentCondition.atLeast("account", 5))));
        try (Branch branch = branch(PolicySet.of(all, others, reads))) {
            assertEquals(
                    64,
                    (int) branch.grant(Branch.transfer(branch.session("alice"))).value() + 64);
        }
    }

    @Test
    void lift_policyOfAnotherEngineOrMode_isRefused() {
        refusesTransfer(
                builder -> builder.policy(new dev.cnv.runtime.policy.PolicyEngine() {
                    @Override
                    public String name() {
                        return "other/1";
                    }

                    @Override
                    public dev.cnv.runtime.canonical.Digest policy() {
                        return dev.cnv.runtime.canonical.Digest.of("other");
                    }

                    @Override
                    public PolicyVerdict evaluate(dev.cnv.runtime.policy.PolicyRequest request) {
                        return new PolicyVerdict.Permit(List.of(), java.util.Optional.empty());
                    }
                }),
                "does not say");
        refusesTransfer(builder -> builder.policyMode(PolicyMode.AUDIT), "mode=AUDIT");
        refusesTransfer(builder -> builder.policyMode(PolicyMode.DRY_RUN), "mode=DRY_RUN");
    }

    @Test
    void lift_contractThatNoWorkerKeeps_isRefused() {
        try (Branch branch = new Branch()) {
            Session alice = branch.session("alice");
            refused(
                    lift(BankAuditCertificate.prepare(alice, new BankAuditCertificate.Input())
                            .orThrow()
                            .checkPolicy()
                            .orThrow()
                            .checkCapability()
                            .orThrow()
                            .verify()
                            .orThrow()),
                    "FAST_PATH");
            refused(
                    lift(BankStareCertificate.prepare(alice, new BankStareCertificate.Input(1))
                            .orThrow()
                            .checkPolicy()
                            .orThrow()
                            .checkCapability()
                            .orThrow()
                            .verify()
                            .orThrow()),
                    "concurrency=2");
            refused(
                    lift(BankGlanceCertificate.prepare(alice, new BankGlanceCertificate.Input(1))
                            .orThrow()
                            .checkPolicy()
                            .orThrow()
                            .checkCapability()
                            .orThrow()
                            .verify()
                            .orThrow()),
                    "deadline=HARD");
            refused(
                    lift(BankLockCertificate.prepare(alice, new BankLockCertificate.Input(1))
                            .orThrow()
                            .checkPolicy()
                            .orThrow()
                            .checkCapability()
                            .orThrow()
                            .verify()
                            .orThrow()),
                    "TENANT_ISOLATED");
        }
    }

    private static Step<LiftTicket> lift(Staged.Verified<?, ?> certificate) {
        return certificate.lift(TERMS);
    }

    @Test
    void lift_chainThatLooksAtEachCall_isRefused() {
        try (Branch branch = new Branch()) {
            refused(
                    lift(Branch.transfer(
                            branch.session(branch.chain("alice", draft -> draft.maximumUses(9))))),
                    "maximum of uses");
        }
    }

    @Test
    void lift_chainThatConstrainsArguments_isRefused() {
        try (Branch branch = new Branch()) {
            Session alice = branch.session(branch.narrowChain(
                    "alice",
                    Grant.of("bank.balance", EffectLevel.PRIVILEGED)
                            .where("account", ArgumentConstraint.between(0, 10))));
            refused(lift(Branch.balance(alice)), "constrains its arguments");
        }
    }

    @Test
    void lift_callOfItsOwnKind_isRefused() {
        try (Branch branch = new Branch()) {
            Session alice = branch.session("alice");
            refused(
                    lift(Branch.transfer(alice.with(CallOptions.NONE.idempotencyKey("k")))),
                    "idempotency key");
        }
    }

    @Test
    void lift_callerWithoutRights_comesToNoCertificate() {
        try (Branch branch = new Branch()) {
            Session nobody = branch.cnv.open(Credential.anonymous());
            assertThrows(RuntimeException.class, () -> Branch.transfer(nobody));
        }
    }

    @Test
    void table_certificateOfAnotherRuntime_isRefused() {
        try (Branch branch = new Branch();
                Branch other = new Branch()) {
            BankTransferCertificate.Verified foreign = Branch.transfer(other.session("alice"));
            assertThrows(ProofRefusedException.class, () -> branch.grant(foreign));
            assertEquals(0, branch.table.size());
        }
    }

    @Test
    void redeem_usedOrForAnotherTable_isRefused() {
        try (Branch branch = new Branch()) {
            LiftTicket ticket = lift(Branch.transfer(branch.session("alice"))).orThrow();
            Lifts lifts = branch.cnv.lifts();
            assertThrows(
                    ProofRefusedException.class, () -> lifts.redeem(ticket, branch.table.id()));
            lifts.redeem(ticket, TERMS.table());
            assertThrows(ProofRefusedException.class, () -> lifts.redeem(ticket, TERMS.table()));
        }
    }

    /** More is tried in the forgery tests, which may reach for the platform's back doors. */
    @Test
    void ticket_forged_isRefused() throws Exception {
        Class<?> type = Class.forName("dev.cnv.runtime.kernel.KernelTicket");
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        assertThrows(IllegalAccessException.class, () -> constructor.newInstance(null, null, null));
        assertThrows(InaccessibleObjectException.class, () -> constructor.setAccessible(true));
        assertThrows(
                IllegalArgumentException.class,
                () -> Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {LiftTicket.class},
                        (_, _, _) -> null));
    }

    @Test
    void table_wrongMakings_areRefusedWithTheirValues() {
        try (Branch branch = new Branch()) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> GrantTable.create(branch.cnv, 3, Branch.VERBS, 0));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> GrantTable.create(branch.cnv, 4, Branch.VERBS, -1));
            for (String verb : List.of("bank.audit", "bank.none")) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> GrantTable.create(branch.cnv, 4, List.of(new CapabilityId(verb)), 0));
            }
            GrantTable one =
                    GrantTable.create(branch.cnv, 1, List.of(new CapabilityId("bank.balance")), 0);
            Session alice = branch.session("alice");
            assertThrows(
                    IllegalArgumentException.class,
                    () -> one.lift(
                            Branch.transfer(alice), Duration.ofSeconds(1), OptionalLong.empty()));
            BankBalanceCertificate.Verified balance = Branch.balance(alice);
            one.lift(balance, Duration.ofSeconds(1), OptionalLong.empty()).orThrow();
            assertThrows(
                    IllegalStateException.class,
                    () -> one.lift(
                            Branch.balance(alice), Duration.ofSeconds(1), OptionalLong.empty()));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> branch.lift(balance, Duration.ofDays(2), OptionalLong.empty()));
        }
    }
}
