package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void check_thisCall_holdsUntilItExpires() {
        ApprovalCheck.Hold hold = assertInstanceOf(
                ApprovalCheck.Hold.class,
                check(TRUST, APPROVAL, TRANSFER, "1.0.0", ARGUMENTS, Keys.LATER.minusNanos(1)));
        assertEquals(Set.of(BOB), hold.approvers());
        assertEquals(Set.of(Keys.ALICE.publicKey()), hold.keys());
        invalid("expires", TRUST, APPROVAL, TRANSFER, "1.0.0", ARGUMENTS, Keys.LATER);
    }

    @Test
    void check_anotherCall_isInvalid() {
        CapabilityId close = new CapabilityId("account.close");
        invalid("capability", TRUST, APPROVAL, close, "1.0.0", ARGUMENTS, Keys.NOW);
        invalid("capability", TRUST, APPROVAL, TRANSFER, "2.0.0", ARGUMENTS, Keys.NOW);
        invalid("arguments", TRUST, APPROVAL, TRANSFER, "1.0.0", Digest.of("[]"), Keys.NOW);
    }

    @Test
    void check_unknownKeyOrOtherApprover_isInvalid() {
        invalid("key", Trust.NONE, APPROVAL, TRANSFER, "1.0.0", ARGUMENTS, Keys.NOW);
        invalid(
                "key",
                Trust.of(Keys.ALICE.publicKey()),
                APPROVAL,
                TRANSFER,
                "1.0.0",
                ARGUMENTS,
                Keys.NOW);
        // Carol's key under Bob's name.
        invalid(
                "approver",
                Trust.NONE.withApprover(new AgentId("carol"), Keys.ALICE.publicKey()),
                APPROVAL,
                TRANSFER,
                "1.0.0",
                ARGUMENTS,
                Keys.NOW);
    }

    @Test
    void check_anyBitChanged_isRefused() {
        byte[] bytes = APPROVAL.bytes();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            Approval approval;
            try {
                approval = Approval.ofBytes(changed);
            } catch (CborRefusedException _) {
                continue;
            }
            assertInstanceOf(
                    ApprovalCheck.Refused.class,
                    check(TRUST, approval, TRANSFER, "1.0.0", ARGUMENTS, Keys.NOW),
                    "bit=" + bit);
        }
    }

    @Test
    void fulfil_demandOfTheChain_needsSoManyOfItsKeysButTheHolders() {
        Chain chain = Chain.issue(
                Keys.ROOT,
                Keys.alice()
                        .requireApprovals(
                                2,
                                Keys.ALICE.publicKey(),
                                Keys.BOT.publicKey(),
                                Keys.OTHER.publicKey()));
        Authority alice = Keys.authority(Trust.of(Keys.ROOT.publicKey()), chain, Keys.ALICE);
        assertEquals(Reason.APPROVAL_REQUIRED, fulfil(alice).orElseThrow().reason());
        assertEquals(
                Reason.APPROVAL_REQUIRED, fulfil(alice, Keys.BOT).orElseThrow().reason());
        assertEquals(
                Reason.APPROVAL_REQUIRED,
                fulfil(alice, Keys.BOT, Keys.BOT).orElseThrow().reason());
        assertEquals(
                Reason.APPROVAL_REQUIRED,
                fulfil(alice, Keys.BOT, Keys.ALICE).orElseThrow().reason(),
                "nobody approves a call of their own");
        assertEquals(Optional.empty(), fulfil(alice, Keys.BOT, Keys.OTHER));
        assertEquals(
                Optional.empty(),
                new ApprovalCheck.Hold(Set.of(), Set.of()).fulfil(Authority.none()));
    }

    private static Optional<Denial> fulfil(Authority authority, SigningKey... approvers) {
        List<Approval> approvals = java.util.Arrays.stream(approvers)
                .map(key -> Approval.sign(key, BOB, TRANSFER, "1.0.0", ARGUMENTS, Keys.LATER))
                .toList();
        return assertInstanceOf(
                        ApprovalCheck.Hold.class,
                        ApprovalCheck.of(
                                approvals,
                                Trust.NONE,
                                authority,
                                TRANSFER,
                                "1.0.0",
                                ARGUMENTS,
                                Keys.NOW))
                .fulfil(authority);
    }

    @Test
    void text_parsedAgain_isTheSame() {
        assertEquals(APPROVAL, Approval.parse(APPROVAL.text()));
        assertEquals(APPROVAL, Approval.parse(APPROVAL.text() + "\n"));
        assertEquals(APPROVAL.hashCode(), Approval.parse(APPROVAL.text()).hashCode());
        assertNotEquals((Object) APPROVAL, "approval");
        assertEquals("Approval[key=" + Keys.ALICE.id().shortHex() + "]", APPROVAL.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cnv-approval-v1:", "cnv-approval-v2:gA", "cnv-approval-v1:gA"})
    void parse_malformed_isRefused(String text) {
        assertThrows(CborRefusedException.class, () -> Approval.parse(text));
    }

    @Test
    void parse_tooLong_isRefused() {
        String text = APPROVAL.text() + " ".repeat(16 * 1024);
        assertThrows(CborRefusedException.class, () -> Approval.parse(text));
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

    private static ApprovalCheck check(
            Trust trust,
            Approval approval,
            CapabilityId id,
            String version,
            Digest digest,
            Instant now) {
        return ApprovalCheck.of(
                List.of(approval), trust, Authority.none(), id, version, digest, now);
    }

    private static void invalid(
            String part,
            Trust trust,
            Approval approval,
            CapabilityId id,
            String version,
            Digest digest,
            Instant now) {
        Denial denial = assertInstanceOf(
                        ApprovalCheck.Refused.class,
                        check(trust, approval, id, version, digest, now))
                .denial();
        assertEquals(Reason.APPROVAL_INVALID, denial.reason());
        assertEquals(part, denial.details().get("part"));
    }
}
