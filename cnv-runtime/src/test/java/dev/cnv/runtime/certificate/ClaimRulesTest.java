package dev.cnv.runtime.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.ReceiptClaims.Evidence;
import dev.cnv.runtime.certificate.ReceiptClaims.Position;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.outcome.CallRefusedException;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What claims refuse by themselves, each rule by one claim that breaks it and nothing else. */
class ClaimRulesTest {

    /** The record with one component changed. */
    private static <R extends Record> R with(R claims, String name, Object value) {
        try {
            RecordComponent[] parts = claims.getClass().getRecordComponents();
            Object[] values = new Object[parts.length];
            boolean found = false;
            for (int i = 0; i < parts.length; i++) {
                boolean changed = parts[i].getName().equals(name);
                found |= changed;
                values[i] = changed ? value : parts[i].getAccessor().invoke(claims);
            }
            assertTrue(found, name);
            Class<?>[] types =
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
            @SuppressWarnings("unchecked")
            R changed = (R) claims.getClass().getDeclaredConstructor(types).newInstance(values);
            return changed;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static void refused(String part, Record claims, String name, Object value) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> with(claims, name, value), name);
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }

    @Test
    void exportedClaims_eachRuleBroken_isRefusedByName() {
        ExportedClaims claims = Samples.certificate();
        assertEquals(claims, with(claims, "singleUse", claims.singleUse()));
        refused("effects=[]", claims, "effects", Set.of());
        refused("tokenCount=0", claims, "tokens", List.of());
        Revocations.Link link = claims.tokens().getFirst();
        refused("tokenCount=17", claims, "tokens", Collections.nCopies(17, link));
        assertEquals(
                16,
                with(claims, "tokens", Collections.nCopies(16, link)).tokens().size());
        refused("policyEpoch=-1", claims, "policyEpoch", -1L);
        refused("revocationEpoch=-1", claims, "revocationEpoch", -1L);
    }

    @Test
    void receiptClaims_eachNumberBelowZero_isRefusedByName() {
        ReceiptClaims claims = Samples.receipt();
        refused("attempts=-1", claims, "attempts", -1);
        refused("queuedNanos=-1", claims, "queuedNanos", -1L);
        refused("runNanos=-1", claims, "runNanos", -1L);
        refused("decision=-1", claims, "decision", new Position(-1, Digest.of("leaf")));
    }

    @Test
    void equals_certificatesAndReceipts_isByTheirBytes() {
        ExportedCertificate certificate =
                ExportedCertificate.sign(Samples.KEY, Samples.certificate());
        assertEquals(certificate, ExportedCertificate.of(certificate.bytes()));
        assertEquals(
                certificate.hashCode(),
                ExportedCertificate.of(certificate.bytes()).hashCode());
        assertNotEquals(
                certificate, ExportedCertificate.sign(Samples.OTHER, Samples.certificate()));
        SignedReceipt receipt = SignedReceipt.sign(Samples.KEY, Samples.receipt());
        assertEquals(receipt, SignedReceipt.of(receipt.bytes()));
        assertEquals(receipt.hashCode(), SignedReceipt.of(receipt.bytes()).hashCode());
        assertNotEquals(receipt, SignedReceipt.sign(Samples.KEY, Samples.bareReceipt()));
        assertNotEquals(certificate, (Object) receipt);
        assertNotEquals(receipt, (Object) certificate);
        assertNotEquals(new Evidence(new byte[1]), (Object) "evidence");
    }

    @Test
    void orThrow_eachStep_isTheCertificateOrWhatStopped() {
        assertEquals("next", new Step.Passed<>("next").orThrow());
        Outcome.Denied<Object> denied = new Outcome.Denied<>(
                Denial.of(Reason.POLICY_FORBIDDEN, "no"),
                new Receipt(
                        new UUID(1, 2),
                        "file.read",
                        "1.0.0",
                        "alice",
                        "default",
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty()));
        Step<String> stopped = new Step.Stopped<>(denied);
        assertEquals(
                Reason.POLICY_FORBIDDEN,
                assertThrows(CallRefusedException.class, stopped::orThrow)
                        .denial()
                        .reason());
        Step<String> redirected = new Step.Redirected<>(new CapabilityId("file.list"));
        IllegalStateException e = assertThrows(IllegalStateException.class, redirected::orThrow);
        assertTrue(String.valueOf(e.getMessage()).contains("file.list"), e.getMessage());
        assertInstanceOf(Step.Redirected.class, redirected);
    }
}
