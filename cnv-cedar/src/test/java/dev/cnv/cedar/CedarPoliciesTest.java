package dev.cnv.cedar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PathCondition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RuleState;
import dev.cnv.runtime.policy.TimeCondition;
import dev.cnv.testing.GoldenFile;
import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

class CedarPoliciesTest {

    private static final PolicySet SMALL = PolicySet.of(
            PolicyRule.allow("people").when(Condition.agentType("person")),
            PolicyRule.deny("no-big-ones", "Too much.", "Ask \"bob\".")
                    .when(Condition.capability("account.*")
                            .and(new ArgumentCondition.Compares(
                                    "cents",
                                    ArgumentCondition.Order.GREATER,
                                    java.math.BigDecimal.valueOf(500)))
                            .and(Condition.not(Condition.tenant("acme")))));

    @Test
    void write_policy_isTheGoldenText() {
        String text = CedarPolicies.write(SMALL, Bank.VERBS);
        GoldenFile.assertMatches(CedarPoliciesTest.class, "small.cedar", text);
        assertEquals(SMALL, CedarPolicies.read(text));
    }

    @Test
    void write_noRules_isNoText() {
        assertEquals("", CedarPolicies.write(PolicySet.EMPTY, List.of()));
        assertEquals(PolicySet.EMPTY, CedarPolicies.read(" // nothing\n"));
    }

    @Test
    void write_actionsWithoutCedarForm_areRefusedByName() {
        PolicySet policy = PolicySet.of(
                PolicyRule.requireApproval("r-approve", 1).always(),
                PolicyRule.rewrite(
                                "r-rewrite", Map.of("a", JsonNodeFactory.instance.stringNode("b")))
                        .always(),
                PolicyRule.redirect("r-redirect", "file.read").always(),
                PolicyRule.allow("r-fine").always(),
                PolicyRule.allow("r-off").always().in(RuleState.DISABLED));
        String message = assertThrows(
                        CedarRefusedException.class, () -> CedarPolicies.write(policy, Bank.VERBS))
                .getMessage();
        assertTrue(message.contains("rule=r-approve requires approval"), message);
        assertTrue(message.contains("rule=r-rewrite rewrites arguments"), message);
        assertTrue(message.contains("rule=r-redirect redirects"), message);
        assertTrue(message.contains("rule=r-off is disabled"), message);
        assertTrue(!message.contains("r-fine"), message);
    }

    @Test
    void write_conditionsWithoutCedarForm_areRefusedWithTheReason() {
        refused(PathCondition.everyPathPasses("a.*", "b.*"), "the capability graph");
        refused(TimeCondition.onDays(ZoneOffset.UTC, DayOfWeek.MONDAY), "the day of the week");
        refused(new Condition.AllOf(List.of(Condition.always())), "all of one condition");
        refused(new Condition.AnyOf(List.of(Condition.always())), "any of one condition");
        refused(Condition.capability("file.write"), "not among the verbs");
        refused(Condition.agentType("\ud800"), "lone surrogate");
    }

    @Test
    void write_argumentsThatNeverFit_areRefusedWithTheReason() {
        refused(Condition.argument("nobody", "x"), "none of the verbs given has");
        refused(Condition.argument("cents", "1"), "of type=Long with \"1\", which it never is");
        refused(equal("from", 1), "of type=String with 1");
        refused(equal("cents", "1.5"), "no 64-bit integer");
        refused(equal("cents", "9223372036854775808"), "no 64-bit integer");
        refused(equal("rate", "0.12345"), "no Cedar decimal");
        refused(equal("rate", "922337203685477.5808"), "no Cedar decimal");
        refused(Condition.argument("labels", "x"), "has no Cedar type");
        refused(Condition.argument("tags", "x"), "of type=Set<String>");
        refused(ArgumentCondition.present("labels"), "has no Cedar type");
        refused(ArgumentCondition.present("nobody"), "none of the verbs given has");
        refused(ArgumentCondition.atMost("from", 1), "with a number, which is a fault");
        refused(ArgumentCondition.startsWith("cents", "1"), "which is a fault");
        refused(ArgumentCondition.oneOf("cents", "1"), "which it never is");
    }

