package dev.cnv.runtime.certificate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.certificate.ReceiptClaims.Position;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.GoldenFile;
import dev.cnv.testing.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Signed milestones: one byte form, nothing of it can be changed, and a chain that cannot be cut. */
class SignedMilestoneTest {

    private static final List<PublicKey> TRUSTED = List.of(Samples.KEY.publicKey());

    private static Reason refusal(byte[] bytes) {
        return assertInstanceOf(
                        SignedMilestone.Checked.Refused.class,
                        SignedMilestone.of(bytes).check(TRUSTED))
                .denial()
                .reason();
    }

    @Test
    void check_signed_givesEveryClaim() {
        SignedMilestone signed = SignedMilestone.sign(Samples.KEY, Samples.milestone());
        var held = assertInstanceOf(
                SignedMilestone.Checked.Held.class,
                SignedMilestone.of(signed.bytes()).check(TRUSTED));
        assertEquals(Samples.milestone(), held.claims());
        assertEquals(Samples.KEY.publicKey(), held.key());
        assertEquals(signed, SignedMilestone.of(signed.bytes()));
        assertTrue(held.claims().isOf(StrictJson.parse("{\"part\": 0}")));
        assertFalse(held.claims().isOf(StrictJson.parse("{\"part\": 1}")));
    }

    @Test
    void bytes_areTheseAndKeptOnesHold() throws IOException {
        SignedMilestone signed = SignedMilestone.sign(Samples.KEY, Samples.milestone());
        GoldenFile.assertMatches(getClass(), "milestone.cbor", signed.bytes());
        byte[] kept = Files.readAllBytes(GoldenFile.file(getClass(), "milestone.cbor"));
        assertInstanceOf(
                SignedMilestone.Checked.Held.class, SignedMilestone.of(kept).check(TRUSTED));
    }

