package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalTest {

    private static final AgentId BOB = new AgentId("bob");
    private static final CapabilityId TRANSFER = new CapabilityId("account.transfer");
    private static final Digest ARGUMENTS = Digest.of("{}");
    private static final Trust TRUST = Trust.NONE.withApprover(BOB, Keys.ALICE.publicKey());
    private static final Approval APPROVAL = Approval.sign(
            Keys.ALICE,
            BOB,
            Keys.verb("account.transfer", Effect.MUTATE_STATE),
            ARGUMENTS,
            Keys.LATER);

    @Test
    void verify_thisCall_holdsUntilItExpires() {
        assertEquals(
                Optional.empty(), TRUST.verify(APPROVAL, TRANSFER, "1.0.0", ARGUMENTS, Keys.NOW));
        assertEquals(
                Optional.empty(),
                TRUST.verify(APPROVAL, TRANSFER, "1.0.0", ARGUMENTS, Keys.LATER.minusNanos(1)));
        invalid("expires", TRUST, APPROVAL, TRANSFER, "1.0.0", ARGUMENTS, Keys.LATER);
    }

    @Test
    void verify_anotherCall_isInvalid() {
        invalid(
                "capability",
                TRUST,
                APPROVAL,
                new CapabilityId("account.close"),
                "1.0.0",
                ARGUMENTS,
                Keys.NOW);
        invalid("capability", TRUST, APPROVAL, TRANSFER, "2.0.0", ARGUMENTS, Keys.NOW);
        invalid("arguments", TRUST, APPROVAL, TRANSFER, "1.0.0", Digest.of("[]"), Keys.NOW);
    }

    @Test
    void verify_unknownApproverOrOtherKey_isInvalid() {
        invalid("approver", Trust.NONE, APPROVAL, TRANSFER, "1.0.0", ARGUMENTS, Keys.NOW);
        invalid(
                "approver",
                Trust.of(Keys.ALICE.publicKey()),
                APPROVAL,
                TRANSFER,
                "1.0.0",
                ARGUMENTS,
                Keys.NOW);
        invalid(
                "signature",
                Trust.NONE.withApprover(BOB, Keys.OTHER.publicKey()),
                APPROVAL,
                TRANSFER,
                "1.0.0",
                ARGUMENTS,
                Keys.NOW);
        Trust both = Trust.NONE
                .withApprover(BOB, Keys.OTHER.publicKey())
                .withApprover(BOB, Keys.ALICE.publicKey());
        assertEquals(
                Optional.empty(), both.verify(APPROVAL, TRANSFER, "1.0.0", ARGUMENTS, Keys.NOW));
    }

    /** Each claim is under the signature: none can be changed. */
    @Test
    void verify_claimsChanged_isInvalid() {
        Approval later = new Approval(
                BOB, TRANSFER, "1.0.0", ARGUMENTS, Keys.LATER.plusSeconds(1), APPROVAL.signature());
        invalid("signature", TRUST, later, TRANSFER, "1.0.0", ARGUMENTS, Keys.NOW);
        Approval other = new Approval(
                BOB, TRANSFER, "1.0.0", Digest.of("[]"), Keys.LATER, APPROVAL.signature());
        invalid("signature", TRUST, other, TRANSFER, "1.0.0", Digest.of("[]"), Keys.NOW);
        Trust carol = TRUST.withApprover(new AgentId("carol"), Keys.OTHER.publicKey());
        Approval asCarol = new Approval(
                new AgentId("carol"),
                TRANSFER,
                "1.0.0",
                ARGUMENTS,
                Keys.LATER,
                APPROVAL.signature());
        invalid("signature", carol, asCarol, TRANSFER, "1.0.0", ARGUMENTS, Keys.NOW);
    }

    @Test
    void text_parsedAgain_isTheSame() {
        assertEquals(APPROVAL, Approval.parse(APPROVAL.text()));
        assertEquals(APPROVAL, Approval.parse(APPROVAL.text() + "\n"));
        assertEquals(
                Keys.LATER,
                Approval.sign(
                                Keys.ALICE,
                                BOB,
                                TRANSFER,
                                "1.0.0",
                                ARGUMENTS,
                                Keys.LATER.plusMillis(999))
                        .expires());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cnv-approval-v0|cnv-approval-v1",
                "\"approver\":\"bob\"|\"approver\":\"b b\"",
                "account.transfer|account",
                "\"version\":\"1.0.0\"|\"version\":\"\"",
                "\"version\":\"1.0.0\"|\"version\":\"1.0.0\",\"more\":1",
                ",\"version\":\"1.0.0\"|''",
                "\"signature\":\"|\"signature\":\"A"
            })
    void parse_malformed_isRefused(String what, String by) {
        String text = APPROVAL.text().replace(what, by);
        assertThrows(JsonRefusedException.class, () -> Approval.parse(text));
    }

    @Test
    void parse_tooLong_isRefused() {
        String text = APPROVAL.text() + " ".repeat(4096);
        assertThrows(JsonRefusedException.class, () -> Approval.parse(text));
    }

    @Test
    void sign_malformedClaims_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Approval.sign(Keys.ALICE, BOB, TRANSFER, "", ARGUMENTS, Keys.LATER));
        assertThrows(
                IllegalArgumentException.class,
                () -> Approval.sign(Keys.ALICE, BOB, TRANSFER, "1.0.0", ARGUMENTS, Instant.MAX));
    }

    private static void invalid(
            String part,
            Trust trust,
            Approval approval,
            CapabilityId id,
            String version,
            Digest digest,
            Instant now) {
        Denial denial = trust.verify(approval, id, version, digest, now).orElseThrow();
        assertEquals(Reason.APPROVAL_INVALID, denial.reason());
        assertEquals(part, denial.details().get("part"));
    }
}
