package dev.cnv.runtime.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.policy.text.PolicyText;
import dev.cnv.runtime.policy.text.PolicyTextException;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.GoldenFile;
import dev.cnv.testing.Property;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The language says all that a policy can say, and nothing but a policy is read. */
class PolicyTextPropertyTest {

    private static final String PIECES = "permit forbid when not()[];,<>=!\"\\#\n\u00e9*.0-";

    @Test
    void write_anyPolicy_readsAsTheSame() {
        Property.named("policy-text-round-trip").oneIn(2).check(Policies::rules, rules -> {
            PolicySet policy = new PolicySet(rules);
            String text = PolicyText.write(policy);
            PolicySet read = PolicyText.parse(text);
            assertEquals(policy, read, text);
            assertEquals(policy.hash(), read.hash(), text);
            assertEquals(text, PolicyText.write(read));
        });
    }

    @Test
    void write_everyConditionAndAction_isThisText() {
        String text = PolicyText.write(PolicyGoldenTest.policy());
        GoldenFile.assertMatches(getClass(), "policy.cnv", text);
        assertEquals(PolicyGoldenTest.policy(), PolicyText.parse(text));
    }

    @Test
    void parse_changedText_isRefusedWithItsPlaceOrRoundTrips() {
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger read = new AtomicInteger();
        Property.named("policy-text-fuzz")
                .oneIn(5)
                .check(
                        draws -> Fuzz.changed(
                                draws,
                                PolicyText.write(new PolicySet(Policies.rules(draws))),
                                PIECES),
                        text -> {
                            PolicySet policy;
                            try {
                                policy = PolicyText.parse(text);
                            } catch (PolicyTextException e) {
                                refused.incrementAndGet();
                                assertTrue(e.line() >= 1 && e.column() >= 1, e.getMessage());
                                return;
                            }
                            read.incrementAndGet();
                            assertEquals(policy, PolicyText.parse(PolicyText.write(policy)));
                        });
        assertTrue(refused.get() > 100 && read.get() > 100, "refused=" + refused + " read=" + read);
    }
}
