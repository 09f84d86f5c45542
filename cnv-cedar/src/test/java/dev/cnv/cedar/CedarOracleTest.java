package dev.cnv.cedar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.RulePolicyEngine;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import dev.cnv.testing.SeededDraws;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CNV's engine and Cedar decide the same, for the reason that lies in the same rule. */
class CedarOracleTest {

    /** Tried on each policy, for Cedar takes longer to read a policy than to decide by it. */
    private static final int REQUESTS = 20;

    private static final int POLICIES = Integer.getInteger("cnv.cedar.requests", 10_000) / REQUESTS;

    private static final int CASES =
            Integer.getInteger("cnv.property.cases", Property.DEFAULT_CASES);

    private static final int CANARY_CASES = 1000;

    private static final String SCHEMA = CedarSchema.write(Bank.VERBS);

    record Case(PolicySet policy, List<PolicyRequest> requests) {
        static Case draw(Draws draws) {
            return new Case(
                    SharedSubset.policy(draws),
                    Stream.generate(() -> SharedSubset.request(draws))
                            .limit(REQUESTS)
                            .toList());
        }

        @Override
        public String toString() {
            return CedarPolicies.write(policy, Bank.VERBS) + "\n" + requests;
        }
    }

    @Test
    void cedar_randomPoliciesAndRequests_decidesAsTheRulesDo() {
        Map<Reason, Integer> seen = new EnumMap<>(Reason.class);
        int[] permits = {0};
        Property.named("cedar-oracle").oneIn(Math.max(1, CASES / POLICIES)).check(Case::draw, c -> {
            compare(c, CedarPolicies.write(c.policy(), Bank.VERBS)).forEach(verdict -> {
                if (verdict instanceof PolicyVerdict.Refuse refuse) {
                    seen.merge(refuse.denial().reason(), 1, Integer::sum);
                } else {
                    permits[0]++;
                }
            });
        });
        int asked =
                permits[0] + seen.values().stream().mapToInt(Integer::intValue).sum();
        assertTrue(permits[0] > asked / 20, "permits=" + permits[0]);
        assertTrue(seen.getOrDefault(Reason.POLICY_FORBIDDEN, 0) > asked / 20, seen.toString());
        assertTrue(seen.getOrDefault(Reason.POLICY_NO_PERMIT, 0) > asked / 20, seen.toString());
        assertEquals(2, seen.size(), seen.toString());
    }

    /** Each is a translation as somebody might get it wrong; the comparison must see it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            forbid     | permit
            &&         | '||'
            !(         | (
            "PRIVILEGED" | "NETWORK"
            .offset    | .offset(duration("1m")).offset
            sThanOrEqual | sThan
            <=         | <
            levels.contains("MUTATE" | levels.contains("NETWORK"
            "TENANT_ISOLATED" | "FULLY_ISOLATED"
            principal == Cnv::Agent::"alice" | principal == Cnv::Agent::"bob"
            "account.*" | "account.**"
            """)
    void canary_wrongTranslation_isCaught(String right, String wrong) {
        Draws draws = new SeededDraws(7);
        for (int i = 0; i < CANARY_CASES; i++) {
            Case c = Case.draw(draws);
            String text = CedarPolicies.write(c.policy(), Bank.VERBS);
            if (text.contains(right) && caught(c, text.replace(right, wrong))) {
                return;
            }
        }
        throw new AssertionError("nobody saw " + wrong + " in the place of " + right);
    }

    private static boolean caught(Case c, String text) {
        try {
            compare(c, text);
            return false;
        } catch (CedarRefusedException e) {
            // Cedar did not even take it: that is no test of the comparison.
            return false;
        } catch (AssertionError e) {
            assertTrue(e.getMessage().contains("the two decide differently"), e.getMessage());
            return true;
        }
    }

    private static List<PolicyVerdict> compare(Case c, String text) {
        RulePolicyEngine rules = RulePolicyEngine.of(c.policy());
        CedarPolicyEngine cedar = CedarPolicyEngine.of(text, SCHEMA);
        return c.requests().stream()
                .map(request -> {
                    PolicyVerdict verdict = cedar.evaluate(request);
                    assertEquals(
                            shown(rules.evaluate(request)),
                            shown(verdict),
                            () -> "the two decide differently about " + request);
                    return verdict;
                })
                .toList();
    }

    /** Decision, the rule that decided, and what is said about it. */
    private static String shown(PolicyVerdict verdict) {
        return switch (verdict) {
            case PolicyVerdict.Permit permit -> "permit by " + permit.matched();
            case PolicyVerdict.Refuse refuse ->
                refuse.denial().reason() + " by " + refuse.matched() + said(refuse);
            case PolicyVerdict.Rewrite _, PolicyVerdict.Redirect _ -> "outside the subset";
        };
    }

    private static String said(PolicyVerdict.Refuse refuse) {
        return refuse.denial().reason() == Reason.POLICY_NO_PERMIT
                ? ""
                : " " + refuse.denial().message() + refuse.denial().details();
    }
}
