package dev.cnv.cedar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Text that no writer made: either refused with its place, or a policy that is written the same. */
class CedarFuzzTest {

    private static final String PIECES = "@(){}[],;.!-<>=&|\"\\*:a1 \n\u00e9\ud800";

    private static String changed(Draws draws) {
        return Fuzz.changed(
                draws, CedarPolicies.write(SharedSubset.policy(draws), Bank.VERBS), PIECES);
    }

    private static Optional<PolicySet> read(String text) {
        try {
            return Optional.of(CedarPolicies.read(text));
        } catch (CedarRefusedException e) {
            assertTrue(e.getMessage().startsWith("line="), e.getMessage());
            return Optional.empty();
        }
    }

    @Test
    void read_changedText_isRefusedOrAPolicyThatStaysTheSame() {
        Property.named("cedar-fuzz").oneIn(4).check(CedarFuzzTest::changed, text -> {
            read(text).ifPresent(policy -> {
                try {
                    String written = CedarPolicies.write(policy, Bank.VERBS);
                    assertEquals(policy, CedarPolicies.read(written));
                } catch (CedarRefusedException e) {
                    assertTrue(e.getMessage().startsWith("policy: has no Cedar form"));
                }
            });
        });
    }

    /** Whatever the reader takes is Cedar. */
    @Test
    void read_changedText_isNeverTakenWhereCedarRefuses() {
        CedarNative.load();
        Property.named("cedar-fuzz-cedar").oneIn(20).check(CedarFuzzTest::changed, text -> {
            if (read(text).isPresent()) {
                com.cedarpolicy.model.policy.PolicySet.parsePolicies(text);
            }
        });
    }
}