    @Test
    void write_argumentOfTwoTypes_isRefusedUntilTheVerbsAreNarrowed() {
        VerbDescriptor other = VerbDescriptor.of("file.cut", "1.0.0")
                .effects(EffectSet.of(Effect.STORAGE_WRITE))
                .parameters(ParameterDescriptor.required("from", ValueType.INT32, ""))
                .schemas("6".repeat(64), "7".repeat(64));
        PolicySet policy =
                PolicySet.of(PolicyRule.allow("r").when(Condition.argument("from", "a")));
        String message = assertThrows(
                        CedarRefusedException.class,
                        () -> CedarPolicies.write(policy, List.of(Bank.TRANSFER, other)))
                .getMessage();
        assertTrue(
                message.contains("String for capability=account.transfer and Long for"), message);
        CedarPolicies.write(policy, List.of(Bank.TRANSFER));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            permit(principal, action, resource); | line=1 column=1: the policy has no @id
            @id("a") allow(principal, action, resource); | column=10: found allow where permit or forbid
            @id("a") @x("b") permit(principal, action, resource); | column=11: @x is none of
            @id("a") @id("b") permit(principal, action, resource); | column=11: @id is there twice
            @id("a") @reason("b") permit(principal, action, resource); | a permit has neither
            @id("a") forbid(principal, action, resource); | a forbid needs @reason
            @id("a") @state("off") permit(principal, action, resource); | @state is deprecated
            @id("a b") permit(principal, action, resource); | rule=a b is not named
            @id("a") permit(principal, action, resource) | found the end where when, unless or ;
            @id("a") permit(principal, action, resource) if {true}; | found if where when
            @id("a") permit(principal in Cnv::Agent::"a", action, resource); | found in where ,
            @id("a") permit(principal == Cnv::Agent::"a b", action, resource); | agent=a b is not
            @id("a") permit(principal == User::"a", action, resource); | found User where Cnv
            @id("a") permit(principal, action == Cnv::Action::"a.*", resource); | capability=a.* is not
            """)
    void read_policyOutsideTheSubset_isRefusedWithItsPlace(String text, String message) {
        assertRefused(text, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            false | found false where
            1 < 2 | found 1 where
            principal.version == "x" | found version where type
            principal is Cnv::Agent | found is where ==
            context.verb.version == "1" | context.verb.version is in no condition
            context.verb.levels.contains("NETWROK") | "NETWROK" is none of EffectLevel
            context.verb.levels.containsAny(["NETWORK"]) | found containsAny where contains
            context.verb.patterns.contains("account.transfer") | a pattern without *
            context.verb.patterns.contains("account*") | pattern=account* is not
            context.call.dryRun | context.call.dryRun is in no condition
            context.call.kind == "ROOT" | "ROOT" is none of PrincipalKind
            context.call.depth < 3 | found < where <=
            context.call.depth <= 17 | depth=17 is not
            context.call.depth <= 99999999999 | is no 32-bit integer
            context.call.now >= datetime("2026-01-01T00:00:00Z") | a window is
            context.call.now < datetime("2026-01-01T00:00:00Z") | a window is
            context.call.now >= datetime("2026-01-01") | is not as in
            context.call.now >= datetime("2026-13-01T00:00:00Z") | is not as in
            context.call.now.toTime() < duration("9h") | found toTime where offset
            context.call.now.offset(duration("9h")) | is not minutes
            context.call.now.offset(duration("0m")).offset(duration("1m")).toTime() < duration("1m") | a daily window
            context.call.now.offset(duration("1081m")).offset(duration("0m")).toTime() < duration("1m") | a daily window
            context.call.now.offset(duration("0m")).offset(duration("0m")).toTime() < duration("1440m") | a daily window
            context.arguments.from == "a" | argument=from may be missing
            context.arguments has a && context.arguments.b == 1 | argument=b may be missing
            context.arguments has a && context.arguments.a == [1] | found [ where
            context.arguments has a && context.arguments.a == 99999999999999999999 | no 64-bit integer
            context.arguments has a && context.arguments.a == decimal("1") | has not 1 to 4 digits
            context.arguments has a && context.arguments.a == decimal("922337203685477.5808") | more than 64 bits
            context.arguments has a && context.arguments.a.isIpv4() | no comparison of decimals
            context.arguments has a && context.arguments.a like "*x" | one star, its last
            context.arguments has a && context.arguments.a like "x" | one star, its last
            context.arguments has a && context.arguments.a like "x*y*" | one star, its last
            context.arguments has a && context.arguments.a like "x\\*" | one star, its last
            context.arguments has a && context.arguments.a like "*" | something before its star
            context.arguments has a && context.arguments.a like 1 | a pattern is expected
            context.arguments has if | found if where the argument's name
            context.arguments has a && context.arguments.a == "\\*" | only a pattern after like
            principal.type == "\\q" | an escape that is none of
            principal.type == "\\u{110000}" | no character
            principal.type == "\\u{d800}" | no character
            principal.type == "\\u{1234567}" | without 1 to 6 digits
            principal.type == "\\u12" | without 1 to 6 digits
            principal.type == "\\u{x}" | not hexadecimal
            principal.type == "x | no closing quotation mark
            principal.type == "" | agentType= has not
            true + 1 | the character U+2b
            context.resource.x | where verb, call or arguments
            true && | found } where
            """)
    void read_expressionOutsideTheSubset_isRefusedWithItsPlace(String text, String message) {
        assertRefused(
                "@id(\"a\") permit(principal, action, resource)\nwhen { " + text + " };", message);
    }

