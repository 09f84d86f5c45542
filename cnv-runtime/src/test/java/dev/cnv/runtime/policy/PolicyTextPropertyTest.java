package dev.cnv.runtime.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.policy.text.PolicyText;
import dev.cnv.runtime.policy.text.PolicyTextException;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.GoldenFile;
import dev.cnv.testing.Property;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
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
                        text -> (holds(text) ? read : refused).incrementAndGet());
        assertTrue(refused.get() > 100 && read.get() > 100, "refused=" + refused + " read=" + read);
    }

    @Test
    void parse_corpusAndItsChanges_isRefusedWithItsPlaceOrRoundTrips() throws IOException {
        List<String> corpus = corpus();
        assertTrue(corpus.stream().filter(PolicyTextPropertyTest::holds).count() >= 2);
        assertTrue(corpus.stream().filter(text -> !holds(text)).count() >= 8);
        Property.named("policy-text-corpus")
                .check(
                        draws -> Fuzz.changed(draws, draws.pick(corpus), PIECES),
                        PolicyTextPropertyTest::holds);
    }

    /** Whether the text is read; fails when it is refused without a place, or read as something else. */
    private static boolean holds(String text) {
        PolicySet policy;
        try {
            policy = PolicyText.parse(text);
        } catch (PolicyTextException e) {
            assertTrue(e.line() >= 1 && e.column() >= 1, e.getMessage());
            return false;
        }
        assertEquals(policy, PolicyText.parse(PolicyText.write(policy)));
        return true;
    }

    /** Texts that were found to be hard, with a line of four hyphens between them. */
    private static List<String> corpus() throws IOException {
        try (InputStream in =
                PolicyTextPropertyTest.class.getResourceAsStream("corpus/policy-texts.txt")) {
            String all = new String(
                    Objects.requireNonNull(in, "corpus").readAllBytes(), StandardCharsets.UTF_8);
            return List.of(all.split("\n----\n"));
        }
    }
}
