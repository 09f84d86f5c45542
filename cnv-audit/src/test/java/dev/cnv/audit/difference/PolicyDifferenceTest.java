package dev.cnv.audit.difference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PathCondition;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyDifferenceTest {

    private static final PolicySet UP_TO_100 = allow(ArgumentCondition.atMost("cents", 100));
    private static final PolicySet UP_TO_50 = allow(ArgumentCondition.atMost("cents", 50));

    private final PolicyDifference difference =
            new PolicyDifference(Duration.ofSeconds(20), new Random(1));

    @Test
    void wider_lowerBound_isProvedNoWider() {
        assertInstanceOf(Answer.NoWider.class, difference.wider(UP_TO_100, UP_TO_50));
    }

    @Test
    void wider_higherBound_namesARequestBetweenTheBounds() {
        Answer.Wider wider =
                assertInstanceOf(Answer.Wider.class, difference.wider(UP_TO_50, UP_TO_100));

        double cents = wider.request().arguments().get("cents").doubleValue();
        assertTrue(cents > 50 && cents <= 100, "cents=" + cents);
        assertInstanceOf(PolicyVerdict.Permit.class, wider.wide());
        assertInstanceOf(PolicyVerdict.Refuse.class, wider.narrow());
    }

    @Test
    void wider_sameMeaningInAnotherForm_isProvedBothWays() {
        Condition a = Condition.capability("account.*");
        Condition b = Condition.agentType("llm");
        PolicySet one = allow(Condition.not(a.and(b)));
        PolicySet other = allow(Condition.not(a).or(Condition.not(b)));

        assertInstanceOf(Answer.NoWider.class, difference.wider(one, other));
        assertInstanceOf(Answer.NoWider.class, difference.wider(other, one));
    }

    /** A deny that can be at fault refuses where it neither holds nor can be asked. */
    @Test
    void wider_denyThatNeverHoldsButFails_isNotNothing() {
        PolicySet without = PolicySet.of(PolicyRule.allow("all").always());
        PolicySet with = without.with(PolicyRule.deny("never", "no", "")
                .when(ArgumentCondition.startsWith("from", "a")
                        .and(ArgumentCondition.startsWith("from", "b"))));

        assertInstanceOf(Answer.NoWider.class, difference.wider(without, with));
        assertInstanceOf(Answer.Wider.class, difference.wider(with, without));
    }

    @Test
    void wider_morePathPatternsThanAreTranslated_isUndecidedAndNamesThem() {
        PolicySet many = PolicySet.of();
        for (int i = 0; i <= Vocabulary.MAX_PATH_COUNT; i++) {
            many = many.with(PolicyRule.allow("r" + i).when(PathCondition.traverses("a.v" + i)));
        }

        Answer.Undecided answer =
                assertInstanceOf(Answer.Undecided.class, difference.wider(PolicySet.EMPTY, many));

        assertTrue(answer.why().contains("a.v6"), answer.why());
    }

    @Test
    void searched_withoutSolver_findsARequestButProvesNothing() {
        Vocabulary words = new Vocabulary(List.of(UP_TO_50, UP_TO_100));

        assertInstanceOf(Answer.Wider.class, difference.searched(words, UP_TO_50, UP_TO_100));
        Answer.Undecided answer = assertInstanceOf(
                Answer.Undecided.class, difference.searched(words, UP_TO_100, UP_TO_50));
        assertTrue(answer.why().contains("nothing is proved"), answer.why());
    }

    @Test
    void confirmed_requestOnWhichEnginesAgree_isNoDifference() {
        Answer.Wider wider =
                assertInstanceOf(Answer.Wider.class, difference.wider(UP_TO_50, UP_TO_100));
        PolicyRequest request = wider.request();
        RulePolicyEngine engine = RulePolicyEngine.of(UP_TO_100);

        assertEquals(Optional.empty(), PolicyDifference.confirmed(request, engine, engine));
    }

    @Test
    void of_timeoutOutOfRange_isRefused() {
        Random random = new Random(1);
        assertThrows(
                IllegalArgumentException.class, () -> new PolicyDifference(Duration.ZERO, random));
    }

    /** Eleven letters into ten boxes, no two into one: nobody can, and to show it by cases takes long. */
    @Test
    void wider_moreThanTheTimeIsEnoughFor_isUndecidedInTime() {
        long begin = System.nanoTime();
        Answer answer = new PolicyDifference(Duration.ofMillis(200), new Random(1))
                .wider(PolicySet.EMPTY, letters(11, 10));
        Answer.Undecided undecided = assertInstanceOf(Answer.Undecided.class, answer);
        assertTrue(undecided.why().startsWith("the solver gave up: "), undecided.why());
        assertTrue(System.nanoTime() - begin < 30_000_000_000L);
        assertInstanceOf(Answer.NoWider.class, difference.wider(PolicySet.EMPTY, letters(4, 3)));
        assertInstanceOf(Answer.Wider.class, difference.wider(PolicySet.EMPTY, letters(4, 4)));
    }

    private static PolicySet letters(int letters, int boxes) {
        List<PolicyRule> rules = new ArrayList<>();
        List<Condition> placed = new ArrayList<>();
        for (int i = 0; i < letters; i++) {
            List<Condition> any = new ArrayList<>();
            for (int box = 0; box < boxes; box++) {
                any.add(in(i, box));
                for (int j = 0; j < i; j++) {
                    rules.add(PolicyRule.deny("box-" + i + "-" + j + "-" + box, "full", "")
                            .when(in(i, box).and(in(j, box))));
                }
            }
            placed.add(new Condition.AnyOf(any));
        }
        rules.add(PolicyRule.allow("all-placed").when(new Condition.AllOf(placed)));
        return PolicySet.of(rules.toArray(PolicyRule[]::new));
    }

    private static Condition in(int letter, int box) {
        return Condition.argument("letter" + letter, "box" + box);
    }

    private static PolicySet allow(Condition condition) {
        return PolicySet.of(PolicyRule.allow("allow").when(condition));
    }
}
