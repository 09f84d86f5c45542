package dev.cnv.runtime.certificate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.GoldenFile;
import dev.cnv.testing.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Receipts: one byte form, and nothing of it can be changed. */
class SignedReceiptTest {

    private static final List<PublicKey> TRUSTED = List.of(Samples.KEY.publicKey());

    @Test
    void check_signed_givesEveryClaim() {
        for (ReceiptClaims claims : List.of(Samples.receipt(), Samples.bareReceipt())) {
            SignedReceipt receipt = SignedReceipt.sign(Samples.KEY, claims);
            var held = assertInstanceOf(
                    SignedReceipt.Checked.Held.class,
                    SignedReceipt.of(receipt.bytes()).check(TRUSTED));
            assertEquals(claims, held.claims());
            assertEquals(Samples.KEY.publicKey(), held.key());
            assertEquals(receipt, SignedReceipt.of(receipt.bytes()));
            assertEquals(receipt.hashCode(), SignedReceipt.of(receipt.bytes()).hashCode());
        }
    }

    @Test
    void bytes_areTheseAndKeptOnesHold() throws IOException {
        SignedReceipt receipt = SignedReceipt.sign(Samples.KEY, Samples.receipt());
        GoldenFile.assertMatches(getClass(), "receipt.cbor", receipt.bytes());
        byte[] kept = Files.readAllBytes(GoldenFile.file(getClass(), "receipt.cbor"));
        assertInstanceOf(
                SignedReceipt.Checked.Held.class, SignedReceipt.of(kept).check(TRUSTED));
    }