    @Test
    void read_tooDeepTooLongOrTwice_isRefused() {
        String deep = "!".repeat(100) + "true";
        assertRefused(
                "@id(\"a\") permit(principal, action, resource) when { " + deep + " };",
                "nested deeper than 64");
        assertRefused(
                "@id(\"a\") permit(principal, action, resource) when { " + "!".repeat(20)
                        + "true };",
                "nested deeper than 16");
        String one = "@id(\"a\") permit(principal, action, resource);\n";
        assertRefused(one + one, "line=2 column=1: @id a is there twice");
        assertRefused(" ".repeat(CedarPolicies.MAX_TEXT_LENGTH + 1), "more than 8388608");
    }

    @Test
    void read_headsAndClauses_areConditions() {
        PolicySet read = CedarPolicies.read(
                """
                // As a person might write it.
                @id("a")
                permit(principal == Cnv::Agent::"bob", action == Cnv::Action::"file.read",
                       resource == Cnv::Tenant::"acme")
                when { principal.type == "llm" || true }
                unless { context.arguments["dry-check"] == true };
                """.replace("unless { ", "unless { context.arguments has \"dry-check\" && "));
        assertEquals(
                PolicySet.of(PolicyRule.allow("a")
                        .when(Condition.agent("bob")
                                .and(Condition.capability("file.read"))
                                .and(Condition.tenant("acme"))
                                .and(Condition.agentType("llm").or(Condition.always()))
                                .and(Condition.not(new Condition.ArgumentEquals(
                                        "dry-check",
                                        JsonNodeFactory.instance.booleanNode(true)))))),
                read);
    }

    @Test
    void write_longestCondition_isReadByCedarToo() {
        Condition many =
                new Condition.AnyOf(java.util.Collections.nCopies(1023, Condition.agentType("x")));
        Condition deep = Condition.agent("x");
        for (int i = 0; i < 15; i++) {
            deep = Condition.not(deep);
        }
        PolicySet policy = PolicySet.of(
                PolicyRule.allow("many").when(many), PolicyRule.allow("deep").when(deep));
        String text = CedarPolicies.write(policy, Bank.VERBS);
        assertEquals(policy, CedarPolicies.read(text));
        CedarPolicyEngine.of(text, CedarSchema.write(Bank.VERBS));
    }

    private static Condition equal(String name, int value) {
        return new Condition.ArgumentEquals(name, JsonNodeFactory.instance.numberNode(value));
    }

    private static Condition equal(String name, String number) {
        return new Condition.ArgumentEquals(
                name, JsonNodeFactory.instance.numberNode(new java.math.BigDecimal(number)));
    }

    private static void refused(Condition condition, String why) {
        PolicySet policy = PolicySet.of(PolicyRule.allow("rule-x").when(condition));
        String message = assertThrows(
                        CedarRefusedException.class, () -> CedarPolicies.write(policy, Bank.VERBS))
                .getMessage();
        assertTrue(message.contains("rule=rule-x ") && message.contains(why), message);
    }

    private static void assertRefused(String text, String why) {
        String message = assertThrows(CedarRefusedException.class, () -> CedarPolicies.read(text))
                .getMessage();
        assertTrue(message.startsWith("line=") || message.startsWith("text"), message);
        assertTrue(message.contains(why), message);
    }
}
