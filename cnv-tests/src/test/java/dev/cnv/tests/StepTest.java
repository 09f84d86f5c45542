package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.certificate.CertificateClaims;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.outcome.CallRefusedException;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls stepped by hand through the generated certificates. */
class StepTest {

    private static final BankTransferCertificate.Input INPUT =
            new BankTransferCertificate.Input("alice", "bob", 5);

    private static BankTransferCertificate.Verified verified(Session session) {
        return BankTransferCertificate.prepare(session, INPUT)
                .orThrow()
                .checkPolicy()
                .orThrow()
                .checkCapability()
                .orThrow()
                .verify()
                .orThrow();
    }

    @Test
    void steps_allPassed_run() {
        try (Fixture f = new Fixture()) {
            BankTransferCertificate.Verified verified = verified(f.alice());
            assertEquals(Stage.VERIFIED, verified.stage());
            assertEquals(List.of(), f.ledger.asked(), "nothing is decided before the verb is run");
            assertEquals(new Bank.Balances(995, 5), verified.run().orThrow());
            assertEquals(2, f.ledger.asked().size());
        }
    }

    @Test
    void claims_ofVerified_nameTheExactCall() {
        try (Fixture f = new Fixture()) {
            CertificateClaims claims = verified(f.alice()).claims();
            assertEquals("bank.transfer", claims.capability().path());
            assertEquals("alice", claims.context().principal().agent().id().value());
            assertEquals(Fixture.NOON, claims.issued());
            assertEquals(Fixture.NOON.plus(Duration.ofHours(1)), claims.expires());
            assertEquals(List.of("all"), claims.policy().orElseThrow().considered());
            assertEquals(
                    dev.cnv.runtime.canonical.Digest.of(
                            "{\"amount\":5,\"from\":\"alice\",\"to\":\"bob\"}"),
                    claims.arguments());
        }
    }

    @Test
    void checkPolicy_refused_stopsWithTheReason() {
        try (Fixture f = new Fixture(PolicySet.EMPTY)) {
            Step<BankTransferCertificate.PolicyChecked> step =
                    BankTransferCertificate.prepare(f.alice(), INPUT).orThrow().checkPolicy();
            var refused = assertThrows(CallRefusedException.class, step::orThrow);
            assertEquals(Reason.POLICY_NO_PERMIT, refused.denial().reason());
            assertEquals(1, f.ledger.decisions().size());
        }
    }

    @Test
    void checkCapability_anonymous_stops() {
        try (Fixture f = new Fixture()) {
            var step = BankTransferCertificate.prepare(
                            f.cnv.open(new Credential.Anonymous()), INPUT)
                    .orThrow()
                    .checkPolicy()
                    .orThrow()
                    .checkCapability();
            assertInstanceOf(Step.Stopped.class, step);
        }
    }

    @Test
    void verify_afterAnHour_stops() {
        try (Fixture f = new Fixture()) {
            var checked = BankTransferCertificate.prepare(f.alice(), INPUT)
                    .orThrow()
                    .checkPolicy()
                    .orThrow()
                    .checkCapability()
                    .orThrow();
            f.time.advance(Duration.ofHours(1));
            var refused = assertThrows(
                    CallRefusedException.class, () -> checked.verify().orThrow());
            assertEquals(Reason.CERTIFICATE_EXPIRED, refused.denial().reason());
        }
    }

    @Test
    void run_anHourAfterVerify_isRefused() {
        try (Fixture f = new Fixture()) {
            var verified = verified(f.alice());
            f.time.advance(Duration.ofHours(1));
            assertEquals(Reason.CERTIFICATE_EXPIRED, Fixture.reason(verified.run()));
            assertEquals(List.of(), f.bank.reached);
        }
    }

