package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.certificate.MilestoneClaims;
import dev.cnv.runtime.certificate.ReceiptClaims;
import dev.cnv.runtime.certificate.SignedMilestone;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.endpoint.RemoteStream;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.stream.Milestone;
import dev.cnv.runtime.stream.StreamEvent;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Milestones that a runtime signs: a holder of its public key alone can check how far a call came. */
@Timeout(60)
class SignedMilestonesTest {

    private static final CapabilityId BUILD = new CapabilityId("feed.build");
    private static final JsonNode THREE = StrictJson.parse("{\"milestones\":3}");

    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private final Feed feed = new Feed();

    private Fixture fixture() {
        return new Fixture(builder -> builder.name("bank").signer(key).verbs(new FeedVerbs(feed)));
    }

    private static List<StreamEvent.PartialResult> reached(StreamHandle stream) {
        List<StreamEvent.PartialResult> parts = new ArrayList<>();
        for (StreamEvent event : Hearing.all(stream).untilTheEnd()) {
            if (event instanceof StreamEvent.PartialResult part
                    && part.milestone().isPresent()) {
                parts.add(part);
            }
        }
        assertEquals(3, parts.size());
        return parts;
    }

    private MilestoneClaims claims(SignedMilestone signed) {
        return assertInstanceOf(
                        SignedMilestone.Checked.Held.class,
                        SignedMilestone.of(signed.bytes()).check(List.of(key.publicKey())))
                .claims();
    }

    private static void assertChained(
            List<MilestoneClaims> claims, List<StreamEvent.PartialResult> parts) {
        assertTrue(claims.getFirst().begins());
        for (int i = 0; i < claims.size(); i++) {
            MilestoneClaims each = claims.get(i);
            assertEquals("bank", each.issuer());
            assertEquals("feed.build", each.capability());
            assertEquals("part-" + i, each.name());
            assertEquals(i, each.ordinal());
            assertEquals(Optional.of(Digest.of("{\"milestones\":3}")), each.arguments());
            assertEquals(
                    new ReceiptClaims.Caller("alice", "person", "default", "DIRECT", "alice"),
                    each.caller());
            assertTrue(each.isOf(parts.get(i).value()));
            assertFalse(each.isOf(parts.get((i + 1) % 3).value()));
            assertTrue(i == 0 || each.follows(claims.get(i - 1)));
        }
        assertFalse(claims.get(2).follows(claims.get(0)), "one is left out");
    }

    @Test
    void receipt_ofALocalMilestone_isCheckedWithTheKeyAlone() {
        try (Fixture f = fixture()) {
            Session alice = f.alice();
            var parts = reached(alice.open(BUILD, THREE, StreamOptions.DEFAULT));
            List<MilestoneClaims> claims = parts.stream()
                    .map(part -> claims(alice.receipt(part.milestone().orElseThrow())))
                    .toList();
            assertChained(claims, parts);
            PolicyDecision decision = f.ledger.decisions().getLast();
            assertEquals(decision.origin().id(), claims.getFirst().decisionEvent());
            assertEquals(
                    f.ledger
                            .leaf(claims.getFirst().milestone().index())
                            .orElseThrow()
                            .hash(),
                    claims.getFirst().milestone().leaf());
        }
    }

    @Test
    void event_ofARemoteCallThatWantsReceipts_bringsItsSignature() throws Exception {
        try (Fixture f = fixture();
                Server server = Server.of(f.cnv)
                        .start(EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0));
                Client client = Client.to(server.address()).connect()) {
            RemoteSession alice = client.open(
                            f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED)))
                    .signedReceipts(true);
            RemoteStream stream = alice.open(BUILD, THREE, StreamOptions.DEFAULT);
            var parts = reached(stream);
            List<MilestoneClaims> claims = parts.stream()
                    .map(part -> claims(part.milestone().orElseThrow().signed().orElseThrow()))
                    .toList();
            assertChained(claims, parts);
            // The call's own receipt is of the same call and decision.
            SignedReceipt receipt = stream.remoteOutcome()
                    .toCompletableFuture()
                    .join()
                    .signedReceipt()
                    .orElseThrow();
            ReceiptClaims whole = assertInstanceOf(
                            SignedReceipt.Checked.Held.class,
                            receipt.check(List.of(key.publicKey())))
                    .claims();
            assertEquals(whole.invocation(), claims.getFirst().invocation());
            assertEquals(whole.decision(), claims.getFirst().decision());

            var unsigned =
                    reached(alice.signedReceipts(false).open(BUILD, THREE, StreamOptions.DEFAULT));
            assertTrue(unsigned.getFirst().milestone().orElseThrow().signed().isEmpty());
        }
    }

    @Test
    void signature_tamperedWith_isRefused() {
        try (Fixture f = fixture()) {
            Session alice = f.alice();
            var parts = reached(alice.open(BUILD, THREE, StreamOptions.DEFAULT));
            byte[] good =
                    alice.receipt(parts.getFirst().milestone().orElseThrow()).bytes();
            for (int at = 0; at < good.length; at++) {
                byte[] changed = good.clone();
                changed[at] ^= 1;
                assertInstanceOf(
                        SignedMilestone.Checked.Refused.class,
                        SignedMilestone.of(changed).check(List.of(key.publicKey())));
            }
            SigningKey other = SigningKey.generate(new SecureRandom());
            var untrusted = assertInstanceOf(
                    SignedMilestone.Checked.Refused.class,
                    SignedMilestone.of(good).check(List.of(other.publicKey())));
            assertEquals(Reason.RECEIPT_UNTRUSTED, untrusted.denial().reason());
        }
    }

    @Test
    void receipt_ofWhatTheLedgerDoesNotSay_isRefused() {
        try (Fixture f = fixture()) {
            Session alice = f.alice();
            var parts = reached(alice.open(BUILD, THREE, StreamOptions.DEFAULT));
            Milestone real = parts.getFirst().milestone().orElseThrow();
            for (Milestone claimed : List.of(
                    at(real, real.record() - 1),
                    at(real, 100_000),
                    at(real, -1),
                    new Milestone(
                            new UUID(7, 7),
                            0,
                            real.name(),
                            real.value(),
                            real.link(),
                            real.record()))) {
                assertThrows(IllegalStateException.class, () -> alice.receipt(claimed));
            }
            // What is claimed besides is not believed: the ledger's words are signed.
            Milestone renamed = new Milestone(
                    real.invocation(),
                    9,
                    "everything",
                    Digest.of("x"),
                    Digest.of("y"),
                    real.record());
            assertEquals("part-0", claims(alice.receipt(renamed)).name());
        }
    }

    private static Milestone at(Milestone real, long record) {
        return new Milestone(
                real.invocation(), real.ordinal(), real.name(), real.value(), real.link(), record);
    }

    @Test
    void receipt_ofAnothersMilestone_isRefused() {
        try (Fixture f = fixture()) {
            var parts = reached(f.alice().open(BUILD, THREE, StreamOptions.DEFAULT));
            Session nobody = f.cnv.open(Credential.anonymous());
            assertThrows(
                    IllegalStateException.class,
                    () -> nobody.receipt(parts.getFirst().milestone().orElseThrow()));
        }
    }

    @Test
    void receipt_ofARuntimeWithoutAKey_isRefused() {
        try (Fixture f = new Fixture(builder -> builder.verbs(new FeedVerbs(feed)))) {
            Session alice = f.alice();
            var parts = reached(alice.open(BUILD, THREE, StreamOptions.DEFAULT));
            assertThrows(
                    IllegalStateException.class,
                    () -> alice.receipt(parts.getFirst().milestone().orElseThrow()));
        }
    }
}
