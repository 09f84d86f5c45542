package dev.cnv.runtime.certificate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.GoldenFile;
import dev.cnv.testing.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Exported certificates: one byte form, and nothing of it can be changed. */
class ExportedCertificateTest {

    @Test
    void check_signed_givesEveryClaim() {
        for (ExportedClaims claims : java.util.List.of(
                Samples.certificate(),
                Samples.certificate(Samples.NOON, Samples.NOON.plusMillis(1), Optional.empty()))) {
            ExportedCertificate exported = ExportedCertificate.sign(Samples.KEY, claims);
            var held = assertInstanceOf(
                    ExportedCertificate.Checked.Held.class,
                    ExportedCertificate.of(exported.bytes()).check(ExportedCertificateTest::key));
            assertEquals(claims, held.claims());
            assertEquals(Samples.KEY.publicKey(), held.key());
            assertEquals(exported, ExportedCertificate.of(exported.bytes()));
            assertEquals(
                    exported.hashCode(),
                    ExportedCertificate.of(exported.bytes()).hashCode());
        }
    }

    @Test
    void bytes_areTheseAndKeptOnesHold() throws IOException {
        byte[] bytes =
                ExportedCertificate.sign(Samples.KEY, Samples.certificate()).bytes();
        GoldenFile.assertMatches(getClass(), "certificate.cbor", bytes);
        byte[] kept = Files.readAllBytes(GoldenFile.file(getClass(), "certificate.cbor"));
        assertInstanceOf(
                ExportedCertificate.Checked.Held.class,
                ExportedCertificate.of(kept).check(ExportedCertificateTest::key));
    }

    @Test
    void check_anyBitChanged_isRefused() {
        byte[] good =
                ExportedCertificate.sign(Samples.KEY, Samples.certificate()).bytes();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] changed = good.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertInstanceOf(
                    ExportedCertificate.Checked.Refused.class,
                    ExportedCertificate.of(changed).check(ExportedCertificateTest::key),
                    "bit=" + bit);
        }
    }

    @Test
    void check_anyByteMissingOrMore_isMalformed() {
        byte[] good =
                ExportedCertificate.sign(Samples.KEY, Samples.certificate()).bytes();
        for (int length = 0; length < good.length; length++) {
            refused(Reason.CERTIFICATE_MALFORMED, Arrays.copyOf(good, length));
        }
        refused(Reason.CERTIFICATE_MALFORMED, Arrays.copyOf(good, good.length + 1));
    }

    @Test
    void check_otherSigner_isUntrusted() {
        refused(
                Reason.CERTIFICATE_UNTRUSTED,
                ExportedCertificate.sign(Samples.OTHER, Samples.certificate()).bytes());
    }

    @Test
    void check_claimsAKeyThatDidNotSign_isRefused() {
        // The signature is by another key, the header names the trusted one: 32 bytes are the key
        // id.
        byte[] bytes =
                ExportedCertificate.sign(Samples.OTHER, Samples.certificate()).bytes();
        byte[] from = Samples.OTHER.id().bytes();
        byte[] to = Samples.KEY.id().bytes();
        int at = indexOf(bytes, from);
        assertTrue(at > 0);
        System.arraycopy(to, 0, bytes, at, to.length);
        refused(Reason.SIGNATURE_INVALID, bytes);
    }

    @Test
    void check_receiptInItsPlace_isRefused() {
        refused(
                Reason.SIGNATURE_INVALID,
                SignedReceipt.sign(Samples.KEY, Samples.receipt()).bytes());
    }

    @Test
    void check_signedPayloadOfAnotherForm_isMalformed() {
        byte[] newer = new CborWriter().map(1).key(0).integer(1).toBytes();
        refused(Reason.CERTIFICATE_MALFORMED, signed(newer));
        byte[] payload = CertificateFormat.write(Samples.certificate());
        refused(Reason.CERTIFICATE_MALFORMED, signed(Arrays.copyOf(payload, payload.length + 1)));
        // Effects the other way round: another form of the same claims.
        byte[] names = new CborWriter()
                .array(2)
                .text("MUTATE_STATE")
                .text("NETWORK_ACCESS")
                .toBytes();
        byte[] swapped = new CborWriter()
                .array(2)
                .text("NETWORK_ACCESS")
                .text("MUTATE_STATE")
                .toBytes();
        byte[] reordered = payload.clone();
        System.arraycopy(swapped, 0, reordered, indexOf(payload, names), swapped.length);
        refused(Reason.CERTIFICATE_MALFORMED, signed(reordered));
    }

    @Test
    void of_tooManyBytes_isRefusedBeforeAnythingIsRead() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ExportedCertificate.of(new byte[CertificateDescriptor.MAX_BYTES + 1]));
    }

    @Test
    void claims_windowTooLongOrEmpty_areRefused() {
        Instant noon = Samples.NOON;
        assertThrows(
                IllegalArgumentException.class,
                () -> Samples.certificate(
                        noon,
                        noon.plus(CertificateDescriptor.MAX_LIFE).plusMillis(1),
                        Optional.empty()));
        assertThrows(
                IllegalArgumentException.class,
                () -> Samples.certificate(noon, noon, Optional.empty()));
        Samples.certificate(noon, noon.plus(CertificateDescriptor.MAX_LIFE), Optional.empty());
    }

    @Test
    void sign_argumentsBeyondTheLimit_isRefused() {
        String large = "\"" + "x".repeat(CertificateDescriptor.MAX_CARRIED_BYTES) + "\"";
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> ExportedCertificate.sign(
                        Samples.KEY,
                        Samples.certificate(
                                Samples.NOON, Samples.NOON.plusSeconds(1), Optional.of(large))));
        assertTrue(e.getMessage().contains("carried"), e.getMessage());
    }

    @Test
    void toString_showsNoBytesThatCouldBeUsed() {
        ExportedCertificate exported = ExportedCertificate.sign(Samples.KEY, Samples.certificate());
        assertFalse(exported.toString().contains("cents"));
        assertTrue(exported.toString().contains(Digest.of(exported.bytes()).shortHex()));
    }

    @Test
    void read_changedPayload_isRefusedOrTheOneForm() {
        byte[] payload = CertificateFormat.write(Samples.certificate());
        Property.named("certificate-fuzz")
                .oneIn(2)
                .check(draws -> Fuzz.changed(draws, payload), bytes -> {
                    ExportedClaims claims;
                    try {
                        claims = CertificateFormat.read(bytes);
                    } catch (CborRefusedException _) {
                        return;
                    }
                    assertArrayEquals(bytes, CertificateFormat.write(claims));
                });
    }

    @Test
    void check_randomBytes_areRefused() {
        Property.named("certificate-noise")
                .oneIn(4)
                .check(
                        draws -> Fuzz.bytes(draws, 300),
                        bytes -> assertInstanceOf(
                                ExportedCertificate.Checked.Refused.class,
                                ExportedCertificate.of(bytes).check(ExportedCertificateTest::key)));
    }

    private static Optional<PublicKey> key(Digest id) {
        return Optional.of(Samples.KEY.publicKey()).filter(key -> key.id().equals(id));
    }

    private static byte[] signed(byte[] payload) {
        return CoseSign1.sign(Samples.KEY, CertificateDescriptor.CONTENT_TYPE, payload)
                .bytes();
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    private static void refused(Reason reason, byte[] bytes) {
        var refused = assertInstanceOf(
                ExportedCertificate.Checked.Refused.class,
                ExportedCertificate.of(bytes).check(ExportedCertificateTest::key));
        assertEquals(reason, refused.denial().reason(), refused.denial().message());
    }
}
