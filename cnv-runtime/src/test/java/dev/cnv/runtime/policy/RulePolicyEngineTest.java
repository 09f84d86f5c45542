package dev.cnv.runtime.policy;

import static dev.cnv.runtime.policy.Condition.always;
import static dev.cnv.runtime.policy.Condition.argument;
import static dev.cnv.runtime.policy.Condition.capability;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RulePolicyEngineTest {

    private static final PolicyRule ALLOW = PolicyRule.allow("allow").always();
    private static final PolicyRequest REQUEST = Requests.transfer("{\"from\":\"a\",\"cents\":5}");

    @Test
    void evaluate_noRule_isRefused() {
        PolicyVerdict.Refuse refuse = refused(Reason.POLICY_NO_PERMIT, REQUEST);
        assertEquals(Optional.empty(), refuse.matched());
        assertTrue(
                refuse.denial().message().contains("account.transfer"),
                refuse.denial().message());
    }

    @Test
    void evaluate_ruleForOtherVerb_isRefused() {
        refused(
                Reason.POLICY_NO_PERMIT,
                REQUEST,
                PolicyRule.allow("files").when(capability("file.**")));
    }

    @Test
    void evaluate_allow_permitsAndNamesTheFirstRule() {
        PolicyVerdict verdict = verdict(
                REQUEST, PolicyRule.allow("b").always(), PolicyRule.allow("a").always());
        assertEquals(new PolicyVerdict.Permit(List.of("a", "b"), Optional.of("a")), verdict);
    }

    @Test
    void evaluate_denyBesideAllow_refusesWithReasonAndSuggestion() {
        Denial denial = refused(
                        Reason.POLICY_FORBIDDEN,
                        REQUEST,
                        ALLOW,
                        PolicyRule.deny("no-money", "agents move no money", "ask a person")
                                .always())
                .denial();
        assertEquals("agents move no money", denial.message());
        assertEquals(Map.of("rule", "no-money", "suggestion", "ask a person"), denial.details());
    }

    @Test
    void evaluate_approvalMissing_isRefusedUntilEnoughApprove() {
        PolicyRule two = PolicyRule.requireApproval("four-eyes", 2, "bob", "carol", "dave")
                .always();
        Denial denial = refused(Reason.APPROVAL_REQUIRED, REQUEST, ALLOW, two).denial();
        assertEquals(
                Map.of("rule", "four-eyes", "approvers", "bob,carol,dave", "count", "2"),
                denial.details());
        refused(Reason.APPROVAL_REQUIRED, Requests.transfer("{}", "bob"), ALLOW, two);
        refused(Reason.APPROVAL_REQUIRED, Requests.transfer("{}", "bob", "mallory"), ALLOW, two);
        assertInstanceOf(
                PolicyVerdict.Permit.class,
                verdict(Requests.transfer("{}", "bob", "dave"), ALLOW, two));
    }

    @Test
    void evaluate_anyApprover_isEnoughUnlessItIsTheCaller() {
        PolicyRule any = PolicyRule.requireApproval("any", 1).always();
        assertInstanceOf(
                PolicyVerdict.Permit.class, verdict(Requests.transfer("{}", "alice"), ALLOW, any));
        Denial denial = refused(
                        Reason.APPROVAL_REQUIRED, Requests.transfer("{}", "alice/bot"), ALLOW, any)
                .denial();
        assertEquals("any approver", denial.details().get("approvers"));
    }

    @Test
    void evaluate_approvalGivenWithoutAllow_isRefused() {
        refused(
                Reason.POLICY_NO_PERMIT,
                Requests.transfer("{}", "bob"),
                PolicyRule.requireApproval("any", 1).always());
    }

    @Test
    void evaluate_severalApprovalRules_allMustBeSatisfied() {
        PolicyRule one = PolicyRule.requireApproval("one", 1, "bob").always();
        PolicyRule other = PolicyRule.requireApproval("other", 1, "carol").always();
        assertEquals(
                Optional.of("other"),
                refused(Reason.APPROVAL_REQUIRED, Requests.transfer("{}", "bob"), ALLOW, one, other)
                        .matched());
        assertInstanceOf(
                PolicyVerdict.Permit.class,
                verdict(Requests.transfer("{}", "bob", "carol"), ALLOW, one, other));
    }

    @Test
    void evaluate_redirect_namesTheOtherVerb() {
        PolicyVerdict verdict = verdict(
                REQUEST, ALLOW, PolicyRule.redirect("draft", "account.draft").always());
        assertEquals(
                new PolicyVerdict.Redirect(
                        List.of("allow", "draft"),
                        Optional.of("draft"),
                        new CapabilityId("account.draft")),
                verdict);
    }

    @Test
    void evaluate_redirectToItself_isPassedOver() {
        PolicyRule itself = PolicyRule.redirect("self", "account.transfer").always();
        assertInstanceOf(PolicyVerdict.Permit.class, verdict(REQUEST, ALLOW, itself));
        refused(Reason.POLICY_NO_PERMIT, REQUEST, itself);
    }

    @Test
    void evaluate_twoRedirects_conflictUnlessTheyAgree() {
        PolicyRule one = PolicyRule.redirect("one", "account.draft").always();
        Denial denial = refused(
                        Reason.POLICY_CONFLICT,
                        REQUEST,
                        ALLOW,
                        one,
                        PolicyRule.redirect("two", "account.hold").always())
                .denial();
        assertEquals("one,two", denial.details().get("rules"));
        refused(
                Reason.POLICY_CONFLICT,
                REQUEST,
                ALLOW,
                one,
                PolicyRule.redirect("self", "account.transfer").always());
        assertInstanceOf(
                PolicyVerdict.Redirect.class,
                verdict(
                        REQUEST,
                        one,
                        PolicyRule.redirect("same", "account.draft").always()));
    }

    @Test
    void evaluate_rewrite_givesNewArgumentsAndLeavesTheOld() {
        PolicyVerdict.Rewrite rewrite = assertInstanceOf(
                PolicyVerdict.Rewrite.class,
                verdict(REQUEST, ALLOW, rewrite("cap", "{\"cents\":1,\"note\":\"x\"}")));
        assertEquals(
                "{\"cents\":1,\"from\":\"a\",\"note\":\"x\"}",
                CanonicalJson.text(rewrite.arguments()));
        assertEquals("{\"cents\":5,\"from\":\"a\"}", CanonicalJson.text(REQUEST.arguments()));
        assertEquals(Optional.of("cap"), rewrite.matched());
    }

    @Test
    void evaluate_rewriteOfWhatIsThere_isPassedOver() {
        PolicyRule same = rewrite("cap", "{\"cents\":5.0}");
        assertInstanceOf(PolicyVerdict.Permit.class, verdict(REQUEST, ALLOW, same));
        refused(Reason.POLICY_NO_PERMIT, REQUEST, same);
    }

    /** A rewrite that is satisfied still conflicts: else the two would undo each other for ever. */
    @Test
    void evaluate_rewritesToDifferentValues_conflict() {
        Denial denial = refused(
                        Reason.POLICY_CONFLICT,
                        REQUEST,
                        ALLOW,
                        rewrite("five", "{\"cents\":5}"),
                        rewrite("six", "{\"cents\":6}"))
                .denial();
        assertTrue(denial.message().contains("argument=cents"), denial.message());
    }

    @Test
    void evaluate_rewritesOfDifferentArguments_areJoined() {
        PolicyVerdict.Rewrite rewrite = assertInstanceOf(
                PolicyVerdict.Rewrite.class,
                verdict(
                        REQUEST,
                        rewrite("one", "{\"cents\":1}"),
                        rewrite("two", "{\"cents\":1.0,\"from\":\"b\"}")));
        assertEquals("{\"cents\":1,\"from\":\"b\"}", CanonicalJson.text(rewrite.arguments()));
    }

    @Test
    void evaluate_strengths_denyThenApprovalThenRedirectThenRewrite() {
        PolicyRule deny = PolicyRule.deny("d", "no", "").always();
        PolicyRule approval = PolicyRule.requireApproval("a", 1).always();
        PolicyRule redirect = PolicyRule.redirect("r", "account.draft").always();
        PolicyRule rewrite = rewrite("w", "{\"cents\":1}");
        refused(Reason.POLICY_FORBIDDEN, REQUEST, ALLOW, rewrite, redirect, approval, deny);
        refused(Reason.APPROVAL_REQUIRED, REQUEST, ALLOW, rewrite, redirect, approval);
        assertInstanceOf(PolicyVerdict.Redirect.class, verdict(REQUEST, ALLOW, rewrite, redirect));
        assertInstanceOf(PolicyVerdict.Rewrite.class, verdict(REQUEST, ALLOW, rewrite));
    }

    /** An argument that cannot be compared is a fault of the rule that asks for it. */
    @Test
    void evaluate_fault_refusesInAllButAnAllow() {
        PolicyRequest odd = Requests.transfer("{}");
        odd.arguments().put("from", "\ud800");
        Condition faulty = argument("from", "a");
        for (PolicyRule rule : List.of(
                PolicyRule.deny("x", "no", "").when(faulty),
                PolicyRule.requireApproval("x", 1).when(faulty),
                PolicyRule.redirect("x", "account.draft").when(faulty),
                PolicyRule.rewrite("x", Map.of("a", StrictJson.parse("1"))).when(faulty))) {
            PolicyVerdict.Refuse refuse = refused(Reason.POLICY_FAULT, odd, ALLOW, rule);
            assertEquals(Optional.of("x"), refuse.matched());
            assertEquals(List.of("allow", "x"), refuse.considered());
            assertEquals(List.of("x"), refuse.errors());
        }
        PolicyRule allow = PolicyRule.allow("x").when(faulty);
        assertEquals(List.of("x"), refused(Reason.POLICY_NO_PERMIT, odd, allow).errors());
        assertEquals(
                new PolicyVerdict.Permit(List.of("allow", "x"), Optional.of("allow"), List.of("x")),
                verdict(odd, allow, ALLOW));
        refused(
                Reason.POLICY_FORBIDDEN,
                odd,
                PolicyRule.deny("z", "no", "").always(),
                PolicyRule.deny("x", "no", "").when(faulty));
    }

    @Test
    void evaluate_rulesAboutOtherVerbs_areNotAsked() {
        PolicyRule[] rules = IntStream.range(0, 1000)
                .mapToObj(i -> PolicyRule.deny("deny-" + i, "no", "")
                        .when(capability((i % 2 == 0 ? "noun" : "account.other") + i + ".**")
                                .and(always())))
                .toArray(PolicyRule[]::new);
        PolicySet policy = PolicySet.of(rules)
                .with(PolicyRule.allow("exact").when(capability("account.transfer")))
                .with(PolicyRule.allow("noun")
                        .when(capability("account.*").or(capability("file.read"))))
                .with(PolicyRule.allow("verb").when(always().and(capability("*.transfer"))))
                .with(PolicyRule.allow("wide").when(capability("**")))
                .with(PolicyRule.allow("open").when(capability("file.read").or(always())))
                .with(PolicyRule.allow("not").when(Condition.not(capability("file.read"))));
        PolicyVerdict verdict = RulePolicyEngine.of(policy).evaluate(REQUEST);
        assertEquals(List.of("exact", "not", "noun", "open", "verb", "wide"), verdict.considered());
        assertInstanceOf(PolicyVerdict.Permit.class, verdict);
    }

    @Test
    void policy_hash_isTheSets() {
        PolicySet policy = PolicySet.of(ALLOW);
        assertEquals(policy.hash(), RulePolicyEngine.of(policy).policy());
        assertEquals("cnv-rules/2", RulePolicyEngine.of(policy).name());
    }

    private static PolicyRule rewrite(String name, String values) {
        var json = StrictJson.parse(values);
        return PolicyRule.rewrite(
                        name,
                        json.properties().stream()
                                .collect(java.util.stream.Collectors.toMap(
                                        Map.Entry::getKey, Map.Entry::getValue)))
                .always();
    }

    private static PolicyVerdict verdict(PolicyRequest request, PolicyRule... rules) {
        return RulePolicyEngine.of(PolicySet.of(rules)).evaluate(request);
    }

    private static PolicyVerdict.Refuse refused(
            Reason reason, PolicyRequest request, PolicyRule... rules) {
        PolicyVerdict.Refuse refuse =
                assertInstanceOf(PolicyVerdict.Refuse.class, verdict(request, rules));
        assertEquals(reason, refuse.denial().reason());
        return refuse;
    }
}
