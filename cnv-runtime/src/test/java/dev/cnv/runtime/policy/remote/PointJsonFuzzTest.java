package dev.cnv.runtime.policy.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An answer of a decision point is read whole, or refused with one exception. */
class PointJsonFuzzTest {

    private static final Digest POLICY = Digest.of("policy");
    private static final String VALID = "{\"policy\":\"" + POLICY.hex()
            + "\",\"verdict\":\"REFUSE\",\"reason\":\"POLICY_FORBIDDEN\",\"rule\":\"no\","
            + "\"message\":\"not here\",\"goodForMillis\":1500}";
    private static final Set<Reason> REASONS =
            Set.of(Reason.POLICY_NO_PERMIT, Reason.POLICY_FORBIDDEN, Reason.APPROVAL_REQUIRED);

    @Test
    void answer_valid_isRead() {
        PointAnswer answer = PointJson.answer(VALID);
        assertEquals(POLICY, answer.policy());
        assertEquals(Duration.ofMillis(1_500), answer.goodFor());
        PolicyVerdict.Refuse refuse = (PolicyVerdict.Refuse) answer.verdict();
        assertEquals(Reason.POLICY_FORBIDDEN, refuse.denial().reason());
        assertEquals("not here", refuse.denial().message());
        assertEquals(Optional.of("no"), refuse.matched());
    }

    @Test
    void answer_changed_isReadWholeOrRefused() {
        AtomicInteger read = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Property.named("point-answer-changed")
                .check(
                        draws -> Fuzz.changed(draws, VALID, "{}[]:,\"0123456789abcdefPERMITrule-"),
                        text -> (check(text) ? read : refused).incrementAndGet());
        assertTrue(read.get() > 10 && refused.get() > 100, "read=" + read + " refused=" + refused);
    }

    private static boolean check(String text) {
        PointAnswer answer;
        try {
            answer = PointJson.answer(text);
        } catch (JsonRefusedException _) {
            return false;
        }
        assertTrue(answer.goodFor().compareTo(Duration.ofDays(1)) <= 0);
        assertTrue(answer.verdict() instanceof PolicyVerdict.Permit
                || (answer.verdict() instanceof PolicyVerdict.Refuse refuse
                        && REASONS.contains(refuse.denial().reason())));
        return true;
    }
}
