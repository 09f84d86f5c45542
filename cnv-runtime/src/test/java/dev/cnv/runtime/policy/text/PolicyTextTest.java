package dev.cnv.runtime.policy.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.DelegationCondition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RuleState;
import dev.cnv.runtime.policy.TimeCondition;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTextTest {

    @Test
    void parse_sample_isThisPolicy() {
        String text = """
                # who may read
                policy 1;
                permit reader when capability file.** and level <= READ_ONLY;

                forbid no-night "nobody is there" suggest "come back"   # after six
                    when time between 22:00 and 06:00 UTC and not origin person;
                deprecated approval large by 2 of bob, "carol"
                    when arg cents > 100000 or (arg "to bank" != "x" and effect PRIVILEGED);
                disabled redirect draft to account.draft;
                """;
        Condition night = TimeCondition.daily("22:00", "06:00", ZoneOffset.UTC)
                .and(Condition.not(DelegationCondition.originIsPerson()));
        Condition large = new ArgumentCondition.Compares(
                        "cents",
                        ArgumentCondition.Order.GREATER,
                        new java.math.BigDecimal("100000"))
                .or(Condition.not(Condition.argument("to bank", "x"))
                        .and(Condition.effect(Effect.PRIVILEGED)));
        assertEquals(
                PolicySet.of(
                        PolicyRule.allow("reader")
                                .when(Condition.capability("file.**")
                                        .and(Condition.not(
                                                Condition.levelAtLeast(EffectLevel.MUTATE)))),
                        PolicyRule.deny("no-night", "nobody is there", "come back")
                                .when(night),
                        PolicyRule.requireApproval("large", 2, "bob", "carol")
                                .when(large)
                                .in(RuleState.DEPRECATED),
                        PolicyRule.redirect("draft", "account.draft")
                                .always()
                                .in(RuleState.DISABLED)),
                PolicyText.parse(text));
    }

    @Test
    void read_either_isChosenByTheFirstCharacter() {
        PolicySet policy = PolicySet.of(PolicyRule.allow("a").always());
        assertEquals(policy, PolicyText.read(" \n" + CanonicalJson.text(policy.toJson())));
        assertEquals(policy, PolicyText.read("permit a;"));
        assertEquals(PolicySet.EMPTY, PolicyText.read(""));
        assertThrows(JsonRefusedException.class, () -> PolicyText.read("{"));
    }

    @Test
    void parentheses_stayAConditionOfTheirOwn() {
        List<PolicyRule> rules = PolicyText.parse("""
                        permit a when always and always and always;
                        permit b when (always and always) and always;
                        permit c when all(always and always, any(always));
                        permit d when always and always or always;
                        """).rules();
        Condition always = Condition.always();
        assertEquals(
                new Condition.AllOf(List.of(always, always, always)),
                rules.get(0).when());
        Condition two = new Condition.AllOf(List.of(always, always));
        assertEquals(new Condition.AllOf(List.of(two, always)), rules.get(1).when());
        Condition one = new Condition.AnyOf(List.of(always));
        assertEquals(new Condition.AllOf(List.of(two, one)), rules.get(2).when());
        assertEquals(new Condition.AnyOf(List.of(two, always)), rules.get(3).when());
    }

    /** Where the fault is, what was expected, and what may have been meant. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                permt a;                            | 1 | 1  | did you mean permit?
                permit a wen always;                | 1 | 10 | did you mean when?
                permit a when alway;                | 1 | 15 | did you mean always?
                permit a when effect READ_ONY;      | 1 | 22 | did you mean READ_ONLY?
                permit a when level >= mutate;      | 1 | 24 | did you mean MUTATE?
                permit a when level <= PRIVILEGED;  | 1 | 21 | holds for every call
                permit a when level = MUTATE;       | 1 | 21 | expected '>=' or '<='
                permit a                            | 1 | 9  | expected ';' at the end of rule=a
                permit a; permit a;                 | 1 | 18 | rule=a is there already, in line 1
                permit a!;                          | 1 | 9  | unexpected character '!'
                permit a when capability account;   | 1 | 26 | two to eight dotted segments
                permit;                             | 1 | 7  | the rule's name
                permit a/b;                         | 1 | 8  | letters, digits
                forbid a;                           | 1 | 9  | expected the reason, one sentence in
                forbid a "";                        | 1 | 10 | needs 1 to 500
                forbid a "x                         | 1 | 10 | no closing
                forbid a "\\q";                     | 1 | 11 | unknown escape
                forbid a "\\u12g4";                 | 1 | 11 | 4 hexadecimal digits
                forbid a "\\ud800";                 | 1 | 10 | lone surrogate
                forbid a "x" sugest "y";            | 1 | 14 | expected ';'
                approval a by 17;                   | 1 | 15 | 1 to 16
                approval a by 2 of bob;             | 1 | 10 | at most the number of approvers
                approval a by 1 of bob, bob;        | 1 | 25 | twice
                approval a of 2;                    | 1 | 12 | expected 'by'
                rewrite a set x = 1, x = 2;         | 1 | 22 | set twice
                rewrite a set x = json "{";         | 1 | 24 | the JSON value is refused
                rewrite a set x = y;                | 1 | 19 | a text in
                redirect a to account;              | 1 | 15 | capability
                permit a when (always;              | 1 | 22 | expected ')'
                permit a when any();                | 1 | 19 | a condition
                permit a when arg x ~ 1;            | 1 | 21 | unexpected character
                permit a when arg x likes 1;        | 1 | 21 | 'starts' or 'present'
                permit a when arg x < "1";          | 1 | 23 | expected a number
                permit a when arg x < 01;           | 1 | 23 | expected a number
                permit a when arg x in [];          | 1 | 25 | a text in
                permit a when arg x in ["a";        | 1 | 28 | expected ']'
                permit a when arg x starts "";      | 1 | 19 | not 1 to 1024
                permit a when arg "" present;       | 1 | 19 | 1 to 128
                permit a when time between 22:00 and 22:00 UTC; | 1 | 28 | is the same
                permit a when time between 2200 and 23:00 UTC;  | 1 | 28 | expected a time
                permit a when time between 29:00 and 23:00 UTC; | 1 | 28 | 29:00
                permit a when time between 22:00 and 23:00 CET; | 1 | 44 | expected UTC or an offset
                permit a when time between 22:00 and 23:00 +19:00; | 1 | 44 | -18 to 18
                permit a when weekday in [MON, MON] UTC;        | 1 | 32 | twice
                permit a when weekday in [MONDAY] UTC;          | 1 | 27 | did you mean MON?
                permit a when from 2026-01-01 until 2027-01-01T00:00:00Z; | 1 | 20 | 2026-01-01
                permit a when from 2027-01-01T00:00:00Z until 2026-01-01T00:00:00Z; | 1 | 20 | is not later
                permit a when depth <= 17;          | 1 | 24 | 0 to 16
                permit a when depth = 1;            | 1 | 21 | or '<='
                permit a when importance >= 101;    | 1 | 29 | 0 to 100
                permit a when importance > 1;       | 1 | 26 | or '<'
                permit a when origin alice;         | 1 | 22 | 'person', or an agent
                permit a when chain passes x.y;     | 1 | 21 | expected 'traverses'
                permit a when paths from x.y;       | 1 | 21 | expected 'to'
                permit a when paths to x.y via x.z; | 1 | 28 | expected 'pass'
                permit a when agent "a b";          | 1 | 21 | agent=a b
                policy 2;                           | 1 | 8  | expected the version of the language, 1
                disabled a;                         | 1 | 10 | a rule's action
                """)
    void parse_fault_isShownWithItsPlace(String text, int line, int column, String part) {
        PolicyTextException e =
                assertThrows(PolicyTextException.class, () -> PolicyText.parse(text));
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertEquals(line + ":" + column, e.line() + ":" + e.column(), e.getMessage());
        assertTrue(
                e.getMessage().startsWith("line " + line + ", column " + column + ": "),
                e.getMessage());
    }

    @Test
    void parse_faultInALaterLine_countsLines() {
        PolicyTextException e = assertThrows(
                PolicyTextException.class,
                () -> PolicyText.parse("permit a; # one\r\n\n  permit b whn always;"));
        assertEquals("3:12", e.line() + ":" + e.column());
    }

    @ParameterizedTest
    @ValueSource(strings = {"not ", "("})
    void parse_tooDeep_isRefusedBeforeTheStackEnds(String opening) {
        String text = "permit a when " + opening.repeat(100_000) + "always;";
        PolicyTextException e =
                assertThrows(PolicyTextException.class, () -> PolicyText.parse(text));
        assertTrue(e.getMessage().contains("nested deeper"), e.getMessage());
    }

    @Test
    void parse_tooLarge_isRefused() {
        PolicyTextException word =
                assertThrows(PolicyTextException.class, () -> PolicyText.parse("x".repeat(500)));
        assertTrue(word.getMessage().contains("more than 400"), word.getMessage());
        PolicyTextException string = assertThrows(
                PolicyTextException.class,
                () -> PolicyText.parse("forbid a \"" + "x".repeat(70_000) + "\";"));
        assertTrue(string.getMessage().contains("more than 65536"), string.getMessage());
        PolicyTextException parts = assertThrows(
                PolicyTextException.class,
                () -> PolicyText.parse("permit a when always" + " and always".repeat(1100) + ";"));
        assertTrue(parts.getMessage().contains("conditionCount=1102"), parts.getMessage());
        PolicyTextException text = assertThrows(
                PolicyTextException.class,
                () -> PolicyText.parse(" ".repeat(PolicySet.MAX_TEXT_LENGTH + 1)));
        assertTrue(text.getMessage().contains("the text has"), text.getMessage());
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i <= PolicySet.MAX_RULE_COUNT; i++) {
            rules.append("permit r").append(i).append(";\n");
        }
        PolicyTextException many =
                assertThrows(PolicyTextException.class, () -> PolicyText.parse(rules.toString()));
        assertEquals(PolicySet.MAX_RULE_COUNT + 1, many.line());
    }
}
