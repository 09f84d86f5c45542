package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.certificate.ReceiptClaims;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Receipt;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.time.VirtualTime;
import dev.cnv.runtime.tlog.LogProof;
import dev.cnv.runtime.tlog.LogPublisher;
import dev.cnv.runtime.tlog.LogPublisher.Publishing;
import dev.cnv.runtime.tlog.LogTrust;
import dev.cnv.runtime.tlog.NoteSigner;
import dev.cnv.runtime.tlog.ProofVerdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts that a runtime signs: what they say, and whom they are given to. */
class SignedReceiptsTest {

    private final SigningKey key = SigningKey.generate(new SecureRandom());

    private Fixture fixture() {
        return new Fixture(builder -> builder.name("bank").signer(key));
    }

    private ReceiptClaims claims(SignedReceipt receipt) {
        return assertInstanceOf(
                        SignedReceipt.Checked.Held.class,
                        SignedReceipt.of(receipt.bytes()).check(List.of(key.publicKey())))
                .claims();
    }

    @Test
    void receipt_completed_saysWhatTheLedgerSays() {
        try (Fixture f = fixture()) {
            Session alice = f.alice();
            Outcome<Bank.Balances> outcome = BankVerbs.with(alice).transfer("alice", "bob", 5);
            ReceiptClaims claims = claims(alice.receipt(outcome));

            assertEquals("bank", claims.issuer());
            assertEquals(outcome.receipt().invocation(), claims.invocation());
            assertEquals("bank.transfer", claims.capability());
            assertEquals(List.of("MUTATE_STATE"), claims.effects());
            assertEquals(
                    new ReceiptClaims.Caller("alice", "person", "default", "DIRECT", "alice"),
                    claims.caller());
            assertEquals(f.ledger.decisions().getFirst().chain(), claims.chain());
            assertEquals(Optional.of(Fixture.ALLOW_ALL.hash()), claims.policy());
            assertEquals(Optional.of("all"), claims.matched());
            assertEquals("completed", claims.status());
            assertEquals(
                    Optional.of(Digest.of("{\"amount\":5,\"from\":\"alice\",\"to\":\"bob\"}")),
                    claims.arguments());
            assertEquals(Optional.of(Digest.of("{\"from\":995,\"to\":5}")), claims.result());
            assertEquals(Fixture.NOON, claims.decided());
            assertEquals(Optional.of(Fixture.NOON), claims.ended());
            int begin = f.ledger.events().indexOf(f.ledger.decisions().getFirst());
            assertEquals(begin, claims.decision().index());
            assertEquals(begin + 1, claims.outcome().orElseThrow().index());
            assertEquals(Optional.empty(), claims.inclusion());
            assertEquals(claims, claims(f.cnv.receipt(outcome)));
        }
    }

    @Test
    void receipt_ofAFileLedger_namesTheLeavesOfItsLines(@TempDir Path folder) throws Exception {
        try (Fixture f = new Fixture(builder -> builder.signer(key)
                .ledger(FileLedger.open(folder, new VirtualTime(Fixture.NOON))))) {
            Session alice = f.alice();
            for (int i = 0; i < 3; i++) {
                BankVerbs.with(alice).balance("bob").orThrow();
            }
            Outcome<Bank.Balances> outcome = BankVerbs.with(alice).transfer("alice", "bob", 5);
            ReceiptClaims claims = claims(alice.receipt(outcome));
            List<String> lines =
                    Files.readAllLines(folder.resolve("segments/00000000000000000000.jsonl"));
            int decision = (int) claims.decision().index();
            assertEquals(leaf(lines.get(decision + 1)), claims.decision().leaf());
            assertEquals(
                    leaf(lines.get((int) claims.outcome().orElseThrow().index() + 1)),
                    claims.outcome().orElseThrow().leaf());
            assertTrue(lines.get(decision + 1).contains(claims.invocation().toString()));
        }
    }

    /** The proof goes beside the receipt: a stranger has both, the two keys, and no ledger. */
    @Test
    void receipt_withTheLogsProof_isInTheLogAtItsPlaceAlone(@TempDir Path folder) throws Exception {
        VirtualTime time = new VirtualTime(Fixture.NOON);
        FileLedger ledger = FileLedger.open(folder, time);
        SigningKey logKey = SigningKey.generate(new SecureRandom());
        String origin = "example.com/log";
        List<NoteSigner> signers = NoteSigner.forLog(origin, logKey);
        try (Fixture f = new Fixture(builder -> builder.signer(key).ledger(ledger))) {
            Session alice = f.alice();
            Outcome<Bank.Balances> outcome = BankVerbs.with(alice).transfer("alice", "bob", 5);
            ReceiptClaims claims = claims(alice.receipt(outcome));
            BankVerbs.with(alice).balance("bob").orThrow();

            LogPublisher log = ledger.log(folder, origin, signers, time);
            assertInstanceOf(Publishing.Published.class, log.publish());
            long index = claims.outcome().orElseThrow().index();
            LogProof proof = LogProof.parse(
                    LogProof.of(log.reader().inclusion(index), log.note().orElseThrow())
                            .bytes());

            LogTrust trust =
                    LogTrust.of(origin, signers.stream().map(NoteSigner::key).toList());
            // region: inclusion
            ReceiptClaims.Position place = claims.outcome().orElseThrow();
            ProofVerdict verdict = proof.check(trust, place.index(), place.leaf());
            // endregion
            assertTrue(verdict.holds());
            ReceiptClaims.Position other = claims.decision();
            assertFalse(proof.check(trust, other.index(), other.leaf()).holds());
            assertFalse(proof.check(trust, place.index(), other.leaf()).holds());
        }
    }

