package dev.cnv.runtime.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A policy with something changed in its text is refused with one exception, or reads as it writes. */
class PolicyFuzzTest {

    private static final String PIECES = "{}[]:,\"\\0 1-truefalsnl*.";

    @Test
    void parse_brokenText_isRefusedOrRoundTrips() {
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger read = new AtomicInteger();
        Property.named("policy-fuzz").oneIn(10).check(PolicyFuzzTest::text, text -> {
            PolicySet policy;
            try {
                policy = PolicySet.parse(text);
            } catch (JsonRefusedException _) {
                refused.incrementAndGet();
                return;
            }
            read.incrementAndGet();
            assertEquals(policy, PolicySet.parse(CanonicalJson.text(policy.toJson())));
        });
        assertTrue(refused.get() > 50 && read.get() > 50, "refused=" + refused + " read=" + read);
    }

    private static String text(Draws draws) {
        StringBuilder text = new StringBuilder(
                CanonicalJson.text(new PolicySet(Policies.rules(draws)).toJson()));
        for (int edits = draws.between(0, 3); edits > 0; edits--) {
            int at = draws.between(0, text.length() - 1);
            switch (draws.between(0, 3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, PIECES.charAt(draws.between(0, PIECES.length() - 1)));
                case 2 -> text.setCharAt(at, PIECES.charAt(draws.between(0, PIECES.length() - 1)));
                default ->
                    text.insert(
                            at,
                            text.substring(at, Math.min(text.length(), at + draws.between(1, 20))));
            }
            if (text.isEmpty()) {
                return "";
            }
        }
        return text.toString();
    }
}