    @Test
    void check_anyBitChanged_isRefused() {
        byte[] good = SignedReceipt.sign(Samples.KEY, Samples.receipt()).bytes();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] changed = good.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertInstanceOf(
                    SignedReceipt.Checked.Refused.class,
                    SignedReceipt.of(changed).check(TRUSTED),
                    "bit=" + bit);
        }
    }

    @Test
    void check_anyByteMissingOrMore_isRefused() {
        byte[] good = SignedReceipt.sign(Samples.KEY, Samples.receipt()).bytes();
        for (int length = 0; length < good.length; length++) {
            refused(Reason.RECEIPT_MALFORMED, java.util.Arrays.copyOf(good, length));
        }
        refused(Reason.RECEIPT_MALFORMED, java.util.Arrays.copyOf(good, good.length + 1));
    }

    @Test
    void check_halfOfTheDoubleSignature_isRefused() {
        SigningKey both = SigningKey.ofRawSecretKey(
                SignatureSuite.ED25519_ML_DSA_44,
                new byte[SignatureSuite.ED25519_ML_DSA_44.secretKeyBytes()]);
        byte[] good = SignedReceipt.sign(both, Samples.receipt()).bytes();
        List<PublicKey> trusted = List.of(both.publicKey());
        assertInstanceOf(
                SignedReceipt.Checked.Held.class, SignedReceipt.of(good).check(trusted));
        int signature = good.length - SignatureSuite.ED25519_ML_DSA_44.signatureBytes();
        for (int at : new int[] {signature, good.length - 1}) {
            byte[] changed = good.clone();
            changed[at] ^= 1;
            var refused = assertInstanceOf(
                    SignedReceipt.Checked.Refused.class,
                    SignedReceipt.of(changed).check(trusted));
            assertEquals(Reason.SIGNATURE_INVALID, refused.denial().reason());
        }
    }

    @Test
    void check_otherSigner_isUntrusted() {
        byte[] bytes = SignedReceipt.sign(Samples.OTHER, Samples.receipt()).bytes();
        refused(Reason.RECEIPT_UNTRUSTED, bytes);
        assertInstanceOf(
                SignedReceipt.Checked.Refused.class, SignedReceipt.of(bytes).check(List.of()));
    }

    @Test
    void check_certificateInItsPlace_isRefused() {
        byte[] payload = ReceiptFormat.write(Samples.receipt());
        refused(
                Reason.SIGNATURE_INVALID,
                CoseSign1.sign(Samples.KEY, CertificateDescriptor.CONTENT_TYPE, payload)
                        .bytes());
    }

    @Test
    void check_signedPayloadOfAnotherForm_isMalformed() {
        byte[] newer = new CborWriter().map(1).key(0).integer(1).toBytes();
        refused(Reason.RECEIPT_MALFORMED, signed(newer));
        refused(Reason.RECEIPT_MALFORMED, signed(new byte[0]));
        byte[] payload = ReceiptFormat.write(Samples.receipt());
        refused(
                Reason.RECEIPT_MALFORMED,
                signed(java.util.Arrays.copyOf(payload, payload.length + 1)));
    }

    @Test
    void untrusted_anySigner_isShownAsWhatItIs() {
        SignedReceipt receipt = SignedReceipt.sign(Samples.OTHER, Samples.receipt());
        var read = assertInstanceOf(SignedReceipt.Untrusted.Read.class, receipt.untrusted());
        assertEquals(Samples.receipt(), read.claims());
        assertEquals(Samples.OTHER.id(), read.key());
        assertInstanceOf(
                SignedReceipt.Untrusted.Unreadable.class,
                SignedReceipt.of(new byte[] {1}).untrusted());
        assertInstanceOf(
                SignedReceipt.Untrusted.Unreadable.class,
                SignedReceipt.of(CoseSign1.sign(Samples.KEY, "text/plain", new byte[1])
                                .bytes())
                        .untrusted());
    }

    @Test
    void of_tooManyBytes_isRefusedBeforeAnythingIsRead() {
        assertThrows(
                IllegalArgumentException.class,
                () -> SignedReceipt.of(new byte[ReceiptDescriptor.MAX_BYTES + 1]));
    }

    @Test
    void sign_textBeyondTheLimit_isRefused() {
        ReceiptClaims good = Samples.bareReceipt();
        ReceiptClaims longOne = new ReceiptClaims(
                "x".repeat(ClaimFields.MAX_TEXT_BYTES + 1),
                good.invocation(),
                good.correlation(),
                good.parent(),
                good.capability(),
                good.version(),
                good.effects(),
                good.caller(),
                good.chain(),
                good.certificate(),
                good.certificateIssuer(),
                good.policy(),
                good.considered(),
                good.matched(),
                good.arguments(),
                good.dryRun(),
                good.status(),
                good.reason(),
                good.result(),
                good.attempts(),
                good.queuedNanos(),
                good.runNanos(),
                good.decided(),
                good.ended(),
                good.signed(),
                good.decision(),
                good.outcome(),
                good.inclusion(),
                good.checkpoint());
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> SignedReceipt.sign(Samples.KEY, longOne));
        assertTrue(e.getMessage().contains("issuer"), e.getMessage());
    }

    @Test
    void evidence_isEqualByItsBytesAndCopied() {
        byte[] bytes = {1, 2};
        var evidence = new ReceiptClaims.Evidence(bytes);
        bytes[0] = 9;
        assertArrayEquals(new byte[] {1, 2}, evidence.bytes());
        assertEquals(new ReceiptClaims.Evidence(new byte[] {1, 2}), evidence);
        assertNotEquals(new ReceiptClaims.Evidence(new byte[] {1}), evidence);
        assertFalse(evidence.toString().contains("[1, 2]"));
    }

    @Test
    void read_changedPayload_isRefusedOrTheOneForm() {
        byte[] payload = ReceiptFormat.write(Samples.receipt());
        Property.named("receipt-fuzz")
                .oneIn(2)
                .check(draws -> Fuzz.changed(draws, payload), bytes -> {
                    ReceiptClaims claims;
                    try {
                        claims = ReceiptFormat.read(bytes);
                    } catch (CborRefusedException _) {
                        return;
                    }
                    assertArrayEquals(bytes, ReceiptFormat.write(claims));
                });
    }

    private static byte[] signed(byte[] payload) {
        return CoseSign1.sign(Samples.KEY, ReceiptDescriptor.CONTENT_TYPE, payload)
                .bytes();
    }

    private static void refused(Reason reason, byte[] bytes) {
        var refused = assertInstanceOf(
                SignedReceipt.Checked.Refused.class, SignedReceipt.of(bytes).check(TRUSTED));
        assertEquals(reason, refused.denial().reason(), refused.denial().message());
    }
}