    @Test
    void run_revokedAfterVerify_isRefused() {
        try (Fixture f = new Fixture()) {
            Credential.Held held = f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED));
            var verified = verified(f.cnv.open(held));
            f.cnv.trust(trust -> trust.withRevoked(held.chain().tokenDigests().getFirst()));
            assertEquals(Reason.CREDENTIAL_REVOKED, Fixture.reason(verified.run()));
        }
    }

    @Test
    void prepare_withTheWrongStageOrVerb_isRefused() {
        try (Fixture f = new Fixture()) {
            assertThrows(
                    ClassCastException.class,
                    () -> f.alice()
                            .prepare(
                                    BankVerbs.TRANSFER,
                                    INPUT,
                                    BankTransferCertificate.Verified.class));
            assertThrows(
                    ClassCastException.class,
                    () -> f.alice()
                            .prepare(
                                    BankVerbs.TRANSFER,
                                    INPUT,
                                    BankTransferCertificate.PolicyChecked.class));
            assertThrows(
                    ClassCastException.class,
                    () -> f.alice()
                            .prepare(
                                    BankVerbs.TRANSFER,
                                    INPUT,
                                    BankBalanceCertificate.Unchecked.class));
        }
    }

    @Test
    void run_byManyThreads_runsOnce() throws InterruptedException {
        try (Fixture f = new Fixture()) {
            var verified = verified(f.alice());
            AtomicInteger completed = new AtomicInteger();
            AtomicInteger used = new AtomicInteger();
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = IntStream.range(0, 64)
                    .mapToObj(_ -> Thread.ofVirtual().start(() -> {
                        Waiting.until(() -> start.getCount() == 0);
                        switch (verified.run()) {
                            case Outcome.Completed<Bank.Balances> _ -> completed.incrementAndGet();
                            case Outcome.Denied<Bank.Balances> denied
                            when denied.denial().reason() == Reason.CERTIFICATE_USED ->
                                used.incrementAndGet();
                            case Outcome<Bank.Balances> other ->
                                throw new AssertionError(other.toString());
                        }
                    }))
                    .toList();
            start.countDown();
            threads.forEach(Waiting::join);
            assertEquals(1, completed.get());
            assertEquals(63, used.get());
            assertEquals(
                    new Bank.Balances(995, 5),
                    new Bank.Balances(f.bank.cents.get("alice"), f.bank.cents.get("bob")));
        }
    }

    @Test
    void run_idempotentVerbTwice_runsTwice() {
        try (Fixture f = new Fixture()) {
            var verified = BankSetCertificate.prepare(
                            f.alice(), new BankSetCertificate.Input("carol", 7))
                    .orThrow()
                    .checkPolicy()
                    .orThrow()
                    .checkCapability()
                    .orThrow()
                    .verify()
                    .orThrow();
            assertInstanceOf(Outcome.Completed.class, verified.run());
            assertInstanceOf(Outcome.Completed.class, verified.run());
            assertEquals(List.of("bank.set", "bank.set"), f.bank.reached);
        }
    }

    @Test
    void run_throttled_mayBeRunAgain() {
        try (Fixture f = new Fixture()) {
            f.ledger.failOn(_ -> true);
            var verified = verified(f.alice());
            assertEquals(Reason.LEDGER_UNAVAILABLE, Fixture.reason(verified.run()));
            f.ledger.failOn(_ -> false);
            assertInstanceOf(Outcome.Completed.class, verified.run());
        }
    }

    @Test
    void input_changedBetweenStages_doesNotReachTheHandler() {
        try (Fixture f = new Fixture()) {
            byte[] data = "good".getBytes(StandardCharsets.UTF_8);
            var input = new BankStoreCertificate.Input(data, new Bank.Note("kept"));
            var unchecked = BankStoreCertificate.prepare(f.alice(), input).orThrow();
            data[0] = 'f';
            unchecked.input().data()[0] = 'f';
            var outcome = unchecked
                    .checkPolicy()
                    .orThrow()
                    .checkCapability()
                    .orThrow()
                    .verify()
                    .orThrow()
                    .run();
            assertEquals("good kept", outcome.orThrow());
        }
    }

    @Test
    void certificate_text_showsNoArgument() {
        try (Fixture f = new Fixture()) {
            String text = BankSafeOpenCertificate.prepare(
                            f.alice(), new BankSafeOpenCertificate.Input("front", "1234"))
                    .orThrow()
                    .toString();
            assertTrue(text.startsWith("bank.safe.open@1.0.0[UNCHECKED"), text);
            assertFalse(text.contains("1234"), text);
        }
    }

    @Test
    void checkPolicy_redirected_namesTheOtherVerb() {
        PolicySet rules = PolicySet.of(
                PolicyRule.allow("all").always(),
                PolicyRule.redirect("soft-close", "bank.balance")
                        .when(Condition.capability("bank.close")));
        try (Fixture f = new Fixture(rules)) {
            var step = BankCloseCertificate.prepare(
                            f.alice(), new BankCloseCertificate.Input("alice"))
                    .orThrow()
                    .checkPolicy();
            assertEquals(
                    "bank.balance",
                    assertInstanceOf(Step.Redirected.class, step).to().path());
        }
    }
}
