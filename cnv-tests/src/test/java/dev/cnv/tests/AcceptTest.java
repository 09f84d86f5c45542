package dev.cnv.tests;

import static dev.cnv.tests.TwoRuntimes.INPUT;
import static dev.cnv.tests.TwoRuntimes.TO_WORKER;
import static dev.cnv.tests.TwoRuntimes.denial;
import static dev.cnv.tests.TwoRuntimes.verified;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.CallEvent.CertificateExported;
import dev.cnv.runtime.governance.CallEvent.VouchedBy;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.identity.RuntimeName;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Certificates that travel from one runtime to another: what is accepted, and all that is refused. */
class AcceptTest {

    @Test
    void accept_exported_runsAndBothLedgersSaySo() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            ExportedCertificate exported = two.exported();
            var accepted = two.accepted(exported);
            assertEquals(Stage.VERIFIED, accepted.stage());
            assertEquals(INPUT, accepted.input());
            assertEquals(new Bank.Balances(995, 5), accepted.run().orThrow());

            var given = (CertificateExported) two.gateway.ledger.asked().getFirst();
            assertEquals(exported.digest(), given.exported());
            assertEquals("worker", given.audience());
            PolicyDecision decided = two.worker.ledger.decisions().getFirst();
            assertEquals(
                    Optional.of(new VouchedBy(given.certificate(), "gateway", two.key.id())),
                    decided.vouched());
            assertEquals("alice", decided.agent());
            assertEquals(
                    two.gateway.alice().principal(),
                    two.worker.bank.contexts.getFirst().principal());
            assertEquals(2, two.worker.ledger.asked().size());
            assertEquals(List.of(), two.gateway.bank.reached);
        }
    }

    @Test
    void accept_carriedArguments_needsNoInput() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            ExportedCertificate exported = verified(two.gateway.alice())
                    .export(TO_WORKER.carryingArguments())
                    .orThrow();
            var accepted = two.carrier()
                    .accept(BankVerbs.TRANSFER, exported, BankTransferCertificate.Verified.class)
                    .orThrow();
            assertEquals(INPUT, accepted.input());
            assertEquals(new Bank.Balances(995, 5), accepted.run().orThrow());
        }
    }

    @Test
    void accept_digestOnlyWithoutInput_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            ExportedCertificate exported = two.exported();
            assertEquals(
                    Reason.DIGEST_MISMATCH,
                    denial(two.carrier()
                                    .accept(
                                            BankVerbs.TRANSFER,
                                            exported,
                                            BankTransferCertificate.Verified.class))
                            .reason());
        }
    }

    @Test
    void accept_carriedArgumentsThatAreNone_isMalformed() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            ExportedCertificate bent = two.with(two.exported(), "carried", Optional.of("{"));
            assertEquals(
                    Reason.CERTIFICATE_MALFORMED,
                    denial(two.carrier()
                                    .accept(
                                            BankVerbs.TRANSFER,
                                            bent,
                                            BankTransferCertificate.Verified.class))
                            .reason());
        }
    }

    @Test
    void accept_otherInput_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            var other = new BankTransferCertificate.Input("alice", "bob", 6);
            assertEquals(
                    Reason.DIGEST_MISMATCH,
                    denial(two.carrier()
                                    .accept(
                                            BankVerbs.TRANSFER,
                                            two.exported(),
                                            other,
                                            BankTransferCertificate.Verified.class))
                            .reason());
            nothingRan(two);
        }
    }

    @Test
    void accept_noTrustedIssuer_isRefusedByDefault() {
        try (TwoRuntimes two = new TwoRuntimes(builder -> builder.trust(Trust.NONE))) {
            assertEquals(Reason.CERTIFICATE_UNTRUSTED, two.reasonFor(two.exported()));
            PolicyDecision refusal = two.worker.ledger.decisions().getFirst();
            assertEquals(Optional.of(Reason.CERTIFICATE_UNTRUSTED), refusal.reason());
            assertEquals(
                    Optional.empty(), refusal.vouched(), "nobody vouches before it is checked");
            nothingRan(two);
        }
    }

    @Test
    void accept_issuerNameThatIsAnothers_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            ExportedCertificate bent =
                    two.with(two.exported(), "issuer", new RuntimeName("worker"));
            assertEquals(Reason.CERTIFICATE_UNTRUSTED, two.reasonFor(bent));
        }
    }

    @Test
    void accept_forgedByAnotherKey_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            SigningKey forger = SigningKey.generate(new SecureRandom());
            ExportedCertificate forged =
                    ExportedCertificate.sign(forger, two.claims(two.exported()));
            assertEquals(Reason.CERTIFICATE_UNTRUSTED, two.reasonFor(forged));
        }
    }

    @Test
    void accept_tampered_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            byte[] bytes = two.exported().bytes();
            bytes[bytes.length - 1] ^= 1;
            assertEquals(Reason.SIGNATURE_INVALID, two.reasonFor(ExportedCertificate.of(bytes)));
            assertEquals(
                    Reason.CERTIFICATE_MALFORMED,
                    two.reasonFor(ExportedCertificate.of(new byte[] {1, 2, 3})));
            nothingRan(two);
        }
    }

    @Test
    void accept_forAnotherRuntimeOrByANamelessOne_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            ExportedCertificate elsewhere = verified(two.gateway.alice())
                    .export(ExportOptions.to("elsewhere"))
                    .orThrow();
            assertEquals(Reason.CERTIFICATE_AUDIENCE, two.reasonFor(elsewhere));
            try (Fixture nameless = new Fixture(builder -> builder.trust(two.trust))) {
                var session =
                        nameless.cnv.open(new dev.cnv.runtime.delegation.Credential.Anonymous());
                assertEquals(
                        Reason.CERTIFICATE_AUDIENCE,
                        denial(session.accept(
                                        BankVerbs.TRANSFER,
                                        two.exported(),
                                        INPUT,
                                        BankTransferCertificate.Verified.class))
                                .reason());
            }
        }
    }

    @Test
    void accept_forAnotherVerbVersionOrEffects_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            ExportedCertificate good = two.exported();
            assertEquals(
                    Reason.CERTIFICATE_VERB,
                    denial(two.carrier()
                                    .accept(
                                            BankVerbs.SET,
                                            good,
                                            new BankSetCertificate.Input("alice", 5),
                                            BankSetCertificate.Verified.class))
                            .reason());
            assertEquals(
                    Reason.CERTIFICATE_VERB,
                    two.reasonFor(two.with(good, "capability", new CapabilityId("bank.set"))));
            assertEquals(
                    Reason.CERTIFICATE_VERB, two.reasonFor(two.with(good, "version", "9.0.0")));
            assertEquals(
                    Reason.CERTIFICATE_VERB,
                    two.reasonFor(two.with(good, "effects", Set.of(Effect.READ_ONLY))));
        }
    }

    @Test
    void accept_otherSchemas_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            for (String schema : List.of("inputSchema", "outputSchema")) {
                assertEquals(
                        Reason.SCHEMA_MISMATCH,
                        two.reasonFor(two.with(two.exported(), schema, Digest.of("other"))));
            }
        }
    }

    @Test
    void accept_outsideTheWindow_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            ExportedCertificate exported = two.exported();
            two.worker.time.advance(Duration.ofHours(1));
            assertEquals(Reason.CERTIFICATE_EXPIRED, two.reasonFor(exported));
        }
        try (TwoRuntimes two = new TwoRuntimes()) {
            two.gateway.time.advance(Duration.ofSeconds(31));
            assertEquals(Reason.CERTIFICATE_EXPIRED, two.reasonFor(two.exported()));
            two.worker.time.advance(Duration.ofSeconds(1));
            two.accepted(two.exported());
        }
    }

    @Test
    void run_afterTheWindow_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            var accepted = two.accepted(two.exported());
            two.worker.time.advance(Duration.ofHours(1));
            assertEquals(Reason.CERTIFICATE_EXPIRED, Fixture.reason(accepted.run()));
            nothingRan(two);
        }
    }

    @Test
    void acceptAndRun_tokenRevokedHere_areRefused() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            ExportedCertificate exported = two.exported();
            Digest token = two.claims(exported).tokens().getFirst().token();
            var accepted = two.accepted(exported);
            two.worker.cnv.trust(trust -> trust.withRevoked(token));
            assertEquals(Reason.CREDENTIAL_REVOKED, two.reasonFor(exported));
            assertEquals(Reason.CREDENTIAL_REVOKED, Fixture.reason(accepted.run()));
            nothingRan(two);
        }
    }

    @Test
    void run_issuerNoLongerTrusted_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            var accepted = two.accepted(two.exported());
            two.worker.cnv.trust(trust -> trust.withoutCertificateIssuer(two.key.id()));
            assertEquals(Reason.CERTIFICATE_UNTRUSTED, Fixture.reason(accepted.run()));
            nothingRan(two);
        }
    }

    @Test
    void accept_policyHereDoesNotPermit_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes(builder -> builder.policy(PolicySet.EMPTY))) {
            assertEquals(Reason.POLICY_NO_PERMIT, two.reasonFor(two.exported()));
            assertTrue(
                    two.worker.ledger.decisions().getFirst().vouched().isPresent(),
                    "the refusal says whose word it refuses");
            nothingRan(two);
        }
    }

    @Test
    void accept_policyHereRewrites_isRefused() {
        PolicySet rules = PolicySet.of(
                PolicyRule.allow("all").always(),
                PolicyRule.rewrite(
                                "less",
                                java.util.Map.of(
                                        "amount",
                                        tools.jackson.databind.node.JsonNodeFactory.instance
                                                .numberNode(1)))
                        .when(Condition.capability("bank.transfer")));
        try (TwoRuntimes two = new TwoRuntimes(builder -> builder.policy(rules))) {
            assertEquals(Reason.DIGEST_MISMATCH, two.reasonFor(two.exported()));
            nothingRan(two);
        }
    }

    @Test
    void run_twice_isRefusedWhicheverCopyIsRun() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            ExportedCertificate exported = two.exported();
            var first = two.accepted(exported);
            var second = two.accepted(exported);
            first.run().orThrow();
            assertEquals(Reason.CERTIFICATE_USED, Fixture.reason(first.run()));
            assertEquals(Reason.CERTIFICATE_USED, Fixture.reason(second.run()));
            assertEquals(Reason.CERTIFICATE_USED, two.reasonFor(exported));
            assertEquals(List.of("bank.transfer"), two.worker.bank.reached);
        }
    }

    @Test
    void run_afterRestart_isStillRefused() {
        MemoryLedger ledger = new MemoryLedger();
        try (TwoRuntimes two = new TwoRuntimes(b -> b.ledger(new Surviving(ledger)))) {
            ExportedCertificate exported = two.exported();
            two.accepted(exported).run().orThrow();
            two.worker.close();
            try (Fixture restarted = new Fixture(builder ->
                    builder.name("worker").trust(two.trust).ledger(new Surviving(ledger)))) {
                var session =
                        restarted.cnv.open(new dev.cnv.runtime.delegation.Credential.Anonymous());
                assertEquals(
                        Reason.CERTIFICATE_USED,
                        denial(session.accept(
                                        BankVerbs.TRANSFER,
                                        exported,
                                        INPUT,
                                        BankTransferCertificate.Verified.class))
                                .reason());
                assertEquals(List.of(), restarted.bank.reached);
            }
        }
    }

    @Test
    void run_from64Threads_runsOnce() throws Exception {
        try (TwoRuntimes two = new TwoRuntimes();
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            ExportedCertificate exported = two.exported();
            List<BankTransferCertificate.Verified> copies = java.util.stream.Stream.generate(
                            () -> two.accepted(exported))
                    .limit(64)
                    .toList();
            List<Future<Outcome<Bank.Balances>>> runs =
                    copies.stream().map(copy -> pool.submit(copy::run)).toList();
            int completed = 0;
            for (Future<Outcome<Bank.Balances>> run : runs) {
                if (run.get() instanceof Outcome.Completed<?>) {
                    completed++;
                } else {
                    assertEquals(Reason.CERTIFICATE_USED, Fixture.reason(run.get()));
                }
            }
            assertEquals(1, completed);
            assertEquals(1, two.worker.bank.reached.size());
        }
    }

    @Test
    void run_ledgerCannotTakeIt_leavesTheCertificateGood() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            var accepted = two.accepted(two.exported());
            two.worker.ledger.failOn(PolicyDecision.class::isInstance);
            assertEquals(Reason.LEDGER_UNAVAILABLE, Fixture.reason(accepted.run()));
            nothingRan(two);
            two.worker.ledger.failOn(_ -> false);
            accepted.run().orThrow();
        }
    }

    @Test
    void run_idempotentVerb_mayBeRepeated() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            var input = new BankSetCertificate.Input("alice", 7);
            var verified = BankSetCertificate.prepare(two.gateway.alice(), input)
                    .orThrow()
                    .checkPolicy()
                    .orThrow()
                    .checkCapability()
                    .orThrow()
                    .verify()
                    .orThrow();
            var accepted = two.carrier()
                    .accept(
                            BankVerbs.SET,
                            verified.export(TO_WORKER).orThrow(),
                            input,
                            BankSetCertificate.Verified.class)
                    .orThrow();
            accepted.run().orThrow();
            accepted.run().orThrow();
            verified.run().orThrow();
            assertEquals(2, two.worker.bank.reached.size());
        }
    }

    @Test
    void run_saidToBeForOnce_runsOnceWhateverTheVerbHereSays() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            var input = new BankSetCertificate.Input("alice", 7);
            ExportedCertificate exported = BankSetCertificate.prepare(two.gateway.alice(), input)
                    .orThrow()
                    .checkPolicy()
                    .orThrow()
                    .checkCapability()
                    .orThrow()
                    .verify()
                    .orThrow()
                    .export(TO_WORKER)
                    .orThrow();
            var accepted = two.carrier()
                    .accept(
                            BankVerbs.SET,
                            two.with(exported, "singleUse", true),
                            input,
                            BankSetCertificate.Verified.class)
                    .orThrow();
            accepted.run().orThrow();
            assertEquals(Reason.CERTIFICATE_USED, Fixture.reason(accepted.run()));
        }
    }

    @Test
    void nestedCalls_ofAnAcceptedCall_haveNoAuthority() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            var input = new BankReportCertificate.Input("alice");
            ExportedCertificate exported = BankReportCertificate.prepare(two.gateway.alice(), input)
                    .orThrow()
                    .checkPolicy()
                    .orThrow()
                    .checkCapability()
                    .orThrow()
                    .verify()
                    .orThrow()
                    .export(TO_WORKER)
                    .orThrow();
            var accepted = two.carrier()
                    .accept(BankVerbs.REPORT, exported, input, BankReportCertificate.Verified.class)
                    .orThrow();
            assertEquals(
                    List.of("authority-missing", "authority-missing"),
                    accepted.run().orThrow());
            assertEquals(List.of("bank.report"), two.worker.bank.reached);
        }
    }

    @Test
    void dryRun_staysDryOnItsWay() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            var input = new BankCloseCertificate.Input("alice");
            ExportedCertificate exported = BankCloseCertificate.prepare(
                            two.gateway.alice().with(CallOptions.NONE.asDryRun()), input)
                    .orThrow()
                    .checkPolicy()
                    .orThrow()
                    .checkCapability()
                    .orThrow()
                    .verify()
                    .orThrow()
                    .export(TO_WORKER)
                    .orThrow();
            var accepted = two.carrier()
                    .accept(BankVerbs.CLOSE, exported, input, BankCloseCertificate.Verified.class)
                    .orThrow();
            assertEquals("would close alice", accepted.run().orThrow());
            assertTrue(two.worker.ledger.decisions().getFirst().dryRun());
        }
    }

    @Test
    void export_singleUse_givesTheCallAway() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            var verified = verified(two.gateway.alice());
            verified.export(TO_WORKER).orThrow();
            assertEquals(Reason.CERTIFICATE_USED, Fixture.reason(verified.run()));
            assertEquals(
                    Reason.CERTIFICATE_USED, denial(verified.export(TO_WORKER)).reason());
            assertEquals(List.of(), two.gateway.bank.reached);
        }
    }

    @Test
    void export_ledgerCannotTakeIt_keepsTheCall() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            var verified = verified(two.gateway.alice());
            two.gateway.ledger.failOn(CertificateExported.class::isInstance);
            assertEquals(
                    Reason.LEDGER_UNAVAILABLE,
                    denial(verified.export(TO_WORKER)).reason());
            verified.run().orThrow();
        }
    }

    @Test
    void export_expired_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            var verified = verified(two.gateway.alice());
            two.gateway.time.advance(Duration.ofHours(1));
            assertEquals(
                    Reason.CERTIFICATE_EXPIRED,
                    denial(verified.export(TO_WORKER)).reason());
        }
    }

    @Test
    void export_withoutSignerOrName_isRefusedWithTheRemedy() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        try (Fixture unsigned = new Fixture(builder -> builder.name("gateway"));
                Fixture nameless = new Fixture(builder -> builder.signer(key))) {
            assertTrue(misuse(verified(unsigned.alice()), TO_WORKER).contains("signer"));
            assertTrue(misuse(verified(nameless.alice()), TO_WORKER).contains("name"));
        }
    }

    @Test
    void export_acceptedOne_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes(
                builder -> builder.signer(SigningKey.generate(new SecureRandom())))) {
            var accepted = two.accepted(two.exported());
            assertTrue(misuse(accepted, TO_WORKER).contains("another runtime"));
            accepted.run().orThrow();
        }
    }

    @Test
    void export_sensitiveArguments_areNotCarried() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            var verified = BankSafeOpenCertificate.prepare(
                            two.gateway.alice(), new BankSafeOpenCertificate.Input("front", "1234"))
                    .orThrow()
                    .checkPolicy()
                    .orThrow()
                    .checkCapability()
                    .orThrow()
                    .verify()
                    .orThrow();
            var refused = assertThrows(
                    IllegalStateException.class,
                    () -> verified.export(TO_WORKER.carryingArguments()));
            assertTrue(refused.getMessage().contains("sensitive"), refused.getMessage());
            verified.export(TO_WORKER).orThrow();
        }
    }

    @Test
    void accept_ownCertificate_needsTrustInOneself() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        try (Fixture alone = new Fixture(builder -> builder.name("worker").signer(key))) {
            ExportedCertificate exported =
                    verified(alone.alice()).export(TO_WORKER).orThrow();
            assertEquals(
                    Reason.CERTIFICATE_UNTRUSTED,
                    denial(alone.alice()
                                    .accept(
                                            BankVerbs.TRANSFER,
                                            exported,
                                            INPUT,
                                            BankTransferCertificate.Verified.class))
                            .reason());
            alone.cnv.trust(trust -> trust.withCertificateIssuer("worker", key.publicKey()));
            alone.alice()
                    .accept(
                            BankVerbs.TRANSFER,
                            exported,
                            INPUT,
                            BankTransferCertificate.Verified.class)
                    .orThrow()
                    .run()
                    .orThrow();
            assertEquals(List.of("bank.transfer"), alone.bank.reached);
        }
    }

    @Test
    void accept_refusedOrClosedSession_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes()) {
            ExportedCertificate exported = two.exported();
            var stranger = two.worker.cnv.open(two.gateway.credential(
                    draft -> draft.grant("**", dev.cnv.runtime.capability.EffectLevel.PRIVILEGED)));
            assertEquals(
                    stranger.refusal().orElseThrow().reason(),
                    denial(stranger.accept(
                                    BankVerbs.TRANSFER,
                                    exported,
                                    INPUT,
                                    BankTransferCertificate.Verified.class))
                            .reason());
            var carrier = two.carrier();
            two.worker.close();
            assertEquals(
                    Reason.CLOSED,
                    denial(carrier.accept(
                                    BankVerbs.TRANSFER,
                                    exported,
                                    INPUT,
                                    BankTransferCertificate.Verified.class))
                            .reason());
        }
    }

    private static String misuse(BankTransferCertificate.Verified verified, ExportOptions options) {
        return assertThrows(IllegalStateException.class, () -> verified.export(options))
                .getMessage();
    }

    private static void nothingRan(TwoRuntimes two) {
        assertEquals(List.of(), two.worker.bank.reached);
    }
}
