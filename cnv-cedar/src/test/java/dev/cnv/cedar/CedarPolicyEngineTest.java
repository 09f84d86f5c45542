package dev.cnv.cedar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.PolicyVerdict.Permit;
import dev.cnv.runtime.policy.PolicyVerdict.Refuse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CedarPolicyEngineTest {

    private static final String SCHEMA = CedarSchema.write(Bank.VERBS);
    private static final String ALL = "permit(principal, action, resource);";
    private static final String SMALL = "{\"from\":\"a\",\"cents\":5}";

    @Test
    void evaluate_permitAndForbid_forbids() {
        CedarPolicyEngine engine = engine("""
                @id("all") permit(principal, action, resource);
                @id("b-no") forbid(principal, action, resource) when { principal.type == "llm" };
                @id("a-no") @reason("Not by night.") @suggestion("Wait.")
                forbid(principal, action, resource);
                @id("other") forbid(principal, action, resource) when { principal.type == "x" };
                """);
        Refuse refuse = refused(engine.evaluate(Bank.transfer(SMALL)), Reason.POLICY_FORBIDDEN);
        assertEquals(List.of("a-no", "b-no"), refuse.considered());
        assertEquals(Optional.of("a-no"), refuse.matched());
        assertEquals(List.of(), refuse.errors());
        assertEquals("Not by night.", refuse.denial().message());
        assertEquals("Wait.", refuse.denial().details().get(Denial.SUGGESTION));
        assertEquals("a-no", refuse.denial().details().get("rule"));
    }

    @Test
    void evaluate_forbidWithoutReason_namesThePolicy() {
        Refuse refuse = refused(
                engine("forbid(principal, action, resource);").evaluate(Bank.transfer(SMALL)),
                Reason.POLICY_FORBIDDEN);
        assertEquals("policy=policy0 forbids the call", refuse.denial().message());
    }

    @Test
    void evaluate_onlyPermits_permitsByTheFirst() {
        Permit permit = assertInstanceOf(
                Permit.class,
                engine("@id(\"z\")" + ALL + "@id(\"y\")" + ALL).evaluate(Bank.transfer(SMALL)));
        assertEquals(List.of("y", "z"), permit.considered());
        assertEquals(Optional.of("y"), permit.matched());
    }

    @Test
    void evaluate_nothingApplies_hasNoPermit() {
        Refuse refuse = refused(engine("").evaluate(Bank.transfer(SMALL)), Reason.POLICY_NO_PERMIT);
        assertEquals(Optional.empty(), refuse.matched());
    }

    /** Cedar itself would permit: a policy at fault is passed over, also when it is a forbid. */
    @Test
    void evaluate_errorInAForbid_refuses() {
        Refuse refuse = refused(
                engine("@id(\"all\")" + ALL + """
                        @id("no") forbid(principal, action == Cnv::Action::"account.transfer", resource)
                        when { context.arguments.cents + 1 > 0 };
                        """)
                        .evaluate(Bank.transfer(
                                "{\"from\":\"secret-value\",\"cents\":9223372036854775807}")),
                Reason.POLICY_FAULT);
        assertEquals(List.of("all", "no"), refuse.considered());
        assertEquals(List.of("no"), refuse.errors());
        assertEquals(Optional.of("no"), refuse.matched());
        assertFalse(refuse.denial().toString().contains("9223372036854775807"));
    }

    @Test
    void evaluate_errorInAPermit_refusesToo() {
        Refuse refuse = refused(
                engine("@id(\"all\")" + ALL + """
                        @id("some") permit(principal, action == Cnv::Action::"account.transfer", resource)
                        when { context.arguments.cents + 1 > 0 };
                        """)
                        .evaluate(Bank.transfer("{\"from\":\"a\",\"cents\":9223372036854775807}")),
                Reason.POLICY_FAULT);
        assertEquals(List.of("some"), refuse.errors());
    }

    @Test
    void evaluate_verbOutsideTheSchema_refuses() {
        CedarPolicyEngine engine = CedarPolicyEngine.of(ALL, CedarSchema.write(List.of(Bank.READ)));
        Refuse refuse = refused(engine.evaluate(Bank.transfer(SMALL)), Reason.POLICY_FAULT);
        assertTrue(refuse.denial().message().contains("capability=account.transfer"));
        assertInstanceOf(Permit.class, engine.evaluate(Bank.request(Bank.READ, "{}", Bank.BOT)));
    }

    @Test
    void evaluate_argumentsOutsideTheSchema_refuseAndAreNotShown() {
        CedarPolicyEngine engine = engine(ALL);
        for (String arguments : List.of(
                "{\"from\":\"hidden-1\"}",
                "{\"from\":\"hidden-2\",\"cents\":\"hidden-2\"}",
                "{\"from\":\"hidden-3\",\"cents\":1.5}",
                "{\"from\":\"hidden-4\",\"cents\":1,\"rate\":0.12345}",
                "{\"from\":\"hidden-5\",\"cents\":9223372036854775808}",
                "{\"from\":{\"__entity\":{\"type\":\"Cnv::Agent\",\"id\":\"hidden\"}},\"cents\":1}")) {
            Refuse refuse = refused(engine.evaluate(Bank.transfer(arguments)), Reason.POLICY_FAULT);
            assertFalse(refuse.denial().toString().contains("hidden"), arguments);
        }
    }

    @Test
    void evaluate_loneSurrogate_refuses() {
        PolicyRequest request = Bank.transfer(SMALL);
        request.arguments().put("from", "\ud800");
        refused(engine(ALL).evaluate(request), Reason.POLICY_FAULT);
    }

    @Test
    void evaluate_structureWithCedarsEscapes_isPlainData() {
        String arguments = "{\"reason\":\"LOST\",\"holder\":{\"name\":\"x\",\"age\":null},"
                + "\"tags\":[\"b\",\"a\",\"b\"]}";
        CedarPolicyEngine engine = engine("""
                permit(principal, action == Cnv::Action::"account.card.block", resource)
                when { context.arguments has holder && !(context.arguments.holder has age)
                       && context.arguments has tags && context.arguments.tags == ["a", "b"] };
                """);
        assertInstanceOf(
                Permit.class, engine.evaluate(Bank.request(Bank.BLOCK, arguments, Bank.BOT)));
    }

    @Test
    void evaluate_factsOutsideTheSubset_areThere() {
        CedarPolicyEngine engine = engine("""
                permit(principal, action, resource)
                when { principal.version == "3" && principal.hasTag("team")
                       && principal.getTag("team") == "billing" && !context.call.dryRun
                       && context.call.approvers == ["carol"]
                       && context.call.now > datetime("2026-01-02T03:04:05Z")
                       && context.verb.version == "1.0.0" };
                """);
        // The caller's own approval is none.
        assertInstanceOf(Permit.class, engine.evaluate(Bank.transfer(SMALL, "carol", "alice/bot")));
    }

    @Test
    void evaluate_groupsAddedToTheSchema_areKnown() {
        String schema = SCHEMA.replace(
                        "action \"file.read\" appliesTo",
                        "action \"file.read\" in [\"harmless\"] appliesTo")
                .replace("entity Tenant;", "entity Tenant; action \"harmless\";");
        CedarPolicyEngine engine = CedarPolicyEngine.of(
                "permit(principal, action in Cnv::Action::\"harmless\", resource);", schema);
        assertInstanceOf(Permit.class, engine.evaluate(Bank.request(Bank.READ, "{}", Bank.BOT)));
        refused(engine.evaluate(Bank.transfer(SMALL)), Reason.POLICY_NO_PERMIT);
    }

    @Test
    void of_textThatCedarDoesNotTake_isRefused() {
        assertRefused("permit(principal);", SCHEMA, "policies: ");
        assertRefused("permit(principal, action, resource) when { 1 };", SCHEMA, "do not fit");
        assertRefused("permit(principal, action, resource) when { context.x };", SCHEMA, "policy0");
        assertRefused(
                "permit(principal == ?principal, action, resource);", SCHEMA, "have a template");
        assertRefused("@id(\"a\")" + ALL + "@id(\"a\")" + ALL, SCHEMA, "policy=a: is there twice");
        assertRefused("@id(\"a b\")" + ALL, SCHEMA, "rule=a b is not named");
        assertRefused(ALL, "entity", "schema: ");
        assertRefused("// \ud800", SCHEMA, "lone surrogate");
        assertRefused(" ".repeat(CedarPolicies.MAX_TEXT_LENGTH + 1), SCHEMA, "more than");
        assertRefused(
                "@id(\"a\") @reason(\"" + "x".repeat(501)
                        + "\") forbid(principal, action, resource);",
                SCHEMA,
                "reason=");
    }

    @Test
    void policy_textOrSchemaChanged_isAnotherDigest() {
        Digest digest = engine(ALL).policy();
        assertEquals(digest, engine(ALL).policy());
        assertNotEquals(digest, engine(ALL + " ").policy());
        assertNotEquals(digest, CedarPolicyEngine.of(ALL, SCHEMA + " ").policy());
    }

    @Test
    void name_engine_hasBothVersions() {
        assertTrue(
                engine("").name().startsWith("cnv-cedar/1 cedar/4."), engine("").name());
        assertTrue(engine("").toString().contains(engine("").policy().shortHex()));
    }

    @Test
    void evaluate_fromManyThreads_isTheSame() throws Exception {
        CedarPolicyEngine engine = engine("@id(\"a\")" + ALL);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<PolicyVerdict>> verdicts = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                VerbDescriptor verb = i % 2 == 0 ? Bank.TRANSFER : Bank.READ;
                String arguments = i % 2 == 0 ? SMALL : "{}";
                verdicts.add(threads.submit(
                        () -> engine.evaluate(Bank.request(verb, arguments, Bank.BOT))));
            }
            for (Future<PolicyVerdict> verdict : verdicts) {
                assertEquals(new Permit(List.of("a"), Optional.of("a")), verdict.get());
            }
        }
    }

    private static CedarPolicyEngine engine(String policies) {
        return CedarPolicyEngine.of(policies, SCHEMA);
    }

    private static Refuse refused(PolicyVerdict verdict, Reason reason) {
        Refuse refuse = assertInstanceOf(Refuse.class, verdict);
        assertEquals(reason, refuse.denial().reason());
        return refuse;
    }

    private static void assertRefused(String policies, String schema, String why) {
        String message = assertThrows(
                        CedarRefusedException.class, () -> CedarPolicyEngine.of(policies, schema))
                .getMessage();
        assertTrue(message.contains(why), message);
    }
}