    /** RFC 9162 section 2.1.1, without the code under test. */
    private static Digest leaf(String line) {
        return Digest.of(("\0" + line).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void receipt_denied_saysWhy() {
        try (Fixture f = fixture()) {
            Session reader = f.alice(draft -> draft.grant("bank.*", EffectLevel.READ_ONLY));
            Outcome<?> outcome = BankVerbs.with(reader).transfer("alice", "bob", 5);
            ReceiptClaims claims = claims(reader.receipt(outcome));
            assertEquals("denied", claims.status());
            assertEquals(Optional.of("effect-not-granted"), claims.reason());
            assertEquals(Optional.empty(), claims.outcome());
            assertEquals(Optional.empty(), claims.result());
        }
    }

    @Test
    void receipt_failedWithSecret_hasNoSecret() {
        try (Fixture f = fixture()) {
            Session alice = f.alice();
            Outcome<?> outcome = BankVerbs.with(alice).openSafe("front", "0000");
            ReceiptClaims claims = claims(alice.receipt(outcome));
            assertEquals("failed", claims.status());
            assertEquals(Optional.of("handler-failed"), claims.reason());
            assertFalse(claims.arguments()
                    .equals(Optional.of(Digest.of("{\"door\":\"front\",\"pin\":\"0000\"}"))));
        }
    }

    @Test
    void receipt_withheldAndDryRun_sayThatNothingRan() {
        try (Fixture f =
                new Fixture(builder -> builder.signer(key).policyMode(PolicyMode.DRY_RUN))) {
            Session alice = f.alice().with(CallOptions.NONE.asDryRun());
            ReceiptClaims claims = claims(alice.receipt(BankVerbs.with(alice).close("alice")));
            assertEquals("withheld", claims.status());
            assertTrue(claims.dryRun());
            assertEquals("", claims.issuer());
        }
    }

    @Test
    void receipt_acceptedCertificate_namesItAndItsIssuer() {
        try (TwoRuntimes two = new TwoRuntimes(builder -> builder.signer(key))) {
            Outcome<?> outcome = two.accepted(two.exported()).run();
            ReceiptClaims claims = claims(two.worker.cnv.receipt(outcome));
            assertEquals(Optional.of("gateway"), claims.certificateIssuer());
            assertTrue(claims.certificate().isPresent());
            assertEquals("alice", claims.caller().agent());
        }
    }

    @Test
    void receipt_ofSomebodyElsesCall_isRefused() {
        try (Fixture f = fixture()) {
            Outcome<?> outcome = BankVerbs.with(f.alice()).transfer("alice", "bob", 5);
            Session stranger = f.cnv.open(Credential.anonymous());
            assertThrows(IllegalStateException.class, () -> stranger.receipt(outcome));
            claims(f.cnv.receipt(outcome));
        }
    }

    @Test
    void receipt_madeUpByTheCaller_isRefused() {
        try (Fixture f = fixture()) {
            Session alice = f.alice();
            Outcome<?> first = BankVerbs.with(alice).transfer("alice", "bob", 5);
            Outcome<?> second = BankVerbs.with(alice).transfer("alice", "bob", 7);
            refused(alice, first, OptionalLong.of(2), first.receipt().outcome());
            refused(alice, first, first.receipt().decision(), second.receipt().outcome());
            refused(alice, first, first.receipt().outcome(), first.receipt().outcome());
            refused(alice, first, first.receipt().decision(), first.receipt().decision());
            refused(alice, first, OptionalLong.of(99), OptionalLong.empty());
            refused(alice, first, OptionalLong.empty(), OptionalLong.empty());
        }
    }

    private static void refused(
            Session session, Outcome<?> outcome, OptionalLong decision, OptionalLong end) {
        Receipt own = outcome.receipt();
        Receipt madeUp = new Receipt(
                own.invocation(),
                own.capability(),
                own.version(),
                own.agent(),
                own.tenant(),
                own.correlation(),
                own.parent(),
                own.policy(),
                own.rule(),
                decision,
                end);
        assertThrows(
                IllegalStateException.class, () -> session.receipt(new Outcome.Withheld<>(madeUp)));
    }

    @Test
    void receipt_endNotRecorded_saysThatItBegan() {
        try (Fixture f = fixture()) {
            Session alice = f.alice();
            f.ledger.failOn(InvocationCompleted.class::isInstance);
            Outcome<?> outcome = BankVerbs.with(alice).transfer("alice", "bob", 5);
            assertEquals("begun", claims(alice.receipt(outcome)).status());
        }
    }

    @Test
    void receipt_withoutSigner_isRefusedWithTheRemedy() {
        try (Fixture f = new Fixture()) {
            Session alice = f.alice();
            assertFalse(alice.signsReceipts());
            Outcome<?> outcome = BankVerbs.with(alice).transfer("alice", "bob", 5);
            var refused = assertThrows(IllegalStateException.class, () -> alice.receipt(outcome));
            assertTrue(refused.getMessage().contains("CnvBuilder.signer"), refused.getMessage());
        }
    }
}