    @Test
    void check_anyBitChanged_isRefused() {
        byte[] good = SignedMilestone.sign(Samples.KEY, Samples.milestone()).bytes();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] changed = good.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            refusal(changed);
        }
    }

    @Test
    void check_byAnotherKey_isUntrusted() {
        byte[] other = SignedMilestone.sign(Samples.OTHER, Samples.milestone()).bytes();
        assertEquals(Reason.RECEIPT_UNTRUSTED, refusal(other));
    }

    @Test
    void check_ofWhatWasSignedAsSomethingElse_isRefused() {
        byte[] payload = MilestoneFormat.write(Samples.milestone());
        byte[] receipt = CoseSign1.sign(Samples.KEY, ReceiptDescriptor.CONTENT_TYPE, payload)
                .bytes();
        assertEquals(Reason.SIGNATURE_INVALID, refusal(receipt));
        byte[] call = SignedReceipt.sign(Samples.KEY, Samples.receipt()).bytes();
        assertEquals(Reason.SIGNATURE_INVALID, refusal(call));
        assertInstanceOf(
                SignedReceipt.Checked.Refused.class,
                SignedReceipt.of(SignedMilestone.sign(Samples.KEY, Samples.milestone())
                                .bytes())
                        .check(TRUSTED));
    }

    @Test
    void payload_changed_isRefusedOrWrittenAsTheSameBytes() {
        byte[] good = MilestoneFormat.write(Samples.milestone());
        Property.named("milestone-changed").check(draws -> Fuzz.changed(draws, good), bytes -> {
            MilestoneClaims read;
            try {
                read = MilestoneFormat.read(bytes);
            } catch (CborRefusedException e) {
                return;
            }
            assertArrayEquals(bytes, MilestoneFormat.write(read));
        });
    }

    @Test
    void bytes_aboveTheLimit_areRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> SignedMilestone.of(new byte[MilestoneDescriptor.MAX_BYTES + 1]));
    }

    private static MilestoneClaims next(MilestoneClaims before, long ordinal, Digest link) {
        return new MilestoneClaims(
                before.issuer(),
                before.invocation(),
                before.correlation(),
                before.capability(),
                before.version(),
                before.caller(),
                before.arguments(),
                ordinal,
                "part-1",
                Digest.of("1"),
                link,
                before.decisionEvent(),
                before.reached(),
                before.signed(),
                before.decision(),
                new Position(9, Digest.of("leaf")));
    }

    @Test
    void chain_leftOutOrOfAnotherLink_doesNotFollow() {
        MilestoneClaims first = Samples.milestone();
        Digest link = Digest.linked(first.link(), Digest.of("1"));
        assertTrue(first.begins());
        assertTrue(next(first, 1, link).follows(first));
        assertFalse(next(first, 2, link).follows(first), "one is left out");
        assertFalse(next(first, 1, Digest.of("other")).follows(first), "another link");
        assertFalse(next(first, 0, link).begins(), "not chained to the decision");
        assertFalse(first.follows(first));
    }

    /** Claims with other parts in the places that chain them. */
    private static MilestoneClaims with(
            MilestoneClaims of,
            String issuer,
            UUID invocation,
            UUID decisionEvent,
            long ordinal,
            Position decision,
            Position milestone) {
        return new MilestoneClaims(
                issuer,
                invocation,
                of.correlation(),
                of.capability(),
                of.version(),
                of.caller(),
                of.arguments(),
                ordinal,
                of.name(),
                of.value(),
                of.link(),
                decisionEvent,
                of.reached(),
                of.signed(),
                decision,
                milestone);
    }

    private static MilestoneClaims numbered(
            MilestoneClaims of, long ordinal, long decision, long milestone) {
        return with(
                of,
                of.issuer(),
                of.invocation(),
                of.decisionEvent(),
                ordinal,
                new Position(decision, of.decision().leaf()),
                new Position(milestone, of.milestone().leaf()));
    }

    @Test
    void chain_ofAnotherCall_doesNotFollow() {
        MilestoneClaims first = Samples.milestone();
        MilestoneClaims next = next(first, 1, Digest.linked(first.link(), Digest.of("1")));
        UUID other = new UUID(77, 78);
        long decision = next.decision().index();
        long milestone = next.milestone().index();
        assertTrue(numbered(next, 1, decision, milestone).follows(first));
        assertFalse(next.begins(), "it is the second one");
        assertFalse(numbered(next, 1, decision, first.milestone().index()).follows(first));
        assertFalse(with(
                        next,
                        "other",
                        next.invocation(),
                        next.decisionEvent(),
                        1,
                        next.decision(),
                        next.milestone())
                .follows(first));
        assertFalse(with(
                        next,
                        next.issuer(),
                        other,
                        next.decisionEvent(),
                        1,
                        next.decision(),
                        next.milestone())
                .follows(first));
        assertFalse(with(
                        next,
                        next.issuer(),
                        next.invocation(),
                        other,
                        1,
                        next.decision(),
                        next.milestone())
                .follows(first));
        assertFalse(with(
                        next,
                        next.issuer(),
                        next.invocation(),
                        next.decisionEvent(),
                        1,
                        new Position(decision, Digest.of("other")),
                        next.milestone())
                .follows(first));
    }

    @Test
    void claims_withNumbersOutOfRange_areNone() {
        MilestoneClaims first = Samples.milestone();
        assertThrows(IllegalArgumentException.class, () -> numbered(first, -1, 3, 4));
        assertThrows(IllegalArgumentException.class, () -> numbered(first, 0, -1, 4));
        assertThrows(IllegalArgumentException.class, () -> numbered(first, 0, 4, 4));
    }

    @Test
    void milestones_areEqualByTheirBytes() {
        SignedMilestone one = SignedMilestone.of(new byte[] {1});
        assertEquals(SignedMilestone.of(new byte[] {1}), one);
        assertNotEquals(SignedMilestone.of(new byte[] {2}), one);
        assertNotEquals((Object) one, "1");
    }

    @Test
    void claims_beforeTheirDecision_areNone() {
        assertThrows(IllegalArgumentException.class, () -> {
            MilestoneClaims first = Samples.milestone();
            var unused = new MilestoneClaims(
                    first.issuer(),
                    first.invocation(),
                    first.correlation(),
                    first.capability(),
                    first.version(),
                    first.caller(),
                    first.arguments(),
                    0,
                    first.name(),
                    first.value(),
                    first.link(),
                    first.decisionEvent(),
                    first.reached(),
                    first.signed(),
                    first.milestone(),
                    first.decision());
        });
    }
}
